//! The model crate: types, their schemas, and the operations as data.

mod enums;
pub(super) mod operations;
pub(super) mod schemas;
pub(super) mod structures;
mod unions;

use super::{Crate, CrateKind, Import, Module, Piece, manifest, tokens::ident};
use proc_macro2::TokenStream;
use quote::quote;
use shapewright_ir::{Ir, Kind, Shape};

/// Emits what a shape has of one kind of item, if anything.
type Emit = for<'a> fn(&Ir, &'a Shape) -> Vec<Piece<'a>>;

/// The modules of types: name, documentation, and what each holds of a shape.
const TYPES: [(&str, &str, Emit); 4] = [
    ("structures", "Structures, in the order of the description.", structure),
    ("unions", "Unions, in the order of the description.", union),
    ("enums", "Enums, in the order of the description.", any_enum),
    ("errors", "Error structures, in the order of the description.", error),
];

/// Emits the model crate.
pub fn emit(ir: &Ir) -> Crate<'_> {
    let of_shapes = |name, docs, emit: Emit| Module {
        name,
        docs,
        public: false,
        feature: None,
        imports: imports(),
        items: Box::new(ir.shapes.iter().flat_map(move |shape| emit(ir, shape))),
    };
    let has = |emit: Emit| ir.shapes.iter().any(|shape| !emit(ir, shape).is_empty());
    let present: Vec<_> = TYPES.into_iter().filter(|(_, _, emit)| has(*emit)).collect();
    let names: Vec<_> = present.iter().map(|(name, ..)| ident(name)).collect();
    let mut modules: Vec<_> = present
        .into_iter()
        .map(|(name, docs, emit)| of_shapes(name, docs, emit))
        .collect();
    if !modules.is_empty() {
        let docs = "The traits of each type: `Clone`, `Debug`, `PartialEq`, and those that codecs and validation use.";
        modules.push(of_shapes("traits", docs, traits));
        modules.push(Module {
            feature: Some("serde"),
            ..of_shapes("serde", "`Serialize` and `Deserialize` for each type.", serde)
        });
    }
    modules.push(Module {
        name: "schemas",
        docs: "The schema of every shape, as data.",
        public: true,
        feature: None,
        imports: schemas::imports("shapewright_schema"),
        items: Box::new(
            ir.shapes
                .iter()
                .map(|shape| schemas::schema(ir, shape, &TokenStream::new()).into()),
        ),
    });
    modules.push(Module {
        name: "operations",
        docs: "The operations and the service, as data and as types.",
        public: true,
        feature: None,
        imports: operations::imports(),
        items: operations::operations(ir),
    });
    Crate {
        kind: CrateKind::Model,
        modules,
        docs: manifest::crate_docs(ir, CrateKind::Model),
        root: quote! {
            /// Every structure, union, enum and error of the service.
            pub mod types {
                #(pub use super::#names::*;)*
            }
        },
    }
}

/// What types and their traits may need.
fn imports() -> Vec<Import> {
    vec![
        Import::of("super", "schemas"),
        Import::of("super", "types"),
        Import::renamed("shapewright_schema", "schema"),
        Import::of("std::collections", "BTreeMap"),
    ]
}

fn structure<'a>(ir: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    match &shape.kind {
        Kind::Structure(structure) if structure.error.is_none() => {
            vec![structures::structure(ir, shape, structure).into()]
        }
        _ => Vec::new(),
    }
}

fn error<'a>(ir: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    match &shape.kind {
        Kind::Structure(structure) if structure.error.is_some() => {
            vec![structures::structure(ir, shape, structure).into()]
        }
        _ => Vec::new(),
    }
}

fn union<'a>(ir: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    match &shape.kind {
        Kind::Union(union) => vec![unions::union(ir, shape, union).into()],
        _ => Vec::new(),
    }
}

fn any_enum<'a>(_: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    match &shape.kind {
        Kind::Enum(text_enum) => enums::text_enum(shape, text_enum),
        Kind::IntEnum(int_enum) => vec![enums::int_enum(shape, int_enum).into()],
        _ => Vec::new(),
    }
}

fn traits<'a>(_: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    match &shape.kind {
        Kind::Structure(structure) => structures::traits(shape, structure),
        Kind::Union(union) => unions::traits(shape, union),
        Kind::Enum(text_enum) => vec![Piece::Template(enums::text_traits, &text_enum.type_name)],
        Kind::IntEnum(int_enum) => vec![Piece::Template(enums::int_traits, &int_enum.type_name)],
        Kind::Scalar(_) | Kind::List { .. } | Kind::Map { .. } => Vec::new(),
    }
}

fn serde<'a>(_: &Ir, shape: &'a Shape) -> Vec<Piece<'a>> {
    let name = match &shape.kind {
        Kind::Structure(structure) if structure.holds_stream() => return Vec::new(),
        Kind::Structure(structure) => &structure.type_name,
        Kind::Union(union) => &union.type_name,
        Kind::Enum(text_enum) => &text_enum.type_name,
        Kind::IntEnum(int_enum) => &int_enum.type_name,
        Kind::Scalar(_) | Kind::List { .. } | Kind::Map { .. } => return Vec::new(),
    };
    vec![Piece::Template(structures::serde, name)]
}
