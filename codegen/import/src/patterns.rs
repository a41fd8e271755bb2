//! Patterns of other dialects, mostly Java's, in ECMA 262, where that says exactly the same: inline flags, POSIX classes,
//! anchors, and escapes that Unicode mode refuses. What has no exact translation has none.

use std::iter::Peekable;
use std::str::Chars;

/// The pattern in ECMA 262. `None` where the importer knows no way that is exact.
pub(super) fn rewritten(pattern: &str) -> Option<String> {
    let mut rewriter = Rewriter {
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len() + 8),
        flags: Flags::default(),
        groups: Vec::new(),
    };
    rewriter.run()?;
    (shapewright_spec::check::pattern_error(&rewriter.out).is_none()).then_some(rewriter.out)
}

/// What `(?i)` and `(?s)` have switched on.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    ignores_case: bool,
    dot_is_all: bool,
}

struct Rewriter<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
    flags: Flags,
    /// The flags outside of each open group: those inside end with it.
    groups: Vec<Flags>,
}

impl Rewriter<'_> {
    fn run(&mut self) -> Option<()> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                ')' => {
                    self.flags = self.groups.pop()?;
                    self.out.push(')');
                }
                '.' if self.flags.dot_is_all => self.out.push_str(r"[\s\S]"),
                '{' => self.count()?,
                '}' | ']' => self.out.extend(['\\', c]),
                c => self.literal(c),
            }
        }
        Some(())
    }

    /// A character, or both of its cases.
    fn literal(&mut self, c: char) {
        match other_case(c).filter(|_| self.flags.ignores_case) {
            Some(other) => self.out.extend(['[', c, other, ']']),
            None => self.out.push(c),
        }
    }

    fn group(&mut self) -> Option<()> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('?') {
            self.groups.push(self.flags);
            self.out.push('(');
            return Some(());
        }
        let words: String = ahead.clone().take_while(|c| *c != ')' && *c != ':').collect();
        if !words.is_empty() && words.chars().all(|c| c == 'i' || c == 's') {
            let end = ahead.nth(words.len());
            let outside = self.flags;
            self.flags.ignores_case |= words.contains('i');
            self.flags.dot_is_all |= words.contains('s');
            self.rest = ahead;
            if end == Some(':') {
                self.groups.push(outside);
                self.out.push_str("(?:");
            }
            return Some(());
        }
        let is_known = [":", "=", "!", "<"]
            .iter()
            .any(|start| words.starts_with(start) || words.is_empty() && *start == ":");
        self.groups.push(self.flags);
        self.out.push('(');
        is_known.then_some(())
    }

    /// `{2,5}`. Exactly so many cannot be given back, so that `{2}+` is `{2}`.
    fn count(&mut self) -> Option<()> {
        let mut ahead = self.rest.clone();
        let inside: String = ahead.by_ref().take_while(|c| *c != '}').collect();
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let is_count = match inside.split_once(',') {
            Some((min, max)) => is_number(min) && (max.is_empty() || is_number(max)),
            None => is_number(&inside),
        };
        if !is_count {
            self.out.push_str(r"\{");
            return Some(());
        }
        self.out.push_str(&format!("{{{inside}}}"));
        self.rest = ahead;
        if self.rest.peek() == Some(&'+') {
            self.rest.next();
            return is_number(&inside).then_some(());
        }
        Some(())
    }

    /// What stands after a backslash, outside of a class.
    fn escape(&mut self) -> Option<()> {
        match self.rest.next()? {
            'A' => self.out.push('^'),
            'z' => self.out.push('$'),
            'Z' | 'G' | 'Q' | 'E' | 'R' | 'X' | 'h' | 'H' | 'V' | 'a' | 'e' => return None,
            'p' => match self.property()? {
                Property::Ascii(set) => self.out.push_str(&format!("[{set}]")),
                Property::Unicode(name) => self.out.push_str(&format!("\\p{{{name}}}")),
            },
            'P' => match self.property()? {
                Property::Ascii(set) => self.out.push_str(&format!("[^{set}]")),
                Property::Unicode(name) => self.out.push_str(&format!("\\P{{{name}}}")),
            },
            c if is_identity(c) => self.literal(c),
            c => self.out.extend(['\\', c]),
        }
        Some(())
    }

    /// `[...]`.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.rest.peek() == Some(&'^') {
            self.rest.next();
            self.out.push('^');
        }
        // The last single character, which a hyphen may make the start of a range.
        let mut last: Option<char> = None;
        let mut is_first = true;
        loop {
            let c = self.rest.next()?;
            match c {
                ']' if !is_first => break,
                // Classes in classes and intersections have no translation.
                '[' => return None,
                '&' if self.rest.peek() == Some(&'&') => return None,
                '-' => {
                    let next = self.rest.peek().copied()?;
                    match last.take().filter(|_| next != ']') {
                        Some(from) => self.range(from)?,
                        None => self.out.push_str(r"\-"),
                    }
                }
                '\\' => last = self.class_escape()?,
                c => {
                    self.class_literal(c);
                    last = Some(c);
                }
            }
            is_first = false;
        }
        self.out.push(']');
        Some(())
    }

    fn class_literal(&mut self, c: char) {
        if matches!(c, '\\' | ']' | '[' | '^' | '-') {
            self.out.push('\\');
        }
        self.out.push(c);
        if let Some(other) = other_case(c).filter(|_| self.flags.ignores_case && !self.begins_range()) {
            self.out.push(other);
        }
    }

    /// Whether a hyphen and the end of a range come next.
    fn begins_range(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && ahead.next().is_some_and(|to| to != ']')
    }

    /// The end of a range whose first character is written already.
    fn range(&mut self, from: char) -> Option<()> {
        let to = match self.rest.next()? {
            '\\' => self.rest.next().filter(|c| is_identity(*c) || is_syntax(*c))?,
            '[' => return None,
            to => to,
        };
        self.out.push('-');
        if is_syntax(to) || to == '-' {
            self.out.push('\\');
        }
        self.out.push(to);
        if !self.flags.ignores_case {
            return Some(());
        }
        let has_letters = (from..=to).any(|c| other_case(c).is_some());
        match (other_case(from), other_case(to)) {
            (Some(from), Some(to)) if from.is_uppercase() == to.is_uppercase() => self.out.extend([from, '-', to]),
            _ if has_letters => return None,
            _ => {}
        }
        Some(())
    }

    /// What stands after a backslash in a class. The character, if it is one.
    fn class_escape(&mut self) -> Option<Option<char>> {
        Some(match self.rest.next()? {
            'p' => {
                match self.property()? {
                    Property::Ascii(set) => self.out.push_str(set),
                    Property::Unicode(name) => self.out.push_str(&format!("\\p{{{name}}}")),
                }
                None
            }
            'P' => match self.property()? {
                Property::Ascii(_) => return None,
                Property::Unicode(name) => {
                    self.out.push_str(&format!("\\P{{{name}}}"));
                    None
                }
            },
            c if c.is_ascii_alphanumeric() => {
                if !"dDsSwWtnrfvbxu0".contains(c) {
                    return None;
                }
                self.out.extend(['\\', c]);
                if matches!(c, 'x' | 'u') {
                    // A character by its number could begin a range; the translation of that would be a guess.
                    let digits = if c == 'x' { 2 } else { 4 };
                    for _ in 0..digits {
                        self.out.push(self.rest.next().filter(char::is_ascii_hexdigit)?);
                    }
                    if self.rest.peek() == Some(&'-') {
                        self.out.push(self.rest.next()?);
                        let to = self.rest.next()?;
                        (to == '\\').then_some(())?;
                        return self.class_escape();
                    }
                }
                None
            }
            c => {
                self.class_literal(c);
                Some(c)
            }
        })
    }

    /// `{Name}` after `\p`.
    fn property(&mut self) -> Option<Property> {
        if self.flags.ignores_case {
            return None;
        }
        let name: String = match self.rest.next()? {
            '{' => self.rest.by_ref().take_while(|c| *c != '}').collect(),
            letter => letter.to_string(),
        };
        let set = match name.as_str() {
            "Alnum" => "a-zA-Z0-9",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Upper" => "A-Z",
            "Lower" => "a-z",
            "XDigit" => "0-9a-fA-F",
            "Punct" => r"!-\/:-@\[-`\{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => r" \t",
            "Cntrl" => r"\x00-\x1f\x7f",
            "Space" => r" \t\n\x0b\f\r",
            "ASCII" => r"\x00-\x7f",
            "all" | "ALL" => r"\s\S",
            "LD" => r"\p{L}\p{Nd}",
            "IsAlphabetic" => return Some(Property::Unicode("Alphabetic".to_owned())),
            "IsWhitespace" | "IsWhite_Space" => return Some(Property::Unicode("White_Space".to_owned())),
            _ => return Some(Property::Unicode(name)),
        };
        Some(Property::Ascii(set))
    }
}

/// What `\p{Name}` means.
enum Property {
    /// What stands between the brackets of a class.
    Ascii(&'static str),
    /// A property that ECMA 262 has under this name.
    Unicode(String),
}

/// Whether a backslash before the character has no meaning, in a dialect that allows it there.
fn is_identity(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !is_syntax(c)
}

/// The characters that mean something in a pattern.
fn is_syntax(c: char) -> bool {
    r"^$\.*+?()[]{}|/".contains(c)
}

fn other_case(c: char) -> Option<char> {
    match c {
        'a'..='z' => Some(c.to_ascii_uppercase()),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::rewritten;
    use regress::Regex;

    /// A pattern, its translation, and texts that it is found in and not found in.
    type Case = (
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );

    #[test]
    fn a_translation_matches_the_same() {
        let cases: [Case; 14] = [
            ("(?s)^.{1,3}$", r"^[\s\S]{1,3}$", &["a\nb"], &["", "abcd"]),
            (
                "^(?i)(true|no)$",
                "^([tT][rR][uU][eE]|[nN][oO])$",
                &["TRUE", "No"],
                &["yes"],
            ),
            ("(?!(?i)aws_)[a-c]+$", "(?![aA][wW][sS]_)[a-c]+$", &["abc"], &["A"]),
            ("^(?i)[a-f0-9_]+$", "^[a-fA-F0-9_]+$", &["AF_0"], &["g"]),
            ("^(?i:a)b$", "^(?:[aA])b$", &["Ab"], &["aB"]),
            (r"^[\p{Alnum}_]+$", "^[a-zA-Z0-9_]+$", &["a_9"], &["-"]),
            (
                r"^\p{XDigit}{2}\P{Punct}$",
                r"^[0-9a-fA-F]{2}[^!-\/:-@\[-`\{-~]$",
                &["aF "],
                &["aF."],
            ),
            (r"\A\S[\p{Print}]*\z", r"^\S[ -~]*$", &["a b"], &[" a", "aé"]),
            ("^[0-9]{2}+$", "^[0-9]{2}$", &["12"], &["123"]),
            (r"^\p{L}+(\.|\_)\p{L}$", r"^\p{L}+(\.|_)\p{L}$", &["é_x"], &["é-x"]),
            (r"^[\p{L}\p{Z}-_]+$", r"^[\p{L}\p{Z}\-_]+$", &["é -_"], &["+"]),
            (r"^[\p{L}.:\/=+\-@]+$", r"^[\p{L}.:/=+\-@]+$", &["a/-"], &["#"]),
            (
                r"^[0-9\p{IsAlphabetic}' -]$",
                r"^[0-9\p{Alphabetic}' \-]$",
                &["é", "-"],
                &["#"],
            ),
            ("^(?s).}$", r"^[\s\S]\}$", &["\n}"], &["}"]),
        ];
        for (pattern, expected, found, not_found) in cases {
            assert_eq!(rewritten(pattern).as_deref(), Some(expected), "{pattern}");
            let regex = Regex::with_flags(expected, "u").unwrap();
            for text in found {
                assert!(regex.find(text).is_some(), "{pattern} in {text:?}");
            }
            for text in not_found {
                assert!(regex.find(text).is_none(), "{pattern} in {text:?}");
            }
        }
    }

    #[test]
    fn what_has_no_exact_translation_has_none() {
        for pattern in [
            r"[\p{Print}&&[^|]]",
            "a++",
            "a{2,3}+",
            "x${2,64}$",
            r"a\Z",
            "(?i)[Z-a]",
            "(?>a)",
            "(?x) a",
            "[a",
        ] {
            assert_eq!(rewritten(pattern), None, "{pattern}");
        }
    }
}
