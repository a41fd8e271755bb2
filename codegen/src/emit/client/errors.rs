//! Error types: flat, one variant a modelled error, and those that every operation can meet.

use super::super::{
    Import,
    tokens::{doc_line, ident, shape_type},
};
use crate::ir::{Ir, Operation};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What error types may need.
pub fn imports() -> Vec<Import> {
    let names = [
        "Answer",
        "ConstructionError",
        "DecodeFailure",
        "Failure",
        "Modelled",
        "OperationError",
        "Reason",
        "Timeout",
        "TransportError",
        "Unknown",
    ];
    let mut imports = vec![Import::of("super::model", "types")];
    imports.extend(names.map(|name| Import::of("shapewright_client", name)));
    imports
}

/// Emits what all error types share: they dereference to it, so that each of its methods is compiled once a service.
pub fn shared(ir: &Ir) -> TokenStream {
    let docs = doc_line(&format!(
        "What the errors of all operations of {} have in common.",
        ir.service.title
    ));
    let predicates = ir.predicates.iter().map(|predicate| {
        let method = ident(&predicate.method);
        let code = &predicate.code;
        let docs = doc_line(&format!("Whether the service refused with the code `{code}`."));
        quote! {
            #docs
            pub fn #method(&self) -> bool {
                self.parts().name == Some(#code)
            }
        }
    });
    quote! {
        #docs
        pub trait ServiceError: OperationError {}

        impl<E: OperationError> ServiceError for E {}

        impl dyn ServiceError {
            /// The error's code, where the service gave one.
            #[inline]
            pub fn code(&self) -> Option<&str> {
                self.parts().code
            }

            /// The error's message, where the service gave one.
            #[inline]
            pub fn message(&self) -> Option<&str> {
                self.parts().message
            }

            /// The id that the service gave to the request.
            #[inline]
            pub fn request_id(&self) -> Option<&str> {
                self.parts().request_id
            }

            /// The HTTP status of the answer, where there was one.
            #[inline]
            pub fn status(&self) -> Option<u16> {
                self.parts().status
            }

            /// Whether the caller sends too many requests.
            #[inline]
            pub fn is_throttling(&self) -> bool {
                self.parts().throttling
            }

            /// Whether the same request may succeed later.
            #[inline]
            pub fn is_retryable(&self) -> bool {
                self.parts().retryable
            }

            #(#predicates)*
        }
    }
}

/// Emits the error type of an operation.
pub fn error(ir: &Ir, operation: &Operation) -> TokenStream {
    let name = ident(&operation.error_name);
    let id = &operation.name;
    let docs = doc_line(&format!("What can go wrong with `{id}`."));
    let variants: Vec<_> = operation.errors.iter().map(|error| ident(&error.variant)).collect();
    let declared = operation.errors.iter().map(|error| {
        let variant = ident(&error.variant);
        let docs = &ir.shape(error.shape).docs;
        let ty = shape_type(ir, error.shape);
        quote! {
            #docs
            #variant(Modelled<#ty>),
        }
    });
    let modelled = match variants.as_slice() {
        [] => quote!(Self::Unknown(Unknown::from(answer))),
        variants => {
            let indices = (0..variants.len()).map(Literal::usize_unsuffixed);
            quote! {
                match index {
                    #(#indices => Self::#variants(Modelled::decode(answer)),)*
                    _ => Self::Unknown(Unknown::from(answer)),
                }
            }
        }
    };
    let index = if variants.is_empty() { quote!(_) } else { quote!(index) };
    quote! {
        #docs
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// The service refused with a code that the description does not know.
            Unknown(Unknown),
            /// The request did not reach the service, or the answer did not come back whole.
            Transport(TransportError),
            /// No answer came in time.
            Timeout(Timeout),
            /// The request could not be made.
            Construction(ConstructionError),
            /// The answer could not be read.
            Decode(DecodeFailure),
        }

        impl std::ops::Deref for #name {
            type Target = dyn ServiceError;

            #[inline]
            fn deref(&self) -> &Self::Target {
                self
            }
        }

        impl OperationError for #name {
            #[inline]
            fn modelled(#index: usize, answer: Answer) -> Self {
                #modelled
            }

            #[inline]
            fn failed(failure: Failure) -> Self {
                match failure {
                    Failure::Unknown(error) => Self::Unknown(error),
                    Failure::Transport(error) => Self::Transport(error),
                    Failure::Timeout(error) => Self::Timeout(error),
                    Failure::Construction(error) => Self::Construction(error),
                    Failure::Decode(error) => Self::Decode(error),
                }
            }

            #[inline]
            fn reason(&self) -> &dyn Reason {
                match self {
                    #(Self::#variants(reason) => reason,)*
                    Self::Unknown(reason) => reason,
                    Self::Transport(reason) => reason,
                    Self::Timeout(reason) => reason,
                    Self::Construction(reason) => reason,
                    Self::Decode(reason) => reason,
                }
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                shapewright_client::debug(#id, self, f)
            }
        }

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                shapewright_client::display(#id, self, f)
            }
        }

        impl std::error::Error for #name {
            #[inline]
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.parts().source
            }
        }
    }
}
