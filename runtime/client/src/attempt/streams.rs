//! Bodies that are not held in memory, on their way into a request and out of a response.
//!
//! A stream goes beside its request and its response, in their extensions, past retries and layers: only the transport
//! reads it. What is written of it here is compiled once; operations that stream nothing pass one look into extensions
//! that are empty.

use crate::errors::Failure;
use bytes::Bytes;
use http::Request;
use shapewright_schema::{Operation, Slot, Streaming, Structure};
use shapewright_stream::Carried;

/// Beside every request of an operation that streams.
#[derive(Clone, Copy)]
pub(super) struct Streams {
    /// The body of a successful response is left to be read.
    pub(super) response: bool,
    pub(super) operation: &'static Operation,
}

/// Puts the stream that an input holds beside its request. One that is held in memory is its body already.
pub(super) fn put_stream(
    operation: &'static Operation,
    input: &mut dyn Structure,
    request: &mut Request<Bytes>,
) -> Result<(), Failure> {
    let (sent, received) = (operation.input.stream(), operation.output.stream());
    if sent.is_none() && received.is_none() {
        return Ok(());
    }
    request.extensions_mut().insert(Streams {
        response: received.is_some(),
        operation,
    });
    let Some((index, streaming)) = sent else {
        return Ok(());
    };
    if let Slot::Stream(stream) = input.member_mut(index).slot()
        && stream.bytes().is_none()
    {
        if streaming == Streaming::KnownLength && stream.length().is_none() {
            let why = "the service needs the length of the body: give it with `ByteStream::with_length`";
            return Err(Failure::construction("the request could not be written", why));
        }
        Carried::put(request.extensions_mut(), std::mem::take(stream));
    }
    Ok(())
}

/// Puts the stream that came beside a response into the output.
pub(super) fn take_stream(operation: &'static Operation, extensions: &http::Extensions, output: &mut dyn Structure) {
    if let Some((index, _)) = operation.output.stream()
        && let Ok(Some(stream)) = Carried::take(extensions)
        && let Slot::Stream(slot) = output.member_mut(index).slot()
    {
        *slot = stream;
    }
}
