//! Records of lifecycles: their types, their schemas, and the methods that seed them.

use super::super::{
    Import, Module, Piece,
    model::{schemas, structures},
    tokens::{doc_line, ident},
};
use proc_macro2::TokenStream;
use quote::quote;
use shapewright_ir::{Ir, Kind, Lifecycle, Structure};

/// The modules of a service with lifecycles.
pub fn modules(ir: &Ir) -> [Module<'_>; 3] {
    [
        Module {
            name: "records",
            docs: "What the state engine keeps, as types to seed it with.",
            public: true,
            feature: None,
            imports: vec![
                Import::of("super", "record_schemas"),
                Import::of("super::model", "types"),
                Import::of("shapewright_server", "schema"),
                Import::of("std::collections", "BTreeMap"),
            ],
            items: Box::new(
                ir.lifecycles
                    .iter()
                    .filter_map(|lifecycle| record(ir, lifecycle))
                    .map(Piece::Own),
            ),
        },
        Module {
            name: "record_schemas",
            docs: "The schema of every record, as data.",
            public: false,
            feature: None,
            imports: schemas::imports("shapewright_server::schema")
                .into_iter()
                .chain([Import::of("super::model", "schemas")])
                .collect(),
            items: Box::new(
                ir.lifecycles
                    .iter()
                    .map(|lifecycle| schemas::schema(ir, &lifecycle.record, &quote!(schemas::)).into()),
            ),
        },
        Module {
            name: "seeding",
            docs: "Seeding, one method a collection.",
            public: false,
            feature: None,
            imports: Vec::new(),
            items: Box::new(std::iter::once_with(|| seeding(ir).into())),
        },
    ]
}

fn structure(lifecycle: &Lifecycle) -> Option<&Structure> {
    match &lifecycle.record.kind {
        Kind::Structure(structure) => Some(structure),
        _ => None,
    }
}

fn record(ir: &Ir, lifecycle: &Lifecycle) -> Option<TokenStream> {
    let shape = structure(lifecycle)?;
    let (name, schema) = (ident(&shape.type_name), ident(&lifecycle.record.static_name));
    let declaration = structures::structure(ir, &lifecycle.record, shape);
    let by_index = structures::by_index(shape, &quote!(#name), &quote!(record_schemas::#schema));
    let by_schema = structures::by_schema(&quote!(#name));
    Some(quote!(#declaration #by_index #by_schema))
}

fn seeding(ir: &Ir) -> TokenStream {
    let mock = ident(&ir.service.type_name);
    let methods = ir.lifecycles.iter().filter_map(|lifecycle| method(ir, lifecycle));
    quote! {
        use super::{mock::#mock, records};
        use shapewright_server::{SeedError, Seeded};

        /// Each method puts in all of its records or, where one of them cannot be, none. It answers them with their
        /// identifiers.
        impl #mock {
            #(#methods)*
        }
    }
}

fn method(ir: &Ir, lifecycle: &Lifecycle) -> Option<TokenStream> {
    let record = ident(&structure(lifecycle)?.type_name);
    let method = ident(&lifecycle.seed_method);
    let (service, collection) = (&ir.service.name, &lifecycle.collection);
    let docs = doc_line(&format!("Seeds the collection `{collection}`."));
    let (argument, records) = if lifecycle.single {
        (quote!(record: records::#record), quote!([record]))
    } else {
        let argument = quote!(records: impl IntoIterator<Item = records::#record>);
        (argument, quote!(records))
    };
    Some(quote! {
        #docs
        ///
        /// # Errors
        /// When a record does not obey the description, or the state has no room for it.
        pub fn #method(&self, #argument) -> Result<Vec<Seeded>, SeedError> {
            self.mock.seed_records(&self.place, #service, #collection, #records)
        }
    })
}
