//! What emitters give: crates, their modules, and the items of these.

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

    /// The crates of the same service that it stands on.
    pub fn stands_on(self) -> &'static [Self] {
        match self {
            Self::Model => &[],
            Self::Client => &[Self::Model],
            Self::Mock => &[Self::Model, Self::Client],
        }
    }

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
pub struct Crate<'a> {
    /// Which one.
    pub kind: CrateKind,
    /// Its modules besides the root, in the order in which the root declares them.
    pub modules: Vec<Module<'a>>,
    /// The documentation of the root.
    pub docs: Vec<String>,
    /// What the root holds after its modules: re-exports.
    pub root: TokenStream,
}

/// The items of a module, a few at a time: they are made when they are rendered, and no sooner.
pub type Items<'a> = Box<dyn Iterator<Item = Piece<'a>> + 'a>;

/// A few items of a module.
pub enum Piece<'a> {
    /// Items that are like no others.
    Own(TokenStream),
    /// Items that many types have, and that differ in the type's name alone.
    Template(Template, &'a str),
}

/// Makes of a type's name items that differ in it alone.
pub type Template = fn(&str) -> TokenStream;

impl From<TokenStream> for Piece<'_> {
    fn from(items: TokenStream) -> Self {
        Self::Own(items)
    }
}

/// A name that a module imports if one of its items uses it.
pub struct Import {
    /// The path of what it lies in; of what it is, where it gets another name.
    pub path: &'static str,
    /// The name.
    pub name: &'static str,
    /// The path is that of the thing itself: `use path as name`.
    pub renamed: bool,
}

impl Import {
    /// `use path::name;`
    pub fn of(path: &'static str, name: &'static str) -> Self {
        Self {
            path,
            name,
            renamed: false,
        }
    }

    /// `use path as name;`
    pub fn renamed(path: &'static str, name: &'static str) -> Self {
        Self {
            path,
            name,
            renamed: true,
        }
    }
}

/// A module: one file.
pub struct Module<'a> {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// One line that says what it holds.
    pub docs: &'static str,
    /// Whether the root shows it.
    pub public: bool,
    /// The feature of the package that it is compiled with. As a module of a build script it is always compiled.
    pub feature: Option<&'static str>,
    /// What its items may need.
    pub imports: Vec<Import>,
    /// Its items.
    pub items: Items<'a>,
}
