//! The page at `/_mock/`: what the JSON says, for people.
//!
//! It is whole without JavaScript: forms post, links lead on. The script only keeps it up to date. Everything shown goes
//! through maud's escaping, and the policy of its answers lets nothing run but what is served here.

mod control;
mod forms;
mod journal;
mod services;
mod state;

use super::{Answer, Asked, Failure, Route};
use http::{
    HeaderName, HeaderValue, Method,
    header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY},
};
use maud::{DOCTYPE, Markup, html};

/// What the page needs; its forms are answered with the page.
pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "",
        methods: &[(Method::GET, |_| Ok(to("/_mock/")))],
    },
    Route {
        path: "/",
        methods: &[(Method::GET, show)],
    },
    Route {
        path: "/page/style.css",
        methods: &[(Method::GET, |_| {
            Ok(text("text/css; charset=utf-8", include_str!("style.css")))
        })],
    },
    Route {
        path: "/page/script.js",
        methods: &[(Method::GET, |_| {
            Ok(text("text/javascript; charset=utf-8", include_str!("script.js")))
        })],
    },
    Route {
        path: "/page/icon.svg",
        methods: &[(Method::GET, |_| Ok(text("image/svg+xml", include_str!("icon.svg"))))],
    },
    Route {
        path: "/page/reset",
        methods: &[(Method::POST, forms::reset)],
    },
    Route {
        path: "/page/requests",
        methods: &[(Method::POST, forms::forget)],
    },
    Route {
        path: "/page/faults",
        methods: &[(Method::POST, forms::fault)],
    },
    Route {
        path: "/page/faults/remove",
        methods: &[(Method::POST, forms::remove_fault)],
    },
    Route {
        path: "/page/clock",
        methods: &[(Method::POST, forms::clock)],
    },
];

/// Nothing from elsewhere, nothing inline, in no frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// `GET /_mock/`
fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    page(asked, 200, None)
}

/// The page with what was wrong with a form.
fn complain(asked: &Asked<'_>, failure: &Failure) -> Result<Answer, Failure> {
    page(asked, failure.status(), Some(failure.message()))
}

fn page(asked: &Asked<'_>, status: u16, complaint: Option<&str>) -> Result<Answer, Failure> {
    let body = layout(asked, complaint).into_string();
    let answer = Answer::text(status, HeaderValue::from_static("text/html; charset=utf-8"), body);
    Ok(answer
        .with_header(CONTENT_SECURITY_POLICY, POLICY)
        // Not `no-referrer`: forms would then say that they come from nowhere.
        .with_header(REFERRER_POLICY, HeaderValue::from_static("same-origin"))
        .with_header(
            HeaderName::from_static("x-frame-options"),
            HeaderValue::from_static("DENY"),
        ))
}

/// Goes on to a place on the page.
fn to(place: &'static str) -> Answer {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    Answer::text(303, plain, "").with_header(LOCATION, HeaderValue::from_static(place))
}

fn text(media_type: &'static str, body: &'static str) -> Answer {
    Answer::text(200, HeaderValue::from_static(media_type), body)
}

fn layout(asked: &Asked<'_>, complaint: Option<&str>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Shapewright mock" }
                link rel="stylesheet" href="/_mock/page/style.css";
                link rel="icon" href="/_mock/page/icon.svg";
                script src="/_mock/page/script.js" defer {}
            }
            body {
                header.top {
                    h1 { a href="/_mock/" { "Shapewright " span { "mock" } } }
                    nav {
                        a href="#requests" { "Requests" }
                        a href="#state" { "State" }
                        a href="#faults" { "Faults" }
                        a href="#clock" { "Clock" }
                        a href="#services" { "Services" }
                    }
                    span #live .live hidden { "live" }
                    form method="post" action="/_mock/page/reset" {
                        button.danger name="reset" title="Removes records, requests and faults" { "Reset" }
                    }
                }
                @if let Some(complaint) = complaint {
                    p #complaint .complaint role="alert" { (complaint) }
                }
                main {
                    div.wide {
                        (journal::section(asked))
                        (state::section(asked))
                    }
                    div.narrow {
                        (control::clock(asked))
                        (control::faults(asked))
                        (services::section(asked))
                    }
                }
                footer {
                    "Shapewright " (env!("CARGO_PKG_VERSION")) " · all of this as JSON: "
                    @for path in ["health", "services", "state", "requests", "faults", "stubs", "clock"] {
                        a href=(format!("/_mock/{path}")) { (path) } " "
                    }
                }
            }
        }
    }
}

/// Text of at most so many characters.
fn cut(text: &str, most: usize) -> (&str, bool) {
    match text.char_indices().nth(most) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}
