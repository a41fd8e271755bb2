//! Tokens that tell where to go on with an operation's pages: base64 text around a JSON object of the service's own token
//! and the number of items of that page that have been given. boto3 writes and reads the same form.

use shapewright_schema::{Blob, Document, Kind, Schema};
use std::collections::BTreeMap;

/// The token of a page, null for the first, and how many of the items from there on have been given already.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) token: Document,
    pub(crate) given: usize,
}

/// The key of the number of items, as boto3 has it.
const GIVEN: &str = "boto_truncate_amount";

/// The key of the paths to texts that are base64 of bytes, as boto3 has it.
const ENCODED: &str = "boto_encoded_keys";

/// Writes a place. `name` is the input member that takes the service's token, `schema` its shape.
pub(crate) fn encode(place: &Place, name: &str, schema: &'static Schema) -> String {
    let mut fields = BTreeMap::from([(name.to_owned(), place.token.clone())]);
    let mut encoded = Vec::new();
    bytes_in(schema, &place.token, &[Document::from(name)], &mut encoded);
    if !encoded.is_empty() {
        fields.insert(ENCODED.to_owned(), Document::List(encoded));
    }
    if place.given > 0 {
        let given = i64::try_from(place.given).unwrap_or(i64::MAX);
        fields.insert(GIVEN.to_owned(), Document::Integer(given));
    }
    Blob::new(shapewright_wire::json::print_document(&Document::Map(fields))).to_base64()
}

/// Reads a place.
///
/// # Errors
/// When the text is none that [`encode`] gave for an operation with that input member.
pub(crate) fn decode(text: &str, name: &str) -> Result<Place, String> {
    let strange = || "it is not one that `resume_token` gave".to_owned();
    let bytes = Blob::from_base64(text).ok_or_else(strange)?.into_inner();
    let Ok(Document::Map(mut fields)) = shapewright_wire::json::parse_document(&bytes) else {
        return Err(strange());
    };
    // Bytes are base64 text in a document too, and the shape tells where.
    fields.remove(ENCODED);
    let given = match fields.remove(GIVEN) {
        None => Some(0),
        Some(Document::Integer(given)) => usize::try_from(given).ok(),
        Some(_) => None,
    };
    let (Some(given), Some(token)) = (given, fields.remove(name)) else {
        return Err(format!("it is not of this operation, whose tokens have a `{name}`"));
    };
    if fields.is_empty() {
        Ok(Place { token, given })
    } else {
        Err(strange())
    }
}

/// Finds the paths to the bytes in a token, each a list of keys and indices behind `path`.
fn bytes_in(schema: &'static Schema, token: &Document, path: &[Document], found: &mut Vec<Document>) {
    let mut go_on = |schema, token, step: Document| bytes_in(schema, token, &[path, &[step]].concat(), found);
    match (&schema.kind, token) {
        (Kind::Blob, Document::String(_)) => found.push(Document::List(path.to_vec())),
        (Kind::List { member, .. }, Document::List(list)) => {
            for (index, token) in (0_i64..).zip(list) {
                go_on(member.target, token, index.into());
            }
        }
        (Kind::Map { value, .. }, Document::Map(map)) => {
            for (key, token) in map {
                go_on(value.target, token, key.as_str().into());
            }
        }
        (Kind::Structure(_) | Kind::Union(_), Document::Map(map)) => {
            for (name, token) in map {
                if let Some((_, member)) = schema.member(name) {
                    go_on(member.target, token, name.as_str().into());
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shapewright_schema::Member;

    static TEXT: Schema = Schema::new("Text", Kind::String);
    static BLOB: Schema = Schema::new("Blob", Kind::Blob);
    static BLOBS: Schema = Schema::list("Blobs", &Member::element(&BLOB));
    static ATTRIBUTE: Schema = Schema::union(
        "Attribute",
        &[
            Member::new("S", &TEXT),
            Member::new("B", &BLOB),
            Member::new("BS", &BLOBS),
        ],
    );
    static KEY: Schema = Schema::map("Key", &Member::element(&TEXT), &Member::element(&ATTRIBUTE));

    /// The texts are those of botocore 1.43.11, `botocore.paginate.TokenEncoder`.
    #[test]
    fn tokens_of_boto3_are_understood() {
        for (text, token, given) in [
            ("eyJOZXh0VG9rZW4iOiAiYWJjIn0=", Document::String("abc".to_owned()), 0),
            (
                "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAzfQ==",
                Document::Null,
                3,
            ),
        ] {
            let place = decode(text, "NextToken").unwrap();
            assert_eq!((&place.token, place.given), (&token, given));
            let again = decode(&encode(&place, "NextToken", &TEXT), "NextToken").unwrap();
            assert_eq!((again.token, again.given), (token, given));
        }
    }

    /// `{"Key": {"a": {"B": b"\x00\x01"}, "b": {"S": "x"}, "c": {"BS": [b"y", b"z"]}}}`, by the same encoder.
    #[test]
    fn bytes_are_marked_as_boto3_marks_them() {
        let text = "eyJLZXkiOiB7ImEiOiB7IkIiOiAiQUFFPSJ9LCAiYiI6IHsiUyI6ICJ4In0sICJjIjogeyJCUyI6IFsiZVE9PSIsICJlZz09Il19fSwgImJvdG9fZW5jb2RlZF9rZXlzIjogW1siS2V5IiwgImEiLCAiQiJdLCBbIktleSIsICJjIiwgIkJTIiwgMF0sIFsiS2V5IiwgImMiLCAiQlMiLCAxXV19";
        let place = decode(text, "Key").unwrap();
        let part = |text: &str| {
            let bytes = Blob::from_base64(text).unwrap().into_inner();
            shapewright_wire::json::parse_document(&bytes).unwrap()
        };
        assert_eq!(part(&encode(&place, "Key", &KEY)), part(text));
        let unmarked = encode(&place, "Key", &TEXT);
        assert_ne!(part(&unmarked), part(text));
        assert_eq!(decode(&unmarked, "Key").unwrap().token, place.token);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for (text, why) in [
            ("", "`resume_token`"),
            ("abc", "`resume_token`"),
            ("W10=", "`resume_token`"),
            ("e30=", "of this operation"),
            ("eyJOZXh0VG9rZW4iOiAiYWJjIn0=", "of this operation"),
            (
                "eyJNYXJrZXIiOiJhIiwiYm90b190cnVuY2F0ZV9hbW91bnQiOi0xfQ==",
                "of this operation",
            ),
            ("eyJNYXJrZXIiOiJhIiwibW9yZSI6MX0=", "`resume_token`"),
        ] {
            let error = decode(text, "Marker").unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
