//! Idempotency tokens: the same request again gets the same answer again.

use crate::{
    Context, Refusal,
    state::{Fields, tokens::Answered},
    validate,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::{Document, Operation, Schema, Structure, View};
use tokio::sync::OwnedMutexGuard;

/// The right to be the first request with a token.
pub(crate) struct Claim {
    place: OwnedMutexGuard<Option<Answered>>,
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

    /// Makes this request the first one with its token. `Err` is the answer: the one that the first request got, or a
    /// refusal when that one said something else.
    pub(crate) async fn lay(
        context: &Context,
        operation: &'static Operation,
        token: String,
        input: &dyn Structure,
    ) -> Result<Option<Self>, Box<Response<Bytes>>> {
        let input = Document::fields_of(input);
        let place = context.store.tokens().place((operation.name, token)).lock_owned().await;
        match &*place {
            None => Ok(Some(Self { place, input })),
            Some(first) if first.input == input => Err(Box::new(first.response.clone())),
            Some(_) => {
                let service = context.plan.service;
                let message = "The idempotency token was used before, with other parameters";
                let refusal = match mismatch(operation) {
                    Some(schema) => Refusal::of(schema, message),
                    None => validate::refuse(service, operation, message),
                };
                Err(Box::new(refusal.response(service)))
            }
        }
    }

    /// Keeps the answer for those that repeat the request.
    pub(crate) fn settle(mut self, response: &Response<Bytes>) {
        let input = std::mem::take(&mut self.input);
        *self.place = Some(Answered {
            input,
            response: response.clone(),
        });
    }
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
