//! What a description says of a waiter, as static data. Generated code holds it and nothing else.

/// A waiter of a description.
#[derive(Debug)]
pub struct WaiterFacts {
    /// Its name, for instance `FindingRevealed`.
    pub name: &'static str,
    /// The shortest delay between two attempts, in seconds.
    pub min_delay: u32,
    /// The longest delay between two attempts, in seconds.
    pub max_delay: u32,
    /// How often the service is asked at most, unless the caller says how long to wait.
    pub max_attempts: Option<u32>,
    /// What responses mean: the first that matches decides.
    pub acceptors: &'static [Acceptor],
}

/// What a response means.
#[derive(Debug)]
pub struct Acceptor {
    /// The state that a response of this kind leads to.
    pub state: WaitState,
    /// Which responses these are.
    pub matcher: Matcher,
}

/// What a response says of the state that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitState {
    /// It is reached.
    Success,
    /// It will not be reached.
    Failure,
    /// It may be reached later.
    Retry,
}

/// Which responses an acceptor is for.
#[derive(Debug)]
pub enum Matcher {
    /// Every successful response, or with `false` every error response.
    Success(bool),
    /// The error of this code.
    ErrorCode(&'static str),
    /// Responses of this HTTP status.
    Status(u16),
    /// Outputs in which the path leads to what is expected.
    Output(PathMatcher),
    /// As `Output`, but the path starts at an object of the `input` and the `output`.
    InputOutput(PathMatcher),
}

/// Where to look in a response, and what to find there.
#[derive(Debug)]
pub struct PathMatcher {
    /// A JMESPath expression over the names of the description.
    pub path: &'static str,
    /// What is expected; `true` or `false` as text for a boolean.
    pub expected: &'static str,
    /// How it is compared.
    pub comparator: Comparator,
}

/// How what a path leads to is compared with what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// It is this text.
    StringEquals,
    /// It is this boolean.
    BooleanEquals,
    /// It is a list that is not empty, and every element is this text.
    AllStringEquals,
    /// It is a list, and some element is this text.
    AnyStringEquals,
}
