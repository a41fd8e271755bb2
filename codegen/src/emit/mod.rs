//! `ir -> items`: one file a kind of item. Emitters read the [`Ir`] and nothing else; they change no case, decide no name
//! and format nothing.

pub(crate) mod client;
mod manifest;
pub(crate) mod mock;
pub(crate) mod model;
mod tokens;

use crate::ir::Ir;
use proc_macro2::TokenStream;

/// Which of a service's crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrateKind {
    /// Types, schemas, operations.
    Model,
    /// Calls.
    Client,
    /// The mock server.
    Mock,
}

impl CrateKind {
    /// All of them, each after those that it stands on.
    pub const ALL: [Self; 3] = [Self::Model, Self::Client, Self::Mock];

    /// The folder and the last part of the crate's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Client => "client",
            Self::Mock => "mock",
        }
    }
}

/// A crate before it is rendered.
pub struct Crate {
    /// Which one.
    pub kind: CrateKind,
    /// Its modules besides the root, in the order in which the root declares them.
    pub modules: Vec<Module>,
    /// The documentation of the root.
    pub docs: Vec<String>,
    /// What the root holds after its modules: re-exports.
    pub root: TokenStream,
    /// Crates of the same service that it stands on.
    pub stands_on: &'static [CrateKind],
    /// The text of `Cargo.toml`.
    pub manifest: String,
    /// The text of `README.md`.
    pub readme: String,
}

/// A module: one file.
pub struct Module {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// One line that says what it holds.
    pub docs: &'static str,
    /// Whether the root shows it.
    pub public: bool,
    /// Its items.
    pub items: TokenStream,
}

/// Emits the three crates of a service.
pub fn emit(ir: &Ir) -> [Crate; 3] {
    [model::emit(ir), client::emit(ir), mock::emit(ir)]
}
