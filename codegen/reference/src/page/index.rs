//! The first page: the services.

use super::frame::{Page, count};
use crate::{book::Book, markdown};
use maud::html;

pub fn page(books: &[Book<'_>]) -> Page {
    Page {
        path: "index.html".to_owned(),
        title: "API reference".to_owned(),
        trail: Vec::new(),
        contents: Vec::new(),
        body: html! {
            h1 { "API reference" }
            ul.cards {
                @for book in books {
                    @let service = &book.ir.service;
                    li {
                        h2 { a href=(format!("{}/index.html", book.files.folder)) { (service.title) } }
                        p { (markdown::first_sentence(book.spec.service.docs.as_deref())) }
                        p.facts {
                            span { (service.version) }
                            span { (count(book.ir.operations.len(), "operation")) }
                            span { (book.spec.service.protocol.names()) }
                        }
                    }
                }
            }
        },
    }
}
