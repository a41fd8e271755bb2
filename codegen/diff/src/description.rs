//! A description that is compared: what it says, where it says it, and how generated code would look.

use super::{Place, model::Position};
use shapewright_codegen::types;
use shapewright_ir as ir;
use shapewright_spec::diagnostic::Location;
use shapewright_spec::{
    Protocol, Spec,
    parse::{Parsed, Part},
};
use std::collections::HashMap;

/// One side of a comparison.
#[derive(Debug)]
pub struct Description {
    parsed: Parsed,
    ir: Option<ir::Ir>,
}

impl Description {
    /// A description that was read from a text. It should have no error: what breaks a rule is compared as it is.
    pub fn new(parsed: Parsed) -> Self {
        // Names and types do not depend on the protocol, so those of a protocol that cannot be generated are known too.
        let can_be_generated = parsed
            .spec
            .service
            .protocol
            .iter()
            .all(shapewright_spec::check::is_supported);
        let ir = if can_be_generated {
            ir::lower(&parsed.spec, parsed.positions.path())
        } else {
            let mut spec = parsed.spec.clone();
            spec.service.protocol = Protocol::RestJson1.into();
            ir::lower(&spec, "")
        };
        Self { parsed, ir: ir.ok() }
    }

    /// A description that was made of a model, and so has no text: its places have no lines.
    pub fn from_spec(spec: Spec) -> Self {
        Self::new(Parsed::without_text(spec))
    }

    /// What it says.
    pub fn spec(&self) -> &Spec {
        &self.parsed.spec
    }

    pub(super) fn place(&self, path: &[impl AsRef<str>]) -> Place {
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        let Location {
            path: file,
            line,
            column,
            pointer,
        } = self.parsed.positions.location(&path, Part::Short);
        let position = (!file.is_empty()).then_some(Position { file, line, column });
        Place { pointer, position }
    }

    pub(super) fn rust(&self) -> Option<Rust<'_>> {
        self.ir.as_ref().map(|ir| Rust::new(ir, self.spec()))
    }
}

/// What generated code looks like, found by the names of the description.
pub(super) struct Rust<'a> {
    ir: &'a ir::Ir,
    shapes: HashMap<&'a str, &'a ir::Shape>,
    operations: HashMap<&'a str, &'a ir::Operation>,
    lifecycles: HashMap<&'a str, &'a ir::Lifecycle>,
}

impl<'a> Rust<'a> {
    fn new(ir: &'a ir::Ir, spec: &Spec) -> Self {
        // After the shapes of the description come those that stand for nothing.
        let shapes = ir.shapes.iter().take(spec.shapes.len());
        let operations = ir.operations.iter();
        let lifecycles = ir.lifecycles.iter();
        Self {
            ir,
            shapes: shapes.map(|shape| (shape.id.as_str(), shape)).collect(),
            operations: operations
                .map(|operation| (operation.name.as_str(), operation))
                .collect(),
            lifecycles: lifecycles
                .map(|lifecycle| (lifecycle.name.as_str(), lifecycle))
                .collect(),
        }
    }

    pub(super) fn service(&self) -> &'a ir::Service {
        &self.ir.service
    }

    /// The type of what an operation takes.
    pub(super) fn input_type(&self, operation: &str) -> Option<String> {
        Some(types::shape_type(self.ir, self.operations.get(operation)?.input))
    }

    /// The type of what an operation returns.
    pub(super) fn output_type(&self, operation: &str) -> Option<String> {
        Some(types::shape_type(self.ir, self.operations.get(operation)?.output))
    }

    /// The type of the items of a page. None where an operation is not read page by page, or its pages have no items.
    pub(super) fn page_type(&self, operation: &str) -> Option<String> {
        let path = self.operations.get(operation)?.pagination.as_ref()?.path.as_ref()?;
        Some(types::shape_type(self.ir, path.shape))
    }

    /// The names that generated code gives to an operation and to its errors.
    pub(super) fn operation_names(&self, operation: &str) -> Option<Vec<String>> {
        let operation = self.operations.get(operation)?;
        Some(vec![
            operation.method_name.clone(),
            operation.type_name.clone(),
            operation.error_name.clone(),
            operation.static_name.clone(),
        ])
    }

    /// The names that generated code gives to a shape.
    pub(super) fn shape_names(&self, shape: &str) -> Option<Vec<String>> {
        let shape = self.shapes.get(shape)?;
        let type_name = match &shape.kind {
            ir::Kind::Structure(structure) => &structure.type_name,
            ir::Kind::Union(union) => &union.type_name,
            ir::Kind::Enum(text_enum) => &text_enum.type_name,
            ir::Kind::IntEnum(int_enum) => &int_enum.type_name,
            ir::Kind::Scalar(_) | ir::Kind::List { .. } | ir::Kind::Map { .. } => &shape.static_name,
        };
        Some(vec![type_name.clone(), shape.static_name.clone()])
    }

    /// What a lifecycle is in the mock's crate: the method that seeds its records, and their fields.
    pub(super) fn record(&self, lifecycle: &str) -> Option<Vec<String>> {
        let lifecycle = self.lifecycles.get(lifecycle)?;
        let mut record = vec![lifecycle.seed_method.clone()];
        if let ir::Kind::Structure(structure) = &lifecycle.record.kind {
            record.push(structure.type_name.clone());
            let fields = structure.members.iter();
            record.extend(fields.map(|member| format!("{}: {}", member.field, types::field_type(self.ir, member))));
        }
        Some(record)
    }

    /// The names of an enum's variants, by the names in the description.
    pub(super) fn variants(&self, shape: &str) -> HashMap<&'a str, &'a str> {
        match self.shapes.get(shape).map(|shape| &shape.kind) {
            Some(ir::Kind::Enum(text_enum)) => {
                let pairs = text_enum.variants.iter();
                pairs
                    .map(|variant| (variant.value.as_str(), variant.name.as_str()))
                    .collect()
            }
            _ => HashMap::new(),
        }
    }

    /// The member of a structure or union.
    pub(super) fn member(&self, shape: &str, member: &str) -> Option<&'a ir::Member> {
        let members = match &self.shapes.get(shape)?.kind {
            ir::Kind::Structure(structure) => &structure.members,
            ir::Kind::Union(union) => &union.members,
            _ => return None,
        };
        members.iter().find(|other| other.name == member)
    }

    /// The type of a shape's values, as the emitters write it.
    pub(super) fn shape_type(&self, shape: &str) -> Option<String> {
        let index = self.ir.shapes.iter().position(|other| other.id == shape)?;
        Some(types::shape_type(self.ir, ir::ShapeId(index)))
    }

    /// The type of a member's field, as the emitters write it.
    pub(super) fn field_type(&self, shape: &str, member: &str) -> Option<String> {
        Some(types::field_type(self.ir, self.member(shape, member)?))
    }

    /// All that a caller sees of a member: its field's type, whether a call asks for it, whether there is a slice.
    pub(super) fn face(&self, shape: &str, member: &str) -> Option<(String, bool, bool)> {
        let field = self.field_type(shape, member)?;
        let facts = self.member(shape, member)?;
        Some((field, facts.is_asked_for(), facts.slice_accessor))
    }

    /// The members that a call of each operation asks for, in the order of its type parameters.
    pub(super) fn asked(&self, shape: &str) -> Vec<&'a str> {
        let Some(ir::Kind::Structure(structure)) = self.shapes.get(shape).map(|shape| &shape.kind) else {
            return Vec::new();
        };
        let asked = structure.members.iter().filter(|member| member.is_asked_for());
        asked.map(|member| member.name.as_str()).collect()
    }
}
