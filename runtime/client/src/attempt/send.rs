//! One request sent once.

use super::{sign::sign, streamed, streams::Streams};
use crate::{
    core::Inner,
    errors::{Failure, Timeout, TimeoutKind},
};
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::Timestamp;
use shapewright_sigv4::payload_hash;
use std::time::Duration;
use tokio::time::timeout;

/// Signs the request and sends it. Also gives the time that it was signed with.
pub(super) async fn send_once(
    core: &Inner,
    region: &str,
    limit: Option<Duration>,
    request: Request<Bytes>,
) -> (Timestamp, Result<Response<Bytes>, Failure>) {
    if request.extensions().get::<Streams>().is_some() {
        return streamed::send_once(core, region, limit, request).await;
    }
    let hash = payload_hash(request.body());
    let (mut head, body) = request.into_parts();
    let (now, signed) = sign(core, region, &mut head, &hash).await;
    if let Err(failure) = signed {
        return (now, Err(failure));
    }
    let sending = core.transport.send(Request::from_parts(head, body));
    let sent = match limit {
        None => sending.await,
        Some(limit) => match timeout(limit, sending).await {
            Ok(sent) => sent,
            Err(_) => {
                let late = Timeout::new(TimeoutKind::Attempt, limit);
                return (now, Err(Failure::Timeout(late)));
            }
        },
    };
    (now, sent.map_err(Failure::from))
}
