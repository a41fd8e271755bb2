//! Call builders. A builder has one type parameter a required member; `send` exists for every builder, but asks that each
//! parameter is set, so that a forgotten member is a compile error which names it.

use super::super::{
    Import,
    tokens::{deprecated, doc_line, doc_lines, element_type, holder, ident, shape_type},
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use shapewright_ir::{Ir, Kind, Member, Operation, Required, Scalar, Setter, Structure};

/// What call builders may need.
pub fn imports() -> Vec<Import> {
    let mut imports = vec![
        Import::of("super", "errors"),
        Import::of("super", "required"),
        Import::of("super", "waiters"),
        Import::of("super::model", "operations"),
        Import::of("super::model", "types"),
        Import::of("std::collections", "BTreeMap"),
        Import::of("std::marker", "PhantomData"),
        Import::of("std::time", "Duration"),
    ];
    let names = [
        "Call",
        "Core",
        "Paginator",
        "Presigning",
        "Set",
        "Unset",
        "Waiter",
        "schema",
    ];
    imports.extend(names.map(|name| Import::of("shapewright_client::codegen", name)));
    imports
}

/// Emits the call builder of an operation.
pub fn call(ir: &Ir, operation: &Operation) -> Option<TokenStream> {
    let Kind::Structure(input) = &ir.shape(operation.input).kind else {
        return None;
    };
    let builder = Builder { ir, operation, input };
    let name = ident(&operation.type_name);
    let error = ident(&operation.error_name);
    let input_type = shape_type(ir, operation.input);
    let docs = doc_line(&format!(
        "A call to `{}`. It does nothing until it is sent.",
        operation.name
    ));
    let required: Vec<&Required> = operation
        .setters
        .iter()
        .filter_map(|setter| setter.required.as_ref())
        .collect();
    let parameters: Vec<Ident> = required.iter().map(|required| ident(&required.parameter)).collect();
    let markers = required.iter().map(|required| ident(&required.marker));
    let setters = operation.setters.iter().map(|setter| builder.setter(setter));
    let (declared, set_field, set_value) = if parameters.is_empty() {
        Default::default()
    } else {
        (
            quote!(, #(#parameters = Unset),*),
            quote!(pub(super) set: PhantomData<(#(#parameters,)*)>,),
            quote!(set: PhantomData,),
        )
    };
    let all_set = parameters.iter().map(|_| quote!(Set));
    let generics = quote!(<'a, #(#parameters),*>);
    let bounds = (!parameters.is_empty()).then(|| quote!(where #(#parameters: required::#markers),*));
    let operation_type = ident(&operation.type_name);
    let paginate = super::pages::paginate(ir, operation, bounds.as_ref());
    let waiters = super::waiters::methods(operation, bounds.as_ref());
    let deprecation = deprecated(operation.deprecated.as_deref());
    let when_some = operation
        .setters
        .iter()
        .any(|setter| setter.required.is_none())
        .then(when_some);
    Some(quote! {
        #docs
        #deprecation
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name<'a #declared> {
            pub(super) core: &'a Core,
            pub(super) input: #input_type,
            #set_field
        }

        impl #generics #name #generics {
            #(#setters)*

            #when_some

            /// Sets the whole input, replacing every member set so far.
            #[inline]
            pub fn with_input(self, input: #input_type) -> #name<'a, #(#all_set),*> {
                #name { core: self.core, input, #set_value }
            }

            /// Sends the request. Await it to get the response.
            ///
            /// # Errors
            /// When the service returns an error, or the call fails before there is a response.
            #[inline]
            pub fn send(self) -> Call<operations::#operation_type, errors::#error> #bounds {
                self.core.call(self.input)
            }

            #paginate

            #waiters

            /// Creates a presigned request, valid for one second to seven days. Await it to get the request.
            ///
            /// # Errors
            /// When the request cannot be built or signed.
            #[inline]
            pub fn presign(self, expires_in: Duration) -> Presigning #bounds {
                self.core.presign::<operations::#operation_type>(self.input, expires_in)
            }
        }
    })
}

/// Sets an optional member from an `Option`. One method for all members: a second setter for each costs a client more to
/// compile than its callers gain.
fn when_some() -> TokenStream {
    quote! {
        /// Calls `set` with the value if there is one: `.when_some(name, |call, name| call.name(name))` sets an optional
        /// member from an `Option`.
        #[inline]
        pub fn when_some<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
            match value {
                Some(value) => set(self, value),
                None => self,
            }
        }
    }
}

struct Builder<'a> {
    ir: &'a Ir,
    operation: &'a Operation,
    input: &'a Structure,
}

impl Builder<'_> {
    fn setter(&self, setter: &Setter) -> Option<TokenStream> {
        let member = self.input.members.get(setter.member)?;
        let docs = doc_lines(&member.docs);
        let deprecation = deprecated(member.deprecated.as_deref());
        let method = ident(&setter.method);
        let field = ident(&member.field);
        let (argument, value) = self.argument(member);
        let Some(required) = &setter.required else {
            return Some(quote! {
                #docs
                #deprecation
                #[inline]
                pub fn #method(mut self, value: #argument) -> Self {
                    self.input.#field = #value;
                    self
                }
            });
        };
        let name = ident(&self.operation.type_name);
        let parameters = self
            .operation
            .setters
            .iter()
            .filter_map(|other| other.required.as_ref())
            .map(|other| {
                if other.parameter == required.parameter {
                    quote!(Set)
                } else {
                    let parameter = ident(&other.parameter);
                    quote!(#parameter)
                }
            });
        Some(quote! {
            #docs
            #deprecation
            #[inline]
            pub fn #method(mut self, value: #argument) -> #name<'a, #(#parameters),*> {
                self.input.#field = #value;
                #name { core: self.core, input: self.input, set: PhantomData }
            }
        })
    }

    /// The type of a setter's argument, and the argument as the field holds it.
    fn argument(&self, member: &Member) -> (TokenStream, TokenStream) {
        let target = member.element.target;
        if member.holding.streamed {
            return (quote!(impl Into<schema::ByteStream>), quote!(value.into()));
        }
        let (argument, mut value) = match &self.ir.shape(target).kind {
            Kind::Scalar(Scalar::String) => (quote!(impl Into<String>), quote!(value.into())),
            Kind::Scalar(Scalar::Blob) => (quote!(impl Into<schema::Blob>), quote!(value.into())),
            Kind::Scalar(_) | Kind::Structure(_) | Kind::Union(_) | Kind::IntEnum(_) => {
                (shape_type(self.ir, target), quote!(value))
            }
            Kind::Enum(_) => {
                let ty = shape_type(self.ir, target);
                (quote!(impl Into<#ty>), quote!(value.into()))
            }
            Kind::List {
                member: element,
                sparse,
            } => {
                let element = element_type(self.ir, element, *sparse);
                (
                    quote!(impl IntoIterator<Item = impl Into<#element>>),
                    quote!(value.into_iter().map(Into::into).collect()),
                )
            }
            Kind::Map { value, sparse, .. } => {
                let value = element_type(self.ir, value, *sparse);
                (
                    quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)>),
                    quote!(
                        value
                            .into_iter()
                            .map(|(key, value)| (key.into(), value.into()))
                            .collect()
                    ),
                )
            }
        };
        if member.holding.boxed {
            let holder = holder(self.ir, target);
            value = quote!(#holder::new(#value));
        }
        if member.holding.optional {
            value = quote!(Some(#value));
        }
        (argument, value)
    }
}
