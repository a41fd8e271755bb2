//! Which members of a structure a body carries.

use shapewright_schema::Binding;

/// Which members of a structure a body carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// All.
    All,
    /// Those of an input that do not travel elsewhere.
    Request,
    /// Those of an output or error that do not travel elsewhere.
    Response,
}

impl Part {
    /// Whether the body carries a member of this binding. Each direction passes over the bindings of the other.
    #[inline]
    pub(crate) fn carries(self, binding: Binding) -> bool {
        match binding {
            Binding::Body => true,
            Binding::Label(_) | Binding::Query(_) | Binding::QueryParams => self != Self::Request,
            Binding::Status => self != Self::Response,
            Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::Payload => self == Self::All,
        }
    }
}
