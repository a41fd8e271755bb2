//! Members that travel in the query.

use crate::{
    bindings::absent,
    error::{DecodeErrorKind, Fault, Unwritable, fault, unwritable},
    text::{self, Place},
    uri,
};
use shapewright_schema::{Binding, Kind, Member, Slot, Structure, Value, View};
use std::collections::BTreeMap;

/// Adds the members that are bound to the query to a URI. A member of its own wins over an entry of a map of parameters,
/// and so does the literal query that the URI has already.
pub(crate) fn write(value: &dyn Structure, uri: &mut String) -> Result<(), Unwritable> {
    let (_, literal) = uri.split_once('?').unwrap_or_default();
    let mut taken: Vec<String> = uri::parse_query(literal).into_iter().map(|(name, _)| name).collect();
    let members = || value.schema().members().iter().enumerate();
    for (index, member) in members() {
        let view = value.member(index).view();
        if let (Binding::Query(name), false) = (member.binding, matches!(view, View::Absent)) {
            write_one(name, view, member, uri).map_err(|error| error.under(member.name))?;
            taken.push(name.to_owned());
        }
    }
    for (index, member) in members() {
        if let (Binding::QueryParams, View::Map(map)) = (member.binding, value.member(index).view()) {
            let Kind::Map { value: entry, .. } = &member.target.kind else {
                continue;
            };
            for (name, held) in map
                .entries()
                .filter(|(name, _)| !taken.iter().any(|taken| taken == name))
            {
                write_one(name, held.view(), entry, uri).map_err(|error| error.under(name).under(member.name))?;
            }
        }
    }
    Ok(())
}

fn write_one(name: &str, view: View<'_>, member: &Member, uri: &mut String) -> Result<(), Unwritable> {
    let mut pair = |view, member| {
        let text = text::write(view, member, Place::Plain).ok_or_else(|| unwritable(text::NO_SCALAR))?;
        uri.push(if uri.contains('?') { '&' } else { '?' });
        uri::encode(name, uri);
        uri.push('=');
        uri::encode(&text, uri);
        Ok(())
    };
    match (view, &member.target.kind) {
        (View::Absent, _) => Ok(()),
        (View::List(list), Kind::List { member, .. }) => {
            let mut views = (0..list.len()).map(|index| list.get(index).view());
            views.try_for_each(|view| {
                if matches!(view, View::Absent) {
                    Ok(())
                } else {
                    pair(view, member)
                }
            })
        }
        (view, _) => pair(view, member),
    }
}

/// The values of each parameter.
type Parameters<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Fills the members that are bound to the query, and gives the required ones that are missing. Of a parameter that is
/// there more often than its member holds the first counts; a map of parameters gets them all.
pub(crate) fn read(query: &str, value: &mut dyn Structure) -> Result<Vec<String>, Fault> {
    let pairs = uri::parse_query(query);
    let mut parameters = Parameters::new();
    for (name, text) in &pairs {
        parameters.entry(name).or_default().push(text);
    }
    let mut missing = Vec::new();
    for (index, member) in value.schema().members().iter().enumerate() {
        let held = value.member_mut(index);
        let found = match member.binding {
            Binding::Query(name) => match parameters.get(name) {
                Some(texts) => read_one(texts, member, held).map(|()| true),
                None => Ok(false),
            },
            Binding::QueryParams => read_map(&parameters, member, held),
            _ => continue,
        };
        if !found.map_err(|error| error.under(member.name))? {
            missing.extend(absent(member, held)?.missing);
        }
    }
    Ok(missing)
}

fn read_one(texts: &[&str], member: &'static Member, value: &mut dyn Value) -> Result<(), Fault> {
    let Kind::List { member: element, .. } = &member.target.kind else {
        let first = texts.first().copied().unwrap_or_default();
        return text::read(first, member, value, Place::Plain, true);
    };
    let Slot::List(list) = value.slot() else {
        return Err(fault(DecodeErrorKind::Type, text::NO_SCALAR));
    };
    list.reset();
    for (index, text) in texts.iter().enumerate() {
        let read = text::read(text, element, list.push(), Place::Plain, true);
        read.map_err(|error| error.under(&index.to_string()))?;
    }
    Ok(())
}

fn read_map(parameters: &Parameters<'_>, member: &'static Member, value: &mut dyn Value) -> Result<bool, Fault> {
    let Kind::Map { value: entry, .. } = &member.target.kind else {
        return Err(fault(
            DecodeErrorKind::Type,
            "only a map can hold the parameters of a query",
        ));
    };
    if parameters.is_empty() {
        return Ok(false);
    }
    let Slot::Map(map) = value.slot() else {
        return Err(fault(DecodeErrorKind::Type, text::NO_SCALAR));
    };
    map.reset();
    for (name, texts) in parameters {
        read_one(texts, entry, map.entry(name)).map_err(|error| error.under(name))?;
    }
    Ok(true)
}
