//! What the search of a site looks through: a script, because pages that are plain files may load scripts but no data.

use super::{book::Book, markdown};
use serde_json::{Value, json};
use shapewright_ir::{Kind, ShapeId};

/// The script: for each service its title and entries of name, kind, path and first sentence.
pub fn script(books: &[Book<'_>]) -> String {
    let services: Vec<Value> = books.iter().map(service).collect();
    // One service a line, so that a change of one shows as such.
    let lines: Vec<String> = services.iter().map(Value::to_string).collect();
    format!(
        "\"use strict\";\nwindow.referenceIndex = [\n{}\n];\n",
        lines.join(",\n")
    )
}

fn service(book: &Book<'_>) -> Value {
    let operations = book.ir.operations.iter().enumerate().map(|(index, operation)| {
        let docs = book
            .operation_of_spec(index)
            .and_then(|operation| operation.docs.as_deref());
        json!([operation.name, "operation", book.files.operation(index), short(docs)])
    });
    let shapes = (0..book.spec.shapes.len()).map(ShapeId).filter_map(|id| {
        let shape = book.ir.shape(id);
        let kind = match &shape.kind {
            Kind::Structure(structure) if structure.error.is_some() => "error",
            _ => book.shape_of_spec(id)?.type_name(),
        };
        Some(json!([
            shape.id,
            kind,
            book.files.shape(id)?,
            short(book.shape_of_spec(id)?.docs())
        ]))
    });
    json!([
        book.ir.service.title,
        book.files.folder,
        operations.chain(shapes).collect::<Vec<_>>()
    ])
}

fn short(docs: Option<&str>) -> String {
    let sentence = markdown::first_sentence(docs);
    match sentence.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &sentence[..end]),
        None => sentence,
    }
}
