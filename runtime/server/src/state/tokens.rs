//! The idempotency tokens that a state has seen, with what their first requests got.

use super::Fields;
use bytes::Bytes;
use http::Response;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// How many tokens a store remembers; the oldest go first.
const REMEMBERED: usize = 10_000;

/// The tokens that a store has seen.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    places: HashMap<Key, Place>,
    order: VecDeque<Key>,
}

/// An operation and a token.
pub(crate) type Key = (&'static str, String);

/// Held while the first request with a token is handled, so that a second one waits for it.
pub(crate) type Place = Arc<tokio::sync::Mutex<Option<FirstResponse>>>;

pub(crate) struct FirstResponse {
    pub(crate) input: Fields,
    pub(crate) response: Response<Bytes>,
}

impl Tokens {
    pub(crate) fn is_empty(&self) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.places.is_empty()
    }

    /// The place of a token, made when it is first asked for.
    pub(crate) fn place(&self, key: Key) -> Place {
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
    pub(crate) fn each(&self, mut see: impl FnMut(&'static str, &str, &FirstResponse)) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &seen.order {
            // One that is being handled just now has not happened yet.
            if let Some(Ok(place)) = seen.places.get(key).map(|place| place.try_lock())
                && let Some(first) = &*place
            {
                see(key.0, &key.1, first);
            }
        }
    }

    /// Forgets all tokens, and remembers these.
    pub(crate) fn replace(&self, tokens: impl Iterator<Item = (Key, FirstResponse)>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Seen::default();
        for (key, first) in tokens {
            seen.order.push_back(key.clone());
            seen.places.insert(key, Arc::new(tokio::sync::Mutex::new(Some(first))));
        }
    }
}
