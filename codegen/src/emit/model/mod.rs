//! The model crate: types, their schemas, and the operations as data.

mod enums;
pub(super) mod operations;
mod schemas;
mod structures;
mod unions;

use super::{
    Crate, CrateKind, Module, manifest,
    tokens::{contains_path, ident, with_imports as map_import},
};
use crate::ir::{Ir, Kind, Shape};
use proc_macro2::TokenStream;
use quote::quote;

/// Emits the model crate.
pub fn emit(ir: &Ir) -> Crate {
    let mut kinds = Kinds::default();
    for shape in &ir.shapes {
        kinds.add(ir, shape);
    }
    let mut modules = Vec::new();
    let mut types = TokenStream::new();
    for (name, docs, items) in [
        (
            "structures",
            "Structures, in the order of the description.",
            kinds.structures,
        ),
        ("unions", "Unions, in the order of the description.", kinds.unions),
        ("enums", "Enums, in the order of the description.", kinds.enums),
        (
            "errors",
            "Error structures, in the order of the description.",
            kinds.errors,
        ),
    ] {
        if items.is_empty() {
            continue;
        }
        let module = ident(name);
        types.extend(quote!(pub use super::#module::*;));
        modules.push(Module {
            name,
            docs,
            public: false,
            items: with_imports(items),
        });
    }
    if !kinds.traits.is_empty() {
        let docs = "What codecs, validation, `Debug` and serde need of each type.";
        modules.push(Module {
            name: "traits",
            docs,
            public: false,
            items: with_imports(kinds.traits),
        });
    }
    modules.push(Module {
        name: "schemas",
        docs: "The schema of every shape, as data.",
        public: true,
        items: schemas::schemas(ir),
    });
    modules.push(Module {
        name: "operations",
        docs: "The operations and the service, as data and as types.",
        public: true,
        items: operations::operations(ir),
    });
    Crate {
        kind: CrateKind::Model,
        modules,
        docs: manifest::crate_docs(ir, CrateKind::Model),
        root: quote! {
            /// Every structure, union, enum and error of the service.
            pub mod types {
                #types
            }
        },
        stands_on: &[],
        manifest: manifest::manifest(ir, CrateKind::Model),
        readme: manifest::readme(ir, CrateKind::Model),
    }
}

#[derive(Default)]
struct Kinds {
    structures: TokenStream,
    unions: TokenStream,
    enums: TokenStream,
    errors: TokenStream,
    traits: TokenStream,
}

impl Kinds {
    fn add(&mut self, ir: &Ir, shape: &Shape) {
        match &shape.kind {
            Kind::Structure(structure) => {
                let items = if structure.error.is_some() {
                    &mut self.errors
                } else {
                    &mut self.structures
                };
                items.extend(structures::structure(ir, shape, structure));
                self.traits.extend(structures::traits(shape, structure));
            }
            Kind::Union(union) => {
                self.unions.extend(unions::union(ir, shape, union));
                self.traits.extend(unions::traits(shape, union));
            }
            Kind::Enum(text_enum) => {
                self.enums.extend(enums::text_enum(shape, text_enum));
                self.traits.extend(enums::text_traits(text_enum));
            }
            Kind::IntEnum(int_enum) => {
                self.enums.extend(enums::int_enum(shape, int_enum));
                self.traits.extend(enums::int_traits(int_enum));
            }
            Kind::Scalar(_) | Kind::List { .. } | Kind::Map { .. } => {}
        }
    }
}

/// The items under the imports that they need.
fn with_imports(items: TokenStream) -> TokenStream {
    let schemas = contains_path(&items, "schemas").then(|| {
        quote!(
            use super::schemas;
        )
    });
    let types = contains_path(&items, "types").then(|| {
        quote!(
            use super::types;
        )
    });
    let schema = contains_path(&items, "schema").then(|| {
        quote!(
            use shapewright_schema as schema;
        )
    });
    map_import(quote!(#schemas #types #schema), items)
}
