//! Bodies that are not held in memory, on their way out and in.
//!
//! A stream goes beside its request and its answer, in their extensions, past retries and layers: only the transport
//! reads it. What is written of it here is compiled once; operations that stream nothing pass one look into extensions
//! that are empty.

use crate::{
    attempt::{failed, sign},
    client::Inner,
    failure::{Failure, Timeout, TimeoutKind},
    transport::TransportError,
    tree_hash::TreeHasher,
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, request, uri::Scheme};
use http_body::{Body, Frame, SizeHint};
use shapewright_schema::{Operation, Slot, Streaming, Structure, Timestamp};
use shapewright_sigv4::{CONTENT_HASH, PayloadHasher, UNSIGNED_PAYLOAD, payload_hash};
use shapewright_stream::{ByteStream, Carried, StreamError, StreamErrorKind};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, timeout_at};

/// Beside every request of an operation that streams.
#[derive(Clone, Copy)]
pub(crate) struct Streams {
    /// The body of a successful answer is left to be read.
    answer: bool,
    operation: &'static Operation,
}

/// Puts the stream that an input holds beside its request. One that is held in memory is its body already.
pub(crate) fn depart(
    operation: &'static Operation,
    input: &mut dyn Structure,
    request: &mut Request<Bytes>,
) -> Result<(), Failure> {
    let (sent, answered) = (operation.input.stream(), operation.output.stream());
    if sent.is_none() && answered.is_none() {
        return Ok(());
    }
    request.extensions_mut().insert(Streams {
        answer: answered.is_some(),
        operation,
    });
    let Some((index, streaming)) = sent else {
        return Ok(());
    };
    if let Slot::Stream(stream) = input.member_mut(index).slot()
        && stream.bytes().is_none()
    {
        if streaming == Streaming::KnownLength && stream.length().is_none() {
            let why = "the service must be told the length of the body: give it with `ByteStream::with_length`";
            return Err(failed("the request could not be written", why));
        }
        Carried::put(request.extensions_mut(), std::mem::take(stream));
    }
    Ok(())
}

/// Puts the stream that came beside an answer into the output.
pub(crate) fn arrive(operation: &'static Operation, extensions: &http::Extensions, output: &mut dyn Structure) {
    if let Some((index, _)) = operation.output.stream()
        && let Ok(Some(stream)) = Carried::take(extensions)
        && let Slot::Stream(slot) = output.member_mut(index).slot()
    {
        *slot = stream;
    }
}

/// Signs a request that may have a stream beside it and sends it. The limit is for how long nothing may go on: it begins
/// anew with every piece of a body that is sent or read.
pub(crate) async fn once(
    core: &Inner,
    region: &str,
    limit: Option<Duration>,
    request: Request<Bytes>,
) -> (Timestamp, Result<Response<Bytes>, Failure>) {
    let began = core.policy.clock.now();
    let (mut head, body) = request.into_parts();
    let Some(streams) = head.extensions.get::<Streams>().copied() else {
        let why = "a layer passed on a request without the extensions of the one that it got";
        return (began, Err(failed("the request could not be sent", why)));
    };
    let (hash, body) = match hashed(streams, &mut head, body).await {
        Ok(hashed) => hashed,
        Err(failure) => return (began, Err(failure)),
    };
    let (now, signed) = sign(core, region, &mut head, &hash).await;
    if let Err(failure) = signed {
        return (now, Err(failure));
    }
    (now, sent(core, limit, streams, Request::from_parts(head, body)).await)
}

/// The body, and what is signed of it. A signature that may leave the body out does so over TLS, which protects it, and
/// where the body cannot be read twice.
async fn hashed(streams: Streams, head: &mut request::Parts, body: Bytes) -> Result<(String, ByteStream), Failure> {
    let unread = |error| failed("the body of the request could not be read", error);
    let Some(stream) = Carried::take(&head.extensions).map_err(unread)? else {
        return Ok((payload_hash(&body), ByteStream::new(body)));
    };
    let copy = stream.try_clone();
    let operation = streams.operation;
    if operation.request.unsigned_payload && (head.uri.scheme() == Some(&Scheme::HTTPS) || copy.is_none()) {
        let unsigned = HeaderValue::from_static(UNSIGNED_PAYLOAD);
        head.headers.insert(CONTENT_HASH, unsigned);
        return Ok((UNSIGNED_PAYLOAD.to_owned(), stream));
    }
    let Some(mut copy) = copy else {
        let why = "the service wants a signature over the body, which this stream can give only once: send bytes or a \
                   file, or make the stream with `ByteStream::replayable`";
        return Err(failed("the request could not be signed", why));
    };
    if let Some(mut hasher) = TreeHasher::of(operation)? {
        while let Some(chunk) = copy.next().await {
            hasher.update(&chunk.map_err(unread)?);
        }
        return Ok((hasher.finish(&mut head.headers)?, stream));
    }
    let mut hasher = PayloadHasher::default();
    while let Some(chunk) = copy.next().await {
        hasher.update(chunk.map_err(unread)?);
    }
    Ok((hasher.finish(), stream))
}

async fn sent(
    core: &Inner,
    limit: Option<Duration>,
    streams: Streams,
    request: Request<ByteStream>,
) -> Result<Response<Bytes>, Failure> {
    let response = match limit {
        None => core.transport.stream(request).await,
        Some(limit) => {
            let progress = Progress::default();
            let request = request.map(|body| progress.watch(body));
            let mut sending = core.transport.stream(request);
            loop {
                // A time that no clock can show never comes.
                let Some(until) = progress.last().checked_add(limit) else {
                    break sending.await;
                };
                match timeout_at(until, &mut sending).await {
                    Ok(sent) => break sent,
                    Err(_) if progress.last() > until - limit => {}
                    Err(_) => return Err(late(limit)),
                }
            }
        }
    };
    let (mut head, mut body) = response.map_err(Failure::from)?.into_parts();
    if let Some(limit) = limit {
        body = body.with_idle_limit(limit);
    }
    let is_success = head.status.is_success() || head.status == streams.operation.status;
    if streams.answer && is_success && head.status != StatusCode::NO_CONTENT {
        Carried::put(&mut head.extensions, body);
        return Ok(Response::from_parts(head, Bytes::new()));
    }
    match body.collect_within(core.transport.max_answer_size()).await {
        Ok(body) => Ok(Response::from_parts(head, body)),
        Err(error) => Err(match error.kind() {
            StreamErrorKind::TimedOut(limit) => late(limit),
            _ => TransportError::of_answer(error).into(),
        }),
    }
}

fn late(limit: Duration) -> Failure {
    Failure::Timeout(Timeout::new(TimeoutKind::Attempt, limit))
}

/// When a piece of a request's body was last taken.
#[derive(Clone)]
struct Progress(Arc<Mutex<Instant>>);

impl Default for Progress {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

impl Progress {
    fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self, body: ByteStream) -> ByteStream {
        match body.bytes() {
            Some(_) => body,
            None => ByteStream::from_body(Watched {
                body,
                progress: self.clone(),
            }),
        }
    }
}

struct Watched {
    body: ByteStream,
    progress: Progress,
}

impl Body for Watched {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(task);
        if frame.is_ready() {
            *self.progress.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        frame
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
