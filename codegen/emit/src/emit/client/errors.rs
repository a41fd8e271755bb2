//! Error types: flat, one variant a modelled error, and those that every operation can meet.
//!
//! Operations that can return the same errors share one enum, generic over the operation, and each has an alias for it:
//! the impls are most of what a client crate costs to compile.

use super::super::{
    Import, Piece,
    tokens::{doc_line, doc_lines, ident, shape_type},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{ErrorType, Ir, Operation};

/// What error types may need.
pub fn imports() -> Vec<Import> {
    let names = [
        "ConstructionError",
        "DecodeFailure",
        "ErrorVariant",
        "Failure",
        "Modelled",
        "OperationError",
        "Timeout",
        "TransportError",
        "Unknown",
    ];
    let mut imports = vec![
        Import::of("super::model", "operations"),
        Import::of("super::model", "types"),
        Import::of("shapewright_client::codegen::schema", "OperationShape"),
    ];
    imports.extend(names.map(|name| Import::of("shapewright_client::codegen", name)));
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
        let docs = doc_line(&format!("Whether the service returned the error `{code}`."));
        quote! {
            #docs
            #[inline]
            pub fn #method(&self) -> bool {
                self.details().name == Some(#code)
            }
        }
    });
    quote! {
        #docs
        pub trait ServiceError: OperationError {}

        impl<E: OperationError> ServiceError for E {}

        impl dyn ServiceError {
            /// The error code, if the service returned one.
            #[inline]
            pub fn code(&self) -> Option<&str> {
                self.details().code
            }

            /// The error message, if the service returned one.
            #[inline]
            pub fn message(&self) -> Option<&str> {
                self.details().message
            }

            /// The request id, if the service returned one.
            #[inline]
            pub fn request_id(&self) -> Option<&str> {
                self.details().request_id
            }

            /// The HTTP status of the response, if there was one.
            #[inline]
            pub fn status(&self) -> Option<u16> {
                self.details().status
            }

            /// Whether the service throttled the request.
            #[inline]
            pub fn is_throttling(&self) -> bool {
                self.details().throttling
            }

            /// Whether the same request may succeed when it is retried.
            #[inline]
            pub fn is_retryable(&self) -> bool {
                self.details().retryable
            }

            #(#predicates)*
        }
    }
}

/// Emits an operation's name for its error type.
pub fn name(ir: &Ir, operation: &Operation) -> TokenStream {
    let name = ident(&operation.error_name);
    let error_type = ident(&ir.error_types[operation.error_type].name);
    let operation_type = ident(&operation.type_name);
    let docs = doc_line(&format!("An error of `{}`.", operation.name));
    quote! {
        #docs
        pub type #name = #error_type<operations::#operation_type>;
    }
}

/// Emits an error type.
pub fn error_type<'a>(ir: &Ir, error_type: &'a ErrorType) -> Vec<Piece<'a>> {
    let name = ident(&error_type.name);
    let variants: Vec<_> = error_type.errors.iter().map(|error| ident(&error.variant)).collect();
    let declared = error_type.errors.iter().map(|error| {
        let variant = ident(&error.variant);
        let docs = doc_lines(&ir.shape(error.shape).docs);
        let ty = shape_type(ir, error.shape);
        quote! {
            #docs
            #variant(Modelled<#ty>),
        }
    });
    let indices = (0..variants.len()).map(Literal::usize_unsuffixed);
    let docs = docs_of_set(ir, error_type);
    let declaration = quote! {
        #docs
        #[non_exhaustive]
        pub enum #name<O> {
            #(#declared)*
            /// The service returned an error that the description does not declare.
            Unknown(Unknown<O>),
            /// The request did not reach the service, or the response was cut off.
            Transport(TransportError),
            /// The call timed out.
            Timeout(Timeout),
            /// The request could not be built.
            Construction(ConstructionError),
            /// The response could not be decoded.
            Decode(DecodeFailure),
        }
    };
    let endings = quote! {
        impl<O: OperationShape> OperationError for #name<O> {
            #[inline]
            fn from_failure(failure: Failure) -> Self {
                match failure {
                    #(Failure::Modelled(#indices, response) => Self::#variants(Modelled::decode(response)),)*
                    Failure::Modelled(_, response) | Failure::Unknown(response) => Self::Unknown(Unknown::from(response)),
                    Failure::Transport(error) => Self::Transport(error),
                    Failure::Timeout(error) => Self::Timeout(error),
                    Failure::Construction(error) => Self::Construction(error),
                    Failure::Decode(error) => Self::Decode(error),
                }
            }

            #[inline]
            fn variant(&self) -> &dyn ErrorVariant {
                match self {
                    #(Self::#variants(error) => error,)*
                    Self::Unknown(error) => error,
                    Self::Transport(error) => error,
                    Self::Timeout(error) => error,
                    Self::Construction(error) => error,
                    Self::Decode(error) => error,
                }
            }
        }
    };
    vec![
        Piece::Own(declaration),
        Piece::Template(shares, &error_type.name),
        Piece::Own(endings),
        Piece::Template(shown, &error_type.name),
    ]
}

/// Says which errors a set has. Nobody reads its name, so the docs say to which aliases it belongs.
fn docs_of_set(ir: &Ir, error_type: &ErrorType) -> TokenStream {
    let codes: Vec<String> = error_type
        .errors
        .iter()
        .map(|error| format!("`{}`", ir.shape(error.shape).id))
        .collect();
    let first = match codes.as_slice() {
        [] => "An error of the operation `O`, for which the description declares no errors.".to_owned(),
        [only] => format!("An error of the operation `O`, which can return {only}."),
        [others @ .., last] => format!(
            "An error of the operation `O`, which can return {} or {last}.",
            others.join(", ")
        ),
    };
    let lines = [
        first,
        String::new(),
        "Name it by the alias of the operation: `O` followed by `Error`.".to_owned(),
    ];
    let docs = shapewright_ir::Docs(lines.into());
    doc_lines(&docs)
}

/// The way to what all error types share.
fn shares(name: &str) -> TokenStream {
    let name = ident(name);
    quote! {
        impl<O: OperationShape> std::ops::Deref for #name<O> {
            type Target = dyn ServiceError;

            #[inline]
            fn deref(&self) -> &Self::Target {
                self
            }
        }
    }
}

fn shown(name: &str) -> TokenStream {
    let name = ident(name);
    quote! {
        impl<O: OperationShape> std::fmt::Debug for #name<O> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                shapewright_client::codegen::debug(O::OPERATION.name, self, f)
            }
        }

        impl<O: OperationShape> std::fmt::Display for #name<O> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                shapewright_client::codegen::display(O::OPERATION.name, self, f)
            }
        }

        impl<O: OperationShape> std::error::Error for #name<O> {
            #[inline]
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.details().source
            }
        }
    }
}
