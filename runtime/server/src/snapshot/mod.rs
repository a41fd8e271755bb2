//! The state of a mock as a value: to keep, to compare, to write down and to put back.
//!
//! A snapshot holds records and the idempotency tokens whose requests were answered; not the journal, faults, stubs or
//! the clock. It names everything as the description does.

mod form;
mod print;
mod read;

use crate::{
    Mock,
    names::{self, UnknownName},
    route::scope::{is_account, is_region},
    state::kept::{Kept, Unfit},
};
use std::{collections::BTreeMap, fmt};

/// The state of some services of a mock.
///
/// As JSON it is
/// `{"snapshot": 1, "services": {service: {account: {region: {"sequence": n, "records": {lifecycle: [record]}}}}}}`,
/// a record being `{"sequence": n, "members": {...}}` in the description's member names; beside `records` there is
/// `tokens`, where requests carried idempotency tokens. The same state is always the same text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    services: BTreeMap<String, Accounts>,
}

/// What a service holds, by account and region.
type Accounts = BTreeMap<String, BTreeMap<String, Kept>>;

/// A snapshot that cannot be read, or that does not fit the mock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotError {
    pointer: String,
    message: String,
}

impl SnapshotError {
    fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
        }
    }

    /// Where in the snapshot, as a JSON pointer. Empty: the whole of it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => write!(f, "the snapshot: {}", self.message),
            pointer => write!(f, "the snapshot at {pointer}: {}", self.message),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl Snapshot {
    /// The services that it holds the state of, an empty one too.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }
}

impl Mock {
    /// The state of all services that are loaded; the others have none. What each service holds in one account and region is of one moment.
    pub fn snapshot(&self) -> Snapshot {
        let services = self.hosted().iter().enumerate();
        Snapshot {
            services: services
                .filter(|(_, hosted)| hosted.ready().is_some())
                .map(|(index, hosted)| (hosted.name().to_owned(), self.kept(index)))
                .collect(),
        }
    }

    /// The state of one service, which is named as its crate is.
    ///
    /// # Errors
    /// When there is no such service.
    pub fn snapshot_of(&self, service: &str) -> Result<Snapshot, UnknownName> {
        let service = names::service(self.hosted(), service)?;
        let index = self.index_of(service.name).unwrap_or_default();
        Ok(Snapshot {
            services: BTreeMap::from([(service.name.to_owned(), self.kept(index))]),
        })
    }

    fn kept(&self, service: usize) -> Accounts {
        let mut accounts = Accounts::new();
        for store in self.stores().of(service) {
            let kept = store.keep(&self.hosted()[service].loaded().plan);
            if !kept.is_empty() {
                let regions = accounts.entry(store.account().to_string()).or_default();
                regions.insert(store.region().to_string(), kept);
            }
        }
        accounts
    }

    /// Puts the state of a snapshot in the place of what the services that it names hold, in all accounts and regions.
    /// Services that it does not name keep theirs.
    ///
    /// # Errors
    /// When the snapshot does not fit the services of this mock: then nothing has changed.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), SnapshotError> {
        let mut ready = Vec::new();
        let is_hosted = |name: &str| self.hosted().iter().any(|hosted| hosted.name() == name);
        for (name, accounts) in &snapshot.services {
            // A mock of fewer services loses nothing of one that was empty.
            if accounts.is_empty() && !is_hosted(name) {
                continue;
            }
            let service = names::service(self.hosted(), name)
                .map_err(|unknown| SnapshotError::new(pointer(["services", name]), unknown.to_string()))?;
            let index = self.index_of(service.name).unwrap_or_default();
            let mut stores = Vec::new();
            for (account, regions) in accounts {
                for (region, kept) in regions {
                    let place = ["services", name, account, region];
                    if !is_account(account) {
                        let message = format!("`{account}` is no account: twelve digits");
                        return Err(SnapshotError::new(pointer(["services", name, account]), message));
                    }
                    if !is_region(region) {
                        let message = format!("`{region}` is no region, for instance `eu-west-1`");
                        return Err(SnapshotError::new(pointer(place), message));
                    }
                    let state = kept
                        .ready(&self.hosted()[index].loaded().plan)
                        .map_err(|unfit| unfit.under(place))?;
                    stores.push((account, region, state));
                }
            }
            ready.push((index, stores));
        }
        for (index, stores) in ready {
            for store in self.stores().of(index) {
                let is_named = |(account, region, _): &(&String, &String, _)| {
                    account.as_str() == &**store.account() && region.as_str() == &**store.region()
                };
                if !stores.iter().any(is_named) {
                    store.clear();
                }
            }
            for (account, region, state) in stores {
                self.stores().get(index, account, region).replace(state);
            }
        }
        Ok(())
    }
}

impl Unfit {
    fn under<const N: usize>(self, steps: [&str; N]) -> SnapshotError {
        let inner = self.steps.iter().map(String::as_str);
        SnapshotError::new(pointer(steps.into_iter().chain(inner)), self.message)
    }
}

/// A JSON pointer.
fn pointer<'a>(steps: impl IntoIterator<Item = &'a str>) -> String {
    steps
        .into_iter()
        .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
        .collect()
}
