//! What a path takes.

use super::{AdminResponse, Asked, Failure};
use http::Method;

/// Responds to a request.
pub(super) type Act = fn(&Asked<'_>) -> Result<AdminResponse, Failure>;

/// A path under the root, and what each method does.
pub(super) struct Route {
    /// It may end in `/{id}`.
    pub(super) path: &'static str,
    pub(super) methods: &'static [(Method, Act)],
}

impl Route {
    /// What stands in the place of `{id}`, where the path is this one. Empty: the path has no such place.
    pub(super) fn matches<'a>(&self, path: &'a str) -> Option<&'a str> {
        match self.path.strip_suffix("{id}") {
            Some(start) => path
                .strip_prefix(start)
                .filter(|id| !id.is_empty() && !id.contains('/')),
            None => (self.path == path).then_some(""),
        }
    }

    pub(super) fn allowed(&self) -> String {
        let methods = self.methods.iter().map(|(method, _)| method.as_str());
        let head = self.methods.iter().any(|(method, _)| *method == Method::GET);
        methods.chain(head.then_some("HEAD")).collect::<Vec<_>>().join(", ")
    }
}
