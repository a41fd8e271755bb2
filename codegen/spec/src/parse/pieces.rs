//! Takes a description apart into the pieces that are deserialized on their own.

use super::positions::{Part, Positions, pointer};
use super::repair::{self, Fault, Help};
use crate::diagnostic::{Code, Diagnostics, quoted};
use crate::format::{
    Element, Enum, IntEnum, List, Member, Operation, Resource, Service, Shape, Spec, Structure, VERSION, Waiter,
};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Reads pieces and reports what is wrong with them.
pub(super) struct Pieces<'a> {
    positions: &'a Positions,
    sink: &'a mut Diagnostics,
    faulty: HashSet<String>,
}

/// The fields of a description.
const SECTIONS: [&str; 8] = [
    "$schema",
    "spec",
    "service",
    "operations",
    "shapes",
    "waiters",
    "resources",
    "tagging",
];

/// The values of `type`.
const TYPES: [&str; 19] = [
    "blob",
    "boolean",
    "string",
    "enum",
    "intEnum",
    "byte",
    "short",
    "integer",
    "long",
    "float",
    "double",
    "bigInteger",
    "bigDecimal",
    "timestamp",
    "document",
    "list",
    "map",
    "structure",
    "union",
];

impl<'a> Pieces<'a> {
    pub(super) fn new(positions: &'a Positions, sink: &'a mut Diagnostics) -> Self {
        Self {
            positions,
            sink,
            faulty: HashSet::new(),
        }
    }

    /// The pointers of the pieces that are missing or not as written.
    pub(super) fn into_faulty(self) -> HashSet<String> {
        self.faulty
    }

    /// The whole description. `None` if it is of another version of the format.
    pub(super) fn spec(&mut self, mut root: Map<String, Value>) -> Option<Spec> {
        let json_schema = root.remove("$schema").and_then(|value| self.piece(&["$schema"], value));
        match root.remove("spec") {
            None => {
                self.report(&[], &repair::missing(Vec::new(), "spec"));
            }
            Some(version) if version == VERSION => {}
            Some(version) => {
                self.unsupported_version(&version);
                return None;
            }
        }
        let service = match root.remove("service") {
            Some(value) => self.piece::<Service>(&["service"], value),
            None => {
                self.report(&[], &repair::missing(Vec::new(), "service"));
                None
            }
        };
        let service = service.or_else(|| {
            self.faulty.insert(pointer(["service"]));
            // An empty service has a placeholder for every field.
            repair::deserialize("service", &mut json!({})).0
        })?;
        let operations = self.section(&mut root, "operations", |pieces, name, value| {
            pieces.piece::<Operation>(&["operations", name], value)
        });
        let shapes = self.section(&mut root, "shapes", Self::shape);
        let waiters = self.section(&mut root, "waiters", |pieces, name, value| {
            pieces.piece::<Waiter>(&["waiters", name], value)
        });
        let resources = self.section(&mut root, "resources", |pieces, name, value| {
            pieces.piece::<Resource>(&["resources", name], value)
        });
        let tagging = root.remove("tagging").and_then(|value| self.piece(&["tagging"], value));
        for field in root.keys() {
            self.report(
                &[],
                &repair::unknown_field(vec![field.clone()], SECTIONS.map(str::to_owned).to_vec()),
            );
        }
        Some(Spec {
            json_schema,
            spec: VERSION,
            service,
            operations,
            shapes,
            waiters,
            resources,
            tagging,
        })
    }

    fn unsupported_version(&mut self, version: &Value) {
        let message = match version {
            Value::Number(version) => format!("version {version} of the format is not supported"),
            _ => "the version of the format is a number".to_owned(),
        };
        let diagnostic = self
            .positions
            .diagnostic(Code::UnsupportedVersion, &["spec"], Part::Value, message);
        self.sink
            .push(diagnostic.with_help(format!("this generator reads `\"spec\": {VERSION}`")));
    }

    fn section<T>(
        &mut self,
        root: &mut Map<String, Value>,
        name: &str,
        read: impl FnMut(&mut Self, &str, Value) -> Option<T>,
    ) -> IndexMap<String, T> {
        match root.remove(name) {
            Some(value) => self.entries(&[name], value, read),
            None => IndexMap::new(),
        }
    }

    /// The entries of an object, each a piece. Those that are no piece are remembered as faulty.
    fn entries<T>(
        &mut self,
        path: &[&str],
        value: Value,
        mut read: impl FnMut(&mut Self, &str, Value) -> Option<T>,
    ) -> IndexMap<String, T> {
        let Value::Object(object) = value else {
            self.report(
                path,
                &repair::wrong_type(path.last().unwrap_or(&""), Vec::new(), &value, "an object"),
            );
            self.faulty.insert(pointer(path.iter().copied()));
            return IndexMap::new();
        };
        let mut entries = IndexMap::with_capacity(object.len());
        for (name, value) in object {
            match read(self, &name, value) {
                Some(entry) => {
                    entries.insert(name, entry);
                }
                None => {
                    self.mark_faulty(path, &name);
                    if path.len() > 1 {
                        self.faulty.insert(pointer(path.iter().copied()));
                    }
                }
            }
        }
        entries
    }

    fn mark_faulty(&mut self, path: &[&str], name: &str) {
        self.faulty.insert(pointer(path.iter().copied().chain([name])));
    }

    fn shape(&mut self, id: &str, value: Value) -> Option<Shape> {
        let path = ["shapes", id];
        let Value::Object(mut facts) = value else {
            self.report(&path, &repair::wrong_type(id, Vec::new(), &value, "an object"));
            return None;
        };
        let type_name = match facts.remove("type") {
            Some(Value::String(name)) => name,
            Some(other) => {
                self.report(&path, &repair::wrong_type(id, vec!["type".into()], &other, "a string"));
                return None;
            }
            None => {
                self.report(&path, &repair::missing(Vec::new(), "type"));
                return None;
            }
        };
        match type_name.as_str() {
            "enum" => {
                let values = self.take_entries(id, "values", &mut facts, Self::piece);
                let mut shape: Enum = self.piece(&path, Value::Object(facts))?;
                shape.values = values;
                Some(Shape::Enum(shape))
            }
            "intEnum" => {
                let values = self.take_entries(id, "values", &mut facts, Self::piece);
                let mut shape: IntEnum = self.piece(&path, Value::Object(facts))?;
                shape.values = values;
                Some(Shape::IntEnum(shape))
            }
            "list" => {
                let member = self.take_element(id, "member", &mut facts);
                let mut list: List = self.piece(&path, Value::Object(facts))?;
                list.member = member?;
                Some(Shape::List(list))
            }
            "map" => {
                let key = self.take_element(id, "key", &mut facts);
                let value = self.take_element(id, "value", &mut facts);
                let mut map: crate::format::Map = self.piece(&path, Value::Object(facts))?;
                (map.key, map.value) = (key?, value?);
                Some(Shape::Map(map))
            }
            "structure" => self.structure(id, facts).map(Shape::Structure),
            "union" => self.structure(id, facts).map(Shape::Union),
            simple => {
                let make = simple_shape(simple);
                if make.is_none() {
                    self.unknown_type(&path, simple);
                }
                let facts = make.and(Some(facts))?;
                let simple = self.piece(&path, Value::Object(facts))?;
                make.map(|make| make(simple))
            }
        }
    }

    fn unknown_type(&mut self, path: &[&str], name: &str) {
        let fault = Fault {
            code: Code::UnknownType,
            path: vec!["type".into()],
            missing: None,
            part: Part::Value,
            message: format!("unknown type {}", quoted(name)),
            help: Help::Choose {
                wrong: name.to_owned(),
                among: TYPES.map(str::to_owned).to_vec(),
            },
        };
        self.report(path, &fault);
    }

    fn structure(&mut self, id: &str, mut facts: Map<String, Value>) -> Option<Structure> {
        let members = self.take_entries(id, "members", &mut facts, Self::piece::<Member>);
        let mut shape: Structure = self.piece(&["shapes", id], Value::Object(facts))?;
        shape.members = members;
        Some(shape)
    }

    /// Takes an object of a shape's facts apart and leaves an empty one behind.
    fn take_entries<T>(
        &mut self,
        id: &str,
        field: &str,
        facts: &mut Map<String, Value>,
        mut read: impl FnMut(&mut Self, &[&str], Value) -> Option<T>,
    ) -> IndexMap<String, T> {
        let Some(value) = facts.get_mut(field) else {
            return IndexMap::new();
        };
        if !value.is_object() {
            self.mark_faulty(&["shapes"], id);
        }
        let value = std::mem::replace(value, json!({}));
        let path = ["shapes", id, field];
        self.entries(&path, value, |pieces, name, value| {
            read(pieces, &["shapes", id, field, name], value)
        })
    }

    /// Takes what a list or map holds and leaves a target behind.
    fn take_element(&mut self, id: &str, field: &str, facts: &mut Map<String, Value>) -> Option<Element> {
        let value = facts.get_mut(field)?;
        let path = ["shapes", id, field];
        match std::mem::replace(value, json!("")) {
            Value::String(target) => Some(Element::Target(target)),
            value @ Value::Object(_) => self.piece(&path, value).map(|member| Element::Member(Box::new(member))),
            other => {
                let expected = "a shape id or an object with a `target`";
                self.report(&path, &repair::wrong_type(field, Vec::new(), &other, expected));
                None
            }
        }
    }

    /// Deserializes a piece and reports what is wrong with it.
    fn piece<T: DeserializeOwned>(&mut self, path: &[&str], mut value: Value) -> Option<T> {
        let (piece, faults) = repair::deserialize(path.last().unwrap_or(&""), &mut value);
        if !faults.is_empty() || piece.is_none() {
            self.faulty.insert(pointer(path.iter().copied()));
        }
        // A field that is missing because its name is misspelt is one problem, not two.
        let mut misspelt = HashSet::new();
        let (missing, others): (Vec<_>, Vec<_>) = faults.into_iter().partition(|fault| fault.missing.is_some());
        for fault in others {
            let around = fault.path[..fault.path.len().saturating_sub(1)].to_vec();
            if let Some(meant) = self.report(path, &fault) {
                misspelt.insert((around, meant));
            }
        }
        for fault in missing {
            let key = (fault.path.clone(), fault.missing.clone().unwrap_or_default());
            if !misspelt.contains(&key) {
                self.report(path, &fault);
            }
        }
        piece
    }

    /// Reports a fault inside of the value at a path. Returns the name that was meant, if one is close.
    fn report(&mut self, path: &[&str], fault: &Fault) -> Option<String> {
        let whole: Vec<&str> = path
            .iter()
            .copied()
            .chain(fault.path.iter().map(String::as_str))
            .collect();
        let mut meant = None;
        let help = match &fault.help {
            Help::Text(text) => text.clone(),
            Help::Choose { wrong, among } => {
                meant = self
                    .sink
                    .suggest(wrong, among.iter().map(String::as_str))
                    .map(str::to_owned);
                match &meant {
                    Some(name) => format!("did you mean `{name}`?"),
                    None if among.is_empty() => "remove it".to_owned(),
                    None => format!("remove it, or use one of `{}`", among.join("`, `")),
                }
            }
        };
        let diagnostic = self
            .positions
            .diagnostic(fault.code, &whole, fault.part, &fault.message);
        self.sink.push(diagnostic.with_help(help));
        meant
    }
}

fn simple_shape(type_name: &str) -> Option<fn(crate::format::Simple) -> Shape> {
    Some(match type_name {
        "blob" => Shape::Blob,
        "boolean" => Shape::Boolean,
        "string" => Shape::String,
        "byte" => Shape::Byte,
        "short" => Shape::Short,
        "integer" => Shape::Integer,
        "long" => Shape::Long,
        "float" => Shape::Float,
        "double" => Shape::Double,
        "bigInteger" => Shape::BigInteger,
        "bigDecimal" => Shape::BigDecimal,
        "timestamp" => Shape::Timestamp,
        "document" => Shape::Document,
        _ => return None,
    })
}
