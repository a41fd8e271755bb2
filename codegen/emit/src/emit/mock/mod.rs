//! The mock crate: the service as a trait with every operation defaulted, its dispatch, its lifecycles, and a mock ready
//! to start.

mod lifecycles;
mod records;

use super::{
    Crate, CrateKind, Module, manifest,
    tokens::{deprecated, doc_line, doc_lines, ident, shape_type},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Ir, Operation};

/// Emits the mock crate.
pub fn emit(ir: &Ir) -> Crate<'_> {
    let mock = ident(&ir.service.type_name);
    let service = ident(&ir.service.trait_name);
    let mut mock_crate = Crate {
        kind: CrateKind::Mock,
        modules: vec![
            Module {
                name: "service",
                docs: "The service as a trait: one method per operation, each with a default.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| service_trait(ir).into())),
            },
            Module {
                name: "dispatch",
                docs: "Which method handles which operation.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| dispatch(ir).into())),
            },
            Module {
                name: "lifecycles",
                docs: "The lifecycles of the service's resources, as data.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| lifecycles::lifecycles(ir).into())),
            },
            Module {
                name: "mock",
                docs: "The mock itself.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| start(ir).into())),
            },
        ],
        docs: manifest::crate_docs(ir, CrateKind::Mock),
        root: quote! {
            pub use dispatch::handler;
            pub use mock::{Defaults, #mock};
            pub use service::#service;
            pub use shapewright_server as runtime;
        },
    };
    if !ir.lifecycles.is_empty() {
        mock_crate.modules.extend(records::modules(ir));
    }
    mock_crate
}

fn service_trait(ir: &Ir) -> TokenStream {
    let name = ident(&ir.service.trait_name);
    let docs = [
        format!("A server implementation of {}.", ir.service.title),
        String::new(),
        "Every method has a default: the state engine if a lifecycle names the operation, otherwise a generated response"
            .to_owned(),
        "that is valid by the schema. Requests are validated before a method is called.".to_owned(),
    ];
    let docs = doc_lines(&shapewright_ir::Docs(docs.into()));
    let methods = ir.operations.iter().map(|operation| method(ir, operation));
    let imports = (!ir.operations.is_empty()).then(|| {
        quote! {
            use super::model::{operations, types};
            use shapewright_server::Context;
        }
    });
    quote! {
        #imports
        use shapewright_server::{Refusal, Seeded, Transaction};
        #docs
        pub trait #name: Send + Sync + 'static {
            #(#methods)*
            /// Completes a seeded record, as a request that creates such a record would. It is called within the seed's
            /// transaction, once all of the seed's records are stored.
            ///
            /// # Errors
            /// When the record is not valid. Then nothing is seeded.
            fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
                let _ = (record, transaction);
                Ok(())
            }
            /// Whether this implementation keeps state of its own for the operation with this name, which no lifecycle
            /// names.
            fn keeps_state(&self, operation: &str) -> bool {
                let _ = operation;
                false
            }
        }
    }
}

fn method(ir: &Ir, operation: &Operation) -> TokenStream {
    let name = ident(&operation.method_name);
    let operation_type = ident(&operation.type_name);
    let docs = doc_lines(&operation.docs);
    let deprecation = deprecated(operation.deprecated.as_deref());
    let (input, output) = (shape_type(ir, operation.input), shape_type(ir, operation.output));
    let response = match ir.shape(operation.input).holds_stream() {
        true => quote!(context.default_streaming_response::<operations::#operation_type>(input).await),
        false => quote!(context.default_response::<operations::#operation_type>(input)),
    };
    quote! {
        #docs
        #deprecation
        fn #name(
            &self,
            input: #input,
            context: &Context,
        ) -> impl Future<Output = Result<#output, Refusal>> + Send {
            async move { #response }
        }
    }
}

fn dispatch(ir: &Ir) -> TokenStream {
    let service = ident(&ir.service.trait_name);
    let arms = ir.operations.iter().enumerate().map(|(index, operation)| {
        let method = ident(&operation.method_name);
        let operation_type = ident(&operation.type_name);
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => incoming.handle(operations::#operation_type, S::#method),)
    });
    let (incoming, call) = if ir.operations.is_empty() {
        (None, quote!(Box::pin(unknown_operation(request))))
    } else {
        (
            Some(quote!(Incoming,)),
            quote! {
                let incoming = Incoming::new(&self.0, request, context);
                match operation {
                    #(#arms)*
                    _ => Box::pin(unknown_operation(request)),
                }
            },
        )
    };
    let (operation, context) = if ir.operations.is_empty() {
        (quote!(_), quote!(_))
    } else {
        (quote!(operation), quote!(context))
    };
    let tagging = ir.tagging.as_ref().map(|_| {
        quote! {
            fn tagging(&self) -> Option<&'static Tagging> {
                Some(&TAGGING)
            }
        }
    });
    let (data, tagging_type) = match ir.tagging {
        Some(_) => (quote!(lifecycles::{LIFECYCLES, TAGGING}), Some(quote!(Tagging,))),
        None => (quote!(lifecycles::LIFECYCLES), None),
    };
    quote! {
        use super::{#data, model::operations, service::#service};
        use shapewright_server::{
            Context, Handler, #incoming Lifecycle, Refusal, Request, ResponseFuture, Seeded, #tagging_type Transaction, schema,
            unknown_operation,
        };
        use std::sync::Arc;

        struct Dispatch<S>(S);

        /// Turns an implementation of the service into a handler that can be served.
        pub fn handler<S: #service>(service: S) -> Arc<dyn Handler> {
            Arc::new(Dispatch(service))
        }

        impl<S: #service> Handler for Dispatch<S> {
            fn service(&self) -> &'static schema::Service {
                &operations::SERVICE
            }

            fn lifecycles(&self) -> &'static [Lifecycle] {
                LIFECYCLES
            }

            #tagging

            fn call<'a>(&'a self, #operation: usize, request: &'a Request, #context: &'a Context) -> ResponseFuture<'a> {
                #call
            }

            fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
                self.0.seeded(record, transaction)
            }

            fn keeps_state(&self, operation: &str) -> bool {
                self.0.keeps_state(operation)
            }
        }
    }
}

fn start(ir: &Ir) -> TokenStream {
    let name = ident(&ir.service.type_name);
    let service = ident(&ir.service.trait_name);
    let title = &ir.service.title;
    let docs = doc_line(&format!("An in-process mock of {title}."));
    let (connect, send) = match ir.streams() {
        true => (quote!(in_process_streaming_at), quote!(stream)),
        false => (quote!(in_process_at), quote!(call)),
    };
    let defaults = doc_line(&format!("{title} with the default behavior of every operation."));
    quote! {
        use super::{client::Client, dispatch::handler, service::#service};
        use shapewright_client::ConfigError;
        use shapewright_server::{Mock, MockBuilder, Place};
        use std::ops::Deref;

        #defaults
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Defaults;

        impl #service for Defaults {}

        #docs
        ///
        /// It needs no sockets. Clones share its state. It dereferences to [`Mock`], which has the methods for faults, stubs,
        /// snapshots and the journal.
        #[derive(Debug, Clone)]
        pub struct #name {
            pub(super) mock: Mock,
            pub(super) place: Place,
        }

        impl #name {
            /// Starts a mock with the default behavior of every operation.
            pub fn start() -> Self {
                Self::with(Defaults)
            }

            /// Starts a mock that handles requests with `service`.
            pub fn with(service: impl #service) -> Self {
                Self::builder(service).build()
            }

            /// The same mock for another account (twelve digits) and region: clients and seeds of the returned mock use
            /// them. The default is account `000000000000` in `us-east-1`.
            #[must_use]
            pub fn at(&self, account: &str, region: &str) -> Self {
                Self {
                    mock: self.mock.clone(),
                    place: Place::new(account, region),
                }
            }

            /// Builds a mock that handles requests with `service`, for example [`Defaults`], and has a clock, a seed or limits
            /// of its own.
            pub fn builder(service: impl #service) -> MockBuilder<Self> {
                MockBuilder::new().add(handler(service))
            }

            /// A client connected to this mock.
            pub fn client(&self) -> Client {
                let mock = self.mock.clone();
                shapewright_client::#connect(self.place.account(), self.place.region(), move |request| {
                    let mock = mock.clone();
                    async move { mock.#send(request).await }
                })
            }

            /// A client for a mock that listens on a socket, at the URL that its `listen` method returned.
            ///
            /// # Errors
            /// When the URL is not valid.
            pub fn client_for(&self, url: impl Into<String>) -> Result<Client, ConfigError> {
                shapewright_client::connected_to(url, self.place.account(), self.place.region())
            }

            /// The underlying mock, which knows no service.
            pub fn mock(&self) -> &Mock {
                &self.mock
            }
        }

        impl From<Mock> for #name {
            fn from(mock: Mock) -> Self {
                Self {
                    mock,
                    place: Place::default(),
                }
            }
        }

        impl Deref for #name {
            type Target = Mock;

            fn deref(&self) -> &Mock {
                &self.mock
            }
        }
    }
}
