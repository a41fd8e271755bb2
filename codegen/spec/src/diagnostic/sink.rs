//! The sink that collects diagnostics.

use super::{Diagnostic, Severity, suggest::Suggester};
use std::fmt;

/// Collects problems. Its `Display` shows the first hundred in the order of the file, and then counts the rest.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    suggester: Suggester,
}

impl Diagnostics {
    /// How many problems `Display` shows in full.
    pub const SHOWN: usize = 100;

    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether there is an error, so that nothing may be generated.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|found| found.severity == Severity::Error)
    }

    /// Whether nothing was found, not even a warning.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many problems were found.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// The problems as they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// The problems by file, then by place.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.found.iter().collect();
        sorted.sort_by(|a, b| {
            let (at_a, at_b) = (&a.location, &b.location);
            (&at_a.path, at_a.line, at_a.column, a.code, &a.message).cmp(&(
                &at_b.path,
                at_b.line,
                at_b.column,
                b.code,
                &b.message,
            ))
        });
        sorted
    }

    /// The candidate that is closest to a misspelt name, if one is close.
    ///
    /// The work over the life of a sink is bounded: a file with a hundred thousand unknown names gets suggestions for
    /// the first of them only.
    pub fn suggest<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        self.suggester.suggest(name, candidates)
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return Ok(());
        }
        for diagnostic in self.sorted().iter().take(Self::SHOWN) {
            writeln!(f, "{diagnostic}\n")?;
        }
        if let Some(hidden) = self.len().checked_sub(Self::SHOWN)
            && hidden > 0
        {
            writeln!(f, "... and {hidden} more\n")?;
        }
        let of = |severity| self.found.iter().filter(|found| found.severity == severity).count();
        let (errors, warnings) = (
            count(of(Severity::Error), "error"),
            count(of(Severity::Warning), "warning"),
        );
        match of(Severity::Note) {
            0 => write!(f, "{errors} and {warnings}"),
            notes => write!(f, "{errors}, {warnings} and {}", count(notes, "note")),
        }
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}
