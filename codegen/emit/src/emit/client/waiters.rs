//! Waiters: the method of a call builder that waits, and a static with what it waits for.

use super::super::{
    Import,
    tokens::{deprecated, doc_line, doc_lines, ident},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use shapewright_ir::{Acceptor, Comparator, Matcher, Operation, PathMatcher, WaitState, Waiter};

/// What the statics may need.
pub fn imports() -> Vec<Import> {
    let names = [
        "Acceptor",
        "Comparator",
        "Matcher",
        "PathMatcher",
        "WaitState",
        "WaiterFacts",
    ];
    names.map(|name| Import::of("shapewright_client::codegen", name)).into()
}

/// Emits the static of a waiter.
pub fn facts(waiter: &Waiter) -> TokenStream {
    let static_name = ident(&waiter.static_name);
    let name = &waiter.name;
    let docs = doc_line(&format!("The conditions of the waiter `{name}`."));
    let (min_delay, max_delay) = (
        Literal::u32_unsuffixed(waiter.min_delay),
        Literal::u32_unsuffixed(waiter.max_delay),
    );
    let max_attempts = match waiter.max_attempts.map(Literal::u32_unsuffixed) {
        Some(most) => quote!(Some(#most)),
        None => quote!(None),
    };
    let acceptors = waiter.acceptors.iter().map(acceptor);
    quote! {
        #docs
        pub static #static_name: WaiterFacts = WaiterFacts {
            name: #name,
            min_delay: #min_delay,
            max_delay: #max_delay,
            max_attempts: #max_attempts,
            acceptors: &[#(#acceptors),*],
        };
    }
}

fn acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = match acceptor.state {
        WaitState::Success => quote!(Success),
        WaitState::Failure => quote!(Failure),
        WaitState::Retry => quote!(Retry),
    };
    let matcher = match &acceptor.matcher {
        Matcher::Success(success) => quote!(Success(#success)),
        Matcher::ErrorCode(code) => quote!(ErrorCode(#code)),
        Matcher::Status(status) => {
            let status = Literal::u16_unsuffixed(*status);
            quote!(Status(#status))
        }
        Matcher::Output(path) => {
            let path = path_matcher(path);
            quote!(Output(#path))
        }
        Matcher::InputOutput(path) => {
            let path = path_matcher(path);
            quote!(InputOutput(#path))
        }
    };
    quote!(Acceptor { state: WaitState::#state, matcher: Matcher::#matcher })
}

fn path_matcher(matcher: &PathMatcher) -> TokenStream {
    let (path, expected) = (&matcher.path, &matcher.expected);
    let comparator = match matcher.comparator {
        Comparator::StringEquals => quote!(StringEquals),
        Comparator::BooleanEquals => quote!(BooleanEquals),
        Comparator::AllStringEquals => quote!(AllStringEquals),
        Comparator::AnyStringEquals => quote!(AnyStringEquals),
    };
    quote!(PathMatcher { path: #path, expected: #expected, comparator: Comparator::#comparator })
}

/// Emits the methods that wait with an operation. `bounds` ask for the required members.
pub fn methods(operation: &Operation, bounds: Option<&TokenStream>) -> TokenStream {
    let (operation_type, error) = (ident(&operation.type_name), ident(&operation.error_name));
    let methods = operation.waiters.iter().map(|waiter| {
        let docs = doc_lines(&waiter.docs);
        let rhythm = doc_line(&rhythm(waiter));
        let deprecation = deprecated(waiter.deprecated.as_deref());
        let (method, static_name) = (ident(&waiter.method), ident(&waiter.static_name));
        quote! {
            #docs
            ///
            #rhythm
            #deprecation
            #[inline]
            pub fn #method(self) -> Waiter<operations::#operation_type, errors::#error> #bounds {
                self.core.wait_until(self.input, &waiters::#static_name)
            }
        }
    });
    quote!(#(#methods)*)
}

/// How often a waiter asks, for people.
fn rhythm(waiter: &Waiter) -> String {
    let (shortest, longest) = (waiter.min_delay, waiter.max_delay);
    let delay = match shortest == longest {
        true => format!("{shortest} s"),
        false => format!("{shortest} to {longest} s"),
    };
    match waiter.max_attempts {
        Some(1) => "Sends one request by default.".to_owned(),
        Some(most) => format!("By default it sends a request every {delay}, {most} times at most."),
        None => format!("By default it sends a request every {delay}, for half an hour at most."),
    }
}
