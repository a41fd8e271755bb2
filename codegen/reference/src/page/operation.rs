//! The page of an operation.

use super::{
    frame::{self, Page, code, name, section},
    links::shape_link,
    members::Tree,
    waiters::{acceptors, delays},
};
use crate::{
    book::Book,
    example, markdown,
    syntax::{self, Syntax},
};
use maud::{Markup, html};
use shapewright_ir::{Kind, Operation, Pagination, ShapeId};

/// The way from here to the service's folder.
const UP: &str = "../";

pub fn page(book: &Book<'_>, index: usize) -> Page {
    let operation = &book.ir.operations[index];
    let said = book.operation_of_spec(index);
    let mut sections: Vec<(&'static str, &'static str, Markup)> = vec![
        ("example", "Example", examples(book, index)),
        (
            "request-syntax",
            "Request syntax",
            syntax_block(&syntax::request(book, index)),
        ),
        ("parameters", "Parameters", parameters(book, operation.input)),
        (
            "response-syntax",
            "Response syntax",
            syntax_block(&syntax::response(book, index)),
        ),
        (
            "response-structure",
            "Response structure",
            response(book, operation.output),
        ),
    ];
    if !book.ir.errors(operation).is_empty() {
        sections.push(("errors", "Errors", errors(book, operation)));
    }
    if let Some(pagination) = &operation.pagination {
        sections.push(("paginator", "Paginator", paginator(book, index, pagination)));
    }
    if !operation.waiters.is_empty() {
        sections.push(("waiters", "Waiters", waiters(operation)));
    }
    Page {
        path: format!("{}/{}", book.files.folder, book.files.operation(index)),
        title: operation.name.clone(),
        trail: frame::trail(book),
        contents: frame::contents(&sections),
        body: html! {
            h1 { (name(&operation.name)) }
            p.route { span.method { (operation.method) } " " code { (operation.uri) } " " span.status title="HTTP status of success" { "→ " (operation.status) } }
            (markdown::deprecation(operation.deprecated.as_deref()))
            div.docs { (markdown::block(said.and_then(|operation| operation.docs.as_deref()))) }
            @if operation.readonly || operation.idempotent || operation.pagination.is_some() {
                p.badges {
                    @if operation.readonly { span.badge title="It changes nothing on the server." { "read-only" } " " }
                    @if operation.idempotent { span.badge title="Sending the same request again has no further effect." { "idempotent" } " " }
                    @if operation.pagination.is_some() { span.badge title="It can be read page by page." { "paginated" } }
                }
            }
            @for (id, words, body) in sections { (section(id, words, body)) }
        },
    }
}

fn examples(book: &Book<'_>, index: usize) -> Markup {
    let operation = &book.ir.operations[index];
    let input = example::input(book, operation);
    let examples = [
        ("rust", "Rust", example::rust(book, operation, &input)),
        ("python", "boto3", example::python(book, index, &input)),
        ("http", "HTTP", example::http(book, operation, &input)),
    ];
    html! {
        div.tabs {
            @for (place, (language, words, text)) in examples.iter().enumerate() {
                input type="radio" name="example" id=(format!("example-{language}")) value=(language) checked[place == 0];
                label for=(format!("example-{language}")) { (words) }
                div.tab { (code(language, text)) }
            }
        }
    }
}

fn syntax_block(syntax: &Syntax) -> Markup {
    html! {
        (code("python", &syntax.text))
        @if let Some(levels) = syntax.cut_at {
            p.note { "Only " (levels) " levels are shown here; the shapes' pages show what lies deeper." }
        }
    }
}

fn parameters(book: &Book<'_>, input: ShapeId) -> Markup {
    html! {
        @if book.members(input).is_empty() { p { "It takes none." } }
        @else { (Tree::new(book, UP, true).members(input, "parameters")) }
    }
}

fn response(book: &Book<'_>, output: ShapeId) -> Markup {
    html! {
        @if book.members(output).is_empty() { p { "The response has no members: that it comes says that the request was carried out." } }
        @else { (Tree::new(book, UP, true).members(output, "response-structure")) }
    }
}

fn errors(book: &Book<'_>, operation: &Operation) -> Markup {
    html! {
        dl.list {
            @for error in book.ir.errors(operation) {
                @if let Kind::Structure(structure) = &book.ir.shape(error.shape).kind {
                    dt {
                        (shape_link(book, error.shape, UP))
                        @if let Some(facts) = &structure.error {
                            " " span.badge title="HTTP status" { (facts.status) }
                            @if facts.throttling { " " span.badge { "throttling" } }
                            @if facts.retryable { " " span.badge { "may be retried" } }
                        }
                    }
                    dd { (markdown::block(book.shape_of_spec(error.shape).and_then(|shape| shape.docs()))) }
                }
            }
        }
    }
}

fn paginator(book: &Book<'_>, index: usize, pagination: &Pagination) -> Markup {
    html! {
        p {
            "Reads the response page by page: each request carries the token of the page before in "
            code { (pagination.input_token) } "."
            @if let Some(items) = &pagination.items { " The items are in " code { (items) } "." }
        }
        h3 { "Request syntax" }
        (syntax_block(&syntax::paginator_request(book, index, pagination)))
        ul.members {
            (config("MaxItems", "The most items in all. When there are more, the response has a token to go on with."))
            @if let Some(size) = &pagination.page_size {
                (config("PageSize", &format!("The most items on a page, sent as {size}.")))
            }
            (config("StartingToken", "Where to start: the token that an earlier response ended with."))
        }
        h3 { "Response syntax" }
        (syntax_block(&syntax::page(book, index, pagination)))
    }
}

fn config(name: &str, words: &str) -> Markup {
    let anchor = format!("paginator.PaginationConfig.{name}");
    html! {
        li id=(anchor) {
            div.head { a.name href=(format!("#{anchor}")) { "PaginationConfig." (name) } }
            div.docs { p { (words) } }
        }
    }
}

fn waiters(operation: &Operation) -> Markup {
    html! {
        @for waiter in &operation.waiters {
            h3 { (waiter.name) }
            (markdown::deprecation(waiter.deprecated.as_deref()))
            p { "Calls " code { (operation.name) } " " (delays(waiter)) ". In Rust " code { (waiter.method) "()" } "." }
            (acceptors(waiter))
        }
    }
}
