//! Small pieces of tokens that several emitters need.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use shapewright_ir::{Docs, Element, Ir, Kind, Member, Scalar, ShapeId};

/// A name that `lower` decided, raw or not.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Documentation, a line an attribute.
pub fn doc_lines(docs: &Docs) -> TokenStream {
    docs.0
        .iter()
        .map(|line| match line.is_empty() {
            true => quote!(#[doc = ""]),
            false => doc_line(line),
        })
        .collect()
}

/// One line of docs.
pub fn doc_line(line: &str) -> TokenStream {
    let line = format!(" {line}");
    quote!(#[doc = #line])
}

/// The `deprecated` attribute, where there is one.
pub fn deprecated(note: Option<&str>) -> TokenStream {
    match note {
        None => TokenStream::new(),
        Some("") => quote!(#[deprecated]),
        Some(note) => quote!(#[deprecated = #note]),
    }
}

/// The type of a shape's values. Structures, unions and enums are found in a module `types`.
pub fn shape_type(ir: &Ir, id: ShapeId) -> TokenStream {
    match &ir.shape(id).kind {
        Kind::Scalar(scalar) => scalar_type(*scalar),
        Kind::Enum(shape) => type_path(&shape.type_name),
        Kind::IntEnum(shape) => type_path(&shape.type_name),
        Kind::Structure(shape) => type_path(&shape.type_name),
        Kind::Union(shape) => type_path(&shape.type_name),
        Kind::List { member, sparse } => {
            let element = element_type(ir, member, *sparse);
            quote!(Vec<#element>)
        }
        Kind::Map { value, sparse, .. } => {
            let value = element_type(ir, value, *sparse);
            quote!(BTreeMap<String, #value>)
        }
    }
}

/// The type of what a list or map holds.
pub fn element_type(ir: &Ir, element: &Element, sparse: bool) -> TokenStream {
    let inner = shape_type(ir, element.target);
    if sparse { quote!(Option<#inner>) } else { inner }
}

/// The type of a member's field.
pub fn field_type(ir: &Ir, member: &Member) -> TokenStream {
    let mut inner = match member.holding.streamed {
        true => quote!(schema::ByteStream),
        false => shape_type(ir, member.element.target),
    };
    if member.holding.boxed {
        let holder = holder(ir, member.element.target);
        inner = quote!(#holder<#inner>);
    }
    if member.holding.optional {
        quote!(Option<#inner>)
    } else {
        inner
    }
}

/// The path of a structure, union or enum.
pub fn type_path(name: &str) -> TokenStream {
    let name = ident(name);
    quote!(types::#name)
}

fn scalar_type(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote!(bool),
        Scalar::String => quote!(String),
        Scalar::Byte => quote!(i8),
        Scalar::Short => quote!(i16),
        Scalar::Integer => quote!(i32),
        Scalar::Long => quote!(i64),
        Scalar::Float => quote!(f32),
        Scalar::Double => quote!(f64),
        Scalar::Blob => quote!(schema::Blob),
        Scalar::BigInteger => quote!(schema::BigInteger),
        Scalar::BigDecimal => quote!(schema::BigDecimal),
        Scalar::Timestamp => quote!(schema::Timestamp),
        Scalar::Document => quote!(schema::Document),
    }
}

/// What boxes a value of a shape that leads back to itself.
pub fn holder(ir: &Ir, id: ShapeId) -> TokenStream {
    match &ir.shape(id).kind {
        Kind::Union(_) => quote!(schema::Boxed),
        _ => quote!(Box),
    }
}

/// `Some(tokens)` or `None`, as code.
pub fn optional(tokens: Option<TokenStream>) -> TokenStream {
    match tokens {
        Some(tokens) => quote!(Some(#tokens)),
        None => quote!(None),
    }
}
