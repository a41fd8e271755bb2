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
                docs: "The service as a trait: one method an operation, each with a default.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| service_trait(ir).into())),
            },
            Module {
                name: "dispatch",
                docs: "Which method answers which operation.",
                public: false,
                feature: None,
                imports: Vec::new(),
                items: Box::new(std::iter::once_with(|| dispatch(ir).into())),
            },
            Module {
                name: "lifecycles",
                docs: "What the state engine keeps, as data.",
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
        manifest: manifest::manifest(ir, CrateKind::Mock),
        readme: manifest::readme(ir, CrateKind::Mock),
    };
    if !ir.lifecycles.is_empty() {
        mock_crate.modules.extend(records::modules(ir));
    }
    mock_crate
}

fn service_trait(ir: &Ir) -> TokenStream {
    let name = ident(&ir.service.trait_name);
    let docs = [
        format!("{}, as a server sees it.", ir.service.title),
        String::new(),
        "Every method has a default: the state engine where a lifecycle names the operation, else an answer that obeys"
            .to_owned(),
        "the schema. Requests have been validated when a method sees them.".to_owned(),
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
            /// Completes a record that a seed has put in, as a request that makes such a record would: within the
            /// seed's transaction, when all its records are there.
            ///
            /// # Errors
            /// When the record cannot be. Then nothing is seeded.
            fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
                let _ = (record, transaction);
                Ok(())
            }
            /// Whether code of its own keeps state for the operation of this name, where no lifecycle does.
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
    let answer = match ir.shape(operation.input).holds_stream() {
        true => quote!(context.default_answer_of_stream::<operations::#operation_type>(input).await),
        false => quote!(context.default_answer::<operations::#operation_type>(input)),
    };
    quote! {
        #docs
        #deprecation
        fn #name(
            &self,
            input: #input,
            context: &Context,
        ) -> impl Future<Output = Result<#output, Refusal>> + Send {
            async move { #answer }
        }
    }
}

fn dispatch(ir: &Ir) -> TokenStream {
    let service = ident(&ir.service.trait_name);
    let arms = ir.operations.iter().enumerate().map(|(index, operation)| {
        let method = ident(&operation.method_name);
        let operation_type = ident(&operation.type_name);
        let index = Literal::usize_unsuffixed(index);
        quote! {
            #index => Box::pin(answer::<operations::#operation_type, _, _>(
                request,
                context,
                move |input| self.0.#method(input, context),
            )),
        }
    });
    let (answer, call) = if ir.operations.is_empty() {
        (None, quote!(Box::pin(unknown_operation(request))))
    } else {
        (
            Some(quote!(answer,)),
            quote! {
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
            Answering, Context, Handler, Lifecycle, Refusal, Request, Seeded, #tagging_type Transaction, #answer schema,
            unknown_operation,
        };
        use std::sync::Arc;

        struct Dispatch<S>(S);

        /// Makes a service ready to be served.
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

            fn call<'a>(&'a self, #operation: usize, request: &'a Request, #context: &'a Context) -> Answering<'a> {
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
    let docs = doc_line(&format!("A mock of {title}, in this process."));
    let (connect, answer) = match ir.streams() {
        true => (quote!(in_process_streaming_at), quote!(stream)),
        false => (quote!(in_process_at), quote!(call)),
    };
    let defaults = doc_line(&format!("Every operation of {title} by its default."));
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
        /// It needs no sockets; clones share its state. All that a [`Mock`] can do it can do too.
        #[derive(Debug, Clone)]
        pub struct #name {
            pub(super) mock: Mock,
            pub(super) place: Place,
        }

        impl #name {
            /// Starts a mock that answers every operation by its default.
            pub fn start() -> Self {
                Self::with(Defaults)
            }

            /// Starts a mock that answers with `service`.
            pub fn with(service: impl #service) -> Self {
                Self::builder(service).build()
            }

            /// The same mock, as an account of twelve digits sees it in a region: its clients call from there, and
            /// what it seeds is there. Without this that is account `000000000000` in `us-east-1`.
            #[must_use]
            pub fn at(&self, account: &str, region: &str) -> Self {
                Self {
                    mock: self.mock.clone(),
                    place: Place::new(account, region),
                }
            }

            /// Builds a mock that answers with `service`, [`Defaults`] for instance: with a clock, a seed and limits.
            pub fn builder(service: impl #service) -> MockBuilder<Self> {
                MockBuilder::new().add(handler(service))
            }

            /// A client connected to this mock.
            pub fn client(&self) -> Client {
                let mock = self.mock.clone();
                shapewright_client::#connect(self.place.account(), self.place.region(), move |request| {
                    let mock = mock.clone();
                    async move { mock.#answer(request).await }
                })
            }

            /// A client of a mock that listens on a socket, at the URL that its `listen` gives.
            ///
            /// # Errors
            /// When the URL is none.
            pub fn client_for(&self, url: impl Into<String>) -> Result<Client, ConfigError> {
                shapewright_client::connected_to(url, self.place.account(), self.place.region())
            }

            /// The mock behind it.
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
