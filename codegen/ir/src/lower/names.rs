//! The Rust names of a description's shapes and operations.
//!
//! They are decided over the whole description, also where only some of its operations are generated: the second of two
//! equal names gets a number, and which is the second must not depend on what is left out.

use super::naming::{self, CLIENT_METHODS, Scope};
use shapewright_spec::{Shape, Spec};
use std::collections::HashMap;

/// The names of one description, by the ids of what has them.
pub(super) struct Names<'a> {
    shapes: HashMap<&'a str, ShapeNames>,
    operations: HashMap<&'a str, OperationNames>,
    /// The names that operations have, for those of their errors.
    pub(super) of_operations: Scope,
}

/// The names of a shape.
#[derive(Clone, Default)]
pub(super) struct ShapeNames {
    /// Its type; empty where the shape has none of its own.
    pub(super) type_name: String,
    /// The static with its schema.
    pub(super) static_name: String,
}

/// The names of an operation.
#[derive(Clone, Default)]
pub(super) struct OperationNames {
    pub(super) type_name: String,
    pub(super) static_name: String,
    pub(super) method_name: String,
    pub(super) error_name: String,
    /// Those of its input, where the description names no structure for it.
    pub(super) input: ShapeNames,
    /// Those of its output, where the description names no structure for it.
    pub(super) output: ShapeNames,
}

impl<'a> Names<'a> {
    /// Decides the names of everything in the description.
    pub(super) fn of(spec: &'a Spec) -> Self {
        let (mut types, mut statics) = (Scope::default(), Scope::default());
        let shapes = spec.shapes.iter().map(|(id, shape)| {
            let type_name = match shape {
                Shape::Enum(_) | Shape::IntEnum(_) | Shape::Structure(_) | Shape::Union(_) => {
                    types.claim(naming::type_name(id))
                }
                _ => String::new(),
            };
            let static_name = statics.claim(naming::constant(id));
            let names = ShapeNames { type_name, static_name };
            (id.as_str(), names)
        });
        let shapes = shapes.collect();
        // A type without fields is a value too, so types and statics of operations share a scope.
        let mut of_operations = naming::operation_scope();
        let mut methods = Scope::with(CLIENT_METHODS.iter().copied());
        let mut empty = |named: &Option<String>, id: String| match named {
            Some(_) => ShapeNames::default(),
            None => ShapeNames {
                type_name: types.claim(naming::type_name(&id)),
                static_name: statics.claim(naming::constant(&id)),
            },
        };
        let operations = spec.operations.iter().map(|(id, operation)| {
            let input = empty(&operation.input, format!("{id}Input"));
            let output = empty(&operation.output, format!("{id}Output"));
            let type_name = of_operations.claim(naming::operation(id));
            let names = OperationNames {
                static_name: of_operations.claim(naming::constant(id)),
                method_name: methods.claim(naming::field(id)),
                error_name: of_operations.claim(format!("{type_name}Error")),
                type_name,
                input,
                output,
            };
            (id.as_str(), names)
        });
        Self {
            shapes,
            operations: operations.collect(),
            of_operations,
        }
    }

    /// The names of the shape with this id.
    pub(super) fn shape(&self, id: &str) -> ShapeNames {
        self.shapes.get(id).cloned().unwrap_or_default()
    }

    /// The names of the operation with this id.
    pub(super) fn operation(&self, id: &str) -> OperationNames {
        self.operations.get(id).cloned().unwrap_or_default()
    }
}
