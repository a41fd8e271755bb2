//! Members that travel in headers, in both directions.

use crate::{
    bindings::absent,
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    presence::Presence,
    text::{self, Place},
};
use http::{HeaderMap, HeaderName, HeaderValue};
use shapewright_schema::{Binding, Kind, Member, Service, Slot, Structure, TimestampFormat, Value, View};
use std::{borrow::Cow, fmt::Write};

/// Writes the members that are bound to headers. One that has a header of its own wins over an entry of a prefix map.
pub(crate) fn write(value: &dyn Structure, headers: &mut HeaderMap) -> Result<(), Unwritable> {
    let members = || value.schema().members().iter().enumerate();
    for (index, member) in members() {
        if let (Binding::PrefixHeaders(prefix), Kind::Map { value: held, .. }, View::Map(map)) =
            (member.binding, &member.target.kind, value.member(index).view())
        {
            for (key, entry) in map.entries() {
                let written = write_one(&format!("{prefix}{key}"), entry.view(), held, headers);
                written.map_err(|error| error.under(key).under(member.name))?;
            }
        }
    }
    for (index, member) in members() {
        if let Binding::Header(name) = member.binding {
            write_one(name, value.member(index).view(), member, headers).map_err(|error| error.under(member.name))?;
        }
    }
    Ok(())
}

fn write_one(name: &str, view: View<'_>, member: &Member, headers: &mut HeaderMap) -> Result<(), Unwritable> {
    let text = match view {
        View::Absent => return Ok(()),
        View::List(list) => {
            let Kind::List { member, .. } = &member.target.kind else {
                return Err(unwritable(text::NO_SCALAR));
            };
            let mut out = String::new();
            for index in 0..list.len() {
                let element = list.get(index).view();
                let text = text::write(element, member, Place::Header);
                let text = text.ok_or_else(|| unwritable(text::NO_SCALAR).under(&index.to_string()))?;
                out.push_str(if index > 0 { ", " } else { "" });
                match element {
                    View::String(_) if needs_quotes(&text) => quote(&text, &mut out),
                    _ => out.push_str(&text),
                }
            }
            Cow::Owned(out)
        }
        view => text::write(view, member, Place::Header).ok_or_else(|| unwritable(text::NO_SCALAR))?,
    };
    headers.insert(header_name(name)?, header_value(&text)?);
    Ok(())
}

/// Adds the headers that all requests to the service carry, where no member has written them.
pub(crate) fn of_service(service: &Service, headers: &mut HeaderMap) -> Result<(), Unwritable> {
    for (name, value) in service.headers {
        let name = header_name(name)?;
        if !headers.contains_key(&name) {
            headers.insert(name, header_value(value)?);
        }
    }
    Ok(())
}

fn header_name(name: &str) -> Result<HeaderName, Unwritable> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| unwritable(format!("`{name}` is not a name that a header can have")))
}

fn header_value(text: &str) -> Result<HeaderValue, Unwritable> {
    HeaderValue::from_str(text)
        .or_else(|_| HeaderValue::from_bytes(text.as_bytes()))
        .map_err(|_| unwritable("a header must not hold control characters"))
}

/// Whether an element of a list would be read as another without quotation marks.
fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text.contains([',', '"']) || text.trim() != text
}

fn quote(text: &str, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
}

/// Fills the members that are bound to headers.
pub(crate) fn read(headers: &HeaderMap, value: &mut dyn Structure, strict: bool) -> Result<Presence, Fault> {
    let mut presence = Presence::default();
    for (index, member) in value.schema().members().iter().enumerate() {
        let held = value.member_mut(index);
        let found = match member.binding {
            Binding::Header(name) => read_one(headers, name, member, held, strict),
            Binding::PrefixHeaders(prefix) => read_map(headers, prefix, member, held, strict),
            _ => continue,
        };
        if !found.map_err(|error| error.under(member.name))? {
            presence.missing.extend(absent(member, held)?.missing);
        }
    }
    Ok(presence)
}

/// Fills one member; false when its header is not there.
fn read_one(
    headers: &HeaderMap,
    name: &str,
    member: &'static Member,
    value: &mut dyn Value,
    strict: bool,
) -> Result<bool, Fault> {
    let mut values = headers.get_all(name).iter();
    let Some(first) = values.next() else { return Ok(false) };
    let Kind::List { member: element, .. } = &member.target.kind else {
        text::read(utf8(first)?, member, value, Place::Header, strict)?;
        return Ok(true);
    };
    let Slot::List(list) = value.slot() else {
        return Err(fault(DecodeErrorKind::Type, text::NO_SCALAR));
    };
    list.reset();
    let mut index = 0usize;
    for header in std::iter::once(first).chain(values) {
        for part in split(utf8(header)?, element)? {
            let read = text::read(&part, element, list.push(), Place::Header, strict);
            read.map_err(|error| error.under(&index.to_string()))?;
            index += 1;
        }
    }
    Ok(true)
}

/// Fills a map with all headers whose names start with `prefix`; false when there are none.
fn read_map(
    headers: &HeaderMap,
    prefix: &str,
    member: &'static Member,
    value: &mut dyn Value,
    strict: bool,
) -> Result<bool, Fault> {
    let Kind::Map { value: entry, .. } = &member.target.kind else {
        return Err(fault(
            DecodeErrorKind::Type,
            "only a map can travel in prefixed headers",
        ));
    };
    // Header names are in lower case here.
    let prefix = prefix.to_ascii_lowercase();
    let mut names = headers
        .keys()
        .filter_map(|name| name.as_str().strip_prefix(&prefix))
        .peekable();
    // A server tells no header from a header that is missing; for a client the map is empty.
    if names.peek().is_none() && strict {
        return Ok(false);
    }
    let Slot::Map(map) = value.slot() else {
        return Err(fault(DecodeErrorKind::Type, text::NO_SCALAR));
    };
    map.reset();
    for key in names {
        let name = format!("{prefix}{key}");
        read_one(headers, &name, entry, map.entry(key), strict).map_err(|error| error.under(key))?;
    }
    Ok(true)
}

fn utf8(value: &HeaderValue) -> Result<&str, Fault> {
    std::str::from_utf8(value.as_bytes())
        .map_err(|_| fault(DecodeErrorKind::Syntax, "wanted UTF-8 in the header, found other bytes"))
}

/// The elements of a list in one header.
fn split<'a>(header: &'a str, element: &Member) -> Result<Vec<Cow<'a, str>>, Fault> {
    let format = element.timestamp_format_or(TimestampFormat::HttpDate);
    match element.target.kind {
        _ if header.trim().is_empty() => Ok(Vec::new()),
        Kind::String | Kind::Enum(_) => split_texts(header),
        Kind::Timestamp if format == TimestampFormat::HttpDate => Ok(split_dates(header)),
        _ => Ok(header.split(',').map(|part| Cow::Borrowed(part.trim())).collect()),
    }
}

/// Every date has a comma of its own.
fn split_dates(header: &str) -> Vec<Cow<'_, str>> {
    let commas: Vec<usize> = header.match_indices(',').map(|(place, _)| place).collect();
    let ends = commas.iter().skip(1).step_by(2).copied().chain([header.len()]);
    let mut start = 0;
    let mut dates = Vec::new();
    for end in ends {
        dates.push(Cow::Borrowed(header.get(start..end).unwrap_or_default().trim()));
        start = end + 1;
    }
    dates
}

fn split_texts(header: &str) -> Result<Vec<Cow<'_, str>>, Fault> {
    let mut texts = Vec::new();
    let mut rest = header.trim();
    loop {
        let after = if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = unquote(quoted).ok_or_else(|| {
                fault(
                    DecodeErrorKind::Syntax,
                    "wanted `\"` at the end of an element, found the end",
                )
            })?;
            texts.push(Cow::Owned(text));
            after.trim_start()
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            texts.push(Cow::Borrowed(text.trim_end()));
            after
        };
        match after.strip_prefix(',') {
            Some(after) => rest = after.trim_start(),
            None if after.is_empty() => return Ok(texts),
            None => {
                return Err(fault(
                    DecodeErrorKind::Syntax,
                    "wanted `,` after a quoted element, found more text",
                ));
            }
        }
    }
}

/// The text up to the closing quotation mark, and what follows it.
fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut chars = quoted.char_indices();
    while let Some((place, char)) = chars.next() {
        match char {
            '"' => return Some((text, quoted.get(place + 1..)?)),
            '\\' => text.push(chars.next()?.1),
            _ => text.push(char),
        }
    }
    None
}
