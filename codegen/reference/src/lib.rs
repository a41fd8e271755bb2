//! Reference pages of services: a static site that works from files as well as from a server.
//!
//! It reads what a description says and what was decided of it. Rust names in examples are those of the [`Ir`]; the notation
//! of requests and answers is that of boto3's reference. Nothing is fetched from anywhere: a site is its pages, one style
//! sheet, one script, and the index that the search looks through.

mod book;
mod boto;
mod example;
mod feed;
mod files;
mod markdown;
mod page;
mod search;
mod syntax;

use self::{book::Book, page::Page};
use shapewright_codegen::Artifact;
use shapewright_ir::{Ir, ShapeId};
use shapewright_spec::Spec;

pub use files::FEED;

/// Whether a text is a page of a site, by what each says of its origin.
pub fn is_page(text: &str) -> bool {
    text.contains(&format!("<meta name=\"generator\" content=\"{}\">", page::GENERATOR))
}

/// A service to make pages of.
#[derive(Debug)]
pub struct Described {
    /// What its description says.
    pub spec: Spec,
    /// What was decided of it.
    pub ir: Ir,
    /// Its recorded versions, the oldest first.
    pub history: Vec<Recorded>,
}

/// An older version of a description.
#[derive(Debug)]
pub struct Recorded {
    /// The day until which it held: `2020-07-16`.
    pub until: String,
    /// What it says.
    pub spec: Spec,
    /// What was decided of it.
    pub ir: Ir,
}

/// The files of a site: the same for the same descriptions. Each service has a folder of its name. With `url`, where the site
/// will lie, each service with recorded versions has a feed of its changes too: feeds need whole addresses.
pub fn site(services: &[Described], url: Option<&str>) -> Vec<Artifact> {
    let books = services.iter().map(|service| Book {
        has_feed: url.is_some() && !service.history.is_empty(),
        ..Book::of(service)
    });
    let books: Vec<Book<'_>> = books.collect();
    let file = |path: &str, text: &str| Artifact {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let mut artifacts = vec![
        page::index::page(&books).artifact(None, None),
        file("reference.css", include_str!("reference.css")),
        file("reference.js", include_str!("reference.js")),
        file("search.js", &search::script(&books)),
    ];
    for book in &books {
        artifacts.extend(service(book));
        artifacts.extend(url.and_then(|url| feed::feed(book, url)));
    }
    artifacts
}

fn service(book: &Book<'_>) -> Vec<Artifact> {
    let framed = |page: Page, operations: bool| {
        let under = page
            .path
            .split_once('/')
            .map_or_else(String::new, |(_, path)| path.to_owned());
        let feed = (book.has_feed && under == page::service::PATH).then_some(FEED);
        page.artifact(Some(page::menu(book, &under, operations)), feed)
    };
    let mut artifacts = vec![framed(page::service::page(book), true)];
    let operations = (0..book.ir.operations.len()).map(|index| framed(page::operation::page(book, index), true));
    artifacts.extend(operations);
    let changes = book
        .versions
        .iter()
        .map(|version| framed(page::change::page(book, version), true));
    artifacts.extend(changes);
    // Large services have thousands of shapes; the whole menu on each page would be most of the site.
    let shapes = (0..book.spec.shapes.len()).filter_map(|id| page::shape::page(book, ShapeId(id)));
    artifacts.extend(shapes.map(|page| framed(page, false)));
    artifacts
}

/// What a page shows of one operation as text, for tests and other tools.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The operation.
    pub operation: String,
    /// The request in the notation of boto3.
    pub request: String,
    /// The answer in the notation of boto3.
    pub response: String,
    /// The request and the page of its paginator, where there is one.
    pub paginator: Option<(String, String)>,
    /// A call in Rust: the body of an async function that gives a `Result`.
    pub rust: String,
    /// A call in Python.
    pub python: String,
    /// A call as HTTP.
    pub http: String,
}

/// What pages show of the operations of a service, in the order of the description.
pub fn shown(service: &Described) -> Vec<Shown> {
    let book = Book::bare(&service.spec, &service.ir);
    let operations = book.ir.operations.iter().enumerate().map(|(index, operation)| {
        let input = example::input(&book, operation);
        Shown {
            operation: operation.name.clone(),
            request: syntax::request(&book, index).text,
            response: syntax::response(&book, index).text,
            paginator: operation.pagination.as_ref().map(|pagination| {
                let request = syntax::paginator_request(&book, index, pagination);
                (request.text, syntax::page(&book, index, pagination).text)
            }),
            rust: example::rust(&book, operation, &input),
            python: example::python(&book, index, &input),
            http: example::http(&book, operation, &input),
        }
    });
    operations.collect()
}
