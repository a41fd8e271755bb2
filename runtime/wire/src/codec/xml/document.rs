//! A document without a schema, as logs and the journal show it.

use super::scan::Scanner;
use crate::error::Fault;
use shapewright_schema::Document;
use std::collections::{BTreeMap, btree_map::Entry};

/// Reads any XML: an element with others inside is a map by their names, those of one name a list, any other is its
/// text.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Fault> {
    let mut scan = Scanner::new(bytes)?;
    scan.root()?;
    let document = read(&mut scan)?;
    scan.end()?;
    Ok(document)
}

fn read(scan: &mut Scanner<'_>) -> Result<Document, Fault> {
    let mut text = String::new();
    let mut children: BTreeMap<String, Document> = BTreeMap::new();
    while let Some(child) = scan.child_or_text(&mut text)? {
        let value = read(scan)?;
        match children.entry(child.name().to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(mut entry) => match entry.get_mut() {
                Document::List(list) => list.push(value),
                held => {
                    let first = std::mem::replace(held, Document::Null);
                    *held = Document::List(vec![first, value]);
                }
            },
        }
    }
    Ok(if children.is_empty() {
        Document::String(text)
    } else {
        Document::Map(children)
    })
}
