//! Operations: their names, their structures, and the setters of their call builders.

use super::{
    docs::docs,
    facts::deprecated,
    names::ShapeNames,
    naming::{self, CALL_METHODS, Scope},
    service,
    shape::Lowering,
    unlowerable::Unlowerable,
};
use crate::{ir, ir::ShapeId};
use indexmap::IndexMap;
use shapewright_spec as spec;
use std::collections::BTreeSet;

/// Lowers all operations, and their error types. Structures that an operation does not name are added to `shapes`, empty.
pub(super) fn operations(
    lowering: &Lowering<'_>,
    shapes: &mut Vec<ir::Shape>,
) -> Result<(Vec<ir::Operation>, Vec<ir::ErrorType>), Unlowerable> {
    let mut error_type_names = lowering.names.of_operations.clone();
    let mut operations = Vec::with_capacity(lowering.spec.operations.len());
    let mut error_types: IndexMap<Vec<ShapeId>, ir::ErrorType> = IndexMap::new();
    for (id, operation) in &lowering.spec.operations {
        let names = lowering.names.operation(id);
        let mut structure = |named: &Option<String>, names: ShapeNames| match named {
            Some(target) => lowering.find(target),
            None => Ok(empty_structure(names, shapes)),
        };
        let input = structure(&operation.input, names.input)?;
        let output = structure(&operation.output, names.output)?;
        let mut errors = operation
            .errors
            .iter()
            .map(|error| lowering.find(error))
            .collect::<Result<Vec<_>, _>>()?;
        // Operations that can return the same errors share a type, whatever order they name them in.
        errors.sort_unstable();
        let error_type = error_types.entry(errors);
        let error_type_index = error_type.index();
        error_type.or_insert_with_key(|errors| ir::ErrorType {
            name: error_type_names.claim(naming::error_set(
                errors.iter().map(|error| shapes[error.0].id.as_str()),
            )),
            errors: variants(shapes, errors),
        });
        operations.push(ir::Operation {
            name: id.clone(),
            static_name: names.static_name,
            method_name: names.method_name,
            error_name: names.error_name,
            docs: docs(operation.docs.as_deref(), &format!("The operation `{id}`.")),
            deprecated: deprecated(operation.deprecated.as_ref()),
            method: operation.http.method.clone(),
            uri: operation.http.uri.clone(),
            status: operation.http.status,
            setters: setters(&shapes[input.0], &names.type_name),
            type_name: names.type_name,
            input,
            output,
            error_type: error_type_index,
            readonly: operation.readonly,
            idempotent: operation.idempotent,
            pagination: operation.paginated.as_ref().map(|paginated| ir::Pagination {
                input_token: paginated.input_token.clone(),
                output_token: paginated.output_token.clone(),
                page_size: paginated.page_size.clone(),
                items: paginated.items.clone(),
                path: paginated
                    .items
                    .as_ref()
                    .and_then(|path| items_path(shapes, output, path)),
            }),
            request: request_facts(&lowering.spec.service, operation, &shapes[input.0]),
            waiters: Vec::new(),
        });
    }
    Ok((operations, error_types.into_values().collect()))
}

fn request_facts(service: &spec::Service, operation: &spec::Operation, input: &ir::Shape) -> ir::RequestFacts {
    let checksum = operation.checksum.as_ref();
    let header = |name: &String| {
        let ir::Kind::Structure(structure) = &input.kind else {
            return None;
        };
        let member = structure.members.iter().find(|member| member.name == *name)?;
        match &member.binding {
            ir::Binding::Header(header) => Some(header.clone()),
            _ => None,
        }
    };
    ir::RequestFacts {
        endpoint: operation.endpoint.as_ref().map(service::endpoint),
        host_prefix: operation.host_prefix.clone(),
        anonymous: spec::Auth::is_anonymous(operation.ways_to_prove(service)),
        unsigned_payload: operation.unsigned_payload,
        // Where no algorithm can be chosen it is MD5.
        checksum: checksum.is_some_and(spec::Checksum::is_md5),
        tree_hash: checksum
            .and_then(|checksum| checksum.tree_hash.as_ref())
            .and_then(header),
        gzip: operation.compression.iter().any(|encoding| encoding == "gzip"),
    }
}

fn empty_structure(names: ShapeNames, shapes: &mut Vec<ir::Shape>) -> ShapeId {
    shapes.push(ir::Shape {
        // The name by which codecs know that there is nothing, not even an empty object.
        id: "Unit".to_owned(),
        static_name: names.static_name,
        docs: docs(None, "Nothing: the description names no structure here."),
        constraints: ir::Constraints::default(),
        sensitive: false,
        timestamp_format: None,
        streaming: None,
        media_type: None,
        kind: ir::Kind::Structure(ir::Structure {
            type_name: names.type_name,
            members: Vec::new(),
            error: None,
            deprecated: None,
        }),
    });
    ShapeId(shapes.len() - 1)
}

/// The way from an output to the member at a path of names with dots between them.
fn items_path(shapes: &[ir::Shape], output: ShapeId, path: &str) -> Option<ir::ItemsPath> {
    let mut steps = Vec::new();
    let mut shape = output;
    for name in path.split('.') {
        let ir::Kind::Structure(structure) = &shapes[shape.0].kind else {
            return None;
        };
        let member = structure.members.iter().find(|member| member.name == name)?;
        steps.push((member.field.clone(), member.holding));
        shape = member.element.target;
    }
    Some(ir::ItemsPath { shape, steps })
}

fn setters(input: &ir::Shape, call: &str) -> Vec<ir::Setter> {
    let ir::Kind::Structure(structure) = &input.kind else {
        return Vec::new();
    };
    let mut methods = Scope::with(CALL_METHODS.iter().copied());
    let mut parameters = naming::parameter_scope(call);
    let setters = structure.members.iter().enumerate().map(|(index, member)| ir::Setter {
        member: index,
        method: methods.claim(member.field.clone()),
        required: member.is_asked_for().then(|| ir::Required {
            parameter: parameters.claim(naming::type_parameter(&member.name)),
            marker: member.field.clone(),
        }),
    });
    setters.collect()
}

/// The methods that ask which error it is, in the order of the description.
pub(super) fn predicates(shapes: &[ir::Shape], error_types: &[ir::ErrorType]) -> Vec<ir::Predicate> {
    let returned = error_types.iter().flat_map(|error_type| &error_type.errors);
    let returned: BTreeSet<ShapeId> = returned.map(|error| error.shape).collect();

    let mut methods = Scope::with(["is_throttling", "is_retryable"]);
    let mut predicates: Vec<ir::Predicate> = Vec::new();
    for shape in returned.iter().map(|shape| &shapes[shape.0]) {
        let ir::Kind::Structure(structure) = &shape.kind else {
            continue;
        };
        let Some(error) = &structure.error else { continue };
        if predicates.iter().all(|other| other.code != error.code) {
            predicates.push(ir::Predicate {
                method: methods.claim(naming::predicate(&shape.id)),
                code: error.code.clone(),
            });
        }
    }
    predicates
}

fn variants(shapes: &[ir::Shape], errors: &[ShapeId]) -> Vec<ir::OperationError> {
    // Variants that every error type has of its own.
    let mut variants = Scope::with(["Unknown", "Transport", "Timeout", "Construction", "Decode"]);
    let errors = errors.iter().map(|shape| ir::OperationError {
        shape: *shape,
        variant: variants.claim(naming::type_name(&shapes[shape.0].id)),
    });
    errors.collect()
}
