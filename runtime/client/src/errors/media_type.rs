//! Responses of something that is not the service.

use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};
use shapewright_wire::protocol;

/// The content type, where it is one that no such service sends: that of a proxy's page, for instance.
pub(super) fn unexpected_media_type(response: &Response<Bytes>) -> Option<&str> {
    let found = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let mut types = protocol::ALL.iter().map(|protocol| protocol.facts().media_type);
    let is_own = found.contains("json") || types.any(|own| found.starts_with(own));
    (!is_own).then_some(found)
}
