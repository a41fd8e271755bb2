//! Members inside of members: `CustomerStatus.Cause` is the member `Cause` of the structure `CustomerStatus`.

use super::Fields;
use shapewright_schema::Document;

/// The member at a path.
pub(super) fn get<'a>(fields: &'a Fields, path: &str) -> Option<&'a Document> {
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
