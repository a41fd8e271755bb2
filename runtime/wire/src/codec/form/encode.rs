//! Any value into the pairs of a form.

use super::names::{self, Dialect};
use crate::{
    default::default_text,
    error::{Unwritable, unwritable},
    part::Part,
    text::{self, Place},
    uri,
};
use shapewright_schema::{Kind, List, Map, Member, Schema, Structure, Union, View};

/// How deep values may nest. Twice what a decoder reads, so that whatever was read can be written inside of something.
const DEPTH: u32 = 256;

/// Adds the members of a structure to a form.
pub(crate) fn write(dialect: Dialect, value: &dyn Structure, form: &mut String) -> Result<(), Unwritable> {
    let mut encoder = Encoder {
        form,
        dialect,
        path: String::new(),
        depth: 0,
    };
    encoder.structure(value)
}

struct Encoder<'a> {
    form: &'a mut String,
    dialect: Dialect,
    /// The name of the value that is being written.
    path: String,
    depth: u32,
}

impl Encoder<'_> {
    fn structure(&mut self, value: &dyn Structure) -> Result<(), Unwritable> {
        for (index, member) in value.schema().members().iter().enumerate() {
            if !Part::All.carries(member.binding) {
                continue;
            }
            let written = match value.member(index).view() {
                View::Absent if self.depth == 0 => Ok(()),
                View::Absent => self.default(member),
                view => {
                    let name = self.dialect.of_member(member);
                    self.under(&name, |encoder| encoder.value(member, view))
                }
            };
            written.map_err(|error| error.under(member.name))?;
        }
        Ok(())
    }

    fn default(&mut self, member: &'static Member) -> Result<(), Unwritable> {
        let Some(text) = default_text(member)? else {
            return Ok(());
        };
        let is_collection = matches!(member.target.kind, Kind::List { .. } | Kind::Map { .. });
        if !is_collection {
            let name = self.dialect.of_member(member);
            self.under(&name, |encoder| {
                encoder.pair(&text);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn value(&mut self, member: &'static Member, view: View<'_>) -> Result<(), Unwritable> {
        match view {
            View::Structure(value) => self.structure(value),
            View::Union(value) => self.union(value),
            View::List(list) => self.list(member, list),
            View::Map(map) => self.map(member, map),
            View::Absent => {
                self.pair("");
                Ok(())
            }
            view => {
                let text = text::write(view, member, Place::Plain)
                    .ok_or_else(|| unwritable("a form has no place for documents and streams"))?;
                self.pair(&text);
                Ok(())
            }
        }
    }

    fn list(&mut self, member: &'static Member, list: &dyn List) -> Result<(), Unwritable> {
        let Kind::List {
            member: element,
            sparse,
        } = &member.target.kind
        else {
            return Err(no_such_kind(member.target));
        };
        if list.is_empty() && self.dialect.writes_empty_lists() {
            self.pair("");
        }
        let infix = self.dialect.of_elements(member, element);
        let mut number = 0usize;
        for index in 0..list.len() {
            let view = list.get(index).view();
            if *sparse || !matches!(view, View::Absent) {
                number += 1;
                self.under(&numbered(infix, number), |encoder| encoder.value(element, view))
                    .map_err(|error| error.under(&index.to_string()))?;
            }
        }
        Ok(())
    }

    fn map(&mut self, member: &'static Member, map: &dyn Map) -> Result<(), Unwritable> {
        let Kind::Map { key, value, sparse } = &member.target.kind else {
            return Err(no_such_kind(member.target));
        };
        let infix = self.dialect.of_entries(member);
        let there = map
            .entries()
            .map(|(key, held)| (key, held.view()))
            .filter(|(_, view)| *sparse || !matches!(view, View::Absent));
        for (index, (key_text, view)) in there.enumerate() {
            self.under(&numbered(infix, index + 1), |encoder| {
                encoder.under(names::of_key(key), |encoder| {
                    encoder.pair(key_text);
                    Ok(())
                })?;
                encoder.under(names::of_value(value), |encoder| encoder.value(value, view))
            })
            .map_err(|error| error.under(key_text))?;
        }
        Ok(())
    }

    fn union(&mut self, value: &dyn Union) -> Result<(), Unwritable> {
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
        let name = self.dialect.of_member(member);
        self.under(&name, |encoder| encoder.value(member, held.view()))
            .map_err(|error| error.under(member.name))
    }

    /// Writes what has a name under the present one.
    fn under(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Self) -> Result<(), Unwritable>,
    ) -> Result<(), Unwritable> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(unwritable(format!("values are nested more than {DEPTH} deep")));
        }
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let written = write(self);
        self.path.truncate(before);
        self.depth -= 1;
        written
    }

    /// Writes the value of the present name.
    fn pair(&mut self, text: &str) {
        self.form.push('&');
        uri::encode(&self.path, self.form);
        self.form.push('=');
        uri::encode(text, self.form);
    }
}

fn numbered(infix: Option<&'static str>, number: usize) -> String {
    match infix {
        Some(infix) => format!("{infix}.{number}"),
        None => number.to_string(),
    }
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
