//! What is done to the body of a request before it is signed: compression, then checksums.

use super::tree_hash::TreeHasher;
use crate::{core::Compression, errors::Failure};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use shapewright_schema::Operation;
use shapewright_stream::Carried;

const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// Compresses a large body where the service takes that, and adds the checksums that the service wants. A stream is sent
/// as it is; its tree hash is made when it is signed.
pub(crate) fn finish(
    operation: &'static Operation,
    compression: Compression,
    request: &mut Request<Bytes>,
) -> Result<(), Failure> {
    if operation.request.gzip && compression.on && request.body().len() >= compression.min_size {
        compress(request)?;
    }
    if operation.request.checksum && !request.headers().contains_key(CONTENT_MD5) {
        if Carried::length(request.extensions()).is_some() {
            let why = "the service wants a checksum of the body, which a stream cannot have: send bytes";
            return Err(Failure::construction("the request could not be written", why));
        }
        let digest = md5(operation, request.body())?;
        request.headers_mut().insert(CONTENT_MD5, digest);
    }
    if Carried::length(request.extensions()).is_none() {
        add_tree_hash(operation, request)?;
    }
    Ok(())
}

/// Adds the hashes of a body that is held in memory, where the service wants its tree hash.
pub(crate) fn add_tree_hash(operation: &'static Operation, request: &mut Request<Bytes>) -> Result<(), Failure> {
    if let Some(mut hasher) = TreeHasher::of(operation)? {
        hasher.update(request.body());
        hasher.finish(request.headers_mut())?;
    }
    Ok(())
}

#[cfg(feature = "compression")]
fn compress(request: &mut Request<Bytes>) -> Result<(), Failure> {
    use flate2::{Compression, write::GzEncoder};
    use http::header::CONTENT_ENCODING;
    use std::io::Write;

    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(request.body()).and_then(|()| encoder.finish());
    *request.body_mut() = written
        .map_err(|error| Failure::construction("the body could not be compressed", error))?
        .into();
    let mut encodings = request.headers().get(CONTENT_ENCODING).map_or_else(Vec::new, |before| {
        // After what the caller has done to the body.
        [before.as_bytes(), b", "].concat()
    });
    encodings.extend_from_slice(b"gzip");
    let encodings = HeaderValue::from_bytes(&encodings);
    let encodings = encodings.map_err(|error| Failure::construction("the encoding is no header value", error))?;
    request.headers_mut().insert(CONTENT_ENCODING, encodings);
    Ok(())
}

/// Services take bodies that are not compressed too.
#[cfg(not(feature = "compression"))]
fn compress(_request: &mut Request<Bytes>) -> Result<(), Failure> {
    Ok(())
}

#[cfg(feature = "checksums")]
fn md5(operation: &'static Operation, body: &Bytes) -> Result<HeaderValue, Failure> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use md5::{Digest, Md5};

    let digest = STANDARD.encode(Md5::digest(body));
    HeaderValue::try_from(digest).map_err(|error| Failure::construction(operation.name, error))
}

#[cfg(not(feature = "checksums"))]
fn md5(operation: &'static Operation, _body: &Bytes) -> Result<HeaderValue, Failure> {
    let why = format!(
        "{} wants a checksum of its body: switch on the feature `checksums` of shapewright-client",
        operation.name
    );
    Err(Failure::construction("the request could not be written", why))
}
