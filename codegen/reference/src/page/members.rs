//! Members with their types, constraints and docs, and what lies in them.

use super::{frame::name, links::shape_link};
use crate::{book::Book, markdown};
use maud::{Markup, html};
use shapewright_ir::{Binding, Constraints, Element, Kind, Member, Number, Scalar, ShapeId};
use shapewright_spec as spec;
use std::collections::HashMap;

/// How many members one tree shows. What would come after them is one link away.
const MOST: usize = 600;
/// How many values of an enum a tree shows.
const MOST_VALUES: usize = 40;

/// The members of a structure as a tree. Each structure is shown in full where it is met first.
pub struct Tree<'a> {
    book: &'a Book<'a>,
    /// The way to the service's folder.
    up: &'a str,
    /// Members deeper than those of the structure itself are shown.
    nested: bool,
    shown: usize,
    /// The structures that are shown already, and where.
    seen: HashMap<ShapeId, String>,
}

impl<'a> Tree<'a> {
    pub fn new(book: &'a Book<'a>, up: &'a str, nested: bool) -> Self {
        Self {
            book,
            up,
            nested,
            shown: 0,
            seen: HashMap::new(),
        }
    }

    /// The members of the shape. Ids of elements start with `prefix`.
    pub fn members(&mut self, id: ShapeId, prefix: &str) -> Markup {
        let members = self.book.members(id);
        self.seen.insert(id, prefix.to_owned());
        html! {
            ul.members {
                @for (index, member) in members.iter().enumerate() {
                    (self.member(member, self.book.member_docs(id, index), &format!("{prefix}.{}", member.name)))
                }
            }
        }
    }

    fn member(&mut self, member: &Member, docs: Option<&str>, anchor: &str) -> Markup {
        self.shown += 1;
        let target = member.element.target;
        // The words of the shape stand in where the member has none of its own.
        let docs = docs.or_else(|| self.book.shape_of_spec(target).and_then(spec::Shape::docs));
        html! {
            li id=(anchor) {
                div.head {
                    a.name href=(format!("#{anchor}")) { (name(&member.name)) }
                    span.type { (self.kind(target)) }
                    @if member.required { span.badge.required { "required" } }
                    @if member.deprecated.is_some() { span.badge.warning { "deprecated" } }
                }
                (markdown::deprecation(member.deprecated.as_deref()))
                div.docs { (markdown::block(docs)) }
                (facts(&self.facts(member)))
                (self.inside(target, anchor))
            }
        }
    }

    /// The type of a shape's values: `list of` its element's, or the name of the shape.
    fn kind(&self, id: ShapeId) -> Markup {
        html! {
            @match &self.book.ir.shape(id).kind {
                Kind::List { member, .. } => { "list of " (self.kind(member.target)) }
                Kind::Map { value, .. } => { "map of " (self.kind(value.target)) }
                Kind::Scalar(scalar) => @match self.book.files.shape(id) {
                    Some(path) => a href=(format!("{}{path}", self.up)) { (scalar_name(*scalar)) },
                    None => (scalar_name(*scalar)),
                },
                _ => (shape_link(self.book, id, self.up)),
            }
        }
    }

    /// The members or values in it, through lists and maps.
    fn inside(&mut self, target: ShapeId, anchor: &str) -> Markup {
        let id = self.book.innermost(target);
        let shape = self.book.ir.shape(id);
        match &shape.kind {
            Kind::Enum(of) => one_of(self.book.values(of).map(|(_, variant)| variant.value.clone()).collect()),
            Kind::IntEnum(of) => one_of(of.variants.iter().map(|variant| variant.value.to_string()).collect()),
            Kind::Structure(_) | Kind::Union(_) if self.nested && !self.book.members(id).is_empty() => {
                if let Some(place) = self.seen.get(&id) {
                    return html! { p.values { "Members as " a href=(format!("#{place}")) { "above" } "." } };
                }
                if self.shown >= MOST {
                    return html! { p.values { "Members: see " (shape_link(self.book, id, self.up)) "." } };
                }
                let is_union = matches!(shape.kind, Kind::Union(_));
                html! {
                    details open {
                        summary { @if is_union { "One of the members of " } @else { "Members of " } (name(&shape.id)) }
                        (self.members(id, anchor))
                    }
                }
            }
            _ => html! {},
        }
    }

    fn facts(&self, member: &Member) -> Vec<Markup> {
        let mut facts = element_facts(self.book, &member.element);
        if let Some(default) = &member.default {
            facts.push(html! { "default " code { (default) } });
        }
        if member.idempotency_token {
            facts.push(html! { "an idempotency token, which clients make up when it is left out" });
        }
        if member.endpoint {
            facts.push(html! { "the URL that the request goes to" });
        }
        let place = match &member.binding {
            Binding::Body => None,
            Binding::Label(_) => Some(html! { "in the path" }),
            Binding::Query(name) => Some(html! { "in the query as " code { (name) } }),
            Binding::QueryParams => Some(html! { "its entries in the query" }),
            Binding::Header(name) => Some(html! { "in the header " code { (name) } }),
            Binding::PrefixHeaders(prefix) => Some(html! { "its entries in headers " code { (prefix) "*" } }),
            Binding::Payload => Some(html! { "the whole body" }),
            Binding::Status => Some(html! { "the HTTP status" }),
        };
        facts.extend(place);
        if member.wire_name != member.name {
            facts.push(html! { "named " code { (member.wire_name) } " in the body" });
        }
        facts
    }
}

fn one_of(values: Vec<String>) -> Markup {
    html! {
        @if values.len() <= MOST_VALUES {
            p.values { "One of " @for (place, value) in values.iter().enumerate() { @if place > 0 { ", " } code { (value) } } }
        }
    }
}

/// What an element must obey.
fn element_facts(book: &Book<'_>, element: &Element) -> Vec<Markup> {
    value_facts(book, element.target, &book.constraints(element), element.sensitive)
}

/// What a shape's values must obey, under these constraints, and their elements where it is a list or map.
pub fn value_facts(book: &Book<'_>, id: ShapeId, obeyed: &Constraints, sensitive: bool) -> Vec<Markup> {
    let shape = book.ir.shape(id);
    let mut facts = constraints(obeyed, &shape.kind);
    if sensitive || shape.sensitive {
        facts.push(html! { "sensitive: never shown in logs" });
    }
    let parts = match &shape.kind {
        Kind::List { member, .. } => vec![("each", member)],
        Kind::Map { key, value, .. } => vec![("each key", key), ("each value", value)],
        _ => Vec::new(),
    };
    for (what, part) in parts {
        let inner = element_facts(book, part);
        facts.extend(inner.into_iter().map(|fact| html! { (what) ": " (fact) }));
    }
    facts
}

/// Facts in one paragraph.
pub fn facts(facts: &[Markup]) -> Markup {
    html! {
        @if !facts.is_empty() { ul.facts { @for fact in facts { li { (fact) } } } }
    }
}

fn constraints(constraints: &Constraints, kind: &Kind) -> Vec<Markup> {
    let unit = match kind {
        Kind::List { .. } => "elements",
        Kind::Map { .. } => "entries",
        Kind::Scalar(Scalar::Blob) => "bytes",
        _ => "characters",
    };
    let mut facts = Vec::new();
    let length = match (constraints.min_length, constraints.max_length) {
        (None, None) => None,
        (Some(least), Some(most)) if least == most => Some(format!("{least} {unit}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {unit}")),
        (Some(least), None) => Some(format!("{least} {unit} or more")),
        (None, Some(most)) => Some(format!("up to {most} {unit}")),
    };
    facts.extend(length.map(|length| html! { (length) }));
    let number = |number: Number| match number {
        Number::Integer(number) => number.to_string(),
        Number::Float(number) => number.to_string(),
    };
    let range = match (constraints.min.map(number), constraints.max.map(number)) {
        (None, None) => None,
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("{least} or more")),
        (None, Some(most)) => Some(format!("up to {most}")),
    };
    facts.extend(range.map(|range| html! { (range) }));
    if let Some(pattern) = &constraints.pattern {
        facts.push(html! { "matches " code { (pattern) } });
    }
    if constraints.unique_items {
        facts.push(html! { "no element twice" });
    }
    facts
}

/// The name of a type without parts.
pub fn scalar_name(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Blob => "blob",
        Scalar::Boolean => "boolean",
        Scalar::String => "string",
        Scalar::Byte => "byte",
        Scalar::Short => "short",
        Scalar::Integer => "integer",
        Scalar::Long => "long",
        Scalar::Float => "float",
        Scalar::Double => "double",
        Scalar::BigInteger => "big integer",
        Scalar::BigDecimal => "big decimal",
        Scalar::Timestamp => "timestamp",
        Scalar::Document => "any JSON value",
    }
}
