//! The schema of every shape: one `static` a shape, plain data.

use super::super::{
    Import,
    tokens::{doc_line, ident, optional, type_path},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{
    Binding, Constraints, Element, ErrorFacts, Ir, Kind, Member, Number, Scalar, Shape, ShapeId, Streaming,
    TimestampFormat,
};

/// What schemas may need, out of the module at `path`.
pub fn imports(path: &'static str) -> Vec<Import> {
    let names = [
        "Binding",
        "Constraints",
        "ErrorFacts",
        "Fault",
        "Kind",
        "Member",
        "Number",
        "Schema",
        "Streaming",
        "TimestampFormat",
    ];
    let names = names.map(|name| Import::of(path, name));
    [Import::of("super", "types")].into_iter().chain(names).collect()
}

/// Emits the schema of one shape. The schemas that it names are found at `within`, a path with its colons.
pub fn schema(ir: &Ir, shape: &Shape, within: &TokenStream) -> TokenStream {
    let name = ident(&shape.static_name);
    let id = &shape.id;
    let docs = doc_line(&format!("The schema of `{id}`."));
    let made_of = made_of(ir, shape, within);
    let constraints = constrained(&shape.constraints);
    let sensitive = shape.sensitive.then(|| quote!(.sensitive()));
    let format = written_as(shape.timestamp_format);
    let streaming = shape.streaming.map(|streaming| match streaming {
        Streaming::AnyLength => quote!(.streaming(Streaming::AnyLength)),
        Streaming::KnownLength => quote!(.streaming(Streaming::KnownLength)),
    });
    let media_type = holding(shape.media_type.as_deref());
    let error = match &shape.kind {
        Kind::Structure(structure) => structure.error.as_ref().map(error),
        _ => None,
    };
    quote! {
        #docs
        pub static #name: Schema = #made_of #constraints #sensitive #format #media_type #streaming #error;
    }
}

fn made_of(ir: &Ir, shape: &Shape, within: &TokenStream) -> TokenStream {
    let id = &shape.id;
    match &shape.kind {
        Kind::Scalar(scalar) => {
            let kind = scalar_kind(*scalar);
            quote!(Schema::new(#id, Kind::#kind))
        }
        Kind::Enum(text_enum) => {
            let name = type_path(&text_enum.type_name);
            let internal: Vec<_> = text_enum.variants.iter().filter(|variant| variant.internal).collect();
            let internal = (!internal.is_empty()).then(|| {
                let values = internal.iter().map(|variant| &variant.value);
                quote!(.internal(&[#(#values),*]))
            });
            quote!(Schema::new(#id, Kind::Enum(#name::values())) #internal)
        }
        Kind::IntEnum(int_enum) => {
            let values = int_enum
                .variants
                .iter()
                .map(|variant| Literal::i32_unsuffixed(variant.value));
            quote!(Schema::new(#id, Kind::IntEnum(&[#(#values),*])))
        }
        Kind::List { member, sparse } => {
            let element = element(ir, member, within);
            let new = ident(if *sparse { "sparse_list" } else { "list" });
            quote!(Schema::#new(#id, &#element))
        }
        Kind::Map { key, value, sparse } => {
            let (key, value) = (element(ir, key, within), element(ir, value, within));
            let new = ident(if *sparse { "sparse_map" } else { "map" });
            quote!(Schema::#new(#id, &#key, &#value))
        }
        Kind::Structure(structure) => {
            let members = structure.members.iter().map(|m| member(ir, m, within));
            quote!(Schema::structure(#id, &[#(#members),*]))
        }
        Kind::Union(union) => {
            let members = union.members.iter().map(|m| member(ir, m, within));
            quote!(Schema::union(#id, &[#(#members),*]))
        }
    }
}

fn member(ir: &Ir, member: &Member, within: &TokenStream) -> TokenStream {
    let name = &member.name;
    let target = target(ir, member.element.target, within);
    let wire_name = (member.wire_name != member.name).then(|| {
        let name = &member.wire_name;
        quote!(.wire_name(#name))
    });
    let binding = binding(&member.binding);
    let required = member.required.then(|| quote!(.required()));
    let token = member.idempotency_token.then(|| quote!(.idempotency_token()));
    let endpoint = member.endpoint.then(|| quote!(.endpoint()));
    let default = member.default.as_ref().map(|json| quote!(.default_value(#json)));
    let facts = facts(&member.element);
    quote!(Member::new(#name, #target) #wire_name #binding #required #token #endpoint #default #facts)
}

fn element(ir: &Ir, element: &Element, within: &TokenStream) -> TokenStream {
    let target = target(ir, element.target, within);
    let facts = facts(element);
    quote!(Member::element(#target) #facts)
}

fn facts(element: &Element) -> TokenStream {
    let constraints = constrained(&element.constraints);
    let sensitive = element.sensitive.then(|| quote!(.sensitive()));
    let format = written_as(element.timestamp_format);
    let media_type = holding(element.media_type.as_deref());
    quote!(#constraints #sensitive #format #media_type)
}

fn holding(media_type: Option<&str>) -> Option<TokenStream> {
    media_type.map(|media_type| quote!(.holding(#media_type)))
}

fn target(ir: &Ir, id: ShapeId, within: &TokenStream) -> TokenStream {
    let name = ident(&ir.shape(id).static_name);
    quote!(&#within #name)
}

fn binding(binding: &Binding) -> Option<TokenStream> {
    let binding = match binding {
        Binding::Body => return None,
        Binding::Label(name) => quote!(Label(#name)),
        Binding::Query(name) => quote!(Query(#name)),
        Binding::QueryParams => quote!(QueryParams),
        Binding::Header(name) => quote!(Header(#name)),
        Binding::PrefixHeaders(prefix) => quote!(PrefixHeaders(#prefix)),
        Binding::Payload => quote!(Payload),
        Binding::Status => quote!(Status),
    };
    Some(quote!(.bound(Binding::#binding)))
}

fn written_as(format: Option<TimestampFormat>) -> Option<TokenStream> {
    let format = match format? {
        TimestampFormat::EpochSeconds => quote!(EpochSeconds),
        TimestampFormat::DateTime => quote!(DateTime),
        TimestampFormat::HttpDate => quote!(HttpDate),
    };
    Some(quote!(.written_as(TimestampFormat::#format)))
}

fn constrained(constraints: &Constraints) -> Option<TokenStream> {
    if *constraints == Constraints::default() {
        return None;
    }
    let length = |name: &str, length: Option<u64>| {
        let name = ident(name);
        let length = Literal::u64_unsuffixed(length?);
        Some(quote!(.#name(#length)))
    };
    let bound = |name: &str, bound: Option<Number>| {
        let name = ident(name);
        let number = match bound? {
            Number::Integer(number) => {
                let number = Literal::i64_unsuffixed(number);
                quote!(Number::Integer(#number))
            }
            Number::Float(number) => quote!(Number::Float(#number)),
        };
        Some(quote!(.#name(#number)))
    };
    let min_length = length("min_length", constraints.min_length);
    let max_length = length("max_length", constraints.max_length);
    let min = bound("min", constraints.min);
    let max = bound("max", constraints.max);
    let pattern = constraints.pattern.as_ref().map(|pattern| quote!(.pattern(#pattern)));
    let unique = constraints.unique_items.then(|| quote!(.unique_items()));
    Some(quote!(.constrained(&Constraints::NONE #min_length #max_length #min #max #pattern #unique)))
}

fn error(facts: &ErrorFacts) -> TokenStream {
    let ErrorFacts {
        code,
        server_fault,
        status,
        retryable,
        throttling,
        query_code,
    } = facts;
    let query_code = optional(query_code.as_ref().map(|code| quote!(#code)));
    let fault = ident(if *server_fault { "Server" } else { "Client" });
    let status = Literal::u16_unsuffixed(*status);
    quote! {
        .error(ErrorFacts {
            code: #code,
            fault: Fault::#fault,
            status: #status,
            retryable: #retryable,
            throttling: #throttling,
            query_code: #query_code,
        })
    }
}

fn scalar_kind(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::Blob => quote!(Blob),
        Scalar::Boolean => quote!(Boolean),
        Scalar::String => quote!(String),
        Scalar::Byte => quote!(Byte),
        Scalar::Short => quote!(Short),
        Scalar::Integer => quote!(Integer),
        Scalar::Long => quote!(Long),
        Scalar::Float => quote!(Float),
        Scalar::Double => quote!(Double),
        Scalar::BigInteger => quote!(BigInteger),
        Scalar::BigDecimal => quote!(BigDecimal),
        Scalar::Timestamp => quote!(Timestamp),
        Scalar::Document => quote!(Document),
    }
}
