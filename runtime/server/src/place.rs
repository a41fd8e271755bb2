//! Whose state it is, and where.

use crate::route::scope::{DEFAULT_ACCOUNT, DEFAULT_REGION};

/// An account in a region: each has a state of its own. The default is account `000000000000` in `us-east-1`, which is
/// also where requests go that name neither.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    account: String,
    region: String,
}

impl Place {
    /// An account, by its twelve digits, in a region. Requests reach it with the account as their access key.
    pub fn new(account: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            account: account.into(),
            region: region.into(),
        }
    }

    /// The account.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::new(DEFAULT_ACCOUNT, DEFAULT_REGION)
    }
}
