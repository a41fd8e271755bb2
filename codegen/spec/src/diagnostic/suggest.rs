//! Finds the name that a misspelt one was meant to be.

/// Compares names, until its budget is spent.
#[derive(Debug)]
pub(super) struct Suggester {
    comparisons_left: usize,
}

/// Names longer than this are not compared: the cost of a comparison is the product of both lengths.
const LONGEST: usize = 100;

impl Default for Suggester {
    fn default() -> Self {
        Self {
            comparisons_left: 500_000,
        }
    }
}

impl Suggester {
    pub(super) fn suggest<'a>(&mut self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if name.is_empty() || name.len() > LONGEST {
            return None;
        }
        let furthest = (name.len() / 4).max(1);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            self.comparisons_left = self.comparisons_left.checked_sub(1)?;
            if candidate.len().abs_diff(name.len()) > furthest {
                continue;
            }
            let distance = match candidate.eq_ignore_ascii_case(name) {
                true => 0,
                false => strsim::osa_distance(name, candidate),
            };
            if distance <= furthest && best.is_none_or(|(shortest, _)| distance < shortest) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_close_name_is_suggested() {
        let names = ["ListUsers", "GetUser", "DeleteUser"];
        let suggest = |name| Suggester::default().suggest(name, names);
        assert_eq!(suggest("ListUser"), Some("ListUsers"));
        assert_eq!(suggest("listusers"), Some("ListUsers"));
        assert_eq!(suggest("Organization"), None);
        assert_eq!(suggest(""), None);
    }
}
