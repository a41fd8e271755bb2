//! Failures that are known, each with its reason.

use crate::case::Direction;
use std::{fs, path::Path};

/// The list of them. A line is a direction or `all`, the id of a case, a colon and the reason; lines that start with `#`
/// say something about those below.
#[derive(Debug)]
pub struct Expected(Vec<Line>);

#[derive(Debug)]
struct Line {
    direction: String,
    id: String,
    reason: String,
    used: bool,
}

impl Expected {
    /// Reads the list.
    ///
    /// # Errors
    /// When the file cannot be read, or a line says no reason.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}:{error}", path.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let parts = line.split_once(": ").and_then(|(case, reason)| {
                let (direction, id) = case.split_once(' ')?;
                (!reason.trim().is_empty()).then_some((direction, id, reason))
            });
            let Some((direction, id, reason)) = parts else {
                return Err(format!(
                    "{}: wanted a direction, an id, a colon and a reason",
                    number + 1
                ));
            };
            lines.push(Line {
                direction: direction.to_owned(),
                id: id.trim().to_owned(),
                reason: reason.trim().to_owned(),
                used: false,
            });
        }
        Ok(Self(lines))
    }

    /// Why the case is expected to fail, where it is.
    pub fn reason(&mut self, direction: Direction, id: &str) -> Option<&str> {
        let line = self
            .0
            .iter_mut()
            .find(|line| line.id == id && (line.direction == direction.name() || line.direction == "all"))?;
        line.used = true;
        Some(&line.reason)
    }

    /// The ids of lines that are of no case.
    pub fn unused(&self) -> Vec<&str> {
        let unused = self.0.iter().filter(|line| !line.used);
        unused.map(|line| line.id.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_a_reason() {
        let mut expected = Expected::parse("# why\nall One: two say so\nmalformed Two: one says so\n").expect("fits");
        assert_eq!(expected.reason(Direction::ClientRequest, "One"), Some("two say so"));
        assert_eq!(expected.reason(Direction::ClientRequest, "Two"), None);
        assert_eq!(expected.unused(), ["Two"]);
        assert!(Expected::parse("all One").is_err());
        assert!(Expected::parse("all One: ").is_err());
    }
}
