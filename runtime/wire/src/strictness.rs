//! How much a decoder accepts.

/// How much a decoder accepts. Neither kind accepts a body that is not of its codec's syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// What a client accepts: `1.0` for an integer, null in a dense list or map (it is dropped), a union without a
    /// member (it is absent) or with one that the description does not know, a time in another form than the modelled
    /// one, a body of `null`.
    Lenient,
    /// A server rejects all of these, and reports which required members are missing.
    Strict,
}
