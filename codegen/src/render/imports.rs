//! A module's text: its items, formatted as they are made, under the imports that they use.

use super::format_tokens;
use crate::emit::{Import, Module};
use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// The text of a module.
pub fn module(module: Module<'_>) -> String {
    let mut unused = module.imports;
    let mut used = Vec::new();
    let mut text = String::new();
    for items in module.items {
        if !unused.is_empty() {
            find(items.clone(), &mut unused, &mut used);
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format_tokens(items));
    }
    if used.is_empty() {
        return text;
    }
    format!("{}\n{text}", format_tokens(declarations(&used)))
}

/// Moves the imports that `items` use from `unused` to `used`.
fn find(items: TokenStream, unused: &mut Vec<Import>, used: &mut Vec<Import>) {
    let mut tokens = items.into_iter().peekable();
    // Whether two colons stand before the token: what follows them lies in something else.
    let (mut one_colon, mut after_colons) = (false, false);
    while let Some(token) = tokens.next() {
        let is_first = !std::mem::take(&mut after_colons);
        let had_one = std::mem::take(&mut one_colon);
        match token {
            TokenTree::Group(group) => find(group.stream(), unused, used),
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                one_colon = punct.spacing() == Spacing::Joint;
                after_colons = had_one;
            }
            TokenTree::Ident(ident) if is_first => {
                let Some(place) = unused.iter().position(|import| ident == import.name) else {
                    continue;
                };
                // A module is used as the start of a path; a field or method of its name is something else.
                let is_module = unused[place].name.starts_with(|c: char| c.is_ascii_lowercase());
                let is_path = matches!(
                    tokens.peek(),
                    Some(TokenTree::Punct(next)) if next.as_char() == ':' && next.spacing() == Spacing::Joint
                );
                if !is_module || is_path {
                    used.push(unused.swap_remove(place));
                }
            }
            _ => {}
        }
    }
}

/// The imports as code, one declaration a path, sorted.
fn declarations(used: &[Import]) -> TokenStream {
    let mut by_path: BTreeMap<(bool, &str, bool), Vec<&str>> = BTreeMap::new();
    for import in used {
        // What is near comes first.
        let key = (!import.path.starts_with("super"), import.path, import.renamed);
        by_path.entry(key).or_default().push(import.name);
    }
    let declarations = by_path.into_iter().map(|((_, path, renamed), mut names)| {
        names.sort_unstable();
        let path = path.split("::").map(|part| format_ident!("{part}"));
        let names = names.into_iter().map(|name| format_ident!("{name}"));
        if renamed {
            quote!(use #(#path)::* as #(#names)*;)
        } else {
            quote!(use #(#path)::*::{#(#names),*};)
        }
    });
    declarations.collect()
}
