//! Bodies that are not held in memory: they come and go beside their messages.

use crate::{Context, Refusal, Request};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Operation, OperationShape, Slot, Structure, View};
use shapewright_stream::{ByteStream, Carried, StreamError, StreamErrorKind};

/// Puts the stream that came beside a request into its input.
pub(crate) fn receive(request: &Request, input: &mut dyn Structure) -> Result<(), Refusal> {
    if let Some((index, _)) = request.operation.input.stream()
        && let Some(stream) = Carried::take(request.http.extensions()).map_err(unread)?
        && let Slot::Stream(slot) = input.member_mut(index).slot()
    {
        *slot = stream;
    }
    Ok(())
}

/// Writes a response. A stream in it goes beside it.
pub(crate) fn write_once(request: &Request, output: &mut dyn Structure) -> Result<Response<Bytes>, String> {
    let mut response = encode(request, output)?;
    if let Some((index, _)) = request.operation.output.stream()
        && let Slot::Stream(stream) = output.member_mut(index).slot()
        && stream.bytes().is_none()
    {
        Carried::put(response.extensions_mut(), std::mem::take(stream));
    }
    Ok(response)
}

/// Writes a response that may be given again. A stream in it must be one that can be copied.
pub(crate) fn write(request: &Request, output: &dyn Structure) -> Result<Response<Bytes>, String> {
    let mut response = encode(request, output)?;
    if let Some((index, _)) = request.operation.output.stream()
        && let View::Stream(stream) = output.member(index).view()
    {
        let copy = stream.try_clone().ok_or(
            "its stream can be read only once: respond with bytes, a file or `ByteStream::replayable`, or make it anew \
             with `respond_with`",
        )?;
        Carried::put(response.extensions_mut(), copy);
    }
    Ok(response)
}

/// A response with its body, which may be a stream that came beside it.
pub(crate) fn body_of(response: Response<Bytes>) -> Response<ByteStream> {
    // Nobody else has the response, so its stream is still there.
    let stream = Carried::take(response.extensions()).ok().flatten();
    response.map(|body| stream.unwrap_or_else(|| body.into()))
}

fn encode(request: &Request, output: &dyn Structure) -> Result<Response<Bytes>, String> {
    request
        .protocol
        .encode_response(request.operation, output)
        .map_err(|error| error.to_string())
}

/// The stream beside a request, read into memory.
pub(crate) async fn held(http: &http::Request<Bytes>, limit: usize) -> Result<Bytes, Refusal> {
    match Carried::take(http.extensions()).map_err(unread)? {
        Some(stream) => stream.collect_within(limit).await.map_err(unread),
        None => Ok(http.body().clone()),
    }
}

fn unread(error: StreamError) -> Refusal {
    match error.kind() {
        StreamErrorKind::TooLarge(limit) => too_large(limit),
        StreamErrorKind::TimedOut(_) => Refusal::unmodelled(408, "RequestTimeout", error.to_string()),
        _ => {
            let message = format!("The body of the request cannot be read: {error}");
            Refusal::unmodelled(400, "IncompleteBody", message)
        }
    }
}

/// What is said of a body that has too many bytes.
pub(crate) fn too_large(limit: usize) -> Refusal {
    let message = format!("The body of a request may have {limit} bytes");
    Refusal::unmodelled(413, "RequestTooLargeException", message)
}

impl Context {
    /// What [`default_response`](Self::default_response) returns for an operation whose input streams: the body is first read
    /// into memory, up to the limit of bodies.
    ///
    /// # Errors
    /// Those of `default_response`; status 413 for a body that is too large, 400 for one that breaks off.
    pub async fn default_streaming_response<O: OperationShape>(
        &self,
        mut input: O::Input,
    ) -> Result<O::Output, Refusal> {
        hold_in(O::OPERATION, &mut input, self.body_limit).await?;
        self.default_response::<O>(input)
    }
}

/// Reads the stream in an input into memory, up to `limit` bytes.
pub(crate) async fn hold_in(operation: &Operation, input: &mut dyn Structure, limit: usize) -> Result<(), Refusal> {
    if let Some((index, _)) = operation.input.stream()
        && let Slot::Stream(stream) = input.member_mut(index).slot()
    {
        *stream = hold(std::mem::take(stream), limit).await?;
    }
    Ok(())
}

async fn hold(stream: ByteStream, limit: usize) -> Result<ByteStream, Refusal> {
    Ok(stream.collect_within(limit).await.map_err(unread)?.into())
}
