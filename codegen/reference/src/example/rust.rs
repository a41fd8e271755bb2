//! A call through the generated client.

use super::sample::{Sample, TIME};
use crate::book::Book;
use shapewright_ir::{Kind, Member, Operation, Scalar, ShapeId};
use std::collections::BTreeSet;

/// The statements of a call, for a function that is `async` and gives a `Result`. What it uses comes first.
pub fn rust(book: &Book<'_>, operation: &Operation, input: &[(usize, Sample)]) -> String {
    let mut writer = Writer {
        book,
        uses: BTreeSet::new(),
    };
    let mut call = format!("client.{}()", operation.method_name);
    for (index, sample) in input {
        let Some(setter) = operation.setters.iter().find(|setter| setter.member == *index) else {
            continue;
        };
        let member = &book.members(operation.input)[*index];
        // The client makes tokens up.
        if member.idempotency_token {
            continue;
        }
        call.push_str(&format!(".{}({})", setter.method, writer.argument(member, sample)));
    }
    let is_empty = book.members(operation.output).is_empty();
    let statements = match &operation.pagination {
        Some(pagination) if pagination.path.is_some() => format!(
            "let mut items = {call}.paginate().items();
             while let Some(item) = items.try_next().await? {{ println!(\"{{item:?}}\"); }}"
        ),
        _ if is_empty => format!("{call}.send().await?;"),
        _ => format!("let output = {call}.send().await?; println!(\"{{output:?}}\");"),
    };
    let krate = book.ir.service.name.replace('-', "_");
    let mut text = String::new();
    if writer.uses.remove("BTreeMap") {
        text.push_str("use std::collections::BTreeMap;\n");
    }
    let client = format!("use {krate}_client::Client;\n");
    let model = format!("use {krate}_client::model::types;\n");
    text.push_str(&client);
    if writer.uses.remove("types") {
        text.push_str(&model);
    }
    match writer.uses.iter().copied().collect::<Vec<_>>().as_slice() {
        [] => {}
        [only] => text.push_str(&format!("use {krate}_client::runtime::schema::{only};\n")),
        several => text.push_str(&format!(
            "use {krate}_client::runtime::schema::{{{}}};\n",
            several.join(", ")
        )),
    }
    text.push('\n');
    text.push_str(&formatted(&format!(
        "let client = Client::from_env().await?; {statements}"
    )));
    text
}

/// Statements as they are formatted in a function, without it.
fn formatted(statements: &str) -> String {
    let Ok(file) = syn::parse_str(&format!("async fn example() {{ {statements} }}")) else {
        return statements.to_owned();
    };
    let text = prettyplease::unparse(&file);
    let inner = text.lines().skip(1).filter(|line| *line != "}");
    inner
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned() + "\n")
        .collect()
}

struct Writer<'a> {
    book: &'a Book<'a>,
    /// Names to be imported.
    uses: BTreeSet<&'static str>,
}

impl Writer<'_> {
    /// What a setter takes: it turns text, bytes, and elements of lists and maps into what it needs.
    fn argument(&mut self, member: &Member, sample: &Sample) -> String {
        match (&self.book.ir.shape(member.element.target).kind, sample) {
            (Kind::Scalar(Scalar::Blob), Sample::Bytes(bytes)) => bytes_literal(bytes),
            (Kind::List { member, sparse }, Sample::List(elements)) => {
                let elements = elements
                    .iter()
                    .map(|sample| self.element(member.target, *sparse, sample));
                format!("[{}]", elements.collect::<Vec<_>>().join(", "))
            }
            (Kind::Map { value, sparse, .. }, Sample::Map(entries)) => {
                let entries = entries
                    .iter()
                    .map(|(key, sample)| format!("({key:?}, {})", self.element(value.target, *sparse, sample)));
                format!("[{}]", entries.collect::<Vec<_>>().join(", "))
            }
            (Kind::Scalar(Scalar::String), Sample::Text(text)) => format!("{text:?}"),
            _ => self.value(member.element.target, sample),
        }
    }

    /// An element of a list or map that a setter takes.
    fn element(&mut self, target: ShapeId, sparse: bool, sample: &Sample) -> String {
        match sample {
            Sample::Text(text) if !sparse => format!("{text:?}"),
            _ => self.held(target, sparse, sample),
        }
    }

    fn held(&mut self, target: ShapeId, sparse: bool, sample: &Sample) -> String {
        let value = self.value(target, sample);
        if sparse { format!("Some({value})") } else { value }
    }

    /// A value of exactly the shape's type.
    fn value(&mut self, target: ShapeId, sample: &Sample) -> String {
        let book = self.book;
        let kind = &book.ir.shape(target).kind;
        match (kind, sample) {
            (Kind::Enum(shape), Sample::Enum(_, place)) => {
                self.uses.insert("types");
                format!("types::{}::{}", shape.type_name, shape.variants[*place].name)
            }
            (Kind::IntEnum(shape), Sample::IntEnum(_, place)) => {
                self.uses.insert("types");
                format!("types::{}::{}", shape.type_name, shape.variants[*place].name)
            }
            (Kind::List { member, sparse }, Sample::List(elements)) => {
                let elements = elements.iter().map(|sample| self.held(member.target, *sparse, sample));
                format!("vec![{}]", elements.collect::<Vec<_>>().join(", "))
            }
            (Kind::Map { value, sparse, .. }, Sample::Map(entries)) => {
                self.uses.insert("BTreeMap");
                let entries = entries
                    .iter()
                    .map(|(key, sample)| format!("({key:?}.to_owned(), {})", self.held(value.target, *sparse, sample)));
                format!("BTreeMap::from([{}])", entries.collect::<Vec<_>>().join(", "))
            }
            (Kind::Structure(shape), Sample::Structure(_, members)) => {
                self.uses.insert("types");
                let fields = members.iter().map(|(index, sample)| {
                    let member = &shape.members[*index];
                    let mut value = self.value(member.element.target, sample);
                    if member.holding.boxed {
                        value = self.boxed(member, &value);
                    }
                    if member.holding.optional {
                        value = format!("Some({value})");
                    }
                    format!("{}: {value}, ", member.field)
                });
                let fields: String = fields.collect();
                let rest = if members.len() < shape.members.len() {
                    "..Default::default()"
                } else {
                    ""
                };
                format!("types::{} {{ {fields}{rest} }}", shape.type_name)
            }
            (Kind::Union(shape), Sample::Union(_, index, sample)) => {
                self.uses.insert("types");
                let member = &shape.members[*index];
                let value = self.value(member.element.target, sample);
                format!("types::{}::{}({value})", shape.type_name, member.field)
            }
            (Kind::Scalar(scalar), sample) => self.scalar(*scalar, sample),
            _ => "Default::default()".to_owned(),
        }
    }

    fn boxed(&mut self, member: &Member, value: &str) -> String {
        match &self.book.ir.shape(member.element.target).kind {
            Kind::Union(_) => {
                self.uses.insert("Boxed");
                format!("Boxed::new({value})")
            }
            _ => format!("Box::new({value})"),
        }
    }

    fn scalar(&mut self, scalar: Scalar, sample: &Sample) -> String {
        match (scalar, sample) {
            (Scalar::BigInteger, Sample::Whole(number)) => {
                self.uses.insert("BigInteger");
                format!("BigInteger::from({number}_i64)")
            }
            (Scalar::BigDecimal, Sample::Float(number)) => {
                self.uses.insert("BigDecimal");
                format!("BigDecimal::from({}_i64)", *number as i64)
            }
            (_, Sample::Whole(number)) => number.to_string(),
            (_, Sample::Float(number)) => format!("{number:?}"),
            (_, Sample::Boolean(value)) => value.to_string(),
            (_, Sample::Text(text)) => format!("{text:?}.to_owned()"),
            (_, Sample::Bytes(bytes)) => {
                self.uses.insert("Blob");
                format!("Blob::new({})", bytes_literal(bytes))
            }
            (_, Sample::Time(_)) => {
                self.uses.insert("Timestamp");
                format!("Timestamp::new({TIME}, 0)?")
            }
            (_, Sample::Document) => {
                self.uses.insert("Document");
                "Document::from(\"any JSON value\")".to_owned()
            }
            _ => "Default::default()".to_owned(),
        }
    }
}

fn bytes_literal(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}
