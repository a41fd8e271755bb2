//! Members inside of members: `CustomerStatus.Cause` is the member `Cause` of the structure `CustomerStatus`.

use super::Fields;
use shapewright_schema::Document;

/// The member at a path.
pub(crate) fn get<'a>(fields: &'a Fields, path: &str) -> Option<&'a Document> {
    match path.split_once('.') {
        None => fields.get(path),
        Some((first, rest)) => match fields.get(first)? {
            Document::Map(inner) => get(inner, rest),
            _ => None,
        },
    }
}

/// Sets the member at a path, and makes the structures on the way.
pub(super) fn set(fields: &mut Fields, path: &str, value: Document) {
    let Some((first, rest)) = path.split_once('.') else {
        fields.insert(path.to_owned(), value);
        return;
    };
    let inner = fields.entry(first.to_owned()).or_default();
    if !matches!(inner, Document::Map(_)) {
        *inner = Document::Map(Fields::new());
    }
    if let Document::Map(inner) = inner {
        set(inner, rest, value);
    }
}

/// Sets the member at a path where nothing is said of it, nor of what it is in that is no structure.
pub(super) fn supply(fields: &mut Fields, path: &str, value: Document) {
    let Some((first, rest)) = path.split_once('.') else {
        fields.entry(path.to_owned()).or_insert(value);
        return;
    };
    let inner = fields.entry(first.to_owned());
    if let Document::Map(inner) = inner.or_insert_with(|| Document::Map(Fields::new())) {
        supply(inner, rest, value);
    }
}

/// Removes the member at a path.
pub(super) fn remove(fields: &mut Fields, path: &str) {
    match path.split_once('.') {
        None => drop(fields.remove(path)),
        Some((first, rest)) => {
            if let Some(Document::Map(inner)) = fields.get_mut(first) {
                remove(inner, rest);
            }
        }
    }
}
