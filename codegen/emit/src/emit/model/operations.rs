//! The operations: each as data and as a unit type that ties its input and output together; and the service as data.

use super::super::{
    Import, Items,
    tokens::{deprecated, doc_line, doc_lines, ident, optional, shape_type},
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Endpoint, EndpointException, Ir, Operation, Pagination, RequestFacts};

/// What operations may need.
pub fn imports() -> Vec<Import> {
    let names = [
        "EndpointException",
        "EndpointFacts",
        "Operation",
        "OperationShape",
        "Pagination",
        "RequestFacts",
        "Service",
    ];
    let mut imports = vec![Import::of("super", "schemas"), Import::of("super", "types")];
    imports.extend(names.map(|name| Import::of("shapewright_schema", name)));
    imports
}

/// Emits the service and all operations.
pub fn operations(ir: &Ir) -> Items<'_> {
    let operations = ir.operations.iter().map(|operation| one(ir, operation).into());
    Box::new(std::iter::once(service(ir).into()).chain(operations))
}

fn service(ir: &Ir) -> TokenStream {
    let service = &ir.service;
    let docs = doc_line(&format!("{} as data.", service.title));
    let (name, id, version) = (&service.name, &service.id, &service.version);
    let protocols = service.protocols.iter().map(|protocol| protocol.name());
    let (target, signing) = (&service.target_prefix, &service.signing_name);
    let endpoint = endpoint(&service.endpoint);
    let headers = service.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let query_compatible = service.query_compatible;
    let operations = ir.operations.iter().map(|operation| ident(&operation.static_name));
    quote! {
        #docs
        pub static SERVICE: Service = Service {
            name: #name,
            id: #id,
            version: #version,
            protocols: &[#(#protocols),*],
            target_prefix: #target,
            signing_name: #signing,
            endpoint: #endpoint,
            headers: &[#(#headers),*],
            query_compatible: #query_compatible,
            operations: &[#(&#operations),*],
        };
    }
}

fn one(ir: &Ir, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let static_name = ident(&operation.static_name);
    let docs = doc_lines(&operation.docs);
    let deprecation = deprecated(operation.deprecated.as_deref());
    let data_docs = doc_line(&format!("`{}` as data.", operation.name));
    let id = &operation.name;
    let (method, uri) = (&operation.method, &operation.uri);
    let status = Literal::u16_unsuffixed(operation.status);
    let schema = |shape| {
        let name = ident(&ir.shape(shape).static_name);
        quote!(&schemas::#name)
    };
    let (input, output) = (schema(operation.input), schema(operation.output));
    let errors = ir.errors(operation).iter().map(|error| schema(error.shape));
    let (readonly, idempotent) = (operation.readonly, operation.idempotent);
    let pagination = optional(operation.pagination.as_ref().map(pagination));
    let request = request_facts(&operation.request);
    let (input_type, output_type) = (shape_type(ir, operation.input), shape_type(ir, operation.output));
    quote! {
        #docs
        #deprecation
        pub struct #name;

        #data_docs
        pub static #static_name: Operation = Operation {
            name: #id,
            method: #method,
            uri: #uri,
            status: #status,
            input: #input,
            output: #output,
            errors: &[#(#errors),*],
            readonly: #readonly,
            idempotent: #idempotent,
            pagination: #pagination,
            request: #request,
        };

        impl OperationShape for #name {
            type Input = #input_type;
            type Output = #output_type;
            const OPERATION: &'static Operation = &#static_name;
            const SERVICE: &'static Service = &SERVICE;
        }
    }
}

fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let Endpoint {
        prefix,
        multi_region,
        dual_stack_only,
        exceptions,
    } = endpoint;
    let exceptions = (!exceptions.is_empty()).then(|| {
        let exceptions = exceptions.iter().map(exception);
        quote!(exceptions: &[#(#exceptions),*])
    });
    let facts = [
        text_fact("multi_region", multi_region.as_deref()),
        flag("dual_stack_only", *dual_stack_only),
        exceptions,
    ];
    with_facts(&ident("EndpointFacts"), &quote!(EndpointFacts::of(#prefix)), facts)
}

fn exception(exception: &EndpointException) -> TokenStream {
    let EndpointException {
        partition,
        region,
        fips,
        dual_stack,
        host,
        signing_region,
    } = exception;
    let facts = [
        text_fact("partition", partition.as_deref()),
        text_fact("region", region.as_deref()),
        fips.map(|fips| quote!(fips: Some(#fips))),
        dual_stack.map(|dual_stack| quote!(dual_stack: Some(#dual_stack))),
        text_fact("signing_region", signing_region.as_deref()),
    ];
    with_facts(
        &ident("EndpointException"),
        &quote!(EndpointException::of(#host)),
        facts,
    )
}

fn request_facts(facts: &RequestFacts) -> TokenStream {
    let RequestFacts {
        endpoint: own,
        host_prefix,
        anonymous,
        unsigned_payload,
        checksum,
        tree_hash,
        gzip,
    } = facts;
    let own = own.as_ref().map(endpoint);
    let facts = [
        own.map(|endpoint| quote!(endpoint: Some(&#endpoint))),
        text_fact("host_prefix", host_prefix.as_deref()),
        flag("anonymous", *anonymous),
        flag("unsigned_payload", *unsigned_payload),
        flag("checksum", *checksum),
        text_fact("tree_hash", tree_hash.as_deref()),
        flag("gzip", *gzip),
    ];
    with_facts(&ident("RequestFacts"), &quote!(RequestFacts::PLAIN), facts)
}

/// The value of a structure of facts: `usual` but for those that there are.
fn with_facts(name: &Ident, usual: &TokenStream, facts: impl IntoIterator<Item = Option<TokenStream>>) -> TokenStream {
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    match facts.is_empty() {
        true => usual.clone(),
        false => quote!(#name { #(#facts,)* ..#usual }),
    }
}

fn flag(name: &str, is_set: bool) -> Option<TokenStream> {
    let name = ident(name);
    is_set.then(|| quote!(#name: true))
}

fn text_fact(name: &str, text: Option<&str>) -> Option<TokenStream> {
    let name = ident(name);
    text.map(|text| quote!(#name: Some(#text)))
}

fn pagination(pagination: &Pagination) -> TokenStream {
    let Pagination {
        input_token,
        output_token,
        page_size,
        items,
        ..
    } = pagination;
    let page_size = optional(page_size.as_ref().map(|name| quote!(#name)));
    let items = optional(items.as_ref().map(|name| quote!(#name)));
    quote! {
        Pagination {
            input_token: #input_token,
            output_token: #output_token,
            page_size: #page_size,
            items: #items,
        }
    }
}
