//! The requests that came last, each with its response beside it.

use super::{
    super::{
        Asked,
        redact::Body,
        requests::{Request, Response, Shown},
    },
    text::cut,
};
use crate::Filter;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// How many requests are shown.
const SHOWN: usize = 50;
/// How many characters of a body are shown.
const CHARACTERS: usize = 6000;

/// What the page's query asks for. Names that are not there show no requests.
fn wanted<'a>(asked: &Asked<'a>, name: &str) -> String {
    let query: &'a str = asked.http.uri().query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let found = pairs.find(|(found, _)| found == name);
    found.map_or(String::new(), |(_, value)| value.trim().to_owned())
}

pub(super) fn section(asked: &Asked<'_>) -> Markup {
    let (service, operation) = (wanted(asked, "service"), wanted(asked, "operation"));
    let said = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    let (of_service, of_operation) = (said(&service), said(&operation));
    let journal = asked.mock.journal();
    let entries = journal.select(&Filter {
        service: of_service.as_deref(),
        operation: of_operation.as_deref(),
        since: 0,
    });
    let is_filtered = of_service.is_some() || of_operation.is_some();
    html! {
        section #requests {
            div.bar {
                h2 { "Requests" }
                form.filter method="get" action="/_mock/" {
                    select name="service" aria-label="Service" {
                        option value="" { "every service" }
                        @for other in asked.mock.services() {
                            option value=(other.name) selected[other.name == service] { (other.name) }
                        }
                    }
                    input name="operation" aria-label="Operation" placeholder="operation" value=(operation) list="operations";
                    button { "Show" }
                    @if is_filtered { a href="/_mock/" { "all" } }
                }
                form method="post" action="/_mock/page/requests" { button name="forget" { "Clear" } }
            }
            div #entries data-live {
                p.note {
                    (entries.len()) @if entries.len() == 1 { " request" } @else { " requests" }
                    @if entries.len() > SHOWN { ", the last " (SHOWN) " here" }
                    @if journal.forgotten() > 0 { ", " (journal.forgotten()) " forgotten" }
                }
                @if entries.is_empty() {
                    p.empty { @if is_filtered { "None of these has come." } @else { "Nothing has come yet. Point a client's endpoint URL at this port." } }
                }
                @for entry in entries.iter().rev().take(SHOWN) { (row(&Shown::of(entry))) }
            }
        }
    }
}

fn row(entry: &Shown) -> Markup {
    let status = entry.response.as_ref().map(|response| response.status);
    let what = entry.operation.unwrap_or(&entry.request.uri);
    html! {
        details.entry id=(format!("request-{}", entry.number)) {
            summary {
                span.number { "#" (entry.number) }
                (badge(status))
                span.what { b { (cut(what, 60).0) } span { (entry.service.unwrap_or("no service")) } }
                @if !entry.faults.is_empty() { span.tag.fault { "fault" } }
                @if entry.stub.is_some() { span.tag { "stub" } }
                span.when { time { (clock_of(&entry.time)) } span { (entry.micros) " µs" } }
            }
            dl.facts {
                dt { "time" } dd { (entry.time) }
                dt { "account" } dd { (entry.account) " in " (entry.region) }
                dt { "request id" } dd { code { (entry.request_id) } }
                @if !entry.faults.is_empty() { dt { "faults" } dd { (numbers(&entry.faults)) } }
            }
            div.pair {
                (request(&entry.request, entry.number))
                (response(entry.response.as_ref(), entry.number))
            }
        }
    }
}

fn badge(status: Option<u16>) -> Markup {
    let (class, text) = match status {
        Some(status) => (if status < 300 { "good" } else { "bad" }, status.to_string()),
        None => ("bad", "none".to_owned()),
    };
    html! { span class=(format!("status {class}")) { (text) } }
}

/// `12:30:00` of `2026-01-31T12:30:00.5Z`.
fn clock_of(time: &str) -> &str {
    let clock = time.split('T').nth(1).unwrap_or(time);
    clock.get(..8).unwrap_or(clock)
}

fn numbers(numbers: &[u64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    numbers.join(", ")
}

fn request(request: &Request, number: u64) -> Markup {
    html! {
        div.side {
            h3 { "Request" }
            p.line { code { (request.method) " " (request.uri) } }
            (headers("request", number, &request.headers))
            (body(request.body.as_ref(), number))
        }
    }
}

fn response(response: Option<&Response>, number: u64) -> Markup {
    html! {
        div.side {
            h3 { "Response" }
            @match response {
                Some(response) => {
                    p.line { code { (response.status) @if let Some(error) = &response.error { " " (error) } } }
                    (headers("response", number, &response.headers))
                    (body(response.body.as_ref(), number))
                }
                None => p.empty { "None: the connection was dropped, or the client went away." }
            }
        }
    }
}

fn headers(side: &str, number: u64, headers: &BTreeMap<String, String>) -> Markup {
    html! {
        details.headers id=(format!("{side}-headers-{number}")) {
            summary { (headers.len()) " headers" }
            dl { @for (name, value) in headers { dt { (name) } dd { (value) } } }
        }
    }
}

fn body(body: Option<&Body>, number: u64) -> Markup {
    let text = match body {
        None => return html! { p.empty { "No body." } },
        Some(Body::Json(document)) => serde_json::to_string_pretty(document).unwrap_or_default(),
        Some(Body::Text(text)) => text.clone(),
        Some(Body::Base64(document)) => document.as_str().unwrap_or_default().to_owned(),
    };
    let (shown, is_cut) = cut(&text, CHARACTERS);
    html! {
        pre { code { (shown) } }
        @if is_cut {
            p.note { "Cut here; " a href=(format!("/_mock/requests?since={}&limit=1", number - 1)) { "all of it" } }
        }
    }
}
