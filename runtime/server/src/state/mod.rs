//! The state of mocked services: records in memory, apart for each service, account and region.
//!
//! [`Store`] holds one such state behind one lock, [`Transaction`] is the only way in, `engine` is what operations do
//! by their lifecycles.

mod collection;
mod conditions;
pub(crate) mod engine;
mod fill;
pub(crate) mod kept;
mod make;
pub(crate) mod page;
pub(crate) mod path;
mod refer;
mod resolve;
mod sow;
mod tags;
pub(crate) mod tokens;
mod transaction;

pub use collection::{Fields, Record};
pub(crate) use sow::Unsowable;
pub use transaction::Transaction;

use collection::Collection;
use shapewright_schema::Document;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

/// The state of one service in one account and region.
pub(crate) struct Store {
    account: Arc<str>,
    region: Arc<str>,
    /// What ids and page tokens are made from, besides what they are of.
    seed: u64,
    state: Mutex<State>,
    tokens: tokens::Tokens,
}

/// The records: one collection a lifecycle.
#[derive(Default)]
pub(crate) struct State {
    collections: Vec<Collection>,
    /// The sequence number of the record made last, in any collection.
    sequence: u64,
}

impl Store {
    pub(crate) fn account(&self) -> &Arc<str> {
        &self.account
    }

    pub(crate) fn region(&self) -> &Arc<str> {
        &self.region
    }

    fn is_empty(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sequence == 0 && self.tokens.is_empty()
    }
}

/// All stores of a mock. Who holds the locks of more than one at a time takes them in the order of service, account and
/// region.
pub(crate) struct Stores {
    seed: u64,
    all: RwLock<HashMap<StoreKey, Arc<Store>>>,
}

/// The index of a service in its mock, an account and a region.
#[derive(PartialEq, Eq, Hash)]
struct StoreKey(usize, String, String);

impl Stores {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            all: RwLock::default(),
        }
    }

    /// The stores of a service that there are, in the order of account and region.
    pub(crate) fn of(&self, service: usize) -> Vec<Arc<Store>> {
        let stores = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let its = stores.iter().filter(|(key, _)| key.0 == service);
        let mut its: Vec<Arc<Store>> = its.map(|(_, store)| Arc::clone(store)).collect();
        its.sort_by(|one, other| (&one.account, &one.region).cmp(&(&other.account, &other.region)));
        its
    }

    /// Forgets the stores that hold nothing and that nobody is using.
    pub(crate) fn forget_empty(&self) {
        let mut stores = self.all.write().unwrap_or_else(PoisonError::into_inner);
        // A store has its key from here alone, so nobody can come to hold one that is only held here.
        stores.retain(|_, store| Arc::strong_count(store) > 1 || !store.is_empty());
    }

    /// The store of a service in an account and region; it is made when it is first asked for.
    pub(crate) fn get(&self, service: usize, account: &str, region: &str) -> Arc<Store> {
        let key = StoreKey(service, account.to_owned(), region.to_owned());
        if let Some(store) = self.all.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(store);
        }
        let mut stores = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let store = stores.entry(key).or_insert_with(|| {
            Arc::new(Store {
                account: account.into(),
                region: region.into(),
                seed: self.seed,
                state: Mutex::default(),
                tokens: tokens::Tokens::default(),
            })
        });
        Arc::clone(store)
    }
}

/// A value as the text that tells it from others: identifiers and unique members are compared by it.
fn text_of(value: &Document) -> Option<String> {
    match value {
        Document::Null => None,
        Document::String(text) => Some(text.clone()),
        Document::Integer(number) => Some(number.to_string()),
        Document::Boolean(value) => Some(value.to_string()),
        other => Some(format!("{other:?}")),
    }
}
