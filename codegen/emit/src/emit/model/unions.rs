//! Unions: an enum with one variant a member, and one for members that the description does not know.

use super::{
    super::{
        Piece,
        tokens::{deprecated, doc_lines, field_type, ident, type_path},
    },
    structures::common,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Ir, Shape, Union};

/// Emits the type of one union.
pub fn union(ir: &Ir, shape: &Shape, union: &Union) -> TokenStream {
    let name = ident(&union.type_name);
    let docs = doc_lines(&shape.docs);
    let deprecation = deprecated(union.deprecated.as_deref());
    let declared = union.members.iter().map(|member| {
        let variant = ident(&member.field);
        let docs = doc_lines(&member.docs);
        let deprecation = deprecated(member.deprecated.as_deref());
        let ty = field_type(ir, member);
        quote! {
            #docs
            #deprecation
            #variant(#ty),
        }
    });
    quote! {
        #docs
        #deprecation
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// A member that the description does not declare, by its name. It cannot be sent.
            Unknown(String),
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }
    }
}

/// Emits what codecs need of one union.
pub fn traits<'a>(shape: &Shape, union: &'a Union) -> Vec<Piece<'a>> {
    let name = type_path(&union.type_name);
    let schema = ident(&shape.static_name);
    let variants: Vec<_> = union.members.iter().map(|member| ident(&member.field)).collect();
    let indices = (0..variants.len()).map(Literal::usize_unsuffixed);
    let select = match variants.as_slice() {
        [] => quote!(self),
        [first @ .., last] => {
            let first_indices = (0..first.len()).map(Literal::usize_unsuffixed);
            let choose = if first.is_empty() {
                quote!(*self = Self::#last(Default::default());)
            } else {
                quote! {
                    *self = match index {
                        #(#first_indices => Self::#first(Default::default()),)*
                        _ => Self::#last(Default::default()),
                    };
                }
            };
            quote! {
                #choose
                match self {
                    #(Self::#variants(value) => value,)*
                    Self::Unknown(_) => self,
                }
            }
        }
    };
    let index = if variants.len() > 1 { quote!(index) } else { quote!(_) };
    let by_member = quote! {
        impl schema::Union for #name {
            #[inline]
            fn schema(&self) -> &'static schema::Schema {
                &schemas::#schema
            }

            #[inline]
            fn variant(&self) -> Option<(usize, &dyn schema::Value)> {
                match self {
                    #(Self::#variants(value) => Some((#indices, value)),)*
                    Self::Unknown(_) => None,
                }
            }

            #[inline]
            fn select(&mut self, #index: usize) -> &mut dyn schema::Value {
                #select
            }

            #[inline]
            fn select_unknown(&mut self, name: &str) {
                *self = Self::Unknown(name.to_owned());
            }

            #[inline]
            fn unknown(&self) -> Option<&str> {
                match self {
                    Self::Unknown(name) => Some(name),
                    _ => None,
                }
            }
        }
    };
    vec![Piece::Own(by_member), Piece::Template(by_schema, &union.type_name)]
}

fn by_schema(name: &str) -> TokenStream {
    let name = type_path(name);
    let common = common(&name, &quote!(copy_union), &quote!(union));
    quote! {
        impl schema::Value for #name {
            #[inline]
            fn view(&self) -> schema::View<'_> {
                schema::View::Union(self)
            }

            #[inline]
            fn slot(&mut self) -> schema::Slot<'_> {
                schema::Slot::Union(self)
            }
        }
        #common
    }
}
