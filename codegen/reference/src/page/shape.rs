//! The page of a shape: what it is made of, and who uses it.

use super::{
    frame::{self, Page, name, section},
    links::shape_link,
    members::{Tree, facts, scalar_name, value_facts},
};
use crate::{
    book::{Book, Reach},
    markdown,
};
use maud::{Markup, html};
use shapewright_ir::{Kind, ShapeId};
use shapewright_spec as spec;

/// The way from here to the service's folder.
const UP: &str = "../";
/// How many users of a shape are shown.
const MOST_USERS: usize = 200;

/// The page; none for a shape that the description does not have.
pub fn page(book: &Book<'_>, id: ShapeId) -> Option<Page> {
    let path = book.files.shape(id)?;
    let (shape, said) = (book.ir.shape(id), book.shape_of_spec(id)?);
    let (deprecated, kind) = match &shape.kind {
        Kind::Structure(structure) => (
            structure.deprecated.as_deref(),
            if structure.error.is_some() {
                "error"
            } else {
                "structure"
            },
        ),
        Kind::Union(union) => (union.deprecated.as_deref(), "union"),
        Kind::Scalar(scalar) => (None, scalar_name(*scalar)),
        _ => (None, said.type_name()),
    };
    let mut sections: Vec<(&'static str, &'static str, Markup)> = Vec::new();
    match &shape.kind {
        Kind::Structure(_) | Kind::Union(_) => {
            sections.push(("members", "Members", members(book, id)));
        }
        Kind::Enum(_) | Kind::IntEnum(_) => sections.push(("values", "Values", values(book, id, said))),
        _ => {}
    }
    sections.push(("used-by", "Used by", used_by(book, id)));
    Some(Page {
        path: format!("{}/{path}", book.files.folder),
        title: shape.id.clone(),
        trail: frame::trail(book),
        contents: frame::contents(&sections),
        body: html! {
            h1 { (name(&shape.id)) }
            p.badges {
                span.badge { (kind) }
                @if let Some(name) = rust_name(&shape.kind) { " " span.soft { "Rust: " code { "model::types::" (name) } } }
            }
            (markdown::deprecation(deprecated))
            div.docs { (markdown::block(said.docs())) }
            (about(book, id))
            @for (id, words, body) in sections { (section(id, words, body)) }
        },
    })
}

fn rust_name(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Structure(structure) => Some(&structure.type_name),
        Kind::Union(union) => Some(&union.type_name),
        Kind::Enum(shape) => Some(&shape.type_name),
        Kind::IntEnum(shape) => Some(&shape.type_name),
        Kind::Scalar(_) | Kind::List { .. } | Kind::Map { .. } => None,
    }
}

/// What its values must obey, what it holds, and what it says as an error.
fn about(book: &Book<'_>, id: ShapeId) -> Markup {
    let holds = match &book.ir.shape(id).kind {
        Kind::List { member, sparse } => Some(html! {
            p { "A list of " (shape_link(book, member.target, UP)) @if *sparse { ", or null" } "." }
        }),
        Kind::Map { key, value, sparse } => Some(html! {
            p { "A map from " (shape_link(book, key.target, UP)) " to " (shape_link(book, value.target, UP)) @if *sparse { ", or null" } "." }
        }),
        Kind::Structure(structure) => structure.error.as_ref().map(|error| {
            html! {
                ul.facts {
                    li { "HTTP status " (error.status) }
                    li { "the " @if error.server_fault { "server's" } @else { "client's" } " fault" }
                    @if error.code != book.ir.shape(id).id { li { "code " code { (error.code) } } }
                    @if error.retryable { li { "the same request may succeed later" } }
                    @if error.throttling { li { "requests come too fast" } }
                }
            }
        }),
        _ => None,
    };
    html! {
        @if let Some(holds) = holds { (holds) }
        (facts(&value_facts(book, id, &book.ir.shape(id).constraints, false)))
    }
}

fn members(book: &Book<'_>, id: ShapeId) -> Markup {
    html! {
        @if book.members(id).is_empty() { p { "It has none." } }
        @else {
            @if matches!(book.ir.shape(id).kind, Kind::Union(_)) { p { "Exactly one of these is set." } }
            (Tree::new(book, UP, false).members(id, "members"))
        }
    }
}

fn values(book: &Book<'_>, id: ShapeId, said: &spec::Shape) -> Markup {
    let values: Vec<(String, Option<&str>, Option<&str>)> = match (&book.ir.shape(id).kind, said) {
        (Kind::Enum(shape), spec::Shape::Enum(said)) => {
            let values = book.values(shape).map(|(place, variant)| {
                let docs = said
                    .values
                    .get_index(place)
                    .and_then(|(_, value)| value.docs.as_deref());
                (variant.value.clone(), variant.deprecated.as_deref(), docs)
            });
            values.collect()
        }
        (Kind::IntEnum(_), spec::Shape::IntEnum(said)) => {
            let values = said.values.iter();
            values
                .map(|(name, value)| (format!("{} {name}", value.value), None, value.docs.as_deref()))
                .collect()
        }
        _ => Vec::new(),
    };
    html! {
        dl.list {
            @for (value, deprecated, docs) in values {
                dt { code { (value) } @if deprecated.is_some() { " " span.badge.warning { "deprecated" } } }
                dd { (markdown::deprecation(deprecated)) (markdown::block(docs)) }
            }
        }
    }
}

fn used_by(book: &Book<'_>, id: ShapeId) -> Markup {
    let uses = &book.uses[id.0];
    let reach = |reach: &Reach| {
        let places = [
            (reach.input, "request"),
            (reach.output, "response"),
            (reach.error, "errors"),
        ];
        let places = places.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words);
        places.collect::<Vec<_>>().join(", ")
    };
    html! {
        @if uses.holders.is_empty() && uses.operations.is_empty() { p { "Nothing." } }
        @if !uses.operations.is_empty() {
            h3 { "Operations" }
            ul.columns {
                @for (operation, reached) in uses.operations.iter().take(MOST_USERS) {
                    li {
                        a href=(format!("{UP}{}", book.files.operation(*operation))) { (book.ir.operations[*operation].name) }
                        " " span.soft { (reach(reached)) }
                    }
                }
            }
            (more(uses.operations.len()))
        }
        @if !uses.holders.is_empty() {
            h3 { "Shapes" }
            ul.columns {
                @for (holder, what) in uses.holders.iter().take(MOST_USERS) {
                    li { (shape_link(book, *holder, UP)) " " span.soft { (what) } }
                }
            }
            (more(uses.holders.len()))
        }
    }
}

fn more(number: usize) -> Markup {
    html! { @if number > MOST_USERS { p.note { "And " (number - MOST_USERS) " more." } } }
}
