//! Shapes and their members.

use super::{
    closure::local,
    reader::Reader,
    shapes::{place, target},
    traits,
};
use crate::facts::Facts;
use indexmap::IndexMap;
use serde_json::Value;
use shapewright_spec::{
    Binding, Element, Enum, EnumValue, Error, Fault, IntEnum, IntEnumValue, List, Map, Member, Shape, Simple,
    Structure, Xml,
};

/// A shape of the prelude.
pub(super) fn prelude(id: &str) -> Shape {
    let simple = Simple::default();
    match local(id).trim_start_matches("Primitive") {
        "Blob" => Shape::Blob(simple),
        "Boolean" => Shape::Boolean(simple),
        "Byte" => Shape::Byte(simple),
        "Short" => Shape::Short(simple),
        "Integer" => Shape::Integer(simple),
        "Long" => Shape::Long(simple),
        "Float" => Shape::Float(simple),
        "Double" => Shape::Double(simple),
        "BigInteger" => Shape::BigInteger(simple),
        "BigDecimal" => Shape::BigDecimal(simple),
        "Timestamp" => Shape::Timestamp(simple),
        "Document" => Shape::Document(simple),
        "Unit" => Shape::Structure(Structure::default()),
        _ => Shape::String(simple),
    }
}

impl Reader<'_> {
    /// A shape. `None` for what is no shape of a description: operations, resources.
    pub(super) fn shape(&mut self, id: &str, value: &Value) -> Option<Shape> {
        let here = place(id);
        let mut traits = traits::of(value, &here, self.notes);
        let shape = match value.get("type").and_then(Value::as_str).unwrap_or_default() {
            "string"
                if value
                    .get("traits")
                    .is_some_and(|traits| traits.get("smithy.api#enum").is_some()) =>
            {
                Shape::Enum(self.enum_trait(&mut traits))
            }
            "string" => Shape::String(self.simple(&mut traits)),
            "blob" => Shape::Blob(self.simple(&mut traits)),
            "boolean" => Shape::Boolean(self.simple(&mut traits)),
            "byte" => Shape::Byte(self.simple(&mut traits)),
            "short" => Shape::Short(self.simple(&mut traits)),
            "integer" => Shape::Integer(self.simple(&mut traits)),
            "long" => Shape::Long(self.simple(&mut traits)),
            "float" => Shape::Float(self.simple(&mut traits)),
            "double" => Shape::Double(self.simple(&mut traits)),
            "bigInteger" => Shape::BigInteger(self.simple(&mut traits)),
            "bigDecimal" => Shape::BigDecimal(self.simple(&mut traits)),
            "timestamp" => Shape::Timestamp(self.simple(&mut traits)),
            "document" => Shape::Document(self.simple(&mut traits)),
            "enum" => Shape::Enum(self.text_enum(id, value, &mut traits)),
            "intEnum" => Shape::IntEnum(self.int_enum(id, value, &mut traits)),
            kind @ ("list" | "set") => Shape::List(List {
                docs: traits::docs(&mut traits, self.notes),
                member: self.element(value, "member", &here)?,
                length: traits::length(&mut traits, self.notes),
                unique_items: traits.flag("smithy.api#uniqueItems") || kind == "set",
                sparse: traits.flag("smithy.api#sparse"),
                sensitive: traits.flag("smithy.api#sensitive"),
            }),
            "map" => Shape::Map(Map {
                docs: traits::docs(&mut traits, self.notes),
                key: self.element(value, "key", &here)?,
                value: self.element(value, "value", &here)?,
                length: traits::length(&mut traits, self.notes),
                sparse: traits.flag("smithy.api#sparse"),
                sensitive: traits.flag("smithy.api#sensitive"),
            }),
            "structure" => Shape::Structure(self.structure(id, value, &mut traits)),
            "union" => Shape::Union(self.structure(id, value, &mut traits)),
            "operation" | "service" | "resource" | "member" => return None,
            other => {
                let message = format!("`{other}` is no type of Smithy 2.0");
                self.notes.unreadable(&here, &message);
                return None;
            }
        };
        traits::leave(traits, self.notes);
        Some(shape)
    }

    fn simple(&mut self, traits: &mut Facts<'_>) -> Simple {
        Simple {
            docs: traits::docs(traits, self.notes),
            length: traits::length(traits, self.notes),
            range: traits::range(traits, self.notes),
            pattern: traits::pattern(traits, self.notes),
            timestamp_format: traits::timestamp_format(traits, self.notes),
            sensitive: traits.flag("smithy.api#sensitive"),
            streaming: traits.flag("smithy.api#streaming"),
            requires_length: traits.flag("smithy.api#requiresLength"),
            media_type: traits.text("smithy.api#mediaType", self.notes).map(str::to_owned),
        }
    }

    /// A string with the old `enum` trait.
    fn enum_trait(&mut self, traits: &mut Facts<'_>) -> Enum {
        let place = traits.place_of("smithy.api#enum");
        let mut values = IndexMap::new();
        let list = traits
            .list("smithy.api#enum", self.notes)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for (at, entry) in list.iter().enumerate() {
            let mut facts = Facts::of(entry, format!("{place}/{at}"), self.notes);
            let Some(value) = facts.text("value", self.notes) else {
                continue;
            };
            let name = facts.text("name", self.notes).filter(|name| *name != value);
            let docs = facts.text("documentation", self.notes).and_then(crate::docs::markdown);
            let deprecated = facts.flag("deprecated").then(Default::default);
            let tags = facts.texts("tags", self.notes);
            let internal = tags.contains(&"internal");
            if tags.iter().any(|tag| *tag != "internal") {
                let why = "tags have a meaning only to those who gave them";
                self.notes.left_out("tags", why, &facts.place_of("tags"));
            }
            facts.leave(&[], self.notes);
            let facts = EnumValue {
                docs,
                name: name.map(str::to_owned),
                deprecated,
                internal,
            };
            values.insert(value.to_owned(), facts);
        }
        let shape = Enum {
            docs: traits::docs(traits, self.notes),
            values,
            sensitive: traits.flag("smithy.api#sensitive"),
        };
        self.bounds_of_enum(traits);
        shape
    }

    fn text_enum(&mut self, id: &str, value: &Value, traits: &mut Facts<'_>) -> Enum {
        let mut values = IndexMap::new();
        for (name, mut member, place) in self.members_of(id, value) {
            let value = member.text("smithy.api#enumValue", self.notes).unwrap_or(name);
            let facts = EnumValue {
                docs: traits::docs(&mut member, self.notes),
                name: (name != value).then(|| name.to_owned()),
                deprecated: traits::deprecated(&mut member, self.notes),
                internal: member.flag("smithy.api#internal"),
            };
            traits::leave(member, self.notes);
            if values.insert(value.to_owned(), facts).is_some() {
                self.notes
                    .left_out("values of enums that are there twice", "one is enough", &place);
            }
        }
        let shape = Enum {
            docs: traits::docs(traits, self.notes),
            values,
            sensitive: traits.flag("smithy.api#sensitive"),
        };
        self.bounds_of_enum(traits);
        shape
    }

    /// Constraints on the text of an enum.
    fn bounds_of_enum(&mut self, traits: &mut Facts<'_>) {
        for bound in ["smithy.api#length", "smithy.api#pattern"] {
            if traits.flag(bound) {
                self.notes
                    .left_out(bound, "the values of an enum say it all", &traits.place_of(bound));
            }
        }
    }

    fn int_enum(&mut self, id: &str, value: &Value, traits: &mut Facts<'_>) -> IntEnum {
        let mut values = IndexMap::new();
        for (name, mut member, place) in self.members_of(id, value) {
            let number = member.take("smithy.api#enumValue").and_then(Value::as_i64);
            match number.and_then(|number| i32::try_from(number).ok()) {
                Some(value) => {
                    let docs = traits::docs(&mut member, self.notes);
                    values.insert(name.to_owned(), IntEnumValue { value, docs });
                }
                None => self
                    .notes
                    .unreadable(&place, "a value of an `intEnum` is a 32-bit integer"),
            }
            traits::leave(member, self.notes);
        }
        IntEnum {
            docs: traits::docs(traits, self.notes),
            values,
        }
    }

    /// The members of a shape: their names, traits and places.
    fn members_of<'v>(&mut self, id: &str, value: &'v Value) -> Vec<(&'v str, Facts<'v>, String)> {
        let members = value.get("members").and_then(Value::as_object).into_iter().flatten();
        members
            .map(|(name, member)| {
                let place = traits::place_of_member(id, name);
                (name.as_str(), traits::of(member, &place, self.notes), place)
            })
            .collect()
    }

    fn structure(&mut self, id: &str, value: &Value, traits: &mut Facts<'_>) -> Structure {
        let mut members = IndexMap::new();
        for (name, member) in value.get("members").and_then(Value::as_object).into_iter().flatten() {
            let place = traits::place_of_member(id, name);
            if let Some(member) = self.member(name, member, &place) {
                members.insert(name.clone(), member);
            }
        }
        let xml = Xml {
            name: traits.text("smithy.api#xmlName", self.notes).map(str::to_owned),
            namespace: traits::xml_namespace(traits, self.notes),
            ..Xml::default()
        };
        Structure {
            docs: traits::docs(traits, self.notes),
            error: self.error(traits),
            members,
            sensitive: traits.flag("smithy.api#sensitive"),
            deprecated: traits::deprecated(traits, self.notes),
            streaming: traits.flag("smithy.api#streaming"),
            xml: (xml != Xml::default()).then_some(xml),
        }
    }

    fn error(&mut self, traits: &mut Facts<'_>) -> Option<Error> {
        let fault = match traits.text("smithy.api#error", self.notes)? {
            "server" => Fault::Server,
            _ => Fault::Client,
        };
        let mut error = Error {
            fault: Some(fault),
            status: traits
                .count("smithy.api#httpError", self.notes)
                .and_then(|status| status.try_into().ok()),
            ..Error::default()
        };
        let place = traits.place_of("smithy.api#retryable");
        if let Some(value) = traits.take("smithy.api#retryable") {
            let mut facts = Facts::of(value, place, self.notes);
            error.retryable = true;
            error.throttling = facts.flag("throttling");
            facts.leave(traits::REASONS, self.notes);
        }
        let place = traits.place_of("aws.protocols#awsQueryError");
        if let Some(value) = traits.take("aws.protocols#awsQueryError") {
            let mut facts = Facts::of(value, place, self.notes);
            let code = facts.text("code", self.notes).map(str::to_owned);
            let status = facts
                .count("httpResponseCode", self.notes)
                .and_then(|status| status.try_into().ok());
            match self.speaks_query {
                true => {
                    error.code = code;
                    error.status = error.status.or(status);
                }
                // The status was that of the old protocol too.
                false => error.query_code = code,
            }
            facts.leave(traits::REASONS, self.notes);
        }
        Some(error)
    }

    /// What a list or a map holds.
    fn element(&mut self, value: &Value, part: &str, here: &str) -> Option<Element> {
        let place = format!("{here}/{part}");
        let Some(element) = value.get(part) else {
            self.notes.unreadable(here, &format!("`{part}` is missing"));
            return None;
        };
        let member = self.member("", element, &place)?;
        let plain = Member {
            target: member.target.clone(),
            ..Member::default()
        };
        Some(match member == plain {
            true => Element::Target(member.target),
            false => Element::Member(Box::new(member)),
        })
    }

    fn member(&mut self, name: &str, value: &Value, place: &str) -> Option<Member> {
        let Some(target) = target(value) else {
            self.notes.unreadable(place, "a member names its `target`");
            return None;
        };
        let mut traits = traits::of(value, place, self.notes);
        let client_optional = traits.flag("smithy.api#clientOptional");
        let required = traits.flag("smithy.api#required");
        let member = Member {
            target: self.closure.name(target).to_owned(),
            required,
            client_optional: client_optional && required,
            docs: traits::docs(&mut traits, self.notes),
            http: self.binding(name, &mut traits),
            name: self.wire_name(name, &mut traits),
            timestamp_format: traits::timestamp_format(&mut traits, self.notes),
            idempotency_token: traits.flag("smithy.api#idempotencyToken"),
            sensitive: traits.flag("smithy.api#sensitive"),
            deprecated: traits::deprecated(&mut traits, self.notes),
            default: self.default(client_optional, &mut traits),
            length: traits::length(&mut traits, self.notes),
            range: traits::range(&mut traits, self.notes),
            pattern: traits::pattern(&mut traits, self.notes),
            unique_items: traits.flag("smithy.api#uniqueItems"),
            host_label: traits.flag("smithy.api#hostLabel"),
            endpoint: false,
            media_type: traits.text("smithy.api#mediaType", self.notes).map(str::to_owned),
            event_payload: traits.flag("smithy.api#eventPayload"),
            event_header: traits.flag("smithy.api#eventHeader"),
            xml: self.xml(&mut traits),
        };
        traits::leave(traits, self.notes);
        Some(member)
    }

    fn binding(&mut self, name: &str, traits: &mut Facts<'_>) -> Option<Binding> {
        let text =
            |traits: &mut Facts<'_>, reader: &mut Self, fact: &str| traits.text(fact, reader.notes).map(str::to_owned);
        let place = traits.place().to_owned();
        let binding = if traits.flag("smithy.api#httpLabel") {
            Some(Binding::Label(name.to_owned()))
        } else if let Some(query) = text(traits, self, "smithy.api#httpQuery") {
            Some(Binding::Query(query))
        } else if traits.flag("smithy.api#httpQueryParams") {
            Some(Binding::QueryParams)
        } else if let Some(header) = text(traits, self, "smithy.api#httpHeader") {
            Some(Binding::Header(header))
        } else if let Some(prefix) = text(traits, self, "smithy.api#httpPrefixHeaders") {
            Some(Binding::PrefixHeaders(prefix))
        } else if traits.flag("smithy.api#httpPayload") {
            Some(Binding::Payload)
        } else if traits.flag("smithy.api#httpResponseCode") {
            Some(Binding::Status)
        } else {
            None
        };
        if binding.is_some() && !self.speaks_http {
            self.notes.left_out(
                "HTTP bindings of members",
                "the protocol sends all members in the body",
                &place,
            );
            return None;
        }
        binding
    }

    /// The name in JSON, which only one protocol reads.
    fn wire_name(&mut self, own: &str, traits: &mut Facts<'_>) -> Option<String> {
        let place = traits.place_of("smithy.api#jsonName");
        let name = traits.text("smithy.api#jsonName", self.notes)?;
        if !self.speaks_rest_json {
            self.notes
                .left_out("smithy.api#jsonName", "only `restJson1` reads it", &place);
            return None;
        }
        (name != own).then(|| name.to_owned())
    }

    fn default(&mut self, client_optional: bool, traits: &mut Facts<'_>) -> Option<Value> {
        let place = traits.place_of("smithy.api#default");
        let default = traits.take("smithy.api#default").filter(|default| !default.is_null())?;
        if client_optional {
            let why = "the member is optional for clients: the service fills it in";
            self.notes.left_out("smithy.api#default", why, &place);
            return None;
        }
        Some(default.clone())
    }

    fn xml(&mut self, traits: &mut Facts<'_>) -> Option<Xml> {
        let xml = Xml {
            name: traits.text("smithy.api#xmlName", self.notes).map(str::to_owned),
            attribute: traits.flag("smithy.api#xmlAttribute"),
            flattened: traits.flag("smithy.api#xmlFlattened"),
            namespace: traits::xml_namespace(traits, self.notes),
            query_name: traits.text("aws.protocols#ec2QueryName", self.notes).map(str::to_owned),
        };
        (xml != Xml::default()).then_some(xml)
    }
}
