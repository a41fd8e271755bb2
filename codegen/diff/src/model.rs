//! What a comparison gives: one list of changes, and what of them each operation shows.

use super::rules::{self, Rule, RustApi, Verdict};
use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use std::fmt;

/// The difference between two descriptions of a service.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diff {
    /// The name of the service's crates, as the newer description has it.
    pub service: String,
    /// The service's name for people, as the newer description has it.
    pub title: String,
    /// The operations that are new, changed or gone: in the order of the new description, then those that are gone.
    pub operations: Vec<OperationDiff>,
    /// All changes: of the service, of operations, of shapes, of lifecycles, each in the order of the description.
    pub changes: Vec<Change>,
}

impl Diff {
    /// The changes that an operation has, by [`OperationDiff::changes`].
    pub fn changes_of<'a>(&'a self, operation: &'a OperationDiff) -> impl Iterator<Item = &'a Change> {
        operation.changes.iter().map(|index| &self.changes[*index])
    }

    /// The worst of the verdicts that were not accepted.
    pub fn verdicts(&self) -> Verdicts {
        let open = self.changes.iter().filter(|change| change.accepted.is_none());
        open.fold(Verdicts::NONE, |worst, change| worst.worst(change.verdicts))
    }

    /// How the version of the generated crates has to grow. It counts accepted changes too: accepting a change does not
    /// make it another one.
    pub fn bump(&self) -> Option<Bump> {
        self.changes.iter().map(|change| change.bump).max()
    }
}

/// What became of an operation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationDiff {
    /// Its name.
    pub name: String,
    /// What became of it.
    pub state: State,
    /// What its request has gained and lost.
    pub request: Sides,
    /// What its response has gained and lost.
    pub response: Sides,
    /// The changes that it is reached by, as indices into [`Diff::changes`].
    pub changes: Vec<usize>,
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It was not there.
    New,
    /// Something about it has changed besides its documentation.
    Updated,
    /// It is gone.
    Removed,
}

impl State {
    /// The word on a page.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Updated => "updated",
            Self::Removed => "removed",
        }
    }
}

/// What a request or a response has gained and lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sides {
    /// Members and enum values that came. Of a new operation all members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added: Option<Nested>,
    /// Members and enum values that went. Of a removed operation all members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<Nested>,
}

impl Sides {
    /// Whether nothing came and nothing went.
    pub fn is_empty(&self) -> bool {
        self.added.is_none() && self.removed.is_none()
    }
}

/// Members in members, as pages of API changes show them. Lists and maps whose elements changed stand for these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Nested {
    /// A type, or the values of an enum with ` | ` between them: a value that is new in whole.
    Text(String),
    /// Values of an enum that was there.
    Values(Vec<String>),
    /// Members by name.
    Members(IndexMap<String, Nested>),
    /// A list that is new in whole, by what it holds.
    List(Box<Nested>),
}

/// One change.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Which kind of change it is.
    #[serde(serialize_with = "name")]
    pub rule: &'static Rule,
    /// What has changed, in names of the description: `RelationshipStatus.RegionDisabled`.
    pub subject: String,
    /// Where it stands in the old description, or would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Place>,
    /// Where it stands in the new description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Place>,
    /// What the old description says, as JSON or as a Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What the new description says, as JSON or as a Rust type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The shortest way from each operation that reaches it, one for the request, one for the response, one for each error.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<Path>,
    /// Which way the value travels.
    pub directions: Directions,
    /// What it means.
    pub verdicts: Verdicts,
    /// How the version of the generated crates has to grow because of it.
    pub bump: Bump,
    /// How it has to grow because of the Rust API alone.
    #[serde(skip)]
    pub(super) rust_bump: Bump,
    /// What it may have been renamed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Present where somebody has accepted it: the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

impl Change {
    /// The place to look at: in the new description, or in the old one for what is gone.
    pub fn place(&self) -> Option<&Place> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// Whether nobody who uses an operation sees it: words for people, an order that nothing follows from, and the names of a
    /// URI's labels.
    pub(super) fn is_quiet(&self) -> bool {
        let unseen = [
            &rules::AUTH_ORDER_CHANGED,
            &rules::MEMBER_ORDER_CHANGED,
            &rules::ENUM_ORDER_CHANGED,
            &rules::HTTP_LABEL_RENAMED,
        ];
        let is_unseen = unseen.iter().any(|rule| rule.name == self.rule.name);
        self.rule.is_documentation() || is_unseen && self.verdicts == Verdicts::NONE
    }
}

fn name<S: Serializer>(rule: &&'static Rule, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rule.name)
}

/// A place in a description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The JSON pointer (RFC 6901).
    pub pointer: String,
    /// The path of the file, and line and column from 1. None where the description was made of a model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.position {
            Some(Position { file, line, column }) => write!(f, "{file}:{line}:{column} ({})", self.pointer),
            None => f.write_str(&self.pointer),
        }
    }
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The path of the file, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The way from an operation to a change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Path {
    /// The operation.
    pub operation: String,
    /// Which part of it.
    pub part: Part,
    /// Members from there on. `[]` stands for the elements of a list, `{}` for the values of a map, `{key}` for its keys.
    pub steps: Vec<String>,
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        match &self.part {
            Part::Operation => {}
            Part::Request => f.write_str(" request")?,
            Part::Response => f.write_str(" response")?,
            Part::Error(error) => write!(f, " error {error}")?,
        }
        for step in &self.steps {
            match step.starts_with(['[', '{']) {
                true => f.write_str(step)?,
                false => write!(f, " > {step}")?,
            }
        }
        Ok(())
    }
}

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// The operation itself.
    Operation,
    /// What it takes.
    Request,
    /// What it returns.
    Response,
    /// The error of this name.
    Error(String),
}

/// Which ways a value travels. None: no operation reaches it, or it does not depend on the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Directions {
    /// In requests.
    pub input: bool,
    /// In responses.
    pub output: bool,
    /// In errors.
    pub error: bool,
}

impl fmt::Display for Directions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [(self.input, "input"), (self.output, "output"), (self.error, "error")];
        let names: Vec<&str> = names.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        f.write_str(&names.join(", "))
    }
}

/// What a change means, for the worst of the ways that the value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// For a client of the old description that calls a service of the new one.
    pub wire: Verdict,
    /// For code that was written against the generated crates.
    pub rust: Verdict,
    /// For tests that ran against the mock.
    pub mock: Verdict,
}

impl Verdicts {
    /// Nothing happens.
    pub const NONE: Self = Self {
        wire: Verdict::Compatible,
        rust: Verdict::Compatible,
        mock: Verdict::Compatible,
    };

    /// The worse of each.
    pub fn worst(self, other: Self) -> Self {
        Self {
            wire: self.wire.max(other.wire),
            rust: self.rust.max(other.rust),
            mock: self.mock.max(other.mock),
        }
    }

    /// The worst of the three.
    pub fn most(self) -> Verdict {
        self.wire.max(self.rust).max(self.mock)
    }
}

/// How a version has to grow, by Cargo's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Bump {
    /// `1.2.3` to `1.2.4`.
    Patch,
    /// `1.2.3` to `1.3.0`; `0.2.3` to `0.2.4`.
    Minor,
    /// `1.2.3` to `2.0.0`; `0.2.3` to `0.3.0`, since before 1.0 the second number is the one that may break.
    Major,
}

impl Bump {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version that follows on this one.
    pub fn after(self, [major, minor, patch]: [u64; 3]) -> String {
        match self {
            Self::Major if major == 0 => format!("0.{}.0", minor + 1),
            Self::Major => format!("{}.0.0", major + 1),
            Self::Minor if major > 0 => format!("{major}.{}.0", minor + 1),
            Self::Minor | Self::Patch => format!("{major}.{minor}.{}", patch + 1),
        }
    }

    /// What a change asks for that asks for this because of the Rust API, and means this to the mock. The mock's behaviour is what its
    /// crate is for, so a change of it is no mere patch; that of the wire is the service's, and a client that knows it is
    /// to be had soon.
    pub(super) fn with_mock(self, mock: Verdict) -> Self {
        match mock {
            Verdict::Compatible => self,
            Verdict::Caution | Verdict::Breaking => self.max(Self::Minor),
        }
    }

    /// What a change asks for that does this to the Rust API.
    pub(super) fn of(rust: RustApi) -> Self {
        match rust {
            RustApi::Breaks | RustApi::ByType => Self::Major,
            RustApi::Adds | RustApi::Warns => Self::Minor,
            RustApi::Same => Self::Patch,
        }
    }
}
