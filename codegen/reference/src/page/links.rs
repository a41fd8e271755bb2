//! Links to pages.

use super::frame::name;
use crate::book::Book;
use maud::{Markup, html};
use shapewright_ir::ShapeId;

/// The name of an operation, with a link to its page where it still has one. `up` leads to the service's folder.
pub fn operation_link(book: &Book<'_>, operation: &str, up: &str) -> Markup {
    html! {
        @match book.spec.operations.get_index_of(operation) {
            Some(index) => a href=(format!("{up}{}", book.files.operation(index))) { (name(operation)) },
            None => (name(operation)),
        }
    }
}

/// A shape's name with a link to its page. `up` leads to the service's folder.
pub fn shape_link(book: &Book<'_>, id: ShapeId, up: &str) -> Markup {
    let name = name(&book.ir.shape(id).id);
    html! {
        @match book.files.shape(id) {
            Some(path) => a href=(format!("{up}{path}")) { (name) },
            None => (name),
        }
    }
}
