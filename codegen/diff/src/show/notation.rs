//! Nested members in the notation of boto3's documents: `{'master': {'relationshipStatus': {'RegionDisabled'}}}`.

use crate::Nested;

const WIDTH: usize = 80;

/// Writes nested members, on one line where they fit.
pub fn notation(nested: &Nested) -> String {
    let mut out = String::new();
    write(nested, 0, 0, &mut out);
    out
}

/// `indent` is where the value starts, `after` how many closing brackets will follow it on its last line.
fn write(nested: &Nested, indent: usize, after: usize, out: &mut String) {
    let line = on_one_line(nested);
    if indent + line.chars().count() + after <= WIDTH {
        out.push_str(&line);
        return;
    }
    match nested {
        Nested::Text(_) => out.push_str(&line),
        Nested::List(inner) => {
            out.push('[');
            write(inner, indent + 1, after + 1, out);
            out.push(']');
        }
        Nested::Values(values) => fill(values, indent + 1, out),
        Nested::Members(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(",\n");
                    out.push_str(&" ".repeat(indent + 1));
                }
                let key = format!("{}: ", quoted(name));
                out.push_str(&key);
                let is_last = index + 1 == members.len();
                let closing = if is_last { after + 1 } else { 1 };
                write(value, indent + 1 + key.chars().count(), closing, out);
            }
            out.push('}');
        }
    }
}

/// As many values on each line as it holds: an enum may gain hundreds.
fn fill(values: &[String], indent: usize, out: &mut String) {
    let mut at = indent;
    out.push('{');
    for (index, value) in values.iter().enumerate() {
        let value = quoted(value);
        let length = value.chars().count() + 2;
        if index > 0 {
            out.push(',');
            if at + length > WIDTH {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                at = indent;
            } else {
                out.push(' ');
            }
        }
        out.push_str(&value);
        at += length;
    }
    out.push('}');
}

fn on_one_line(nested: &Nested) -> String {
    match nested {
        Nested::Text(text) => quoted(text),
        Nested::List(inner) => format!("[{}]", on_one_line(inner)),
        Nested::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!("{{{}}}", values.join(", "))
        }
        Nested::Members(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", quoted(name), on_one_line(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// As a literal of Python. Nothing in it ends a line.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' | '\'' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use indexmap::IndexMap;

    #[test]
    fn nothing_foreign_ends_a_line() {
        assert_eq!(quoted("a\r\n```'\u{2028}é"), "'a\\u000d\\n```\\'\\u2028é'");
    }

    #[test]
    fn what_does_not_fit_stands_under_what_it_belongs_to() {
        let text = |text: &str| Nested::Text(text.to_owned());
        let inner = Nested::Members(IndexMap::from([
            ("first".to_owned(), Nested::List(Box::new(text(&"a".repeat(40))))),
            (
                "second".to_owned(),
                Nested::Values(vec!["it's".to_owned(), "B".to_owned()]),
            ),
        ]));
        let nested = Nested::Members(IndexMap::from([("outer".to_owned(), inner)]));
        let expected = format!(
            "{{'outer': {{'first': ['{}'],\n           'second': {{'it\\'s', 'B'}}}}}}",
            "a".repeat(40)
        );
        assert_eq!(notation(&nested), expected);
    }
}
