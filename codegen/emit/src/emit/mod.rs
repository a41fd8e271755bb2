//! `ir -> items`: one file a kind of item. Emitters read the [`Ir`] and nothing else; they change no case, decide no name
//! and format nothing.

pub(crate) mod client;
mod manifest;
pub(crate) mod mock;
pub(crate) mod model;
mod parts;
pub(crate) mod tokens;

pub use manifest::{Packaging, Texts, texts};
pub use parts::{Crate, CrateKind, Import, Items, Module, Piece, Template};

use shapewright_ir::Ir;

/// Emits one of a service's crates.
pub fn emit(ir: &Ir, kind: CrateKind) -> Crate<'_> {
    match kind {
        CrateKind::Model => model::emit(ir),
        CrateKind::Client => client::emit(ir),
        CrateKind::Mock => mock::emit(ir),
    }
}
