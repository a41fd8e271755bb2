//! One call of an operation, as a lifecycle sees it.

use super::{Fields, errors::models, page::Page, path, tag};
use crate::plan::RecordKind;
use shapewright_schema::{Document, Operation, Schema};

/// One call of an operation that a lifecycle knows.
pub(super) struct Call<'a> {
    pub(super) operation: &'static Operation,
    pub(super) index: usize,
    pub(super) kind: &'a RecordKind,
    /// What the input says of the record, under the record's own names.
    pub(super) fields: Fields,
    /// The identifiers that the input carries.
    pub(super) wanted: Vec<Option<String>>,
    pub(super) page: Page,
}

impl<'a> Call<'a> {
    /// A call of an operation on the lifecycle at this index, with what its input says.
    pub(super) fn new(operation: &'static Operation, index: usize, kind: &'a RecordKind, fields: Fields) -> Self {
        Self {
            operation,
            index,
            kind,
            page: Page::of(operation, &fields),
            wanted: Vec::new(),
            fields: own_fields(operation, kind, fields),
        }
    }

    /// The error, where the operation can return it.
    pub(super) fn modelled(&self, error: Option<&'static Schema>) -> Option<&'static Schema> {
        error.filter(|schema| models(self.operation, schema))
    }
}

/// What an input says of the record: without page and idempotency tokens, the item's members among the others, and
/// all under the record's own names.
fn own_fields(operation: &Operation, kind: &RecordKind, mut fields: Fields) -> Fields {
    if let Some(pagination) = operation.pagination {
        fields.remove(pagination.input_token);
        pagination.page_size.and_then(|member| fields.remove(member));
    }
    for member in operation
        .input
        .members()
        .iter()
        .filter(|member| member.idempotency_token)
    {
        fields.remove(member.name);
    }
    if let Some(item) = kind.lifecycle.item
        // What finds a record may have the same name in requests.
        && let Some(Document::Map(_)) = fields.get(item)
        && let Some(Document::Map(inner)) = fields.remove(item)
    {
        fields.extend(inner);
    }
    for (other, own) in kind.lifecycle.names {
        if let Some(value) = fields.remove(*other)
            && path::get(&fields, own).is_none()
        {
            path::set(&mut fields, own, value);
        }
    }
    if let Some((member, shape)) = tag::held(kind.lifecycle)
        && let Some(said) = fields.get_mut(member)
    {
        *said = tag::shaped(said, shape);
    }
    fields
}
