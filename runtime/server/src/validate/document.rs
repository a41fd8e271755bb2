//! Documents that stand for a response: whether they obey the schema.

use super::{message::say, walk};
use crate::Dynamic;
use shapewright_schema::{Document, Kind, Schema};

/// The structure of this shape that a document describes by member names.
///
/// # Errors
/// In words: a value of another type, a member that the shape does not have, or one that is missing or not allowed.
pub(crate) fn document(schema: &'static Schema, document: &Document) -> Result<Dynamic, String> {
    let Document::Map(fields) = document else {
        return Err(format!("it must be a map by member names, but is {}", document.kind()));
    };
    unknown(schema, document, "")?;
    let mut structure = Dynamic::new(schema);
    Document::fill_structure(fields, &mut structure).map_err(|mismatch| mismatch.to_string())?;
    match walk::violations(&structure, &[]).as_slice() {
        [] => Ok(structure),
        violations => Err(say(violations, false)),
    }
}

/// Looks for members that the shape does not have.
fn unknown(schema: &'static Schema, document: &Document, at: &str) -> Result<(), String> {
    match (&schema.kind, document) {
        (Kind::Structure(_) | Kind::Union(_), Document::Map(fields)) => {
            for (name, value) in fields {
                let Some((_, member)) = schema.member(name) else {
                    let names: Vec<&str> = schema.members().iter().map(|member| member.name).collect();
                    let there = names.join(", ");
                    return Err(format!(
                        "{at}/{name}: {} has no such member; it has {there}",
                        schema.name
                    ));
                };
                unknown(member.target, value, &format!("{at}/{name}"))?;
            }
            Ok(())
        }
        (Kind::List { member, .. }, Document::List(elements)) => elements
            .iter()
            .enumerate()
            .try_for_each(|(index, element)| unknown(member.target, element, &format!("{at}/{index}"))),
        (Kind::Map { value: member, .. }, Document::Map(entries)) => entries
            .iter()
            .try_for_each(|(key, value)| unknown(member.target, value, &format!("{at}/{key}"))),
        _ => Ok(()),
    }
}
