//! What can be waited for.

use super::Docs;

/// What can be waited for with an operation.
#[derive(Debug)]
pub struct Waiter {
    /// The name in the description.
    pub name: String,
    /// The static with its facts.
    pub static_name: String,
    /// The method of the call builder.
    pub method: String,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// The shortest delay, in seconds.
    pub min_delay: u32,
    /// The longest delay, in seconds.
    pub max_delay: u32,
    /// How often the operation is called at most.
    pub max_attempts: Option<u32>,
    /// What responses mean.
    pub acceptors: Vec<Acceptor>,
}

/// What a response means to a waiter.
#[derive(Debug)]
pub struct Acceptor {
    /// What it says of that which is waited for.
    pub state: WaitState,
    /// Which responses match.
    pub matcher: Matcher,
}

/// What a response says of that which is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum WaitState {
    Success,
    Failure,
    Retry,
}

/// Which responses an acceptor is for.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in the description")]
pub enum Matcher {
    Success(bool),
    /// The code on the wire.
    ErrorCode(String),
    Status(u16),
    Output(PathMatcher),
    InputOutput(PathMatcher),
}

/// Where to look in a response, and what to find there.
#[derive(Debug)]
pub struct PathMatcher {
    /// A JMESPath expression.
    pub path: String,
    /// What is expected.
    pub expected: String,
    /// How it is compared.
    pub comparator: Comparator,
}

/// How what a path leads to is compared with what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in the description")]
pub enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}
