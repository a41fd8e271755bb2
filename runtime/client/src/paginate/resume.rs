//! Tokens that tell where to go on with an operation's pages: base64 text around a JSON object of the service's own token
//! and the number of items of that page that have been given. boto3 writes and reads the same form.

use super::pager::Place;
use shapewright_schema::{Blob, Document};
use std::collections::BTreeMap;

/// The key of the number of items, as boto3 has it.
const GIVEN: &str = "boto_truncate_amount";

/// Writes a place. `name` is the input member that takes the service's token.
pub(crate) fn encode(place: &Place, name: &str) -> String {
    let mut fields = BTreeMap::from([(name.to_owned(), place.token.clone())]);
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let again = decode(&encode(&place, "NextToken"), "NextToken").unwrap();
            assert_eq!((again.token, again.given), (token, given));
        }
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
