//! One request sent once whose body, or whose response's, is a stream.

use super::{progress::BodyProgress, sign::sign, streams::Streams, tree_hash::TreeHasher};
use crate::{
    core::Inner,
    errors::{Failure, Timeout, TimeoutKind},
    transport::TransportError,
};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, request, uri::Scheme};
use shapewright_schema::Timestamp;
use shapewright_sigv4::{CONTENT_HASH, PayloadHasher, UNSIGNED_PAYLOAD, payload_hash};
use shapewright_stream::{ByteStream, Carried, StreamErrorKind};
use std::time::Duration;
use tokio::time::timeout_at;

/// Signs a request that may have a stream beside it and sends it. The limit is for how long nothing may go on: it begins
/// anew with every piece of a body that is sent or read.
pub(super) async fn send_once(
    core: &Inner,
    region: &str,
    limit: Option<Duration>,
    request: Request<Bytes>,
) -> (Timestamp, Result<Response<Bytes>, Failure>) {
    let began = core.policy.clock.now();
    let (mut head, body) = request.into_parts();
    let Some(streams) = head.extensions.get::<Streams>().copied() else {
        let why = "a layer passed on a request without the extensions of the one that it got";
        return (began, Err(Failure::construction("the request could not be sent", why)));
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
    let unread = |error| Failure::construction("the body of the request could not be read", error);
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
        return Err(Failure::construction("the request could not be signed", why));
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
            let progress = BodyProgress::default();
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
    if streams.response && is_success && head.status != StatusCode::NO_CONTENT {
        Carried::put(&mut head.extensions, body);
        return Ok(Response::from_parts(head, Bytes::new()));
    }
    match body.collect_within(core.transport.max_response_size()).await {
        Ok(body) => Ok(Response::from_parts(head, body)),
        Err(error) => Err(match error.kind() {
            StreamErrorKind::TimedOut(limit) => late(limit),
            _ => TransportError::reading_response(error).into(),
        }),
    }
}

fn late(limit: Duration) -> Failure {
    Failure::Timeout(Timeout::new(TimeoutKind::Attempt, limit))
}
