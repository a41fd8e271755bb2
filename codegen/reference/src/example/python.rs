//! A call through boto3.

use super::sample::Sample;
use crate::book::Book;
use shapewright_ir::{Kind, Operation};
use std::fmt::Write;

/// The statements of a call.
pub fn python(book: &Book<'_>, operation: usize, input: &[(usize, Sample)]) -> String {
    let (method, operation) = (&book.methods[operation], &book.ir.operations[operation]);
    let mut writer = Writer {
        book,
        out: String::new(),
        needs_datetime: false,
    };
    let paginated = operation.pagination.as_ref();
    match paginated {
        Some(_) => {
            let _ = write!(writer.out, "for page in client.get_paginator('{method}').paginate(");
        }
        None => {
            let _ = write!(writer.out, "response = client.{method}(");
        }
    }
    writer.arguments(operation, input);
    match paginated.and_then(|pagination| pagination.items.as_deref()) {
        Some(items) => {
            let path: String = items
                .split('.')
                .map(|name| format!("[{name:?}]").replace('"', "'"))
                .collect();
            let _ = write!(writer.out, ":\n    for item in page{path}:\n        print(item)");
        }
        None if paginated.is_some() => writer.out.push_str(":\n    print(page)"),
        None if !book.members(operation.output).is_empty() => writer.out.push_str("\nprint(response)"),
        None => {}
    }
    let datetime = if writer.needs_datetime {
        "from datetime import datetime\n\n"
    } else {
        ""
    };
    let client = &book.ir.service.name;
    format!(
        "{datetime}import boto3\n\nclient = boto3.client('{client}')\n{}\n",
        writer.out
    )
}

struct Writer<'a> {
    book: &'a Book<'a>,
    out: String,
    needs_datetime: bool,
}

impl Writer<'_> {
    fn arguments(&mut self, operation: &Operation, input: &[(usize, Sample)]) {
        let members = self.book.members(operation.input);
        // boto3 makes tokens up.
        let given = input.iter().filter(|(index, _)| !members[*index].idempotency_token);
        let mut any = false;
        for (index, sample) in given {
            any = true;
            let _ = write!(self.out, "\n    {}=", members[*index].name);
            self.value(sample, 1);
            self.out.push(',');
        }
        self.out.push_str(if any { "\n)" } else { ")" });
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("    ", depth));
    }

    fn value(&mut self, sample: &Sample, depth: usize) {
        match sample {
            Sample::Text(text) => self.out.push_str(&literal(text)),
            Sample::Enum(id, place) => {
                if let Kind::Enum(shape) = &self.book.ir.shape(*id).kind {
                    self.out.push_str(&literal(&shape.variants[*place].value));
                }
            }
            Sample::IntEnum(id, place) => {
                if let Kind::IntEnum(shape) = &self.book.ir.shape(*id).kind {
                    let _ = write!(self.out, "{}", shape.variants[*place].value);
                }
            }
            Sample::Whole(number) => {
                let _ = write!(self.out, "{number}");
            }
            Sample::Float(number) => {
                let _ = write!(self.out, "{number:?}");
            }
            Sample::Boolean(value) => self.out.push_str(if *value { "True" } else { "False" }),
            Sample::Bytes(bytes) => {
                let _ = write!(self.out, "b'{}'", bytes.escape_ascii());
            }
            Sample::Time(_) => {
                self.needs_datetime = true;
                self.out.push_str("datetime(2015, 1, 1)");
            }
            Sample::Document => self.out.push_str("'any JSON value'"),
            Sample::List(elements) => {
                self.out.push('[');
                for element in elements {
                    self.line(depth + 1);
                    self.value(element, depth + 1);
                    self.out.push(',');
                }
                self.line(depth);
                self.out.push(']');
            }
            Sample::Map(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, sample)| (key.as_str(), sample)).collect();
                self.dict(&entries, depth);
            }
            Sample::Structure(id, members) => {
                let names = self.book.members(*id);
                let entries: Vec<_> = members
                    .iter()
                    .map(|(index, sample)| (names[*index].name.as_str(), sample))
                    .collect();
                self.dict(&entries, depth);
            }
            Sample::Union(id, index, sample) => {
                let name = &self.book.members(*id)[*index].name;
                self.dict(&[(name, sample)], depth);
            }
        }
    }

    fn dict(&mut self, entries: &[(&str, &Sample)], depth: usize) {
        if entries.is_empty() {
            self.out.push_str("{}");
            return;
        }
        self.out.push('{');
        for (key, sample) in entries {
            self.line(depth + 1);
            let _ = write!(self.out, "{}: ", literal(key));
            self.value(sample, depth + 1);
            self.out.push(',');
        }
        self.line(depth);
        self.out.push('}');
    }
}

/// A string of Python.
fn literal(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}
