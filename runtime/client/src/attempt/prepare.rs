//! The request of a call, as its input says it.

use super::{bodies, streams::put_stream};
use crate::{
    core::{Inner, Overrides, missing},
    credentials::Unsigned,
    errors::Failure,
};
use bytes::Bytes;
use http::Request;
use shapewright_schema::{Operation, Slot, Structure};
use std::sync::Arc;

/// A call that nothing has been sent of.
pub(crate) struct Prepared {
    pub(crate) core: Arc<Inner>,
    pub(crate) operation: &'static Operation,
    pub(crate) written: Result<Written, Failure>,
    pub(crate) overrides: Overrides,
}

/// A request without its host, and what its input says of the host.
pub(crate) struct Written {
    pub(crate) request: Request<Bytes>,
    /// What stands before the host.
    pub(crate) prefix: Option<String>,
    /// The URL that it goes to.
    pub(crate) url: Option<String>,
}

/// Writes the request of a call.
pub(crate) fn prepare(core: &Arc<Inner>, operation: &'static Operation, input: &mut dyn Structure) -> Box<Prepared> {
    Box::new(Prepared {
        core: Arc::clone(core),
        operation,
        written: write(core, operation, input),
        overrides: Overrides::default(),
    })
}

/// As [`prepare`], for an input that other requests are made of too: idempotency tokens that the caller left out are not
/// kept in it, so that each request has its own.
pub(crate) fn prepare_repeated(
    core: &Arc<Inner>,
    operation: &'static Operation,
    input: &mut dyn Structure,
) -> Box<Prepared> {
    let own = missing(input);
    let prepared = prepare(core, operation, input);
    for index in own {
        // A required member is no `Option` that could be cleared.
        if let Slot::String(token) = input.member_mut(index).slot() {
            token.clear();
        }
    }
    prepared
}

fn write(core: &Inner, operation: &'static Operation, input: &mut dyn Structure) -> Result<Written, Failure> {
    core.tokens
        .fill(input)
        .map_err(|error| Failure::construction("an idempotency token could not be made", error))?;
    let written = |error| Failure::construction("the request could not be written", error);
    let mut request = shapewright_wire::encode_request(core.service, operation, input).map_err(written)?;
    put_stream(operation, input, &mut request)?;
    if operation.request.anonymous {
        request.extensions_mut().insert(Unsigned);
    }
    bodies::finish(operation, core.policy.compression, &mut request)?;
    Ok(Written {
        request,
        prefix: shapewright_wire::host_prefix(operation, input).map_err(written)?,
        url: shapewright_wire::endpoint(input).map(str::to_owned),
    })
}
