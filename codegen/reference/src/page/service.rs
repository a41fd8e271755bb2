//! The page of a service: what it has.

use super::{
    frame::{self, Page, name, section},
    links::shape_link,
    waiters::delays,
};
use crate::{
    book::Book,
    files::{self, FEED},
    markdown,
};
use maud::{Markup, html};
use shapewright_diff::show::headline;
use shapewright_ir::{EndpointException, Ir, Kind, Lifecycle, ShapeId};

type Section = (&'static str, &'static str, fn(&Book<'_>) -> Markup);

const SECTIONS: [Section; 7] = [
    ("operations", "Operations", operations),
    ("paginators", "Paginators", paginators),
    ("waiters", "Waiters", waiters),
    ("lifecycles", "Lifecycles of the mock", lifecycles),
    ("changes", "Changes", changes),
    ("errors", "Errors", errors),
    ("shapes", "Shapes", shapes),
];

/// The sections that there is something to say in.
pub fn sections(book: &Book<'_>) -> Vec<Section> {
    let operations = &book.ir.operations;
    let wanted = |id: &str| match id {
        "operations" => !operations.is_empty(),
        "paginators" => operations.iter().any(|operation| operation.pagination.is_some()),
        "waiters" => book.ir.waits(),
        "changes" => !book.versions.is_empty(),
        "lifecycles" => !book.ir.lifecycles.is_empty(),
        "errors" => book.ir.shapes.iter().any(is_error),
        _ => !book.spec.shapes.is_empty(),
    };
    SECTIONS.into_iter().filter(|(id, ..)| wanted(id)).collect()
}

pub fn page(book: &Book<'_>) -> Page {
    let service = &book.ir.service;
    let sections = sections(book);
    let endpoint = &service.endpoint;
    let multi_region = endpoint
        .multi_region
        .as_ref()
        .map(|label| format!("{{endpoint}}.{label}.{}.amazonaws.com", endpoint.prefix));
    Page {
        path: format!("{}/{}", book.files.folder, files::SERVICE),
        title: service.title.clone(),
        trail: Vec::new(),
        contents: frame::contents(&sections),
        body: html! {
            h1 { (service.title) }
            div.docs { (markdown::block(book.spec.service.docs.as_deref())) }
            dl.facts-table {
                dt { "API version" } dd { (service.version) }
                dt { "Service id" } dd { (service.id) }
                dt { "Protocol" } dd { (book.spec.service.protocol.names()) }
                dt { "Endpoint" } dd {
                    code { (endpoint.prefix) ".{region}." @if endpoint.dual_stack_only { "api.aws" } @else { "amazonaws.com" } }
                    @for exception in &endpoint.exceptions { ", " (condition(exception)) " " code { (exception.host) } }
                }
                @if let Some(host) = multi_region { dt { "Multi-region endpoint" } dd { code { (host) } } }
                dt { "Signed for" } dd { code { (service.signing_name) } }
                @if !service.headers.is_empty() {
                    dt { "Headers of all requests" } dd {
                        @for (place, (name, value)) in service.headers.iter().enumerate() {
                            @if place > 0 { ", " }
                            code { (name) ": " (value) }
                        }
                    }
                }
                dt { "Rust crates" } dd {
                    @for (place, kind) in ["client", "model", "mock"].iter().enumerate() {
                        @if place > 0 { ", " }
                        code { (service.name) "-" (kind) }
                    }
                }
                dt { "boto3" } dd { code { "boto3.client('" (service.name) "')" } }
            }
            @for (id, words, body) in sections { (section(id, words, body(book))) }
        },
    }
}

fn operations(book: &Book<'_>) -> Markup {
    html! {
        dl.list {
            @for (index, operation) in book.ir.operations.iter().enumerate() {
                dt {
                    a href=(book.files.operation(index)) { (name(&operation.name)) }
                    @if operation.deprecated.is_some() { " " span.badge.warning { "deprecated" } }
                }
                dd { (markdown::first_sentence(book.operation_of_spec(index).and_then(|operation| operation.docs.as_deref()))) }
            }
        }
    }
}

fn paginators(book: &Book<'_>) -> Markup {
    let paginated = book.ir.operations.iter().enumerate().filter_map(|(index, operation)| {
        operation
            .pagination
            .as_ref()
            .map(|pagination| (index, operation, pagination))
    });
    html! {
        dl.list {
            @for (index, operation, pagination) in paginated {
                dt { a href=(format!("{}#paginator", book.files.operation(index))) { (operation.name) } }
                dd {
                    @if let Some(items) = &pagination.items { "Gives " code { (items) } ", " }
                    @else { "Gives pages, " }
                    "goes on by " code { (pagination.input_token) }
                    @if let Some(size) = &pagination.page_size { ", at most " code { (size) } " a page" }
                    "."
                }
            }
        }
    }
}

fn waiters(book: &Book<'_>) -> Markup {
    html! {
        dl.list {
            @for (index, operation) in book.ir.operations.iter().enumerate() {
                @for waiter in &operation.waiters {
                    dt { a href=(format!("{}#waiters", book.files.operation(index))) { (waiter.name) } }
                    dd { "Calls " code { (operation.name) } " " (delays(waiter)) "." }
                }
            }
        }
    }
}

fn lifecycles(book: &Book<'_>) -> Markup {
    html! {
        p { "What the generated mock keeps records of, and the operations that work on them." }
        div.table tabindex="0" role="region" aria-label="Lifecycles" {
            table {
                thead { tr { th { "Record" } th { "Under" } th { "Identified by" } th { "Operations" } } }
                tbody {
                    @for lifecycle in &book.ir.lifecycles {
                        tr {
                            th scope="row" { (lifecycle.name) }
                            td { @if let Some(parent) = lifecycle.parent { (book.ir.lifecycles[parent].name) } }
                            td {
                                @if lifecycle.single { "being the only one" }
                                @for (place, id) in lifecycle.id.iter().enumerate() { @if place > 0 { ", " } code { (id) } }
                            }
                            td { (lifecycle_operations(book, lifecycle)) }
                        }
                    }
                }
            }
        }
        (tag_operations(book))
    }
}

/// The operations on tags, which no lifecycle has.
fn tag_operations(book: &Book<'_>) -> Markup {
    let tagging = book.ir.tagging.iter();
    let operations = tagging.flat_map(|tagging| {
        [
            ("given by", &tagging.tag),
            ("taken by", &tagging.untag),
            ("listed by", &tagging.list),
        ]
    });
    let operations: Vec<(&str, usize)> = operations
        .filter_map(|(what, tagged)| Some((what, tagged.as_ref()?.operation)))
        .collect();
    html! {
        @if !operations.is_empty() {
            p { "Tags of records, which are named by their ARNs: " (links(book, operations)) "." }
        }
    }
}

fn lifecycle_operations(book: &Book<'_>, lifecycle: &Lifecycle) -> Markup {
    let one = |what: &'static str, operation: Option<usize>| operation.map(|operation| (what, operation));
    let operations: Vec<(&str, usize)> = [
        one("made by", lifecycle.create),
        one("made or replaced by", lifecycle.put),
    ]
    .into_iter()
    .flatten()
    .chain(lifecycle.read.iter().map(|operation| ("read by", *operation)))
    .chain(lifecycle.update.iter().map(|operation| ("changed by", *operation)))
    .chain(one("removed by", lifecycle.delete))
    .chain(one("listed by", lifecycle.list))
    .collect();
    links(book, operations)
}

/// What is done by which operations.
fn links(book: &Book<'_>, operations: Vec<(&str, usize)>) -> Markup {
    html! {
        @for (place, (what, operation)) in operations.into_iter().enumerate() {
            @if place > 0 { ", " }
            (what) " " a href=(book.files.operation(operation)) { (book.ir.operations[operation].name) }
        }
    }
}

fn changes(book: &Book<'_>) -> Markup {
    html! {
        dl.list {
            @for version in &book.versions {
                dt { a href=(files::change(version.until)) { (version.title()) } }
                dd { (headline(&version.diff)) }
            }
        }
        @if book.has_feed { p { a href=(FEED) { "Changes as a feed (RSS)" } } }
    }
}

fn is_error(shape: &shapewright_ir::Shape) -> bool {
    matches!(&shape.kind, Kind::Structure(structure) if structure.error.is_some())
}

fn errors(book: &Book<'_>) -> Markup {
    let errors = (0..book.spec.shapes.len())
        .map(ShapeId)
        .filter(|id| is_error(book.ir.shape(*id)));
    html! {
        dl.list {
            @for id in errors {
                dt {
                    (shape_link(book, id, ""))
                    @if let Kind::Structure(structure) = &book.ir.shape(id).kind {
                        @if let Some(error) = &structure.error { " " span.badge { (error.status) } }
                    }
                }
                dd { (markdown::first_sentence(book.shape_of_spec(id).and_then(|shape| shape.docs()))) }
            }
        }
    }
}

fn shapes(book: &Book<'_>) -> Markup {
    let ir: &Ir = book.ir;
    let of = |wanted: fn(&Kind) -> bool| {
        let shapes = (0..book.spec.shapes.len()).map(ShapeId);
        let mut found: Vec<ShapeId> = shapes
            .filter(|id| wanted(&ir.shape(*id).kind) && !is_error(ir.shape(*id)))
            .collect();
        found.sort_by(|a, b| ir.shape(*a).id.cmp(&ir.shape(*b).id));
        found
    };
    let groups: [(&str, Vec<ShapeId>); 5] = [
        ("Structures", of(|kind| matches!(kind, Kind::Structure(_)))),
        ("Unions", of(|kind| matches!(kind, Kind::Union(_)))),
        ("Enums", of(|kind| matches!(kind, Kind::Enum(_) | Kind::IntEnum(_)))),
        (
            "Lists and maps",
            of(|kind| matches!(kind, Kind::List { .. } | Kind::Map { .. })),
        ),
        ("Simple types", of(|kind| matches!(kind, Kind::Scalar(_)))),
    ];
    html! {
        @for (words, shapes) in groups.iter().filter(|(_, shapes)| !shapes.is_empty()) {
            details.group open[shapes.len() <= 60] {
                summary { (words) " " span.number { (shapes.len()) } }
                ul.columns { @for id in shapes { li { (shape_link(book, *id, "")) } } }
            }
        }
    }
}

/// When an exception counts, in words.
fn condition(exception: &EndpointException) -> String {
    let mut words = Vec::new();
    words.extend(exception.region.as_ref().map(|region| format!("in {region}")));
    words.extend(
        exception
            .partition
            .as_ref()
            .map(|partition| format!("in the partition {partition}")),
    );
    words.extend(
        exception
            .fips
            .map(|fips| format!("{} FIPS", if fips { "with" } else { "without" })),
    );
    words.extend(
        exception
            .dual_stack
            .map(|both| format!("{} IPv6", if both { "with" } else { "without" })),
    );
    if words.is_empty() {
        words.push("in all other cases".to_owned());
    }
    words.join(" ")
}
