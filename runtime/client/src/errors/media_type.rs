//! Responses of something that is not the service.

use bytes::Bytes;
use http::{Response, header::CONTENT_TYPE};

/// The content type, where it is one that no such service sends: that of a proxy's page, for instance.
pub(super) fn unexpected_media_type(response: &Response<Bytes>) -> Option<&str> {
    let found = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(found).filter(|found| !found.contains("json"))
}
