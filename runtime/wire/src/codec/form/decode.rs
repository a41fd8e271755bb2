//! The pairs of a form into any value.

use super::{
    names::{self, Dialect},
    pairs::{Node, Pairs},
};
use crate::{
    codec::{json::fill_default, seen::Seen},
    error::{DecodeErrorKind, Fault, fault},
    presence::Presence,
    text::{self, Place},
};
use shapewright_schema::{Kind, ListMut, MapMut, Member, Schema, Slot, Structure, Union, Value};

/// Fills a structure from the pairs of a form. Names that no member has are passed over.
pub(crate) fn read(dialect: Dialect, pairs: &mut Pairs<'_>, value: &mut dyn Structure) -> Result<Presence, Fault> {
    let mut decoder = Decoder {
        dialect,
        presence: Presence::default(),
    };
    decoder.structure(pairs.root()?, value)?;
    Ok(decoder.presence)
}

struct Decoder {
    dialect: Dialect,
    presence: Presence,
}

impl Decoder {
    fn structure(&mut self, node: Node<'_>, target: &mut dyn Structure) -> Result<(), Fault> {
        let members = target.schema().members();
        let mut seen = Seen::default();
        for (name, child) in node.children() {
            let mut all = members.iter().enumerate();
            if let Some((index, member)) = all.find(|(_, member)| self.dialect.of_member(member) == name) {
                seen.note(index);
                let before = self.presence.count();
                self.value(child, member, target.member_mut(index))
                    .map_err(|error| error.under(member.name))?;
                self.presence.under(before, member.name);
            }
        }
        for (index, member) in members.iter().enumerate() {
            if (member.required || member.default.is_some()) && !seen.has(index) {
                let filled = fill_default(member, target.member_mut(index))?;
                if !filled && member.required {
                    self.presence.note(member.name);
                }
            }
        }
        Ok(())
    }

    fn value(&mut self, node: Node<'_>, member: &'static Member, value: &mut dyn Value) -> Result<(), Fault> {
        match value.slot() {
            Slot::Structure(structure) => self.structure(node, structure),
            Slot::Union(union) => self.union(node, union),
            Slot::List(list) => self.list(node, member, list),
            Slot::Map(map) => self.map(node, member, map),
            _ => match node.value() {
                Some(text) => text::read(text, member, value, Place::Plain, true),
                None => Err(fault(DecodeErrorKind::Type, "wanted a value, found names below it")),
            },
        }
    }

    fn list(&mut self, node: Node<'_>, member: &'static Member, list: &mut dyn ListMut) -> Result<(), Fault> {
        let Kind::List { member: element, .. } = &member.target.kind else {
            return Err(no_such_kind(member.target));
        };
        list.reset();
        let elements = match self.dialect.of_elements(member, element) {
            Some(infix) => node.child(infix),
            None => Some(node),
        };
        for (index, child) in elements.into_iter().flat_map(Node::numbered).enumerate() {
            let before = self.presence.count();
            self.value(child, element, list.push())
                .map_err(|error| error.under(&index.to_string()))?;
            if self.presence.count() > before {
                self.presence.under(before, &index.to_string());
            }
        }
        Ok(())
    }

    fn map(&mut self, node: Node<'_>, member: &'static Member, map: &mut dyn MapMut) -> Result<(), Fault> {
        let Kind::Map { key, value, .. } = &member.target.kind else {
            return Err(no_such_kind(member.target));
        };
        map.reset();
        let entries = match self.dialect.of_entries(member) {
            Some(infix) => node.child(infix),
            None => Some(node),
        };
        for (index, entry) in entries.into_iter().flat_map(Node::numbered).enumerate() {
            let Some(key) = entry.child(names::of_key(key)).and_then(|key| key.value()) else {
                let message = format!("wanted the key of entry {}, found none", index + 1);
                return Err(fault(DecodeErrorKind::Missing, message));
            };
            map.remove(key);
            let held = map.entry(key);
            if let Some(child) = entry.child(names::of_value(value)) {
                let before = self.presence.count();
                self.value(child, value, held).map_err(|error| error.under(key))?;
                self.presence.under_key(before, key);
            }
        }
        Ok(())
    }

    fn union(&mut self, node: Node<'_>, union: &mut dyn Union) -> Result<(), Fault> {
        let members = union.schema().members();
        let mut children = node.children();
        let (Some((name, child)), None) = (children.next(), children.next()) else {
            return Err(fault(DecodeErrorKind::Type, "wanted one member, found none or several"));
        };
        let mut all = members.iter().enumerate();
        let Some((index, member)) = all.find(|(_, member)| self.dialect.of_member(member) == name) else {
            let known: Vec<_> = members.iter().map(|member| self.dialect.of_member(member)).collect();
            let message = format!("wanted one of {}, found `{name}`", known.join(", "));
            return Err(fault(DecodeErrorKind::Type, message));
        };
        let before = self.presence.count();
        self.value(child, member, union.select(index))
            .map_err(|error| error.under(member.name))?;
        self.presence.under(before, member.name);
        Ok(())
    }
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
