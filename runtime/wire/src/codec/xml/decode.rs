//! XML into any value: one function over [`Slot`] for all shapes.

use super::{
    names,
    scan::{Element, Scanner},
};
use crate::{
    codec::{json::fill_default, seen::Seen},
    error::{DecodeErrorKind, Fault, fault},
    part::Part,
    presence::Presence,
    strictness::Strictness,
    text::{self, Place},
};
use shapewright_schema::{Kind, ListMut, MapMut, Member, Schema, Slot, Structure, Union, Value};

pub(super) struct Decoder<'a> {
    pub(super) scan: Scanner<'a>,
    strict: bool,
    presence: Presence,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8], strictness: Strictness) -> Result<Self, Fault> {
        Ok(Self {
            scan: Scanner::new(bytes)?,
            strict: strictness == Strictness::Strict,
            presence: Presence::default(),
        })
    }

    /// Reads a document that is one structure, whatever its outermost element is called.
    pub(super) fn body(mut self, target: &mut dyn Structure, part: Part) -> Result<Presence, Fault> {
        let root = self.scan.root()?;
        self.structure(&root, target, part)?;
        self.finish()
    }

    /// Reads a document that is one value, whatever its outermost element is called.
    pub(super) fn payload(mut self, member: &'static Member, value: &mut dyn Value) -> Result<Presence, Fault> {
        let root = self.scan.root()?;
        self.value(&root, member, value)?;
        self.finish()
    }

    pub(super) fn finish(mut self) -> Result<Presence, Fault> {
        self.scan.end()?;
        Ok(self.presence)
    }

    /// Reads the element that is open into a value, which is no flattened list or map.
    fn value(&mut self, element: &Element<'a>, member: &'static Member, value: &mut dyn Value) -> Result<(), Fault> {
        match value.slot() {
            Slot::Structure(structure) => self.structure(element, structure, Part::All),
            Slot::Union(union) => {
                if !self.union(union)? {
                    value.clear();
                }
                Ok(())
            }
            Slot::List(list) => {
                list.reset();
                self.list(member.target, list)
            }
            Slot::Map(map) => {
                map.reset();
                self.map(member.target, map)
            }
            slot => {
                let is_text = matches!(slot, Slot::String(_) | Slot::Enum(_));
                let text = self.scan.text()?;
                let text = if is_text { &*text } else { text.trim() };
                text::read(text, member, value, Place::Plain, self.strict)
            }
        }
    }

    /// Reads the element that is open into those members of a structure that `part` carries.
    pub(super) fn structure(
        &mut self,
        element: &Element<'a>,
        target: &mut dyn Structure,
        part: Part,
    ) -> Result<(), Fault> {
        let mut seen = Seen::default();
        for (index, member) in target.schema().members().iter().enumerate() {
            if member.xml.attribute
                && part.carries(member.binding)
                && let Some(text) = element.attribute(names::local(names::of_member(member)))?
            {
                seen.note(index);
                text::read(&text, member, target.member_mut(index), Place::Plain, self.strict)
                    .map_err(|error| error.under(member.name))?;
            }
        }
        self.members(target, part, seen)
    }

    /// Reads the elements inside of the one that is open into those members of a structure that `part` carries.
    fn members(&mut self, target: &mut dyn Structure, part: Part, mut seen: Seen) -> Result<(), Fault> {
        let members = target.schema().members();
        let mut next = 0;
        while let Some(child) = self.scan.child()? {
            match find(members, child.name(), next) {
                Some((index, member)) if part.carries(member.binding) => {
                    next = index;
                    let again = seen.note(index);
                    let before = self.presence.count();
                    self.member(&child, member, target.member_mut(index), again)
                        .map_err(|error| error.under(member.name))?;
                    self.presence.under(before, member.name);
                }
                _ => self.scan.skip()?,
            }
        }
        if seen.count() < members.len() {
            self.absent(target, &seen, part)?;
        }
        Ok(())
    }

    /// Reads a member of a structure, or one more element of a member that is flattened.
    fn member(
        &mut self,
        element: &Element<'a>,
        member: &'static Member,
        value: &mut dyn Value,
        again: bool,
    ) -> Result<(), Fault> {
        if !member.xml.flattened {
            if again {
                value.clear();
            }
            return self.value(element, member, value);
        }
        match (value.slot(), &member.target.kind) {
            (Slot::List(list), Kind::List { member: held, .. }) => {
                if !again {
                    list.reset();
                }
                self.value(element, held, list.push())
            }
            (Slot::Map(map), Kind::Map { .. }) => {
                if !again {
                    map.reset();
                }
                self.entry(member.target, map)
            }
            _ => self.value(element, member, value),
        }
    }

    /// Fills the defaults of members that are not there, and notes the required ones.
    fn absent(&mut self, target: &mut dyn Structure, seen: &Seen, part: Part) -> Result<(), Fault> {
        for (index, member) in target.schema().members().iter().enumerate() {
            if (member.required || member.default.is_some()) && part.carries(member.binding) && !seen.has(index) {
                let filled = fill_default(member, target.member_mut(index))?;
                // A list or map without elements is not there when it is flattened.
                if !filled && member.required && self.strict && !member.xml.flattened {
                    self.presence.note(member.name);
                }
            }
        }
        Ok(())
    }

    fn list(&mut self, schema: &'static Schema, list: &mut dyn ListMut) -> Result<(), Fault> {
        let Kind::List { member, .. } = &schema.kind else {
            return Err(no_such_kind(schema));
        };
        let name = names::local(names::of_element(member));
        let mut index = 0usize;
        while let Some(child) = self.scan.child()? {
            // Services do not always call elements as they are modelled.
            if self.strict && child.name() != name {
                self.scan.skip()?;
                continue;
            }
            let before = self.presence.count();
            self.value(&child, member, list.push())
                .map_err(|error| error.under(&index.to_string()))?;
            if self.presence.count() > before {
                self.presence.under(before, &index.to_string());
            }
            index += 1;
        }
        Ok(())
    }

    fn map(&mut self, schema: &'static Schema, map: &mut dyn MapMut) -> Result<(), Fault> {
        while let Some(child) = self.scan.child()? {
            if self.strict && child.name() != names::ENTRY {
                self.scan.skip()?;
            } else {
                self.entry(schema, map)?;
            }
        }
        Ok(())
    }

    /// Reads the entry of a map that is open: its key, then its value.
    fn entry(&mut self, schema: &'static Schema, map: &mut dyn MapMut) -> Result<(), Fault> {
        let Kind::Map { key, value, .. } = &schema.kind else {
            return Err(no_such_kind(schema));
        };
        let (key_name, value_name) = (
            names::local(names::of_key(key)),
            names::local(names::of_value(value)),
        );
        let mut found = None;
        while let Some(child) = self.scan.child()? {
            if child.name() == key_name {
                found = Some(self.scan.text()?.into_owned());
            } else if child.name() == value_name {
                let Some(key) = found.as_deref() else {
                    let message = format!("wanted the element `{key_name}` before `{value_name}`");
                    return Err(fault(DecodeErrorKind::Syntax, message));
                };
                map.remove(key);
                let before = self.presence.count();
                self.value(&child, value, map.entry(key))
                    .map_err(|error| error.under(key))?;
                self.presence.under_key(before, key);
            } else {
                self.scan.skip()?;
            }
        }
        Ok(())
    }

    /// Reads a union. False when no member is set, which a lenient reader takes for no union at all.
    fn union(&mut self, union: &mut dyn Union) -> Result<bool, Fault> {
        let members = union.schema().members();
        let mut set = None;
        let mut unknown = None;
        while let Some(child) = self.scan.child()? {
            match find(members, child.name(), 0) {
                Some((index, member)) => {
                    if set.is_some_and(|before| before != index) {
                        return Err(fault(DecodeErrorKind::Type, "wanted one member, found several"));
                    }
                    let before = self.presence.count();
                    self.member(&child, member, union.select(index), set.is_some())
                        .map_err(|error| error.under(member.name))?;
                    self.presence.under(before, member.name);
                    set = Some(index);
                }
                None => {
                    unknown = Some(child.name().to_owned());
                    self.scan.skip()?;
                }
            }
        }
        match unknown {
            Some(name) if self.strict => {
                let known: Vec<_> = members.iter().map(names::of_member).collect();
                let message = format!("wanted one of {}, found `{name}`", known.join(", "));
                return Err(fault(DecodeErrorKind::Type, message));
            }
            Some(name) if set.is_none() => union.select_unknown(&name),
            None if set.is_none() && self.strict => {
                return Err(fault(DecodeErrorKind::Type, "wanted an element with one member, found none"));
            }
            None if set.is_none() => return Ok(false),
            _ => {}
        }
        Ok(true)
    }
}

/// The member whose element has this name: `next` and those behind it first, since members mostly stand in order.
#[inline]
fn find(members: &'static [Member], name: &str, next: usize) -> Option<(usize, &'static Member)> {
    let fits = |member: &&'static Member| !member.xml.attribute && names::local(names::of_member(member)) == name;
    let (before, behind) = members.split_at(next.min(members.len()));
    let found = behind.iter().enumerate().find(|(_, member)| fits(member));
    found
        .map(|(index, member)| (before.len() + index, member))
        .or_else(|| before.iter().enumerate().find(|(_, member)| fits(member)))
}

/// The value is a list or map, its schema is neither. Generated code never has that.
#[cold]
fn no_such_kind(schema: &'static Schema) -> Fault {
    let kind = schema.kind.type_name();
    let message = format!(
        "the schema of `{}` says {kind}, the value is of another kind",
        schema.name
    );
    fault(DecodeErrorKind::Type, message)
}
