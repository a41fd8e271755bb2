//! A module's text: its items, formatted as they are made, under the imports that they use.

use super::{format::format_tokens, templates};
use crate::emit::{Import, Module, Piece};
use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, HashSet};

/// The text of a module.
pub fn module(module: Module<'_>) -> String {
    let mut unused = module.imports;
    let mut used = Vec::new();
    let mut seen = HashSet::new();
    let mut text = String::new();
    for piece in module.items {
        if !text.is_empty() {
            text.push('\n');
        }
        match piece {
            Piece::Own(items) => text.push_str(&format_tokens(find(items, &mut unused, &mut used))),
            Piece::Template(items, name) => {
                if seen.insert(items) {
                    find(items(name), &mut unused, &mut used);
                }
                text.push_str(&templates::text(items, name));
            }
        }
    }
    if used.is_empty() {
        return text;
    }
    format!("{}\n{text}", format_tokens(declarations(&used)))
}

/// Moves the imports that `items` use from `unused` to `used`. Takes the items apart and gives them back, since tokens can
/// only be looked at by their owner, and a copy costs more.
fn find(items: TokenStream, unused: &mut Vec<Import>, used: &mut Vec<Import>) -> TokenStream {
    if unused.is_empty() {
        return items;
    }
    let mut tokens = items.into_iter().peekable();
    // Whether two colons stand before the token: what follows them lies in something else.
    let (mut one_colon, mut after_colons) = (false, false);
    let looked_at = std::iter::from_fn(|| {
        let token = tokens.next()?;
        let is_first = !std::mem::take(&mut after_colons);
        let had_one = std::mem::take(&mut one_colon);
        match &token {
            TokenTree::Group(group) => {
                let (delimiter, items) = (group.delimiter(), group.stream());
                // Else there would be two owners.
                drop(token);
                return Some(Group::new(delimiter, find(items, unused, used)).into());
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                one_colon = punct.spacing() == Spacing::Joint;
                after_colons = had_one;
            }
            TokenTree::Ident(ident) if is_first => {
                if let Some(place) = unused.iter().position(|import| ident == import.name) {
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
            }
            _ => {}
        }
        Some(token)
    });
    looked_at.collect()
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
