//! Variables of the process, or those that a test gives.

use std::{fmt, path::PathBuf, sync::Arc};

/// Where variables are looked up.
#[derive(Clone)]
pub(crate) struct Environment(Arc<dyn LookUp>);

trait LookUp: Fn(&str) -> Option<String> + Send + Sync {}
impl<F: Fn(&str) -> Option<String> + Send + Sync> LookUp for F {}

impl Environment {
    /// The variables of the process.
    pub(crate) fn process() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }

    /// Variables that the caller looks up.
    pub(crate) fn new(lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }

    /// A variable; one that is empty is not there.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The user's own folder.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).map(PathBuf::from)
    }

    /// The file that the variable names, else the one in the user's own folder. A `~` at its start is that folder.
    pub(crate) fn path(&self, variable: &str, default: &str) -> Option<PathBuf> {
        let path = self.get(variable).unwrap_or_else(|| format!("~/{default}"));
        match path.strip_prefix("~/") {
            Some(rest) => self.home().map(|home| home.join(rest)),
            None => Some(PathBuf::from(path)),
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}
