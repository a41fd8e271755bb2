//! The method of a call builder that reads the operation page by page.

use super::super::tokens::{ident, shape_type};
use proc_macro2::TokenStream;
use quote::quote;
use shapewright_ir::{Ir, ItemsPath, Operation};

/// Emits `paginate`, where the operation is paginated. `bounds` ask for the required members.
pub fn paginate(ir: &Ir, operation: &Operation, bounds: Option<&TokenStream>) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let (operation_type, error) = (ident(&operation.type_name), ident(&operation.error_name));
    let (items, find, what) = match &pagination.path {
        Some(path) => (
            shape_type(ir, path.shape),
            find(ir, operation, path),
            "page by page, or item by item",
        ),
        None => (quote!(()), quote!(|_| None), "page by page"),
    };
    let docs = super::super::tokens::doc_line(&format!("Reads the answer {what}."));
    Some(quote! {
        #docs
        #[inline]
        pub fn paginate(self) -> Paginator<operations::#operation_type, errors::#error, #items> #bounds {
            self.core.paginate(self.input, #find)
        }
    })
}

/// A function from an output to its items.
fn find(ir: &Ir, operation: &Operation, path: &ItemsPath) -> TokenStream {
    // Its type is not inferred: it hides behind the trait of the operation.
    let output = shape_type(ir, operation.output);
    let mut way = quote!(output);
    for (index, (field, holding)) in path.steps.iter().enumerate() {
        let field = ident(field);
        let last = index + 1 == path.steps.len();
        way = match (holding.optional, holding.boxed) {
            (true, false) => quote!(#way.#field.as_mut()),
            (true, true) => quote!(#way.#field.as_deref_mut()),
            (false, _) if !last => quote!(#way.#field),
            (false, false) => quote!(Some(&mut #way.#field)),
            (false, true) => quote!(Some(&mut *#way.#field)),
        };
        if holding.optional && !last {
            way = quote!(#way?);
        }
    }
    quote!(|output: &mut #output| #way)
}
