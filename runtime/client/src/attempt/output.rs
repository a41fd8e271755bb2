//! From a response to an output.

use super::{exchange::Completed, streams::take_stream};
use crate::errors::{DecodeFailure, Failure};
use http::response;
use shapewright_schema::{Operation, Service, Structure};

/// The head of a successful response.
pub(crate) struct Received {
    pub(crate) head: response::Parts,
    pub(crate) attempts: u32,
}

/// Reads the response into the output, or says why there is none.
pub(crate) fn read_output(
    service: &'static Service,
    operation: &'static Operation,
    completed: Completed,
    output: &mut dyn Structure,
) -> Result<Received, Failure> {
    let Completed { result, attempts } = completed;
    let response = result.map_err(|failure| failure.after(attempts))?;
    match shapewright_wire::decode_response(service, operation, &response, output) {
        Ok(()) => {
            let (head, _) = response.into_parts();
            take_stream(operation, &head.extensions, output);
            Ok(Received { head, attempts })
        }
        Err(error) => {
            let failure = Failure::Decode(DecodeFailure::new(error, &response));
            Err(failure.after(attempts))
        }
    }
}
