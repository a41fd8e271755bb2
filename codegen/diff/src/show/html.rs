//! As HTML: a page that needs no other file, or the body of one for a page of somebody else.

use super::{
    notation,
    report::{Report, further, groups, headline, line, nested, summary, ways},
};
use crate::{Change, Diff, OperationDiff, Verdict, Verdicts};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style of [`body`]: all of its selectors start with `.api-diff`. It follows the reader's choice of light or dark.
pub const STYLE: &str = include_str!("style.css");

/// The style of what stands around it.
const PAGE: &str = ":root { color-scheme: light dark }\n\
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; overflow-wrap: anywhere }\n";

/// The report as a page.
pub fn html(report: &Report) -> String {
    let title = match report.services.as_slice() {
        [one] => format!("{} - {}", one.diff.title, headline(&one.diff)),
        _ => "API changes".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(PAGE)) (PreEscaped(STYLE)) }
            }
            body {
                @if report.services.len() > 1 {
                    nav.api-diff {
                        h1 { "API changes" }
                        ul {
                            @for compared in &report.services {
                                li {
                                    a href={ "#" (compared.diff.service) } { (compared.diff.title) }
                                    " - " (headline(&compared.diff))
                                }
                            }
                        }
                    }
                }
                @for compared in &report.services {
                    article id=(compared.diff.service) {
                        h1 { (compared.diff.title) " - " (headline(&compared.diff)) }
                        p { code { (compared.old) } " → " code { (compared.new) } }
                        (body(&compared.diff))
                    }
                }
                @if report.services.is_empty() {
                    p { "Nothing differs." }
                }
            }
        }
    };
    page.into_string() + "\n"
}

/// A difference without the page around it: the summary, the operations, then all changes by the worst of their verdicts.
/// Headings start with `h2`. [`STYLE`] is its style.
pub fn body(diff: &Diff) -> Markup {
    html! {
        div.api-diff {
            p.summary { @for sentence in summary(diff) { (sentence) " " } }
            @for operation in &diff.operations { (operation_of(diff, operation)) }
            @if !groups(diff).listed.is_empty() { h2 { "All changes" } }
            (all_changes(diff))
        }
    }
}

/// All changes by the worst of their verdicts, without a heading.
pub fn all_changes(diff: &Diff) -> Markup {
    let groups = groups(diff);
    html! {
        @for (verdicts, changes) in &groups.listed {
            details open[verdicts.most() == Verdict::Breaking] {
                summary { (badges(*verdicts)) (changes.len()) }
                @for change in changes { (entry(change)) }
            }
        }
        @if !groups.new_shapes.is_empty() {
            p { "New shapes: " @for (index, shape) in groups.new_shapes.iter().enumerate() {
                @if index > 0 { ", " }
                code { (shape) }
            } }
        }
        @if let Some(explained) = groups.explained() { p { (explained) } }
    }
}

fn operation_of(diff: &Diff, operation: &OperationDiff) -> Markup {
    let further: Vec<&Change> = further(diff, operation).collect();
    html! {
        section id={ (diff.service) "-" (operation.name) } {
            h2 { (operation.name) " " span.state { (operation.state.name()) } }
            @for (heading, nested) in nested(operation) {
                p.heading { (heading) }
                pre { (notation(nested)) }
            }
            @if !further.is_empty() {
                ul { @for change in further { li { code { (change.rule.name) } " " (line(change)) } } }
            }
        }
    }
}

fn entry(change: &Change) -> Markup {
    html! {
        div.change {
            p { code title=(change.rule.says) { (change.rule.name) } " " (line(change)) }
            @if let Some(hint) = &change.hint { p { i { (hint) } } }
            @if let Some(reason) = &change.accepted { p { i { "accepted: " (reason) } } }
            @if let Some(place) = change.place() { p.place { (place) } }
            @if !ways(change).is_empty() {
                ul { @for way in ways(change) { li { (way) } } }
            }
        }
    }
}

fn badges(verdicts: Verdicts) -> Markup {
    let of = [
        ("wire", verdicts.wire),
        ("Rust", verdicts.rust),
        ("mock", verdicts.mock),
    ];
    html! { @for (what, verdict) in of { span.verdict.(verdict.name()) { (what) " " (verdict) } " " } }
}
