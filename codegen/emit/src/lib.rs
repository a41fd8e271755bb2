//! The generator: the [`Ir`] of a description in, files out.
//!
//! | pass | from | to |
//! |---|---|---|
//! | `emit` | the Ir | the items of three crates |
//! | `render` | the items | formatted files |
//! | [`fs`] | files | what differs on disk, and the writing of it: the only I/O |
//!
//! [`build`] is the door for build scripts. Nothing here reads a description or decides a name: `shapewright-ir` has done
//! both.

pub mod build;
mod emit;
pub mod fs;
mod render;
pub mod types;

pub use emit::{CrateKind, Packaging};
pub use render::Artifact;

use shapewright_ir::Ir;

/// The files of a service's three packages, named and versioned as by default.
pub fn packages(ir: &Ir) -> Vec<Artifact> {
    let packaging = Packaging::default();
    let kinds = CrateKind::ALL.into_iter();
    kinds.flat_map(|kind| package(ir, kind, &packaging)).collect()
}

/// The files of one of them.
pub fn package(ir: &Ir, kind: CrateKind, packaging: &Packaging) -> Vec<Artifact> {
    render::package(ir, emit::emit(ir, kind), emit::texts(ir, kind, packaging))
}

/// The files of a service as modules for a build script: `<service>.rs`, to be included, and those that it points to.
/// `folder` is the absolute path of the folder that they will lie in. Crates that `kinds` stand on come along.
pub fn modules(ir: &Ir, kinds: &[CrateKind], folder: &str) -> Vec<Artifact> {
    let wanted = |kind: &CrateKind| {
        kinds
            .iter()
            .any(|asked| asked == kind || asked.stands_on().contains(kind))
    };
    let crates = CrateKind::ALL
        .into_iter()
        .filter(wanted)
        .map(|kind| emit::emit(ir, kind))
        .collect();
    render::inline(ir, crates, folder)
}
