//! The clock and the faults, with their forms.

use super::super::Asked;
use maud::{Markup, html};
use shapewright_schema::Timestamp;

/// How far the buttons move the clock.
const STEPS: [(&str, u64); 4] = [("1 min", 60), ("1 h", 3600), ("1 day", 86_400), ("30 days", 2_592_000)];
/// The kinds of faults, by their names in JSON.
const KINDS: [(&str, &str); 6] = [
    ("throttle", "throttling"),
    ("error", "a modelled error"),
    ("status", "an HTTP status"),
    ("latency", "latency"),
    ("drop_connection", "a dropped connection"),
    ("cut_body", "a body cut in half"),
];

pub(super) fn clock(asked: &Asked<'_>) -> Markup {
    let clock = asked.mock.clock();
    let now = Timestamp::new(clock.now().epoch_seconds(), 0).unwrap_or(Timestamp::UNIX_EPOCH);
    html! {
        section #clock {
            h2 { "Clock" }
            p #now .now data-live {
                time { (now) }
                @if clock.is_running() { span.tag { "running" } } @else { span.tag.fault { "stands still" } }
            }
            form.row method="post" action="/_mock/page/clock" {
                @for (label, seconds) in STEPS { button name="advance_seconds" value=(seconds) { "+" (label) } }
            }
            form.row method="post" action="/_mock/page/clock" {
                input name="set" aria-label="Time" placeholder="2026-01-31T12:00:00Z" required;
                button { "Stop there" }
            }
            form.row method="post" action="/_mock/page/clock" {
                button name="run" value="true" { "Let it run" }
            }
        }
    }
}

pub(super) fn faults(asked: &Asked<'_>) -> Markup {
    html! {
        section #faults {
            h2 { "Faults" }
            div #injected data-live { (list(asked)) }
            form.fields method="post" action="/_mock/page/faults" {
                label { "What"
                    select name="fault" { @for (name, words) in KINDS { option value=(name) { (words) } } }
                }
                label { "Service"
                    select name="service" {
                        option value="" { "every" }
                        @for service in asked.mock.services() { option value=(service.name) { (service.name) } }
                    }
                }
                label { "Operation" input name="operation" placeholder="every" list="operations"; }
                label { "Times" input name="times" inputmode="numeric" placeholder="no end"; }
                details.more id="more-of-faults" {
                    summary { "More" }
                    label { "Error" input name="error" placeholder="of a modelled error" list="errors"; }
                    label { "Message" input name="message" placeholder="of a modelled error"; }
                    label { "Status" input name="status" inputmode="numeric" placeholder="of an HTTP status: 503"; }
                    label { "Body" input name="body" placeholder="of an HTTP status"; }
                    label { "Delay, s" input name="delay_seconds" inputmode="decimal" placeholder="none"; }
                    label { "Probability" input name="probability" inputmode="decimal" placeholder="1"; }
                    label { "Account" input name="account" placeholder="every"; }
                    label { "Region" input name="region" placeholder="every"; }
                }
                button.primary name="inject" { "Inject" }
            }
        }
    }
}

fn list(asked: &Asked<'_>) -> Markup {
    let faults = asked.mock.faults();
    html! {
        @if faults.is_empty() { p.empty { "Nothing goes wrong on purpose." } }
        @if !faults.is_empty() {
            ul.faults {
                @for fault in &faults {
                    li {
                        span { "#" (fault.id) " " b { (fault.fault) } ", fired " (fault.fired) @if fault.fired == 1 { " time" } @else { " times" } }
                        form method="post" action="/_mock/page/faults/remove" {
                            button name="id" value=(fault.id) { "Remove" }
                        }
                    }
                }
            }
            form method="post" action="/_mock/page/faults/remove" { button name="id" value="all" { "Remove all" } }
        }
    }
}
