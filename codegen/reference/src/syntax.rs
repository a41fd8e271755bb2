//! Requests and responses in the notation of boto3's reference: every member with a sample of its type.
//!
//! Its samples are `'string'`, `123`, `123.0`, `True|False`, `datetime(2015, 1, 1)`, `b'bytes'`, and for an enum all of its
//! values. A comma follows every element of a list, and every member but the last that the shape has.

use super::book::Book;
use shapewright_ir::{Kind, Pagination, Scalar, ShapeId};
use std::fmt::Write;

/// The lines of a sample at which deeper levels are left out: more than that nobody reads.
const MOST_LINES: usize = 1000;

/// Syntax, and how deep it goes where it does not go to the end.
pub struct Syntax {
    /// The text.
    pub text: String,
    /// The number of levels shown, when there are more.
    pub cut_at: Option<usize>,
}

/// A call of an operation of boto3's client.
pub fn request(book: &Book<'_>, operation: usize) -> Syntax {
    let (method, input) = (&book.methods[operation], book.ir.operations[operation].input);
    whole(book, Way::In, |writer| {
        let _ = write!(writer.out, "response = client.{method}(");
        writer.arguments(input, &[], None);
    })
}

/// What an operation returns.
pub fn response(book: &Book<'_>, operation: usize) -> Syntax {
    let output = book.ir.operations[operation].output;
    if book.shape_of_spec(output).is_none() {
        return Syntax {
            text: "None".to_owned(),
            cut_at: None,
        };
    }
    whole(book, Way::Out, |writer| writer.shape(output, 0))
}

/// A paginator of boto3 with its call.
pub fn paginator_request(book: &Book<'_>, operation: usize, pagination: &Pagination) -> Syntax {
    let (method, input) = (&book.methods[operation], book.ir.operations[operation].input);
    let hidden: Vec<&str> = [Some(&pagination.input_token), pagination.page_size.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    whole(book, Way::In, |writer| {
        let _ = write!(
            writer.out,
            "paginator = client.get_paginator('{method}')\n\nresponse_iterator = paginator.paginate("
        );
        writer.arguments(input, &hidden, Some(pagination));
    })
}

/// What a page of a paginator holds: the response without its token.
pub fn page(book: &Book<'_>, operation: usize, pagination: &Pagination) -> Syntax {
    let output = book.ir.operations[operation].output;
    whole(book, Way::Out, |writer| {
        writer.structure(output, 0, &[&pagination.output_token]);
    })
}

/// Writes to the end, or else as deep as there is room.
fn whole<'a>(book: &'a Book<'a>, way: Way, write: impl Fn(&mut Writer<'a>)) -> Syntax {
    let mut deepest = None;
    loop {
        let mut writer = Writer {
            book,
            way,
            out: String::new(),
            lines: 0,
            deepest,
            within: Vec::new(),
        };
        write(&mut writer);
        if writer.lines <= MOST_LINES || deepest == Some(1) {
            return Syntax {
                text: writer.out,
                cut_at: deepest,
            };
        }
        deepest = Some(deepest.map_or(12, |deepest| deepest - 1));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

struct Writer<'a> {
    book: &'a Book<'a>,
    way: Way,
    out: String,
    lines: usize,
    deepest: Option<usize>,
    /// The shapes that are being written, from the outside in.
    within: Vec<ShapeId>,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize) {
        self.lines += 1;
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("    ", depth));
    }

    /// Whether there is no room for what lies deeper.
    fn is_full(&self, depth: usize) -> bool {
        self.lines > MOST_LINES || self.deepest.is_some_and(|deepest| depth >= deepest)
    }

    fn arguments(&mut self, input: ShapeId, hidden: &[&str], pagination: Option<&Pagination>) {
        let members = self.book.members(input);
        let shown = members.iter().filter(|member| !hidden.contains(&member.name.as_str()));
        self.within.push(input);
        let mut any = false;
        for (index, member) in shown.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            any = true;
            self.line(1);
            let _ = write!(self.out, "{}=", member.name);
            self.shape(member.element.target, 1);
        }
        self.within.pop();
        if let Some(pagination) = pagination {
            if any {
                self.out.push(',');
            }
            self.out.push_str("\n    PaginationConfig={\n        'MaxItems': 123,");
            if pagination.page_size.is_some() {
                self.out.push_str("\n        'PageSize': 123,");
            }
            self.out.push_str("\n        'StartingToken': 'string'\n    }");
        }
        if any || pagination.is_some() {
            self.out.push('\n');
        }
        self.out.push(')');
    }

    fn shape(&mut self, id: ShapeId, depth: usize) {
        if self.within.contains(&id) {
            self.out.push_str("{'... recursive ...'}");
            return;
        }
        let book = self.book;
        match &book.ir.shape(id).kind {
            Kind::Scalar(scalar) => self.scalar(id, *scalar),
            Kind::Enum(shape) => {
                for (index, (_, variant)) in book.values(shape).enumerate() {
                    let _ = write!(self.out, "{}'{}'", if index > 0 { "|" } else { "" }, variant.value);
                }
            }
            Kind::IntEnum(shape) => {
                for (index, variant) in shape.variants.iter().enumerate() {
                    let _ = write!(self.out, "{}{}", if index > 0 { "|" } else { "" }, variant.value);
                }
            }
            Kind::List { .. } if self.is_full(depth) => self.out.push_str("[...]"),
            Kind::List { member, .. } => {
                self.within.push(id);
                self.out.push('[');
                self.line(depth + 1);
                self.shape(member.target, depth + 1);
                self.out.push(',');
                self.line(depth);
                self.out.push(']');
                self.within.pop();
            }
            Kind::Map { .. } if self.is_full(depth) => self.out.push_str("{...}"),
            Kind::Map { value, .. } => {
                self.within.push(id);
                self.out.push('{');
                self.line(depth + 1);
                self.out.push_str("'string': ");
                self.shape(value.target, depth + 1);
                self.line(depth);
                self.out.push('}');
                self.within.pop();
            }
            Kind::Union(_) if book.is_streaming(id) => {
                self.out.push_str("EventStream(");
                self.structure(id, depth, &[]);
                self.out.push(')');
            }
            Kind::Structure(_) | Kind::Union(_) => self.structure(id, depth, &[]),
        }
    }

    fn structure(&mut self, id: ShapeId, depth: usize, hidden: &[&str]) {
        let members = self.book.members(id);
        if members.is_empty() {
            self.out.push_str("{}");
            return;
        }
        if self.is_full(depth) {
            self.out.push_str("{...}");
            return;
        }
        self.within.push(id);
        self.out.push('{');
        for (index, member) in members.iter().enumerate() {
            if hidden.contains(&member.name.as_str()) {
                continue;
            }
            self.line(depth + 1);
            let _ = write!(self.out, "'{}': ", member.name);
            self.shape(member.element.target, depth + 1);
            if index + 1 < members.len() {
                self.out.push(',');
            }
        }
        self.line(depth);
        self.out.push('}');
        self.within.pop();
    }

    fn scalar(&mut self, id: ShapeId, scalar: Scalar) {
        let sample = match scalar {
            Scalar::String => "'string'",
            Scalar::Boolean => "True|False",
            Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long | Scalar::BigInteger => "123",
            Scalar::Float | Scalar::Double | Scalar::BigDecimal => "123.0",
            Scalar::Timestamp => "datetime(2015, 1, 1)",
            Scalar::Document => "{...}|[...]|123|123.4|'string'|True|None",
            Scalar::Blob => match (self.book.is_streaming(id), self.way) {
                (false, _) => "b'bytes'",
                (true, Way::In) => "b'bytes'|file",
                (true, Way::Out) => "StreamingBody()",
            },
        };
        self.out.push_str(sample);
    }
}
