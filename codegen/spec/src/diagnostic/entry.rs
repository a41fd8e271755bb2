//! One diagnostic, and how it looks in a terminal.

use super::{Code, Excerpt, Location, Severity};
use std::fmt;

/// One problem of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule found it.
    pub code: Code,
    /// Whether it stands in the way of generating.
    pub severity: Severity,
    /// Where it is.
    pub location: Location,
    /// The line that it is on, cut to what a terminal shows.
    pub excerpt: Option<Excerpt>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem with the severity of its code, and with neither excerpt nor help.
    pub fn new(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            location,
            excerpt: None,
            message: message.into(),
            help: None,
        }
    }

    /// Adds the line that the problem is on.
    pub fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// Adds what to do about it.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let gutter = " ".repeat(self.location.line.to_string().len());
        writeln!(f, "{severity}[{}]: {}", self.code, self.message)?;
        write!(f, "{gutter}--> {}", self.location)?;
        if let Some(Excerpt { text, before, marked }) = &self.excerpt {
            let (space, marks) = (" ".repeat(*before), "^".repeat(*marked));
            write!(
                f,
                "\n{gutter} |\n{} | {text}\n{gutter} | {space}{marks}",
                self.location.line
            )?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n{gutter} = help: {help}")?;
        }
        Ok(())
    }
}
