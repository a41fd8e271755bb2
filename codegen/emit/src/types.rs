//! The types of generated code as people write them, for pages that show what code looks like.

use crate::emit::tokens;
use proc_macro2::TokenStream;
use shapewright_ir::{Ir, Member, ShapeId};

/// The type of a shape's values: `Vec<User>`.
pub fn shape_type(ir: &Ir, id: ShapeId) -> String {
    shown(tokens::shape_type(ir, id))
}

/// The type of the field that holds a member: `Option<String>`.
pub fn field_type(ir: &Ir, member: &Member) -> String {
    shown(tokens::field_type(ir, member))
}

fn shown(tokens: TokenStream) -> String {
    let text = tokens.to_string().replace(' ', "").replace(',', ", ");
    text.replace("types::", "").replace("schema::", "")
}
