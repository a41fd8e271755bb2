//! Enums of strings and of integers: open, so that a value which the description does not know survives a round trip.
//!
//! Whatever can be done with the text of a value is done with it: derives name every variant once more each, and a service
//! can have thousands.

use super::super::{
    Piece,
    tokens::{deprecated, doc_lines, ident, type_path},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Enum, IntEnum, Shape};

/// Emits the type of an enum of strings.
pub fn text_enum<'a>(shape: &Shape, text_enum: &'a Enum) -> Vec<Piece<'a>> {
    let name = ident(&text_enum.type_name);
    let docs = doc_lines(&shape.docs);
    let values: Vec<&str> = text_enum
        .variants
        .iter()
        .map(|variant| variant.value.as_str())
        .collect();
    let variants: Vec<_> = text_enum.variants.iter().map(|variant| ident(&variant.name)).collect();
    let declared = text_enum.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let docs = doc_lines(&variant.docs);
        let deprecation = deprecated(variant.deprecated.as_deref());
        quote! {
            #docs
            #deprecation
            #name,
        }
    });
    let by_value = quote! {
        #docs
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// A value that the description does not declare, as on the wire.
            Unknown(String),
        }

        impl #name {
            /// The values that the description declares, as on the wire.
            #[inline]
            pub const fn values() -> &'static [&'static str] {
                &[#(#values),*]
            }

            /// The value as on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    };
    let by_text = match shape.sensitive {
        true => |name: &str| by_text(name, &quote!(f.write_str("*** redacted ***"))),
        false => |name: &str| by_text(name, &quote!(std::fmt::Debug::fmt(self.as_str(), f))),
    };
    vec![Piece::Own(by_value), Piece::Template(by_text, &text_enum.type_name)]
}

fn by_text(name: &str, shown: &TokenStream) -> TokenStream {
    let name = ident(name);
    quote! {
        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                Self::from(self.as_str())
            }
        }

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for #name {}

        impl std::hash::Hash for #name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #shown
            }
        }

        impl std::fmt::Display for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    }
}

/// Emits what codecs need of the enum of strings of this name.
pub fn text_traits(name: &str) -> TokenStream {
    let name = type_path(name);
    quote! {
        impl schema::TextEnum for #name {
            #[inline]
            fn text(&self) -> &str {
                self.as_str()
            }

            #[inline]
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }
        }

        impl schema::Value for #name {
            #[inline]
            fn view(&self) -> schema::View<'_> {
                schema::View::String(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> schema::Slot<'_> {
                schema::Slot::Enum(self)
            }
        }

    }
}

/// Emits the type of an enum of integers.
pub fn int_enum(shape: &Shape, int_enum: &IntEnum) -> TokenStream {
    let name = ident(&int_enum.type_name);
    let docs = doc_lines(&shape.docs);
    let values: Vec<_> = int_enum
        .variants
        .iter()
        .map(|variant| Literal::i32_unsuffixed(variant.value))
        .collect();
    let variants: Vec<_> = int_enum.variants.iter().map(|variant| ident(&variant.name)).collect();
    let declared = int_enum.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let docs = doc_lines(&variant.docs);
        quote! {
            #docs
            #name,
        }
    });
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            /// A number that the description does not declare.
            Unknown(i32),
        }

        impl #name {
            /// The numbers that the description declares.
            #[inline]
            pub const fn values() -> &'static [i32] {
                &[#(#values),*]
            }

            /// The number on the wire.
            #[inline]
            pub fn as_i32(self) -> i32 {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(number) => number,
                }
            }
        }

        impl From<i32> for #name {
            #[inline]
            fn from(number: i32) -> Self {
                match number {
                    #(#values => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self::from(0)
            }
        }
    }
}

/// Emits what codecs need of the enum of integers of this name.
pub fn int_traits(name: &str) -> TokenStream {
    let name = type_path(name);
    quote! {
        impl schema::IntEnumValue for #name {
            #[inline]
            fn number(&self) -> i32 {
                self.as_i32()
            }

            #[inline]
            fn set(&mut self, number: i32) {
                *self = Self::from(number);
            }
        }

        impl schema::Value for #name {
            #[inline]
            fn view(&self) -> schema::View<'_> {
                schema::View::Integer(i64::from(self.as_i32()))
            }

            #[inline]
            fn slot(&mut self) -> schema::Slot<'_> {
                schema::Slot::IntEnum(self)
            }
        }

    }
}
