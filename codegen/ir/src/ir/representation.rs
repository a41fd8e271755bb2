//! The representation of a whole description.

use super::{
    ErrorType, Kind, Lifecycle, Member, Operation, OperationError, Predicate, Service, Shape, ShapeId, Tagging,
};

/// A service, ready to be emitted.
#[derive(Debug)]
pub struct Ir {
    /// The description's path as it was given, for file headers.
    pub source: String,
    /// The service.
    pub service: Service,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The shapes. A [`ShapeId`] is an index into them.
    pub shapes: Vec<Shape>,
    /// The lifecycles.
    pub lifecycles: Vec<Lifecycle>,
    /// The operations on tags.
    pub tagging: Option<Tagging>,
    /// The error types of the client. An operation names its own by an index into them.
    pub error_types: Vec<ErrorType>,
    /// The methods that ask which error it is, one a code.
    pub predicates: Vec<Predicate>,
    /// The marker types for required members, one a field name, sorted.
    pub markers: Vec<String>,
}

impl Ir {
    /// The shape with this id.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.0]
    }

    /// The errors that an operation can return.
    pub fn errors(&self, operation: &Operation) -> &[OperationError] {
        &self.error_types[operation.error_type].errors
    }

    /// Whether anything can be waited for.
    pub fn waits(&self) -> bool {
        self.operations.iter().any(|operation| !operation.waiters.is_empty())
    }

    /// Whether bodies stream.
    pub fn streams(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| self.shape(operation.input).holds_stream() || self.shape(operation.output).holds_stream())
    }

    /// Whether anything should not be used any more.
    pub fn deprecates(&self) -> bool {
        let member = |members: &[Member]| members.iter().any(|member| member.deprecated.is_some());
        let shape = |shape: &Shape| match &shape.kind {
            Kind::Structure(structure) => structure.deprecated.is_some() || member(&structure.members),
            Kind::Union(union) => union.deprecated.is_some() || member(&union.members),
            Kind::Enum(text_enum) => text_enum.variants.iter().any(|variant| variant.deprecated.is_some()),
            _ => false,
        };
        self.shapes.iter().any(shape) || self.operations.iter().any(|operation| operation.deprecated.is_some())
    }
}
