//! Structures: the type, its accessors, and the two bodies that give a member by its index.

use super::super::{
    Piece,
    tokens::{deprecated, doc_line, doc_lines, element_type, field_type, ident, type_path},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Ir, Kind, Member, Shape, Structure};

/// Emits the type of one structure.
pub fn structure(ir: &Ir, shape: &Shape, structure: &Structure) -> TokenStream {
    let name = ident(&structure.type_name);
    let docs = doc_lines(&shape.docs);
    let deprecation = deprecated(structure.deprecated.as_deref());
    let fields = structure.members.iter().map(|member| field(ir, member));
    let accessors = accessors(ir, structure);
    quote! {
        #docs
        #deprecation
        #[derive(Default)]
        pub struct #name { #(#fields)* }
        #accessors
    }
}

fn field(ir: &Ir, member: &Member) -> TokenStream {
    let name = ident(&member.field);
    let docs = doc_lines(&member.docs);
    let deprecation = deprecated(member.deprecated.as_deref());
    let ty = field_type(ir, member);
    quote! {
        #docs
        #deprecation
        pub #name: #ty,
    }
}

/// Slices of lists that may be absent.
fn accessors(ir: &Ir, structure: &Structure) -> Option<TokenStream> {
    let methods: Vec<TokenStream> = structure
        .members
        .iter()
        .filter(|member| member.slice_accessor && !member.holding.boxed)
        .filter_map(|member| {
            let Kind::List {
                member: element,
                sparse,
            } = &ir.shape(member.element.target).kind
            else {
                return None;
            };
            let name = ident(&member.field);
            let ty = element_type(ir, element, *sparse);
            let docs = doc_line(&format!("The elements of `{}`, empty if it is absent.", member.name));
            let deprecation = deprecated(member.deprecated.as_deref());
            Some(quote! {
                #docs
                #deprecation
                #[inline]
                pub fn #name(&self) -> &[#ty] {
                    self.#name.as_deref().unwrap_or_default()
                }
            })
        })
        .collect();
    let name = ident(&structure.type_name);
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

/// Emits what codecs need of one structure.
pub fn traits<'a>(shape: &Shape, structure: &'a Structure) -> Vec<Piece<'a>> {
    let (name, schema) = (type_path(&structure.type_name), ident(&shape.static_name));
    let by_schema = match structure.holds_stream() {
        true => |name: &str| shown(&type_path(name), &quote!(structure)),
        false => |name: &str| by_schema(&type_path(name)),
    };
    vec![
        Piece::Own(by_index(structure, &name, &quote!(schemas::#schema))),
        Piece::Template(by_schema, &structure.type_name),
    ]
}

/// Emits what gives members of the structure `name`, whose schema is `schema`, by their indices.
pub fn by_index(structure: &Structure, name: &TokenStream, schema: &TokenStream) -> TokenStream {
    let member = field_at(structure, &quote!(&self), &quote!(self));
    let member_mut = field_at(structure, &quote!(&mut self), &quote!(self));
    let index = if structure.members.len() > 1 {
        quote!(index)
    } else {
        quote!(_)
    };
    let error = structure.error.is_some().then(|| {
        quote! {
            impl schema::ErrorShape for #name {}
        }
    });
    quote! {
        impl schema::Structure for #name {
            #[inline]
            fn schema(&self) -> &'static schema::Schema {
                &#schema
            }

            #[inline]
            fn member(&self, #index: usize) -> &dyn schema::Value {
                #member
            }

            #[inline]
            fn member_mut(&mut self, #index: usize) -> &mut dyn schema::Value {
                #member_mut
            }
        }
        #error
    }
}

/// The field at `index`. The last one stands for every larger index, so that no index panics.
fn field_at(structure: &Structure, prefix: &TokenStream, otherwise: &TokenStream) -> TokenStream {
    let fields: Vec<_> = structure.members.iter().map(|member| ident(&member.field)).collect();
    match fields.as_slice() {
        [] => otherwise.clone(),
        [only] => quote!(#prefix.#only),
        [first @ .., last] => {
            let indices = (0..first.len()).map(Literal::usize_unsuffixed);
            quote! {
                match index {
                    #(#indices => #prefix.#first,)*
                    _ => #prefix.#last,
                }
            }
        }
    }
}

/// Emits what the schema of the structure `name` is enough for.
pub fn by_schema(name: &TokenStream) -> TokenStream {
    common(name, &quote!(copy), &quote!(structure))
}

/// What structures and unions share: they differ in who walks them.
pub fn common(name: &TokenStream, copy: &TokenStream, debug: &TokenStream) -> TokenStream {
    let shown = shown(name, debug);
    quote! {
        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                schema::copy::#copy(self)
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                schema::same::equal(self, other)
            }
        }

        #shown
    }
}

/// `Debug` by schema.
fn shown(name: &TokenStream, debug: &TokenStream) -> TokenStream {
    quote! {
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                schema::debug::#debug(self, f)
            }
        }
    }
}

/// serde by schema, of the type of this name.
pub fn serde(name: &str) -> TokenStream {
    let name = type_path(name);
    quote! {
        impl schema::serde::Serialize for #name {
            #[inline]
            fn serialize<S: schema::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                schema::serde::serialize(self, serializer)
            }
        }

        impl<'de> schema::serde::Deserialize<'de> for #name {
            #[inline]
            fn deserialize<D: schema::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                schema::serde::deserialize(deserializer)
            }
        }
    }
}
