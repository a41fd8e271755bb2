//! The states of a mock, one a service, account and region, each behind its lock.

use super::{collection::Collection, tokens::Tokens};
use crate::plan::Plan;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

/// The state of one service in one account and region.
pub(crate) struct Store {
    account: Arc<str>,
    region: Arc<str>,
    /// What ids and page tokens are made from, besides what they are of.
    pub(super) seed: u64,
    pub(super) state: Mutex<State>,
    pub(super) tokens: Tokens,
}

/// The records: one collection a lifecycle.
#[derive(Default)]
pub(crate) struct State {
    pub(super) collections: Vec<Collection>,
    /// The sequence number of the record made last, in any collection.
    pub(super) sequence: u64,
}

impl Store {
    fn new(account: &str, region: &str, seed: u64) -> Self {
        Self {
            account: account.into(),
            region: region.into(),
            seed,
            state: Mutex::default(),
            tokens: Tokens::default(),
        }
    }

    pub(crate) fn account(&self) -> &Arc<str> {
        &self.account
    }

    pub(crate) fn region(&self) -> &Arc<str> {
        &self.region
    }

    /// The idempotency tokens that it has seen.
    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
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

    /// Puts stores for another plan in the place of those of a service, with what of their state fits it. Returns what does
    /// not. Who holds an old store may write to it, and nobody sees that.
    pub(crate) fn convert(&self, service: usize, old: &Plan, new: &Plan) -> Vec<String> {
        let mut lost = Vec::new();
        let mut stores = self.all.write().unwrap_or_else(PoisonError::into_inner);
        for (key, store) in stores.iter_mut().filter(|(key, _)| key.0 == service) {
            let (ready, unfit) = store.keep(old).fitting(new);
            let place = format!("{} in {}", key.1, key.2);
            lost.extend(unfit.into_iter().map(|what| format!("{place}: {what}")));
            let converted = Store::new(&key.1, &key.2, self.seed);
            converted.replace(ready);
            *store = Arc::new(converted);
        }
        lost.sort();
        lost
    }

    /// The store of a service in an account and region; it is made when it is first asked for.
    pub(crate) fn get(&self, service: usize, account: &str, region: &str) -> Arc<Store> {
        let key = StoreKey(service, account.to_owned(), region.to_owned());
        if let Some(store) = self.all.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(store);
        }
        let mut stores = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let store = stores
            .entry(key)
            .or_insert_with(|| Arc::new(Store::new(account, region, self.seed)));
        Arc::clone(store)
    }
}
