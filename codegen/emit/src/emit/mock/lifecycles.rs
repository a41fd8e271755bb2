//! The lifecycles as static data. What a lifecycle does not say is left to `Lifecycle::NONE`, so that one is as short in
//! the generated file as in the description.

use crate::emit::tokens::{ident, optional};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use shapewright_ir::{Filter, Ir, Lifecycle, Matching, Reference, ShapeId, TagOperation, Tagging, Transition};

/// All lifecycles of a service.
pub(super) fn lifecycles(ir: &Ir) -> TokenStream {
    let lifecycles = ir.lifecycles.iter().map(|lifecycle| one(ir, lifecycle));
    let tagging_names_an_error = |tagging: &Tagging| tagging.not_found.is_some() || tagging.most.is_some();
    let uses_schemas =
        ir.lifecycles.iter().any(names_an_error) || ir.tagging.as_ref().is_some_and(tagging_names_an_error);
    let schemas = uses_schemas.then(|| {
        quote!(
            use super::model::schemas;
        )
    });
    let records = (!ir.lifecycles.is_empty()).then(|| {
        quote!(
            use super::record_schemas;
        )
    });
    let used = |used: bool, name: TokenStream| used.then(|| quote!(#name,));
    let any = |says: fn(&Lifecycle) -> bool| ir.lifecycles.iter().any(says);
    let filters = used(
        any(|lifecycle| !lifecycle.filters.is_empty()),
        quote!(Condition, Matching),
    );
    let tags_have_a_most = ir.tagging.as_ref().is_some_and(|tagging| tagging.most.is_some());
    let most = used(
        any(|lifecycle| lifecycle.most.is_some()) || tags_have_a_most,
        quote!(Most),
    );
    let tagging = used(ir.tagging.is_some(), quote!(TagOperation, Tagging));
    let tags = ir.tagging.as_ref().map(|facts| tagging_of(ir, facts));
    let reference = used(any(|lifecycle| !lifecycle.refers.is_empty()), quote!(Reference));
    let transition = used(any(|lifecycle| !lifecycle.transitions.is_empty()), quote!(Transition));
    quote! {
        #schemas
        #records
        use shapewright_server::{Lifecycle, #filters #most #reference #tagging #transition};

        /// The lifecycles of the service. Operations, parents and other lifecycles are given by their places.
        pub(super) static LIFECYCLES: &[Lifecycle] = &[#(#lifecycles),*];
        #tags
    }
}

fn names_an_error(lifecycle: &Lifecycle) -> bool {
    let transitions = &lifecycle.transitions;
    lifecycle.not_found.is_some()
        || lifecycle.already_exists.is_some()
        || lifecycle.most.is_some()
        || transitions.iter().any(|transition| transition.error.is_some())
}

fn one(ir: &Ir, lifecycle: &Lifecycle) -> TokenStream {
    let Lifecycle { name, collection, .. } = lifecycle;
    let record = ident(&lifecycle.record.static_name);
    let number = |(field, place): (&str, Option<usize>)| {
        place.map(|place| {
            let (field, place) = (ident(field), Literal::usize_unsuffixed(place));
            quote!(#field: Some(#place),)
        })
    };
    let numbers = |field: &str, places: &[usize]| {
        let places = places
            .iter()
            .map(|place| Literal::usize_unsuffixed(*place).into_token_stream());
        list(field, places.collect())
    };
    let error = |(field, shape): (&str, Option<ShapeId>)| {
        shape.map(|shape| {
            let (field, shape) = (ident(field), schema(ir, shape));
            quote!(#field: Some(#shape),)
        })
    };
    let texts = |field: &str, texts: &[String]| list(field, texts.iter().map(ToTokens::to_token_stream).collect());
    let pairs = |field: &str, pairs: &[(String, String)]| list(field, pairs.iter().map(pair).collect());
    let text = |field: &str, text: &Option<String>| {
        let field = ident(field);
        text.as_ref().map(|text| quote!(#field: Some(#text),))
    };
    let [arn, tags, item] = [
        ("arn", &lifecycle.arn),
        ("tags", &lifecycle.tags),
        ("item", &lifecycle.item),
    ]
    .map(|(field, said)| text(field, said));
    let most = lifecycle.most.map(|most| {
        let most = most_of(ir, most);
        quote!(most: Some(#most),)
    });
    let parent = number(("parent", lifecycle.parent));
    let id = texts("id", &lifecycle.id);
    let made = [("create", lifecycle.create), ("put", lifecycle.put)].map(number);
    let (read, update) = (numbers("read", &lifecycle.read), numbers("update", &lifecycle.update));
    let ended = [("delete", lifecycle.delete), ("list", lifecycle.list)].map(number);
    let filters = list("filters", lifecycle.filters.iter().map(filter).collect());
    let errors = [
        ("not_found", lifecycle.not_found),
        ("already_exists", lifecycle.already_exists),
    ]
    .map(error);
    let found = [
        texts("unique", &lifecycle.unique),
        texts("found_by", &lifecycle.found_by),
        arn,
        tags,
        texts("ignore_case", &lifecycle.ignore_case),
        list("refers", lifecycle.refers.iter().map(reference).collect()),
        list(
            "transitions",
            lifecycle
                .transitions
                .iter()
                .map(|facts| transition(ir, facts))
                .collect(),
        ),
    ];
    let held = [
        pairs("names", &lifecycle.names),
        pairs("initial", &lifecycle.initial),
        texts("created", &lifecycle.created),
        texts("modified", &lifecycle.modified),
    ];
    quote! {
        Lifecycle {
            name: #name,
            collection: #collection,
            record: &record_schemas::#record,
            #parent
            #id
            #(#made)*
            #read
            #update
            #(#ended)*
            #filters
            #(#errors)*
            #(#found)*
            #most
            #item
            #(#held)*
            ..Lifecycle::NONE
        }
    }
}

fn most_of(ir: &Ir, (count, error): (usize, ShapeId)) -> TokenStream {
    let (count, error) = (Literal::usize_unsuffixed(count), schema(ir, error));
    quote!(Most { count: #count, error: #error })
}

fn tagging_of(ir: &Ir, tagging: &Tagging) -> TokenStream {
    let Tagging {
        tag,
        untag,
        list,
        not_found,
        most,
    } = tagging;
    let operation = |tagged: &Option<TagOperation>| {
        optional(tagged.as_ref().map(|tagged| {
            let TagOperation {
                operation,
                resource,
                tags,
            } = tagged;
            let operation = Literal::usize_unsuffixed(*operation);
            quote!(TagOperation { operation: #operation, resource: #resource, tags: #tags })
        }))
    };
    let [tag, untag, list] = [tag, untag, list].map(operation);
    let not_found = optional(not_found.map(|error| schema(ir, error)));
    let most = optional(most.map(|most| most_of(ir, most)));
    quote! {
        /// The operations on the tags of records.
        pub(super) static TAGGING: Tagging = Tagging {
            tag: #tag,
            untag: #untag,
            list: #list,
            not_found: #not_found,
            most: #most,
        };
    }
}

fn list(field: &str, elements: Vec<TokenStream>) -> Option<TokenStream> {
    let field = ident(field);
    (!elements.is_empty()).then(|| quote!(#field: &[#(#elements),*],))
}

fn pair((left, right): &(String, String)) -> TokenStream {
    quote!((#left, #right))
}

fn schema(ir: &Ir, shape: ShapeId) -> TokenStream {
    let name = ident(&ir.shape(shape).static_name);
    quote!(&schemas::#name)
}

fn filter(filter: &Filter) -> TokenStream {
    let Filter {
        input,
        member,
        matching,
    } = filter;
    let matching = match matching {
        Matching::Equal => quote!(Matching::Equal),
        Matching::Prefix => quote!(Matching::Prefix),
        Matching::OneOf => quote!(Matching::OneOf),
        Matching::Except(values, unless) => {
            let unless = optional(unless.as_ref().map(ToTokens::to_token_stream));
            quote!(Matching::Except { values: &[#(#values),*], unless: #unless })
        }
    };
    quote!(Condition { input: #input, member: #member, matching: #matching })
}

fn reference(reference: &Reference) -> TokenStream {
    let Reference { member, to, shows } = reference;
    let to = to.iter().map(|(place, shown)| {
        let (place, shown) = (Literal::usize_unsuffixed(*place), shown.iter().map(pair));
        quote!((#place, &[#(#shown),*]))
    });
    quote!(Reference { member: #member, to: &[#(#to),*], shows: &[#(#shows),*] })
}

fn transition(ir: &Ir, transition: &Transition) -> TokenStream {
    let Transition {
        operation,
        when,
        error,
        set,
        stamp,
    } = transition;
    let operation = Literal::usize_unsuffixed(*operation);
    let when = when.iter().map(|(member, values)| quote!((#member, &[#(#values),*])));
    let error = optional(error.map(|error| schema(ir, error)));
    let set = set.iter().map(pair);
    quote! {
        Transition {
            operation: #operation,
            when: &[#(#when),*],
            error: #error,
            set: &[#(#set),*],
            stamp: &[#(#stamp),*],
        }
    }
}
