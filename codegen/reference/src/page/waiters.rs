//! Waiters in words.

use maud::{Markup, html};
use shapewright_ir::{Matcher, WaitState, Waiter};

/// How often a waiter asks.
pub fn delays(waiter: &Waiter) -> String {
    let delays = match (waiter.min_delay, waiter.max_delay) {
        (least, most) if least == most => format!("every {least} s"),
        (least, most) => format!("every {least} to {most} s"),
    };
    match waiter.max_attempts {
        Some(attempts) => format!("{delays}, {attempts} times at most"),
        None => delays,
    }
}

/// What ends a waiter, in words.
pub fn acceptors(waiter: &Waiter) -> Markup {
    html! {
        ul {
            @for acceptor in &waiter.acceptors {
                li {
                    @match acceptor.state {
                        WaitState::Success => strong { "Success" },
                        WaitState::Failure => strong { "Failure" },
                        WaitState::Retry => strong { "Goes on" },
                    }
                    " when "
                    @match &acceptor.matcher {
                        Matcher::Success(true) => "the response is no error",
                        Matcher::Success(false) => "the response is an error",
                        Matcher::ErrorCode(code) => { "the error is " code { (code) } }
                        Matcher::Status(status) => { "the HTTP status is " (status) }
                        Matcher::Output(path) | Matcher::InputOutput(path) => {
                            code { (path.path) } " is " code { (path.expected) }
                        }
                    }
                }
            }
        }
    }
}
