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
    /// What answers mean: the first that matches decides.
    pub acceptors: &'static [Acceptor],
}

/// What an answer means.
#[derive(Debug)]
pub struct Acceptor {
    /// The state that an answer of this kind leads to.
    pub state: WaitState,
    /// Which answers these are.
    pub matcher: Matcher,
}

/// What an answer says of that which is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitState {
    /// It has come.
    Success,
    /// It will not come.
    Failure,
    /// It may come later.
    Retry,
}

/// Which answers an acceptor is for.
#[derive(Debug)]
pub enum Matcher {
    /// Every answer of success, or with `false` every error that the service answers.
    Success(bool),
    /// The error of this code.
    ErrorCode(&'static str),
    /// Answers of this HTTP status.
    Status(u16),
    /// Outputs in which the path leads to what is expected.
    Output(PathMatcher),
    /// As `Output`, but the path starts at an object of the `input` and the `output`.
    InputOutput(PathMatcher),
}

/// Where to look in an answer, and what to find there.
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
