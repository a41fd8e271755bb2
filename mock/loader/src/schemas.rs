//! Shapes as schemas.
//!
//! Structures and unions come first, without their members: they are what shapes refer to each other in circles by. Then
//! all others, each after what it holds. At last each structure and union gets its members.

use crate::leak::{self, Leak};
use shapewright_ir as ir;
use shapewright_schema::{
    Binding, Constraints, ErrorFacts, Fault, Kind, Member, Members, Number, Schema, Streaming, TimestampFormat,
};
use std::sync::OnceLock;

/// Where the members of a structure or union go.
type Later = &'static OnceLock<&'static [Member]>;

/// The schema of every shape, in the same order.
pub(crate) fn all(ir: &ir::Ir, leak: &mut Leak) -> Vec<&'static Schema> {
    let mut building = Building {
        ir,
        leak,
        schemas: vec![None; ir.shapes.len()],
    };
    let mut later: Vec<(Later, &[ir::Member])> = Vec::new();
    for (place, shape) in ir.shapes.iter().enumerate() {
        let (members, new): (_, fn(Members) -> Kind) = match &shape.kind {
            ir::Kind::Structure(structure) => (&structure.members, Kind::Structure),
            ir::Kind::Union(union) => (&union.members, Kind::Union),
            _ => continue,
        };
        let cell: Later = leak::one(OnceLock::new());
        later.push((cell, members));
        let schema = building.schema(shape, new(Members::set_later(cell)));
        building.schemas[place] = Some(schema);
    }
    let schemas: Vec<&'static Schema> = (0..ir.shapes.len()).map(|place| building.at(place)).collect();
    for (cell, members) in later {
        // Each cell was created above, so nobody has filled it.
        let _ = cell.set(self::members(members, &schemas, building.leak));
    }
    schemas
}

/// The schema of the record of a lifecycle.
pub(crate) fn record(shape: &ir::Shape, schemas: &[&'static Schema], leak: &mut Leak) -> &'static Schema {
    let members = match &shape.kind {
        ir::Kind::Structure(structure) => members(&structure.members, schemas, leak),
        _ => &[],
    };
    leak::one(facts(shape, Kind::Structure(Members::of(members)), leak))
}

struct Building<'a> {
    ir: &'a ir::Ir,
    leak: &'a mut Leak,
    schemas: Vec<Option<&'static Schema>>,
}

impl Building<'_> {
    /// The schema of the shape at this place, built where it is not there yet. Only lists and maps lead on from here, and a
    /// description in which they hold themselves is refused before.
    fn at(&mut self, place: usize) -> &'static Schema {
        if let Some(schema) = self.schemas[place] {
            return schema;
        }
        let ir = self.ir;
        let shape = &ir.shapes[place];
        let kind = match &shape.kind {
            ir::Kind::Scalar(scalar) => of_scalar(*scalar),
            ir::Kind::Enum(text_enum) => {
                let values = text_enum.variants.iter().map(|variant| self.leak.text(&variant.value));
                Kind::Enum(leak::list(values))
            }
            ir::Kind::IntEnum(int_enum) => {
                Kind::IntEnum(leak::list(int_enum.variants.iter().map(|variant| variant.value)))
            }
            ir::Kind::List { member, sparse } => Kind::List {
                member: self.element(member),
                sparse: *sparse,
            },
            ir::Kind::Map { key, value, sparse } => Kind::Map {
                key: self.element(key),
                value: self.element(value),
                sparse: *sparse,
            },
            ir::Kind::Structure(_) => Kind::Structure(Members::of(&[])),
            ir::Kind::Union(_) => Kind::Union(Members::of(&[])),
        };
        let schema = self.schema(shape, kind);
        self.schemas[place] = Some(schema);
        schema
    }

    fn element(&mut self, element: &ir::Element) -> &'static Member {
        let target = self.at(element.target.0);
        leak::one(with_facts(Member::element(target), element, self.leak))
    }

    fn schema(&mut self, shape: &ir::Shape, kind: Kind) -> &'static Schema {
        leak::one(facts(shape, kind, self.leak))
    }
}

fn facts(shape: &ir::Shape, kind: Kind, leak: &mut Leak) -> Schema {
    let mut schema = Schema::new(leak.text(&shape.id), kind);
    schema.constraints = constraints(&shape.constraints, leak);
    schema.sensitive = shape.sensitive;
    schema.timestamp_format = shape.timestamp_format.map(timestamp_format);
    schema.media_type = leak.optional_text(shape.media_type.as_deref());
    schema.streaming = shape.streaming.map(|streaming| match streaming {
        ir::Streaming::AnyLength => Streaming::AnyLength,
        ir::Streaming::KnownLength => Streaming::KnownLength,
    });
    match &shape.kind {
        ir::Kind::Structure(structure) => schema.error = structure.error.as_ref().map(|error| of_error(error, leak)),
        ir::Kind::Enum(text_enum) => {
            let internal = text_enum.variants.iter().filter(|variant| variant.internal);
            schema.internal = leak::list(internal.map(|variant| leak.text(&variant.value)));
        }
        _ => {}
    }
    schema
}

fn members(members: &[ir::Member], schemas: &[&'static Schema], leak: &mut Leak) -> &'static [Member] {
    leak::list(members.iter().map(|member| {
        let name = leak.text(&member.name);
        let built = Member {
            wire_name: leak.text(&member.wire_name),
            binding: binding(&member.binding, leak),
            required: member.required,
            idempotency_token: member.idempotency_token,
            endpoint: member.endpoint,
            default: leak.optional_text(member.default.as_deref()),
            ..Member::new(name, schemas[member.element.target.0])
        };
        with_facts(built, &member.element, leak)
    }))
}

/// The facts that members share with what lists and maps hold.
fn with_facts(member: Member, element: &ir::Element, leak: &mut Leak) -> Member {
    Member {
        constraints: constraints(&element.constraints, leak),
        sensitive: element.sensitive,
        timestamp_format: element.timestamp_format.map(timestamp_format),
        media_type: leak.optional_text(element.media_type.as_deref()),
        ..member
    }
}

fn of_scalar(scalar: ir::Scalar) -> Kind {
    match scalar {
        ir::Scalar::Blob => Kind::Blob,
        ir::Scalar::Boolean => Kind::Boolean,
        ir::Scalar::String => Kind::String,
        ir::Scalar::Byte => Kind::Byte,
        ir::Scalar::Short => Kind::Short,
        ir::Scalar::Integer => Kind::Integer,
        ir::Scalar::Long => Kind::Long,
        ir::Scalar::Float => Kind::Float,
        ir::Scalar::Double => Kind::Double,
        ir::Scalar::BigInteger => Kind::BigInteger,
        ir::Scalar::BigDecimal => Kind::BigDecimal,
        ir::Scalar::Timestamp => Kind::Timestamp,
        ir::Scalar::Document => Kind::Document,
    }
}

fn binding(binding: &ir::Binding, leak: &mut Leak) -> Binding {
    match binding {
        ir::Binding::Body => Binding::Body,
        ir::Binding::Label(name) => Binding::Label(leak.text(name)),
        ir::Binding::Query(name) => Binding::Query(leak.text(name)),
        ir::Binding::QueryParams => Binding::QueryParams,
        ir::Binding::Header(name) => Binding::Header(leak.text(name)),
        ir::Binding::PrefixHeaders(prefix) => Binding::PrefixHeaders(leak.text(prefix)),
        ir::Binding::Payload => Binding::Payload,
        ir::Binding::Status => Binding::Status,
    }
}

fn timestamp_format(format: ir::TimestampFormat) -> TimestampFormat {
    match format {
        ir::TimestampFormat::EpochSeconds => TimestampFormat::EpochSeconds,
        ir::TimestampFormat::DateTime => TimestampFormat::DateTime,
        ir::TimestampFormat::HttpDate => TimestampFormat::HttpDate,
    }
}

fn constraints(constraints: &ir::Constraints, leak: &mut Leak) -> &'static Constraints {
    if *constraints == ir::Constraints::default() {
        return &Constraints::NONE;
    }
    let number = |number: ir::Number| match number {
        ir::Number::Integer(number) => Number::Integer(number),
        ir::Number::Float(number) => Number::Float(number),
    };
    leak::one(Constraints {
        min_length: constraints.min_length,
        max_length: constraints.max_length,
        min: constraints.min.map(number),
        max: constraints.max.map(number),
        pattern: leak.optional_text(constraints.pattern.as_deref()),
        unique_items: constraints.unique_items,
    })
}

fn of_error(error: &ir::ErrorFacts, leak: &mut Leak) -> ErrorFacts {
    ErrorFacts {
        code: leak.text(&error.code),
        fault: match error.server_fault {
            true => Fault::Server,
            false => Fault::Client,
        },
        status: error.status,
        retryable: error.retryable,
        throttling: error.throttling,
        query_code: leak.optional_text(error.query_code.as_deref()),
    }
}
