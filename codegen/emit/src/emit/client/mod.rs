//! The client crate: one method and one call builder an operation, and one flat error type an operation.

mod calls;
mod errors;
mod pages;
mod waiters;

use super::{
    Crate, CrateKind, Import, Module, Piece, manifest,
    tokens::{deprecated, doc_lines, ident},
};
use proc_macro2::TokenStream;
use quote::quote;
use shapewright_ir::Ir;

/// Emits the client crate.
pub fn emit(ir: &Ir) -> Crate<'_> {
    let mut modules = vec![Module {
        name: "client",
        docs: "The client: one method per operation.",
        public: false,
        feature: None,
        imports: Vec::new(),
        items: Box::new(std::iter::once_with(|| client(ir).into())),
    }];
    if !ir.operations.is_empty() {
        modules.push(Module {
            name: "calls",
            docs: "Call builders, one per operation.",
            public: true,
            feature: None,
            imports: calls::imports(),
            items: Box::new(
                ir.operations
                    .iter()
                    .filter_map(|operation| calls::call(ir, operation))
                    .map(Piece::Own),
            ),
        });
        modules.push(Module {
            name: "errors",
            docs: "Error types, one per operation.",
            public: true,
            feature: None,
            imports: errors::imports(),
            items: {
                let names = ir.operations.iter().map(|operation| errors::name(ir, operation).into());
                let types = ir
                    .error_types
                    .iter()
                    .flat_map(|error_type| errors::error_type(ir, error_type));
                Box::new(
                    std::iter::once_with(|| errors::shared(ir).into())
                        .chain(names)
                        .chain(types),
                )
            },
        });
    }
    if ir.waits() {
        modules.push(Module {
            name: "waiters",
            docs: "What waiters wait for, as data.",
            public: false,
            feature: None,
            imports: waiters::imports(),
            items: Box::new(
                ir.operations
                    .iter()
                    .flat_map(|operation| &operation.waiters)
                    .map(|waiter| waiters::facts(waiter).into()),
            ),
        });
    }
    if !ir.markers.is_empty() {
        modules.push(Module {
            name: "required",
            docs: "One trait per required member. A call that lacks the member does not implement it, and the compile error names the member.",
            public: true,
            feature: None,
            imports: vec![Import::of("shapewright_client::codegen", "Set")],
            items: Box::new(ir.markers.iter().map(|marker| required(marker).into())),
        });
    }
    Crate {
        kind: CrateKind::Client,
        modules,
        docs: manifest::crate_docs(ir, CrateKind::Client),
        root: quote! {
            pub use client::Client;
            pub use shapewright_client as runtime;
        },
    }
}

fn client(ir: &Ir) -> TokenStream {
    let title = &ir.service.title;
    let docs = super::tokens::doc_line(&format!(
        "A client of {title}. Cloning it is cheap; clones share connections."
    ));
    let methods = ir.operations.iter().map(|operation| {
        let docs = doc_lines(&operation.docs);
        let deprecation = deprecated(operation.deprecated.as_deref());
        let (method, call) = (ident(&operation.method_name), ident(&operation.type_name));
        let any_required = operation.setters.iter().any(|setter| setter.required.is_some());
        let set = any_required.then(|| quote!(set: std::marker::PhantomData,));
        quote! {
            #docs
            #deprecation
            #[inline]
            pub fn #method(&self) -> calls::#call<'_> {
                calls::#call {
                    core: &self.core,
                    input: Default::default(),
                    #set
                }
            }
        }
    });
    let calls = (!ir.operations.is_empty()).then(|| quote!(calls,));
    let unread = ir
        .operations
        .is_empty()
        .then(|| quote!(#[allow(dead_code, reason = "there is no operation to call")]));
    quote! {
        use super::{#calls model};
        use shapewright_client::codegen::{Builder, ConfigError, Core, ServiceClient};

        #docs
        #[derive(Debug, Clone)]
        pub struct Client {
            #unread
            core: Core,
        }

        impl Client {
            /// Returns a builder, which sets credentials, region, endpoint and everything else of a client.
            #[inline]
            pub fn builder() -> Builder<Self> {
                Builder::new()
            }

            /// Creates a client from the environment: credentials, region and endpoint.
            ///
            /// # Errors
            /// When one of them is missing. The message names the variable to set.
            #[inline]
            pub async fn from_env() -> Result<Self, ConfigError> {
                shapewright_client::codegen::from_env().await
            }

            /// Whether the operation with this name has a paginator: `paginate` on its call.
            #[inline]
            pub fn can_paginate(&self, operation: &str) -> bool {
                self.core.can_paginate(operation)
            }

            #(#methods)*
        }

        impl ServiceClient for Client {
            const SERVICE: &'static shapewright_client::codegen::schema::Service = &model::operations::SERVICE;

            #[inline]
            fn from_core(core: Core) -> Self {
                Self { core }
            }
        }
    }
}

fn required(marker: &str) -> TokenStream {
    let name = ident(marker);
    let plain = marker.trim_start_matches("r#");
    let docs = super::tokens::doc_line(&format!("The member `{plain}` has been set."));
    let message = format!("required member `{plain}` has not been set");
    let label = format!("call `.{plain}(...)` before this");
    quote! {
        #docs
        #[allow(non_camel_case_types, reason = "it is named after the member")]
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        pub trait #name {}

        #[diagnostic::do_not_recommend]
        impl #name for Set {}
    }
}
