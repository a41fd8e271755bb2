//! Any value into XML: one function over [`View`] for all shapes.

use super::names;
use crate::{
    default::default_text,
    error::{Unwritable, unwritable},
    part::Part,
    text::{self, Place},
};
use shapewright_schema::{Kind, List, Map, Member, Schema, Service, Structure, Union, View, XmlNamespace};

/// How deep values may nest. Twice what a decoder reads, so that whatever was read can be written inside of something.
const DEPTH: u32 = 256;

pub(crate) struct Encoder {
    /// What is written so far.
    pub(crate) out: String,
    /// Members of the outermost structure that are not there are written with their defaults. Those of nested
    /// structures always are.
    top_defaults: bool,
    depth: u32,
}

impl Encoder {
    pub(crate) fn new(top_defaults: bool) -> Self {
        Self {
            out: String::with_capacity(256),
            top_defaults,
            depth: 0,
        }
    }

    /// Writes a document that is those members of a structure that `part` carries.
    pub(crate) fn document(
        &mut self,
        service: &'static Service,
        value: &dyn Structure,
        part: Part,
    ) -> Result<(), Unwritable> {
        let schema = value.schema();
        let namespace = schema.xml.namespace.or(service.xml_namespace);
        self.structure(names::of_shape(schema), namespace, value, part)
    }

    /// Writes a document that is the value of a member.
    pub(crate) fn payload(
        &mut self,
        service: &'static Service,
        member: &'static Member,
        view: View<'_>,
    ) -> Result<(), Unwritable> {
        // What it holds is nested already.
        self.top_defaults = true;
        let namespace = names::namespace(member).or(service.xml_namespace);
        self.value(names::of_payload(member), namespace, member, view)
    }

    /// Writes a value that is there as an element, or as several where it is flattened.
    fn value(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        member: &'static Member,
        view: View<'_>,
    ) -> Result<(), Unwritable> {
        match view {
            View::Structure(value) => self.structure(name, namespace, value, Part::All),
            View::Union(value) => self.union(name, namespace, value),
            View::List(list) => self.list(name, namespace, member, list),
            View::Map(map) => self.map(name, namespace, member, map),
            View::Absent => {
                self.open(name, namespace);
                self.close(name);
                Ok(())
            }
            view => {
                let text = text::write(view, member, Place::Plain)
                    .ok_or_else(|| unwritable("XML has no form for documents and streams"))?;
                self.element(name, namespace, &text)
            }
        }
    }

    /// Writes an element that holds text.
    pub(crate) fn element(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        text: &str,
    ) -> Result<(), Unwritable> {
        self.open(name, namespace);
        self.text(text)?;
        self.close(name);
        Ok(())
    }

    fn structure(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        value: &dyn Structure,
        part: Part,
    ) -> Result<(), Unwritable> {
        self.start(name, namespace);
        for (index, member) in value.schema().members().iter().enumerate() {
            if member.xml.attribute
                && part.carries(member.binding)
                && let Some(text) = text::write(value.member(index).view(), member, Place::Plain)
            {
                self.attribute(names::of_member(member), &text)
                    .map_err(|error| error.under(member.name))?;
            }
        }
        self.out.push('>');
        self.members(value, part)?;
        self.close(name);
        Ok(())
    }

    /// Writes those members of a structure that `part` carries, without an element around them.
    pub(crate) fn members(&mut self, value: &dyn Structure, part: Part) -> Result<(), Unwritable> {
        self.members_but(value, part, None)
    }

    /// Writes those members of a structure that `part` carries but the one at `except`.
    pub(crate) fn members_but(
        &mut self,
        value: &dyn Structure,
        part: Part,
        except: Option<usize>,
    ) -> Result<(), Unwritable> {
        let defaults = self.top_defaults || self.depth > 0;
        self.deeper()?;
        for (index, member) in value.schema().members().iter().enumerate() {
            if member.xml.attribute || except == Some(index) || !part.carries(member.binding) {
                continue;
            }
            let written = match value.member(index).view() {
                View::Absent if defaults => self.default(member),
                View::Absent => Ok(()),
                view => self.value(names::of_member(member), names::namespace(member), member, view),
            };
            written.map_err(|error| error.under(member.name))?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn default(&mut self, member: &'static Member) -> Result<(), Unwritable> {
        let name = names::of_member(member);
        match default_text(member)? {
            // An empty list or map that is flattened has no element.
            Some(text) if !(text.is_empty() && member.xml.flattened) => {
                self.element(name, names::namespace(member), &text)
            }
            _ => Ok(()),
        }
    }

    fn deeper(&mut self) -> Result<(), Unwritable> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(unwritable(format!("values are nested more than {DEPTH} deep")));
        }
        Ok(())
    }

    fn list(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        member: &'static Member,
        list: &dyn List,
    ) -> Result<(), Unwritable> {
        let Kind::List {
            member: element,
            sparse,
        } = &member.target.kind
        else {
            return Err(no_such_kind(member.target));
        };
        self.deeper()?;
        let is_flattened = member.xml.flattened;
        let (element_name, element_namespace) = if is_flattened {
            (name, names::namespace(element).or(namespace))
        } else {
            self.open(name, namespace);
            (names::of_element(element), names::namespace(element))
        };
        for index in 0..list.len() {
            let view = list.get(index).view();
            if *sparse || !matches!(view, View::Absent) {
                self.value(element_name, element_namespace, element, view)
                    .map_err(|error| error.under(&index.to_string()))?;
            }
        }
        if !is_flattened {
            self.close(name);
        }
        self.depth -= 1;
        Ok(())
    }

    fn map(
        &mut self,
        name: &str,
        namespace: Option<XmlNamespace>,
        member: &'static Member,
        map: &dyn Map,
    ) -> Result<(), Unwritable> {
        let Kind::Map { key, value, sparse } = &member.target.kind else {
            return Err(no_such_kind(member.target));
        };
        self.deeper()?;
        let is_flattened = member.xml.flattened;
        let (entry_name, entry_namespace) = if is_flattened {
            (name, namespace)
        } else {
            self.open(name, namespace);
            (names::ENTRY, None)
        };
        for (key_text, held) in map.entries() {
            let view = held.view();
            if *sparse || !matches!(view, View::Absent) {
                self.open(entry_name, entry_namespace);
                self.element(names::of_key(key), names::namespace(key), key_text)
                    .and_then(|()| self.value(names::of_value(value), names::namespace(value), value, view))
                    .map_err(|error| error.under(key_text))?;
                self.close(entry_name);
            }
        }
        if !is_flattened {
            self.close(name);
        }
        self.depth -= 1;
        Ok(())
    }

    fn union(&mut self, name: &str, namespace: Option<XmlNamespace>, value: &dyn Union) -> Result<(), Unwritable> {
        let schema = value.schema();
        let set = value
            .variant()
            .and_then(|(index, held)| Some((schema.members().get(index)?, held)));
        let Some((member, held)) = set else {
            let name = value.unknown().unwrap_or_default();
            let message = format!(
                "the union `{}` holds the member `{name}`, which the description does not know",
                schema.name
            );
            return Err(unwritable(message));
        };
        self.deeper()?;
        self.open(name, namespace);
        self.value(names::of_member(member), names::namespace(member), member, held.view())
            .map_err(|error| error.under(member.name))?;
        self.close(name);
        self.depth -= 1;
        Ok(())
    }

    /// Opens an element that gets no attribute but its namespace.
    pub(crate) fn open(&mut self, name: &str, namespace: Option<XmlNamespace>) {
        self.start(name, namespace);
        self.out.push('>');
    }

    fn start(&mut self, name: &str, namespace: Option<XmlNamespace>) {
        self.out.push('<');
        self.out.push_str(name);
        if let Some(XmlNamespace { prefix, uri }) = namespace {
            self.out.push_str(" xmlns");
            if let Some(prefix) = prefix {
                self.out.push(':');
                self.out.push_str(prefix);
            }
            self.out.push_str("=\"");
            // `check` has seen that the namespace can stand here.
            self.out.push_str(uri);
            self.out.push('"');
        }
    }

    pub(crate) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, text: &str) -> Result<(), Unwritable> {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escape(text, |char| match char {
            '"' => Some("&quot;"),
            '\n' => Some("&#xA;"),
            '\t' => Some("&#x9;"),
            _ => None,
        })?;
        self.out.push('"');
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unwritable> {
        self.escape(text, |_| None)
    }

    /// Writes text. A reader makes a line feed of a carriage return, so that is written by its number.
    fn escape(&mut self, text: &str, more: impl Fn(char) -> Option<&'static str>) -> Result<(), Unwritable> {
        let mut written = 0;
        for (place, byte) in text.bytes().enumerate() {
            // All that must be escaped, or cannot be written, is under this or starts with 0xef.
            if byte > b'>' && byte != 0xef {
                continue;
            }
            let char = match byte {
                0xef => text.get(place..).and_then(|rest| rest.chars().next()).unwrap_or_default(),
                byte => char::from(byte),
            };
            let escaped = match char {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '\r' => "&#xD;",
                char => match more(char) {
                    Some(escaped) => escaped,
                    None if is_unwritable(char) => {
                        let code = u32::from(char);
                        return Err(unwritable(format!("XML cannot hold the character U+{code:04X}")));
                    }
                    None => continue,
                },
            };
            self.out.push_str(text.get(written..place).unwrap_or_default());
            self.out.push_str(escaped);
            written = place + 1;
        }
        self.out.push_str(text.get(written..).unwrap_or_default());
        Ok(())
    }
}

/// Whether XML has no way to write the character.
pub(super) fn is_unwritable(char: char) -> bool {
    matches!(char, '\u{fffe}' | '\u{ffff}') || (char < ' ' && !matches!(char, '\t' | '\n' | '\r'))
}

/// The value is a list or map, its schema is neither. Generated code never has that.
#[cold]
fn no_such_kind(schema: &'static Schema) -> Unwritable {
    let kind = schema.kind.type_name();
    unwritable(format!(
        "the schema of `{}` says {kind}, the value is of another kind",
        schema.name
    ))
}
