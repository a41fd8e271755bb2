//! Shapes and their members.

use super::{
    docs::docs,
    facts::{binding, constraints, deprecated, error_facts},
    names::{Names, ShapeNames},
    naming::{self, Scope},
    recursion,
    unlowerable::Unlowerable,
};
use crate::{ir, ir::ShapeId};
use indexmap::IndexMap;
use shapewright_spec::{self as spec, Spec, diagnostic::Code};

/// What all parts of lowering look at.
pub(super) struct Lowering<'a> {
    pub(super) spec: &'a Spec,
    index: IndexMap<&'a str, ShapeId>,
    pub(super) names: Names<'a>,
    component: Vec<usize>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(spec: &'a Spec, names: Names<'a>) -> Self {
        let places = spec.shapes.keys().enumerate();
        let index = places.map(|(place, id)| (id.as_str(), ShapeId(place))).collect();
        Self {
            spec,
            component: containment(spec, &index),
            index,
            names,
        }
    }

    /// All shapes of the description, in its order.
    pub(super) fn shapes(&self) -> Result<Vec<ir::Shape>, Unlowerable> {
        let shapes = self.spec.shapes.iter().enumerate();
        shapes
            .map(|(place, (id, shape))| self.shape(place, id, shape))
            .collect()
    }

    /// The place of the shape with this id.
    pub(super) fn find(&self, id: &str) -> Result<ShapeId, Unlowerable> {
        self.index
            .get(id)
            .copied()
            .ok_or_else(|| Unlowerable::new(Code::UnknownTarget, format!("there is no shape `{id}`")))
    }

    fn shape(&self, place: usize, id: &str, shape: &spec::Shape) -> Result<ir::Shape, Unlowerable> {
        use spec::Shape as S;
        let ShapeNames { type_name, static_name } = self.names.shape(id);
        let scalar = |scalar, simple: &spec::Simple| {
            let constraints = constraints(&simple.length, &simple.range, &simple.pattern, false);
            (
                ir::Kind::Scalar(scalar),
                constraints,
                simple.sensitive,
                simple.timestamp_format,
            )
        };
        let (kind, constraints, sensitive, timestamp_format) = match shape {
            S::Blob(simple) => scalar(ir::Scalar::Blob, simple),
            S::Boolean(simple) => scalar(ir::Scalar::Boolean, simple),
            S::String(simple) => scalar(ir::Scalar::String, simple),
            S::Byte(simple) => scalar(ir::Scalar::Byte, simple),
            S::Short(simple) => scalar(ir::Scalar::Short, simple),
            S::Integer(simple) => scalar(ir::Scalar::Integer, simple),
            S::Long(simple) => scalar(ir::Scalar::Long, simple),
            S::Float(simple) => scalar(ir::Scalar::Float, simple),
            S::Double(simple) => scalar(ir::Scalar::Double, simple),
            S::BigInteger(simple) => scalar(ir::Scalar::BigInteger, simple),
            S::BigDecimal(simple) => scalar(ir::Scalar::BigDecimal, simple),
            S::Timestamp(simple) => scalar(ir::Scalar::Timestamp, simple),
            S::Document(simple) => scalar(ir::Scalar::Document, simple),
            S::Enum(shape) => {
                let kind = ir::Kind::Enum(text_enum(shape, type_name));
                (kind, ir::Constraints::default(), shape.sensitive, None)
            }
            S::IntEnum(shape) => (
                ir::Kind::IntEnum(int_enum(shape, type_name)),
                ir::Constraints::default(),
                false,
                None,
            ),
            S::List(list) => {
                let kind = ir::Kind::List {
                    member: self.element(&list.member)?,
                    sparse: list.sparse,
                };
                (
                    kind,
                    constraints(&list.length, &None, &None, list.unique_items),
                    list.sensitive,
                    None,
                )
            }
            S::Map(map) => {
                let (key, value) = (self.element(&map.key)?, self.element(&map.value)?);
                let kind = ir::Kind::Map {
                    key,
                    value,
                    sparse: map.sparse,
                };
                (kind, constraints(&map.length, &None, &None, false), map.sensitive, None)
            }
            S::Structure(structure) => {
                let members = self.members(place, structure, naming::field)?;
                let kind = ir::Kind::Structure(ir::Structure {
                    type_name,
                    members,
                    error: structure.error.as_ref().map(|error| error_facts(id, error)),
                    deprecated: deprecated(structure.deprecated.as_ref()),
                });
                (kind, ir::Constraints::default(), structure.sensitive, None)
            }
            S::Union(union) => {
                let members = self.members(place, union, naming::variant)?;
                let kind = ir::Kind::Union(ir::Union {
                    type_name,
                    members,
                    deprecated: deprecated(union.deprecated.as_ref()),
                });
                (kind, ir::Constraints::default(), union.sensitive, None)
            }
        };
        let noun = match &kind {
            ir::Kind::Structure(structure) if structure.error.is_some() => "error",
            _ => shape.type_name(),
        };
        Ok(ir::Shape {
            id: id.to_owned(),
            static_name,
            docs: docs(shape.docs(), &format!("`{id}`, {} of the service.", with_article(noun))),
            constraints,
            sensitive,
            timestamp_format,
            streaming: streaming(shape),
            media_type: match shape {
                S::String(simple) | S::Blob(simple) => simple.media_type.clone(),
                _ => None,
            },
            kind,
        })
    }

    fn members(
        &self,
        place: usize,
        structure: &spec::Structure,
        name: fn(&str) -> String,
    ) -> Result<Vec<ir::Member>, Unlowerable> {
        let union = matches!(self.spec.shapes.get_index(place), Some((_, spec::Shape::Union(_))));
        let mut fields = Scope::default();
        let mut members = Vec::with_capacity(structure.members.len());
        for (id, member) in &structure.members {
            let field = fields.claim(name(id));
            let target = self.find(&member.target)?;
            // The member and its shape alone decide: what other operations do with the shape must not change its type.
            // A client fills in a token, so a caller may leave it out.
            let bare = union || member.required && !member.client_optional && !member.idempotency_token;
            let streams = self.spec.shapes.get(&member.target).and_then(streaming).is_some();
            let streamed = streams && member.http == Some(spec::Binding::Payload);
            let list = matches!(self.spec.shapes.get_index(target.0), Some((_, spec::Shape::List(_))));
            members.push(ir::Member {
                name: id.clone(),
                docs: docs(
                    member.docs.as_deref(),
                    &format!("The member `{id}`, of the shape `{}`.", member.target),
                ),
                deprecated: deprecated(member.deprecated.as_ref()),
                holding: ir::Holding {
                    // A stream that is not there is an empty one.
                    optional: !bare && !streamed,
                    boxed: self.component[target.0] == self.component[place],
                    streamed,
                },
                slice_accessor: list && !bare && !STRUCTURE_METHODS.contains(&field.as_str()),
                field,
                element: self.facts(member, target),
                required: member.required,
                wire_name: member.name.clone().unwrap_or_else(|| id.clone()),
                binding: binding(member.http.as_ref()),
                idempotency_token: member.idempotency_token,
                endpoint: member.endpoint,
                default: member
                    .default
                    .as_ref()
                    .map(|default| default_text(&self.spec.shapes[target.0], default)),
            });
        }
        Ok(members)
    }

    fn element(&self, element: &spec::Element) -> Result<ir::Element, Unlowerable> {
        let target = self.find(element.target())?;
        Ok(match element.member() {
            Some(member) => self.facts(member, target),
            None => ir::Element {
                target,
                constraints: ir::Constraints::default(),
                sensitive: false,
                timestamp_format: None,
                media_type: None,
            },
        })
    }

    /// What an element says of its own, besides its shape.
    pub(super) fn facts(&self, member: &spec::Member, target: ShapeId) -> ir::Element {
        ir::Element {
            target,
            constraints: constraints(&member.length, &member.range, &member.pattern, member.unique_items),
            sensitive: member.sensitive,
            timestamp_format: member.timestamp_format,
            media_type: member.media_type.clone(),
        }
    }
}

/// Methods that every structure has by its traits. An accessor of the name would be called in place of the trait's.
const STRUCTURE_METHODS: &[&str] = &[
    "clone",
    "clone_from",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "member",
    "member_mut",
    "ne",
    "schema",
    "serialize",
    "slot",
    "view",
];

/// A default as JSON text. A whole number is written as one: `1e3` is read as a fraction, which an integer cannot hold.
fn default_text(shape: &spec::Shape, default: &serde_json::Value) -> String {
    use spec::Shape as S;
    let is_whole = matches!(
        shape,
        S::Byte(_) | S::Short(_) | S::Integer(_) | S::Long(_) | S::BigInteger(_) | S::IntEnum(_)
    );
    match default.as_f64() {
        // Checks refuse what has a fraction, and what does not fit.
        Some(number) if is_whole && default.is_f64() => (number as i128).to_string(),
        _ => default.to_string(),
    }
}

fn streaming(shape: &spec::Shape) -> Option<ir::Streaming> {
    match shape {
        spec::Shape::Blob(blob) if blob.streaming && blob.requires_length => Some(ir::Streaming::KnownLength),
        spec::Shape::Blob(blob) if blob.streaming => Some(ir::Streaming::AnyLength),
        _ => None,
    }
}

/// Which shapes lead back to themselves without a list or map between.
fn containment(spec: &Spec, index: &IndexMap<&str, ShapeId>) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = spec
        .shapes
        .values()
        .map(|shape| match shape {
            spec::Shape::Structure(_) | spec::Shape::Union(_) => shape
                .targets()
                .filter_map(|target| index.get(target).map(|id| id.0))
                .collect(),
            _ => Vec::new(),
        })
        .collect();
    recursion::components(&edges)
}

fn text_enum(shape: &spec::Enum, type_name: String) -> ir::Enum {
    let mut names = Scope::default();
    let variants = shape.values.iter().map(|(value, facts)| ir::Variant {
        value: value.clone(),
        name: names.claim(naming::variant(facts.name.as_deref().unwrap_or(value))),
        docs: docs(facts.docs.as_deref(), &format!("The value {}.", as_code(value))),
        deprecated: deprecated(facts.deprecated.as_ref()),
        internal: facts.internal,
    });
    ir::Enum {
        variants: variants.collect(),
        type_name,
    }
}

fn int_enum(shape: &spec::IntEnum, type_name: String) -> ir::IntEnum {
    let mut names = Scope::default();
    let variants = shape.values.iter().map(|(name, facts)| ir::IntVariant {
        value: facts.value,
        name: names.claim(naming::variant(name)),
        docs: docs(facts.docs.as_deref(), &format!("The value {}.", facts.value)),
    });
    ir::IntEnum {
        variants: variants.collect(),
        type_name,
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// A value as code in Markdown, quoted where it is not to be seen otherwise.
fn as_code(value: &str) -> String {
    if value.is_empty() || value.trim() != value || value.contains(|c: char| c == '`' || c.is_control()) {
        format!("`` {value:?} ``")
    } else {
        format!("`{value}`")
    }
}

#[cfg(test)]
mod tests {
    use super::{default_text, spec::Shape};
    use serde_json::json;

    #[test]
    fn whole_defaults_are_written_whole() {
        let shape = |name: &str| serde_json::from_value::<Shape>(json!({ "type": name })).unwrap();
        for (name, default, text) in [
            ("integer", json!(1e3), "1000"),
            ("bigInteger", json!(1e20), "100000000000000000000"),
            ("double", json!(1e3), "1000.0"),
            ("long", json!(i64::MIN), "-9223372036854775808"),
        ] {
            assert_eq!(default_text(&shape(name), &default), text, "{name}");
        }
    }
}
