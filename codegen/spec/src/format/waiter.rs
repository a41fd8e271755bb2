//! Waiters: operations that are called again and again until their response says that something has come.
//!
//! They say what Smithy's trait `waitable` and botocore's `waiters-2.json` say, so both can be written so.

use super::Deprecated;
use serde::{Deserialize, Serialize};

/// What a client can wait for.
///
/// The delays between two attempts are random, between `minDelay` and one that doubles from it up to `maxDelay`. A fixed
/// `delay` stands in place of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Waiter {
    /// Documentation in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The operation that is called.
    pub operation: String,
    /// The shortest delay, in seconds. Absent: 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_delay: Option<u32>,
    /// The longest delay, in seconds. Absent: 120.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_delay: Option<u32>,
    /// The delay, in seconds, where it is always the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<u32>,
    /// How often the operation is called at most. Absent: as long as the caller waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_attempts: Option<u32>,
    /// The waiter should not be used any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// What responses mean. The first that matches decides. A response that none matches is asked for again, an error that
    /// none matches ends the wait.
    pub acceptors: Vec<Acceptor>,
}

impl Waiter {
    /// The shortest and the longest delay, in seconds.
    pub fn delays(&self) -> (u32, u32) {
        match self.delay {
            Some(delay) => (delay, delay),
            None => (self.min_delay.unwrap_or(2), self.max_delay.unwrap_or(120)),
        }
    }
}

/// What a response means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acceptor {
    /// What a response that matches says of that which is waited for.
    pub state: WaitState,
    /// Which responses match.
    pub matcher: Matcher,
}

/// What a response says of that which is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WaitState {
    /// It has come.
    Success,
    /// It will not come.
    Failure,
    /// It may come later.
    Retry,
}

/// Which responses an acceptor is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Matcher {
    /// Every response of success, or with `false` every error that the service returns.
    Success(bool),
    /// The error of this name: an error of the operation, or a code that the service returns.
    ErrorType(String),
    /// Responses of this HTTP status, of success or error.
    Status(u16),
    /// Outputs in which a path leads to what is expected.
    Output(PathMatcher),
    /// As `output`, but the path starts at an object with the members `input` and `output`.
    InputOutput(PathMatcher),
}

/// Where to look in a response, and what to find there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathMatcher {
    /// A JMESPath expression over the members' names in this description.
    pub path: String,
    /// What is expected there; for a boolean `true` or `false` as text.
    pub expected: String,
    /// How it is compared.
    pub comparator: Comparator,
}

/// How what a path leads to is compared with what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
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

impl Comparator {
    /// The name in a description.
    pub fn name(self) -> &'static str {
        match self {
            Self::StringEquals => "stringEquals",
            Self::BooleanEquals => "booleanEquals",
            Self::AllStringEquals => "allStringEquals",
            Self::AnyStringEquals => "anyStringEquals",
        }
    }
}
