//! Items that differ in a name alone are formatted once for each length of the name, since layout depends on how long a
//! name is and on nothing else of it. A quarter of all code is such items.

use super::format::format_tokens;
use crate::emit::Template;
use std::{cell::RefCell, collections::HashMap};

thread_local! {
    /// Texts of items with a name that stands for all of its length.
    static FORMATTED: RefCell<HashMap<(Template, usize), String>> = RefCell::default();
}

/// The text of what `items` makes of `name`.
pub fn text(items: Template, name: &str) -> String {
    let Some(stand_in) = stand_in(name.len()) else {
        return format_tokens(items(name));
    };
    FORMATTED.with_borrow_mut(|formatted| {
        let formatted = formatted
            .entry((items, name.len()))
            .or_insert_with(|| format_tokens(items(&stand_in)));
        formatted.replace(&stand_in, name)
    })
}

/// A name of so many bytes that no text has. There is none of one byte.
fn stand_in(length: usize) -> Option<String> {
    const FIRST: &str = "\u{39e}";
    let rest = length.checked_sub(FIRST.len())?;
    Some(format!("{FIRST}{}", "_".repeat(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::tokens::{ident, type_path};
    use quote::quote;

    #[test]
    fn it_is_the_text_that_formatting_gives() {
        let items: Template = |name| {
            let (name, path) = (ident(name), type_path(name));
            quote! {
                impl schema::serde::Serialize for #path {}
                impl From<#name> for #path {
                    fn from(value: #name) -> Self { Self::new(value, #path::default()) }
                }
            }
        };
        for length in (1..100).chain(1..100) {
            let name = "N".repeat(length);
            assert_eq!(text(items, &name), format_tokens(items(&name)));
        }
    }
}
