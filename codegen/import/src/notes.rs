//! What the importer tells: what cannot be read, what was left out, what was changed.

use indexmap::IndexMap;
use shapewright_spec::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity, quoted};

/// How many places of one kind of fact are named.
const NAMED: usize = 3;

/// Collects what is reported about one model.
pub(super) struct Notes {
    path: String,
    /// Facts that are left out, by their name and the reason: one note tells of all places.
    left_out: IndexMap<(String, String), Vec<String>>,
    others: Vec<Diagnostic>,
}

impl Notes {
    /// Nothing yet, about the model at this path.
    pub(super) fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            left_out: IndexMap::new(),
            others: Vec::new(),
        }
    }

    /// A fact that a description has no place for.
    pub(super) fn left_out(&mut self, fact: &str, why: &str, pointer: &str) {
        let key = (fact.to_owned(), why.to_owned());
        self.left_out.entry(key).or_default().push(pointer.to_owned());
    }

    /// Something that a description says otherwise than the model.
    pub(super) fn changed(&mut self, pointer: &str, message: impl Into<String>, why: impl Into<String>) {
        let location = self.location(pointer);
        self.others
            .push(Diagnostic::new(Code::ImportChanged, location, message).with_help(why));
    }

    /// What makes the model useless.
    pub(super) fn unreadable(&mut self, pointer: &str, message: &str) {
        let help = "take the model as its publisher wrote it";
        self.problem(Code::ImportUnreadable, pointer, message, help);
    }

    /// What is wrong, as severe as its code.
    pub(super) fn problem(&mut self, code: Code, pointer: &str, message: &str, help: impl Into<String>) {
        let location = self.location(pointer);
        self.others
            .push(Diagnostic::new(code, location, message).with_help(help));
    }

    /// Adds what a rule of `check` says.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.others.push(diagnostic);
    }

    /// Whether there is an error, so that there is no description.
    pub(super) fn has_errors(&self) -> bool {
        self.others.iter().any(|found| found.severity == Severity::Error)
    }

    /// Hands everything over.
    pub(super) fn finish(self, sink: &mut Diagnostics) {
        for ((fact, why), places) in &self.left_out {
            let times = match places.len() {
                1 => String::new(),
                times => format!(", {times} times"),
            };
            let message = format!("{} is left out{times}", quoted(fact));
            let location = self.location(&places[0]);
            let more: Vec<String> = places
                .iter()
                .skip(1)
                .take(NAMED - 1)
                .map(|place| quoted(place))
                .collect();
            let also = match (more.is_empty(), places.len() > NAMED) {
                (true, _) => String::new(),
                (false, false) => format!("; also at {}", more.join(", ")),
                (false, true) => format!("; also at {} and others", more.join(", ")),
            };
            sink.push(Diagnostic::new(Code::ImportLeftOut, location, message).with_help(format!("{why}{also}")));
        }
        for diagnostic in self.others {
            sink.push(diagnostic);
        }
    }

    /// A place in the model.
    pub(super) fn location(&self, pointer: &str) -> Location {
        Location {
            path: self.path.clone(),
            // Models are large, on one line, or compressed: the pointer says it all.
            line: 0,
            column: 0,
            pointer: pointer.to_owned(),
        }
    }
}
