//! A document as elements, attributes and text.

use super::names::local;
use crate::error::{DecodeErrorKind, Fault, fault};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};
use std::borrow::Cow;

/// How deep elements may nest.
const DEPTH: usize = 128;

pub(super) struct Scanner<'a> {
    reader: Reader<&'a [u8]>,
    /// How many elements are open.
    depth: usize,
}

/// The start of an element.
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The name without its prefix.
    #[inline]
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<String>, Fault> {
        // Comparing all names with each other would take a long time for many of them.
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| syntax(&error))?;
            let is_declaration = attribute.key.as_ref() == "xmlns" || attribute.key.as_ref().starts_with("xmlns:");
            if !is_declaration && local(attribute.key.as_ref()) == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return value.map(|value| Some(value.into_owned())).map_err(|error| syntax(&error));
            }
        }
        Ok(None)
    }
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| fault(DecodeErrorKind::Syntax, "wanted XML in UTF-8, found other bytes"))?;
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, depth: 0 })
    }

    /// The outermost element.
    pub(super) fn root(&mut self) -> Result<Element<'a>, Fault> {
        match self.child()? {
            Some(element) => Ok(element),
            None => Err(fault(DecodeErrorKind::Syntax, "wanted an XML element, found the end")),
        }
    }

    /// The next element inside of the one that is open. `None` at its end, which is then passed. Text between elements
    /// means nothing.
    pub(super) fn child(&mut self) -> Result<Option<Element<'a>>, Fault> {
        loop {
            match self.event()? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        let message = format!("elements are nested more than {DEPTH} deep");
                        return Err(fault(DecodeErrorKind::Syntax, message));
                    }
                    return Ok(Some(Element { start }));
                }
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(None);
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(self.unclosed()),
                _ => {}
            }
        }
    }

    /// The text of the element that is open, whose end is then passed.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Fault> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.event()? {
                Event::Text(part) => append(&mut text, part.xml10_content()),
                Event::CData(part) => append(&mut text, part.xml10_content()),
                Event::GeneralRef(reference) => append(&mut text, resolve(&reference)?),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(text);
                }
                Event::Start(start) => {
                    let name = start.local_name().into_inner().to_owned();
                    let message = format!("wanted text, found the element `{name}`");
                    return Err(fault(DecodeErrorKind::Type, message));
                }
                Event::Eof => return Err(self.unclosed()),
                _ => {}
            }
        }
    }

    /// Passes what is inside of the element that is open, and its end.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let outer = self.depth - 1;
        while self.depth > outer {
            self.child()?;
        }
        Ok(())
    }

    /// Nothing follows the outermost element.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        loop {
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::PI(_) => {}
                Event::Text(text) if text.xml10_content().trim().is_empty() => {}
                _ => {
                    let message = "wanted the end after the outermost element, found more";
                    return Err(fault(DecodeErrorKind::Syntax, message));
                }
            }
        }
    }

    fn event(&mut self) -> Result<Event<'a>, Fault> {
        let event = self.reader.read_event().map_err(|error| syntax(&error))?;
        match event {
            Event::DocType(_) => Err(fault(
                DecodeErrorKind::Syntax,
                "wanted XML without a document type, found `<!DOCTYPE`",
            )),
            event => Ok(event),
        }
    }

    fn unclosed(&self) -> Fault {
        let message = format!("wanted the end of {} more elements, found the end", self.depth);
        fault(DecodeErrorKind::Syntax, message)
    }
}

fn append<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else {
        text.to_mut().push_str(&part);
    }
}

/// The text of `&name;`: of a character by its number, or of one of the five names that every document has.
fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, Fault> {
    if let Some(char) = reference.resolve_char_ref().map_err(|error| syntax(&error))? {
        return Ok(Cow::Owned(char.to_string()));
    }
    let name = reference.xml10_content();
    resolve_xml_entity(&name).map(Cow::Borrowed).ok_or_else(|| {
        let name: String = name.chars().take(40).collect();
        let message = format!("wanted one of the entities of XML, found `&{name};`");
        fault(DecodeErrorKind::Syntax, message)
    })
}

#[cold]
fn syntax(error: &dyn std::fmt::Display) -> Fault {
    fault(DecodeErrorKind::Syntax, format!("wanted XML, found a fault: {error}"))
}
