//! Random edits of messages.

use fastrand::Rng;
use shapewright_client::{
    bytes::Bytes,
    http::{HeaderMap, HeaderValue, Request, Uri},
};

/// What an edit puts in, besides single bytes: what parsers stumble over.
const PIECES: [&str; 20] = [
    "null", "{", "}", "[", "]", ",", ":", "\"", "\\u", "\\ud83d", "-", "1e999", "0.5", "\0", "%", "%2F", "/", "&", "=",
    "\"\":{",
];

/// The request with one of its parts edited. `None` where it is no request any more.
pub(super) fn request(request: &Request<Bytes>, rng: &mut Rng) -> Option<Request<Bytes>> {
    let mut edited = request.clone();
    match rng.u8(..6) {
        0 => {
            let uri = bytes(request.uri().to_string().as_bytes(), rng);
            *edited.uri_mut() = Uri::try_from(uri).ok()?;
        }
        1 => header(edited.headers_mut(), rng)?,
        _ => *edited.body_mut() = bytes(request.body(), rng).into(),
    }
    Some(edited)
}

/// Edits one of the headers.
pub(super) fn header(headers: &mut HeaderMap, rng: &mut Rng) -> Option<()> {
    let names: Vec<_> = headers.keys().cloned().collect();
    let name = names.get(rng.usize(..names.len().max(1)))?;
    let value = bytes(headers.get(name)?.as_bytes(), rng);
    headers.insert(name.clone(), HeaderValue::from_bytes(&value).ok()?);
    Some(())
}

/// The bytes with up to three edits.
pub(super) fn bytes(bytes: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(1..=3) {
        let at = rng.usize(..=bytes.len());
        let piece = PIECES[rng.usize(..PIECES.len())].bytes();
        match rng.u8(..6) {
            0 if at < bytes.len() => bytes[at] = rng.u8(..),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => bytes.truncate(at),
            3 => {
                let end = (at + rng.usize(..40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
            4 => {
                let end = (at + rng.usize(..20)).min(bytes.len());
                drop(bytes.splice(at..end, piece));
            }
            _ => drop(bytes.splice(at..at, piece)),
        }
    }
    bytes
}
