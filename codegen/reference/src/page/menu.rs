//! The menu of a service.

use super::{frame::name, service};
use crate::{book::Book, files};
use maud::{Markup, html};

/// The menu of a service. `current` is the path of the page under the service's folder; with `operations`, all of them are
/// in it.
pub fn menu(book: &Book<'_>, current: &str, operations: bool) -> Markup {
    let up = files::to_root(current);
    let here = |path: &str| (path == current).then_some("page");
    html! {
        p.service { a href=(format!("{up}index.html")) aria-current=[here("index.html")] { (book.ir.service.title) } }
        ul {
            @for (id, words, _) in service::sections(book) {
                li { a href=(format!("{up}index.html#{id}")) { (words) } }
            }
        }
        @if operations {
            p.heading { "Operations" }
            ul.operations {
                @for (index, operation) in book.ir.operations.iter().enumerate() {
                    @let path = book.files.operation(index);
                    li { a href=(format!("{up}{path}")) aria-current=[here(&path)] { (name(&operation.name)) } }
                }
            }
        }
    }
}
