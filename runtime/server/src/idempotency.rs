//! Idempotency tokens: the same request again gets the same response again.

use crate::{
    Context, Dynamic, Refusal, Request,
    state::{Fields, tokens::FirstResponse},
    validate,
};
use bytes::Bytes;
use http::{HeaderValue, Response, header::CONTENT_TYPE};
use shapewright_schema::{Document, Operation, Schema, Structure, View};
use shapewright_wire::protocol;
use tokio::sync::OwnedMutexGuard;

/// The right to be the first request with a token.
pub(crate) struct Claim {
    place: OwnedMutexGuard<Option<FirstResponse>>,
    input: Fields,
}

impl Claim {
    /// The idempotency token of an input.
    pub(crate) fn needed(operation: &Operation, input: &dyn Structure) -> Option<String> {
        let (index, _) = operation
            .input
            .members()
            .iter()
            .enumerate()
            .find(|(_, member)| member.idempotency_token)?;
        match input.member(index).view() {
            View::String(token) if !token.is_empty() => Some(token.to_owned()),
            _ => None,
        }
    }

    /// Makes this request the first one with its token. `Err` is the response: the one that the first request got, or a
    /// refusal when that one said something else.
    pub(crate) async fn lay(
        context: &Context,
        request: &Request,
        token: String,
        input: &dyn Structure,
    ) -> Result<Option<Self>, Box<Response<Bytes>>> {
        let operation = request.operation;
        let input = Document::fields_of(input);
        let place = context.store.tokens().place((operation.name, token)).lock_owned().await;
        match &*place {
            None => Ok(Some(Self { place, input })),
            Some(first) if first.input == input => Err(Box::new(repeated(&first.response, request))),
            Some(_) => {
                let message = "The idempotency token was used before, with other parameters";
                let refusal = match mismatch(operation) {
                    Some(schema) => Refusal::of(schema, message),
                    None => validate::refuse(request.service, operation, message),
                };
                Err(Box::new(refusal.response_to(request)))
            }
        }
    }

    /// Keeps the response for those that repeat the request.
    pub(crate) fn settle(mut self, response: &Response<Bytes>) {
        let input = std::mem::take(&mut self.input);
        *self.place = Some(FirstResponse {
            input,
            response: response.clone(),
        });
    }
}

/// The first response once more, in the protocol of this request.
fn repeated(first: &Response<Bytes>, request: &Request) -> Response<Bytes> {
    let media_type = first.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let mut others = protocol::of(request.service).filter(|other| *other != request.protocol);
    let written_in = others.find(|other| media_type == Some(other.facts().media_type.as_bytes()));
    let is_same = media_type == Some(request.protocol.facts().media_type.as_bytes());
    let again = written_in.filter(|_| !is_same).and_then(|other| {
        let mut output = Dynamic::new(request.operation.output);
        other.decode_response(first, &mut output).ok()?;
        request.protocol.encode_response(request.operation, &output).ok()
    });
    again.unwrap_or_else(|| first.clone())
}

/// The error for a token that was used with other parameters, where the operation has one.
fn mismatch(operation: &Operation) -> Option<&'static Schema> {
    let named = |part: &str| {
        operation
            .errors
            .iter()
            .copied()
            .find(|schema| schema.name.contains(part))
    };
    named("Idempoten").or_else(|| named("ConflictException"))
}
