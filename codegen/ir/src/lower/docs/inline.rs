//! Markdown inside of a line: what rustdoc would take for links to items, for HTML, or for addresses that are no links.

use std::collections::HashSet;

/// What the lines of one text need to know of each other.
pub struct Inline {
    /// The labels that the text defines links for: `[label]: address`.
    labels: HashSet<String>,
}

impl Inline {
    /// Looks for definitions in the whole text.
    pub fn new(text: &str) -> Self {
        let labels = text.lines().filter_map(definition).map(str::to_lowercase);
        Self {
            labels: labels.collect(),
        }
    }

    /// Whether a line defines a link.
    pub fn defines(&self, line: &str) -> bool {
        definition(line).is_some()
    }

    /// The line with all escaped that is meant as text. Code and links stay as they are.
    pub fn escaped(&self, line: &str) -> String {
        if self.defines(line) {
            return line.to_owned();
        }
        let mut out = String::with_capacity(line.len() + 8);
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let after_word = out.ends_with(|c: char| c.is_alphanumeric());
            let length = match c {
                '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                '`' => code(rest),
                '[' => self.link(rest).unwrap_or_else(|| {
                    out.push('\\');
                    1
                }),
                '<' => autolink(rest).unwrap_or_else(|| {
                    if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
                        out.push('\\');
                    }
                    1
                }),
                'h' if !after_word => match address(rest) {
                    Some(length) => {
                        out.push_str(&format!("<{}>", &rest[..length]));
                        rest = &rest[length..];
                        continue;
                    }
                    None => 1,
                },
                c => c.len_utf8(),
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        out
    }

    /// The length of the link at the start of `text`; none where the brackets are only brackets.
    fn link(&self, text: &str) -> Option<usize> {
        let close = closing(text)?;
        let (label, after) = (&text[1..close], &text[close + 1..]);
        if let Some(target) = after.strip_prefix('(') {
            let end = target.find(')')?;
            // A bare word would be a link to an item of that name.
            return target[..end].contains(['/', '#', '.', '?']).then_some(close + end + 3);
        }
        if after.starts_with('[') {
            let end = closing(after)?;
            let is_known = self.labels.contains(&after[1..end].to_lowercase());
            return is_known.then_some(close + end + 2);
        }
        self.labels.contains(&label.to_lowercase()).then_some(close + 1)
    }
}

/// The label of a line that defines a link.
fn definition(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix('[')?;
    let (label, target) = rest.split_once("]:")?;
    (!label.contains(['[', ']']) && !target.trim().is_empty()).then_some(label)
}

/// The bracket that closes the one at the start of `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (place, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some(place),
            ']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of the code at the start of `text`, or of its marks where nothing closes them.
fn code(text: &str) -> usize {
    let length = text.len() - text.trim_start_matches('`').len();
    let mut from = length;
    while let Some(place) = text[from..].find('`') {
        let start = from + place;
        let marks = text.len() - start - text[start..].trim_start_matches('`').len();
        if marks == length {
            return start + marks;
        }
        from = start + marks;
    }
    length
}

/// The length of the `<scheme:address>` at the start of `text`.
fn autolink(text: &str) -> Option<usize> {
    let end = text.find('>')?;
    let inside = &text[1..end];
    let is_link = (inside.contains("://") || inside.starts_with("mailto:")) && !inside.contains([' ', '<']);
    is_link.then_some(end + 1)
}

/// The length of the bare web address at the start of `text`.
fn address(text: &str) -> Option<usize> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let end = host.find(|c: char| c.is_whitespace() || "<>\"'`()[]".contains(c));
    let host = host[..end.unwrap_or(host.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
    let scheme = if text.starts_with("https") { 8 } else { 7 };
    (!host.is_empty()).then_some(scheme + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_escaped() {
        for (line, escaped) in [
            ("see [Page] and [`Page`]", r"see \[Page] and \[`Page`]"),
            (
                "[Page](Page) but [a](/b) and [c](#d)",
                r"\[Page](Page) but [a](/b) and [c](#d)",
            ),
            (
                "[a][one] but not [a][two], [one] not [two]",
                r"[a][one] but not \[a]\[two], [one] not \[two]",
            ),
            (
                "`[Page]` and ``a`b [c]`` and \\[d]",
                "`[Page]` and ``a`b [c]`` and \\[d]",
            ),
            (
                "a <name>, 1 < 2, <https://a.b>, </p>",
                r"a \<name>, 1 < 2, <https://a.b>, \</p>",
            ),
            (
                "at https://a.b/c?d=e. (http://f)",
                "at <https://a.b/c?d=e>. (<http://f>)",
            ),
            ("a [ and a ` and [é", r"a \[ and a ` and \[é"),
            ("[one]: https://a.b", "[one]: https://a.b"),
        ] {
            let inline = Inline::new("[one]: https://a.b");
            assert_eq!(inline.escaped(line), escaped);
        }
    }
}
