//! The codec, for protocols.

use super::{
    decode::Decoder,
    encode::Encoder,
    envelope::{self, ErrorForm},
};
use crate::{
    codec::interface::{BodyHead, Codec, ErrorBody, PayloadCodec},
    error::{Fault, Unwritable},
    part::Part,
    presence::Presence,
    strictness::Strictness,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Document, Member, Service, Structure, Value, View};

/// XML.
pub(crate) struct Xml;

impl Codec for Xml {
    fn write(
        service: &'static Service,
        value: &dyn Structure,
        part: Part,
        top_defaults: bool,
    ) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(top_defaults);
        encoder.document(service, value, part)?;
        Ok(encoder.out.into_bytes())
    }

    fn write_error(service: &'static Service, error: &ErrorBody<'_>) -> Result<Vec<u8>, Unwritable> {
        let form = if service.bare_errors {
            ErrorForm::Bare
        } else {
            ErrorForm::Wrapped
        };
        envelope::write_error(form, service, error)
    }

    fn read(bytes: &[u8], value: &mut dyn Structure, part: Part, strictness: Strictness) -> Result<Presence, Fault> {
        Decoder::new(bytes, strictness)?.body(value, part)
    }

    fn error_head(bytes: &[u8], _code_keys: &[&str]) -> BodyHead {
        envelope::error_head(bytes)
    }

    fn read_error(bytes: &[u8], error: &mut dyn Structure, part: Part) -> Result<(), Fault> {
        envelope::read_error(bytes, error, part)
    }

    fn add_request_id(response: &mut Response<Bytes>, id: &str) {
        let status = response.status();
        if status.is_client_error() || status.is_server_error() {
            envelope::add_to_end(response.body_mut(), &["RequestId"], id);
        }
    }

    fn parse(_bytes: &[u8]) -> Option<Document> {
        None
    }
}

impl PayloadCodec for Xml {
    const MEDIA_TYPE: &'static str = "application/xml";
    const EMPTY: Option<&'static [u8]> = None;
    const CHECKS_MEDIA_TYPE: bool = false;

    fn write_payload(service: &'static Service, member: &'static Member, view: View<'_>) -> Result<Vec<u8>, Unwritable> {
        let mut encoder = Encoder::new(true);
        encoder.payload(service, member, view)?;
        Ok(encoder.out.into_bytes())
    }

    fn read_payload(
        bytes: &[u8],
        member: &'static Member,
        value: &mut dyn Value,
        strictness: Strictness,
    ) -> Result<Option<Presence>, Fault> {
        Decoder::new(bytes, strictness)?.payload(member, value).map(Some)
    }
}
