//! What both formats say about waiters in the same way: what is expected, as text.

use shapewright_spec::{Comparator, Matcher, PathMatcher, WaitState};

/// What an acceptor's `state` means.
pub(super) fn state(word: &str) -> Option<WaitState> {
    Some(match word {
        "success" => WaitState::Success,
        "failure" => WaitState::Failure,
        "retry" => WaitState::Retry,
        _ => return None,
    })
}

/// A matcher of outputs.
pub(super) fn output(path: &str, expected: &str, comparator: Comparator) -> Matcher {
    Matcher::Output(PathMatcher {
        path: path.to_owned(),
        expected: expected.to_owned(),
        comparator,
    })
}
