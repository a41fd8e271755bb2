//! From the text of a file to a [`Spec`], with the place of every value.
//!
//! A file is taken apart before it is deserialized: the service, each operation, shape, member, enum value, waiter
//! and resource on its own. What is wrong in one does not hide what is wrong in the next. What cannot be understood is left
//! out of the [`Spec`] and remembered, so that `check` does not report its absence as well.
//!
//! Parsing never judges what a well-formed description says; `check` does.

mod json;
mod pieces;
mod positions;
mod repair;
mod source;

pub use positions::{Part, Positions};
pub use source::Source;

use crate::{
    diagnostic::{Code, Diagnostics},
    format::Spec,
};
use std::collections::HashSet;

/// A description and the places of its values.
#[derive(Debug)]
pub struct Parsed {
    /// What the file says. Parts that could not be understood are missing.
    pub spec: Spec,
    /// Where it says it.
    pub positions: Positions,
    faulty: HashSet<String>,
}

impl Parsed {
    /// A description that was not read from a text. What is found in it has a pointer, but no line.
    pub fn without_text(spec: Spec) -> Self {
        Self {
            spec,
            positions: Positions::none(),
            faulty: HashSet::new(),
        }
    }

    /// Whether something of the value at this path has been reported already, so that it is missing or not as written.
    ///
    /// Paths are those of the pieces: `service`, `operations/<name>`, `shapes/<id>`, `shapes/<id>/members/<name>`,
    /// `shapes/<id>/values/<name>`, `shapes/<id>/{member,key,value}`, `waiters/<name>`, `resources/<name>` and `tagging`.
    /// `shapes/<id>/members` and `shapes/<id>/values` are faulty when an entry is missing.
    pub fn is_faulty(&self, path: &[&str]) -> bool {
        !self.faulty.is_empty() && self.faulty.contains(&positions::pointer(path.iter().copied()))
    }

    /// Whether all of the file could be understood.
    pub fn is_intact(&self) -> bool {
        self.faulty.is_empty()
    }
}

/// Reads a description. `None` when too little of it can be understood to check it; then the sink has an error.
pub fn parse(source: &Source, sink: &mut Diagnostics) -> Option<Parsed> {
    let (root, positions) = json::read(source, sink)?;
    let serde_json::Value::Object(root) = root else {
        let message = "a description is a JSON object";
        let help = "start from `{ \"spec\": 1, \"service\": { ... }, \"operations\": { ... }, \"shapes\": { ... } }`";
        sink.push(
            positions
                .diagnostic(Code::WrongType, &[], Part::Value, message)
                .with_help(help),
        );
        return None;
    };
    let mut pieces = pieces::Pieces::new(&positions, sink);
    let spec = pieces.spec(root)?;
    let faulty = pieces.into_faulty();
    Some(Parsed {
        spec,
        positions,
        faulty,
    })
}
