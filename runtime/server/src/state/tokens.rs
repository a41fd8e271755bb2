//! Idempotency tokens: the same request again gets the same answer again.

use crate::{Context, Dynamic, Refusal, Request, state::Fields, validate};
use bytes::Bytes;
use http::{HeaderValue, Response, header::CONTENT_TYPE};
use shapewright_schema::{Document, Operation, Structure, View};
use shapewright_wire::protocol;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::OwnedMutexGuard;

/// How many tokens a store remembers; the oldest go first.
const REMEMBERED: usize = 10_000;

/// The tokens that a store has seen.
#[derive(Default)]
pub(super) struct Tokens(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    places: HashMap<Key, Place>,
    order: VecDeque<Key>,
}

/// An operation and a token.
pub(super) type Key = (&'static str, String);

/// Held while the first request with a token is answered, so that a second one waits for it.
type Place = Arc<tokio::sync::Mutex<Option<Answered>>>;

pub(super) struct Answered {
    pub(super) input: Fields,
    pub(super) response: Response<Bytes>,
}

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
        request: &Request,
        token: String,
        input: &dyn Structure,
    ) -> Result<Option<Self>, Box<Response<Bytes>>> {
        let operation = request.operation;
        let input = Document::fields_of(input);
        let place = context.store.tokens.place((operation.name, token)).lock_owned().await;
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

    /// Keeps the answer for those that repeat the request.
    pub(crate) fn settle(mut self, response: &Response<Bytes>) {
        let input = std::mem::take(&mut self.input);
        *self.place = Some(Answered {
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
fn mismatch(operation: &Operation) -> Option<&'static shapewright_schema::Schema> {
    let named = |part: &str| {
        operation
            .errors
            .iter()
            .copied()
            .find(|schema| schema.name.contains(part))
    };
    named("Idempoten").or_else(|| named("ConflictException"))
}

impl Tokens {
    pub(super) fn is_empty(&self) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.places.is_empty()
    }

    fn place(&self, key: Key) -> Place {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = seen.places.get(&key) {
            return Arc::clone(place);
        }
        if seen.order.len() >= REMEMBERED
            && let Some(oldest) = seen.order.pop_front()
        {
            seen.places.remove(&oldest);
        }
        let place = Place::default();
        seen.order.push_back(key.clone());
        seen.places.insert(key, Arc::clone(&place));
        place
    }

    /// The tokens whose requests have been answered, the oldest first: operation, token, and what is remembered.
    pub(super) fn each(&self, mut see: impl FnMut(&'static str, &str, &Answered)) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &seen.order {
            // One that is being answered just now has not happened yet.
            if let Some(Ok(place)) = seen.places.get(key).map(|place| place.try_lock())
                && let Some(answered) = &*place
            {
                see(key.0, &key.1, answered);
            }
        }
    }

    /// Forgets all tokens, and remembers these.
    pub(super) fn replace(&self, tokens: impl Iterator<Item = (Key, Answered)>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Seen::default();
        for (key, answered) in tokens {
            seen.order.push_back(key.clone());
            seen.places
                .insert(key, Arc::new(tokio::sync::Mutex::new(Some(answered))));
        }
    }
}
