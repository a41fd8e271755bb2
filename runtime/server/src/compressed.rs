//! Bodies of requests that a client has compressed.

use crate::{Refusal, streams};
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::{HeaderValue, Request, header::CONTENT_ENCODING};
use std::io::Read;

/// Takes gzip off a body where its headers say that it is the last encoding, and off the headers. What comes out may have
/// `limit` bytes.
pub(crate) fn unpack(request: &mut Request<Bytes>, limit: usize) -> Result<(), Refusal> {
    let encodings = request.headers().get(CONTENT_ENCODING);
    let Some(encodings) = encodings.and_then(|encodings| encodings.to_str().ok()) else {
        return Ok(());
    };
    let (before, last) = encodings.rsplit_once(',').unwrap_or(("", encodings));
    if !last.trim().eq_ignore_ascii_case("gzip") {
        return Ok(());
    }
    let before = HeaderValue::from_str(before.trim())
        .ok()
        .filter(|before| !before.is_empty());
    let mut body = Vec::new();
    let mut decoder = MultiGzDecoder::new(&request.body()[..]).take((limit as u64).saturating_add(1));
    if let Err(error) = decoder.read_to_end(&mut body) {
        let message = format!("The body of the request is no gzip, as its Content-Encoding says: {error}");
        return Err(Refusal::unmodelled(400, "SerializationException", message));
    }
    if body.len() > limit {
        return Err(streams::too_large(limit));
    }
    *request.body_mut() = body.into();
    match before {
        Some(before) => request.headers_mut().insert(CONTENT_ENCODING, before),
        None => request.headers_mut().remove(CONTENT_ENCODING),
    };
    Ok(())
}
