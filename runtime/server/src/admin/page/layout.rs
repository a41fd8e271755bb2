//! The page as a whole, and the responses that it comes in.

use super::{
    super::{AdminResponse, Asked, Failure},
    control, journal, services, state,
};
use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY},
};
use maud::{DOCTYPE, Markup, html};

/// Nothing from elsewhere, nothing inline, in no frame.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// `GET /_mock/`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    page(asked, 200, None)
}

/// The page with what was wrong with a form.
pub(super) fn complain(asked: &Asked<'_>, failure: &Failure) -> Result<AdminResponse, Failure> {
    page(asked, failure.status(), Some(failure.message()))
}

fn page(asked: &Asked<'_>, status: u16, complaint: Option<&str>) -> Result<AdminResponse, Failure> {
    let body = layout(asked, complaint).into_string();
    let response = AdminResponse::text(status, HeaderValue::from_static("text/html; charset=utf-8"), body);
    Ok(response
        .with_header(CONTENT_SECURITY_POLICY, POLICY)
        // Not `no-referrer`: forms would then say that they come from nowhere.
        .with_header(REFERRER_POLICY, HeaderValue::from_static("same-origin"))
        .with_header(
            HeaderName::from_static("x-frame-options"),
            HeaderValue::from_static("DENY"),
        ))
}

/// Goes on to a place on the page.
pub(super) fn to(place: &'static str) -> AdminResponse {
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    AdminResponse::text(303, plain, "").with_header(LOCATION, HeaderValue::from_static(place))
}

pub(super) fn text(media_type: &'static str, body: &'static str) -> AdminResponse {
    AdminResponse::text(200, HeaderValue::from_static(media_type), body)
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
