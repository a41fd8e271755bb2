//! The page of what changed after a recorded version: each operation with what its request and response gained and lost, then all
//! changes with their verdicts.

use super::{
    frame::{self, Page, code, section},
    links::operation_link,
};
use crate::{
    book::{Book, Version},
    files, markdown, syntax,
};
use maud::{Markup, html};
use shapewright_diff::{
    OperationDiff, State,
    show::{self, notation},
};

/// The way from here to the service's folder.
const UP: &str = "../";

/// The page of what came after a version.
pub fn page(book: &Book<'_>, version: &Version<'_>) -> Page {
    // Operations are shown as they were afterwards.
    let after = Book::bare(version.spec, version.ir);
    let operations = &version.diff.operations;
    let mut contents: Vec<(String, String)> = operations
        .iter()
        .map(|operation| (anchor(operation), operation.name.clone()))
        .collect();
    contents.push(("all-changes".to_owned(), "All changes".to_owned()));
    Page {
        path: format!("{}/{}", book.files.folder, files::change(version.until)),
        title: version.title(),
        trail: frame::trail(book),
        contents,
        body: html! {
            h1 { (version.title()) }
            p.lead { (show::headline(&version.diff)) }
            p { @for sentence in show::summary(&version.diff) { (sentence) " " } }
            @for operation in operations { (changed(book, &after, version, operation)) }
            (section("all-changes", "All changes", html! { div.changes { (show::all_changes(&version.diff)) } }))
        },
    }
}

fn anchor(operation: &OperationDiff) -> String {
    format!("operation-{}", operation.name)
}

fn changed(book: &Book<'_>, after: &Book<'_>, version: &Version<'_>, operation: &OperationDiff) -> Markup {
    let id = anchor(operation);
    let index = version.spec.operations.get_index_of(&operation.name);
    let further: Vec<_> = show::further(&version.diff, operation).collect();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) {
                (operation_link(book, &operation.name, UP)) " "
                span class=(format!("badge {}", state_class(operation.state))) { (operation.state.name()) }
                a.anchor href=(format!("#{id}")) aria-label=(format!("Link to {}", operation.name)) { "#" }
            }
            @if let Some(index) = index {
                div.docs { (markdown::block(after.operation_of_spec(index).and_then(|said| said.docs.as_deref()))) }
            }
            @for (heading, nested) in show::nested(operation) {
                h3 { (heading) }
                pre.wrap data-language="python" { code { (notation(nested)) } }
            }
            @if !further.is_empty() {
                ul.further { @for change in further { li { code { (change.rule.name) } " " (show::line(change)) } } }
            }
            @if let Some(index) = index {
                details.group {
                    summary { "Request and response syntax" }
                    (code("python", &syntax::request(after, index).text))
                    (code("python", &syntax::response(after, index).text))
                }
            }
        }
    }
}

fn state_class(state: State) -> &'static str {
    match state {
        State::New => "added",
        State::Updated => "updated",
        State::Removed => "removed",
    }
}
