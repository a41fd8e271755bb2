//! What is said of the interface when a mock is built.

use crate::Mock;
use std::{fmt, path::PathBuf};

/// Writes the state of a mock down, and tells where.
pub(super) type Save = Box<dyn Fn(&Mock) -> Result<PathBuf, String> + Send + Sync>;

/// The admin interface of a mock, under the path `/_mock/`: [`MockBuilder::admin`](crate::MockBuilder::admin) takes it.
///
/// It serves requests for a loopback name (`localhost` and what ends in `.localhost`), for an IP address and for
/// [hosts](Self::host) that are named here, and none that a page of another origin makes.
#[derive(Default)]
pub struct Admin {
    pub(super) hosts: Vec<String>,
    pub(super) seed: Option<String>,
    pub(super) save: Option<Save>,
}

impl fmt::Debug for Admin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admin")
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

impl Admin {
    /// The interface.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name, without port, that requests may use for the host.
    #[must_use]
    pub fn host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// The seed document that `POST /_mock/reset` puts in when it has emptied the mock.
    #[must_use]
    pub fn seed(mut self, json: impl Into<String>) -> Self {
        self.seed = Some(json.into());
        self
    }

    /// What `POST /_mock/state` does: writes the state down and tells where, or why it could not.
    #[must_use]
    pub fn save(mut self, save: impl Fn(&Mock) -> Result<PathBuf, String> + Send + Sync + 'static) -> Self {
        self.save = Some(Box::new(save));
        self
    }
}
