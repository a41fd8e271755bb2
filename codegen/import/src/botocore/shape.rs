//! Shapes and their members.

use super::Reader;
use super::marks::{deprecated, xml_namespace};
use crate::{docs, facts::Facts, facts::Reasons, facts::SILENT};
use indexmap::IndexMap;
use serde_json::{Number, Value};
use shapewright_spec::{
    Binding, Element, Enum, EnumValue, Error, Fault, Length, List, Map, Member, Range, Shape, Simple,
    Structure, TimestampFormat, Xml,
};

const REASONS: &Reasons = &[
    // Every member that may be missing is an option anyway.
    ("box", SILENT),
    ("exception", SILENT),
    ("synthetic", SILENT),
    ("wrapper", "the protocol says how the element is called"),
    ("xmlOrder", "members are in the order of the model"),
    ("event", SILENT),
    ("contextParam", "the address does not depend on members of a request"),
    (
        "deprecated*",
        "only structures, members, operations and values of enums are marked so",
    ),
    ("locationName", "the shape's own name in XML is that of its member"),
    ("flattened", "no member needs it"),
];

impl Reader<'_> {
    /// A shape.
    pub(super) fn shape(&mut self, id: &str, value: &Value) -> Option<Shape> {
        let mut facts = Facts::of(value, format!("/shapes/{id}"), self.notes);
        let kind = facts.text("type", self.notes).unwrap_or_default();
        let shape = match kind {
            "string" if value.get("enum").is_some() => Shape::Enum(self.text_enum(&mut facts)),
            "string" | "character" => Shape::String(self.simple(kind, &mut facts)),
            "blob" => Shape::Blob(self.simple(kind, &mut facts)),
            "boolean" => Shape::Boolean(self.simple(kind, &mut facts)),
            "byte" => Shape::Byte(self.simple(kind, &mut facts)),
            "short" => Shape::Short(self.simple(kind, &mut facts)),
            "integer" => Shape::Integer(self.simple(kind, &mut facts)),
            "long" => Shape::Long(self.simple(kind, &mut facts)),
            "float" => Shape::Float(self.simple(kind, &mut facts)),
            "double" => Shape::Double(self.simple(kind, &mut facts)),
            "biginteger" => Shape::BigInteger(self.simple(kind, &mut facts)),
            "bigdecimal" => Shape::BigDecimal(self.simple(kind, &mut facts)),
            "timestamp" => Shape::Timestamp(self.simple(kind, &mut facts)),
            "list" => Shape::List(List {
                docs: self.docs(&mut facts),
                member: self.element(&mut facts, "member")?,
                length: self.length(&mut facts),
                unique_items: false,
                sparse: facts.flag("sparse"),
                sensitive: facts.flag("sensitive"),
            }),
            "map" => Shape::Map(Map {
                docs: self.docs(&mut facts),
                key: self.element(&mut facts, "key")?,
                value: self.element(&mut facts, "value")?,
                length: self.length(&mut facts),
                sparse: facts.flag("sparse"),
                sensitive: facts.flag("sensitive"),
            }),
            "structure" if facts.flag("document") => Shape::Document(Simple {
                docs: self.docs(&mut facts),
                sensitive: facts.flag("sensitive"),
                ..Simple::default()
            }),
            "structure" => self.structure(id, &mut facts),
            other => {
                let message = format!("`{other}` is no type of botocore");
                self.notes.unreadable(&format!("/shapes/{id}/type"), &message);
                return None;
            }
        };
        if matches!(shape, Shape::Document(_)) {
            facts.take("members");
        }
        if matches!(shape, Shape::List(_) | Shape::Map(_)) {
            // Each member says it itself.
            facts.flag("flattened");
        }
        facts.leave(REASONS, self.notes);
        Some(shape)
    }

    fn docs(&mut self, facts: &mut Facts<'_>) -> Option<String> {
        facts.text("documentation", self.notes).and_then(docs::markdown)
    }

    fn length(&mut self, facts: &mut Facts<'_>) -> Option<Length> {
        let (min, max) = (facts.count("min", self.notes), facts.count("max", self.notes));
        (min.is_some() || max.is_some()).then_some(Length { min, max })
    }

    fn simple(&mut self, kind: &str, facts: &mut Facts<'_>) -> Simple {
        let has_length = matches!(kind, "string" | "blob" | "character");
        let mut simple = Simple {
            docs: self.docs(facts),
            pattern: facts.text("pattern", self.notes).map(str::to_owned),
            timestamp_format: self.timestamp_format(facts),
            sensitive: facts.flag("sensitive"),
            streaming: facts.flag("streaming"),
            requires_length: facts.flag("requiresLength"),
            ..Simple::default()
        };
        if has_length {
            simple.length = self.length(facts);
        } else {
            let (min, max) = (facts.take("min").and_then(number), facts.take("max").and_then(number));
            simple.range = (min.is_some() || max.is_some()).then_some(Range { min, max });
        }
        simple
    }

    fn timestamp_format(&mut self, facts: &mut Facts<'_>) -> Option<TimestampFormat> {
        let place = facts.place_of("timestampFormat");
        match facts.text("timestampFormat", self.notes)? {
            "iso8601" => Some(TimestampFormat::DateTime),
            "rfc822" => Some(TimestampFormat::HttpDate),
            "unixTimestamp" => Some(TimestampFormat::EpochSeconds),
            other => {
                self.notes
                    .left_out(other, "the format has no such way of writing timestamps", &place);
                None
            }
        }
    }

    fn text_enum(&mut self, facts: &mut Facts<'_>) -> Enum {
        let mut values = IndexMap::new();
        for value in facts.texts("enum", self.notes) {
            if values.insert(value.to_owned(), EnumValue::default()).is_some() {
                let place = facts.place_of("enum");
                self.notes
                    .left_out("values of enums that are there twice", "one is enough", &place);
            }
        }
        for bound in ["min", "max", "pattern"] {
            if facts.take(bound).is_some() {
                self.notes
                    .left_out(bound, "the values of an enum say it all", &facts.place_of(bound));
            }
        }
        Enum {
            docs: self.docs(facts),
            values,
            sensitive: facts.flag("sensitive"),
        }
    }

    fn structure(&mut self, id: &str, facts: &mut Facts<'_>) -> Shape {
        let required = facts.texts("required", self.notes);
        let mut payload = facts.text("payload", self.notes);
        if payload.is_some() && !self.protocol.has_http_bindings() {
            let place = facts.place_of("payload");
            self.notes
                .left_out("payload", "the protocol sends all members in the body", &place);
            payload = None;
        }
        let mut members = IndexMap::new();
        let place = facts.place_of("members");
        for (name, value) in facts.object("members", self.notes).into_iter().flatten() {
            let mut member = Facts::of(value, format!("{place}/{name}"), self.notes);
            if let Some(mut described) = self.member(name, &mut member) {
                described.required = required.contains(&name.as_str());
                if payload == Some(name) && described.http.is_none() {
                    described.http = Some(Binding::Payload);
                    if let Some(wire) = described.name.take().filter(|_| !self.protocol.is_xml()) {
                        self.notes.left_out(
                            &format!("the name {wire} of a body"),
                            "a body has no name in JSON",
                            member.place(),
                        );
                    }
                }
                members.insert(name.clone(), described);
            }
            member.leave(REASONS, self.notes);
        }
        for name in required.iter().filter(|name| !members.contains_key(**name)) {
            let fact = format!("required {name}");
            self.notes
                .left_out(&fact, "there is no such member", &facts.place_of("required"));
        }
        let is_union = facts.flag("union");
        let is_stream = facts.flag("eventstream");
        let mut xml = self.roots.remove(id).unwrap_or_default();
        if let Some(namespace) = xml_namespace(facts, self) {
            xml.namespace.get_or_insert(namespace);
        }
        if self.speaks_xml && xml.name.is_none() {
            xml.name = facts
                .text("locationName", self.notes)
                .filter(|name| *name != id)
                .map(str::to_owned);
        }
        let structure = Structure {
            docs: self.docs(facts).or_else(|| self.docs.remove(id)),
            error: self.error(id, facts),
            members,
            sensitive: facts.flag("sensitive"),
            deprecated: deprecated(facts, self),
            streaming: is_stream,
            xml: (xml != Xml::default()).then_some(xml),
        };
        match is_union || is_stream {
            true => Shape::Union(structure),
            false => Shape::Structure(structure),
        }
    }

    /// What makes a structure an error. Whose fault it is follows from the status where the model does not say it.
    fn error(&mut self, id: &str, facts: &mut Facts<'_>) -> Option<Error> {
        let is_exception = facts.flag("exception");
        let is_fault = facts.flag("fault");
        let place = facts.place_of("error");
        let value = facts.take("error");
        let retryable_place = facts.place_of("retryable");
        let retryable = facts.take("retryable");
        if !is_exception && value.is_none() {
            return None;
        }
        let mut error = Facts::maybe(value, place, self.notes);
        let status: Option<u16> = error
            .count("httpStatusCode", self.notes)
            .and_then(|status| status.try_into().ok());
        let is_sender = error.flag("senderFault");
        let code = error
            .text("code", self.notes)
            .filter(|code| *code != id)
            .map(str::to_owned);
        let is_server = is_fault || !is_sender && status.is_some_and(|status| status >= 500);
        error.leave(REASONS, self.notes);
        let (code, query_code) = match self.protocol.is_xml() {
            true => (code, None),
            false => (None, code),
        };
        let mut described = Error {
            fault: Some(if is_server { Fault::Server } else { Fault::Client }),
            status,
            code,
            query_code,
            ..Error::default()
        };
        if let Some(value) = retryable {
            let mut facts = Facts::of(value, retryable_place, self.notes);
            described.retryable = true;
            described.throttling = facts.flag("throttling");
            facts.leave(REASONS, self.notes);
        }
        Some(described)
    }

    /// What a list or a map holds.
    fn element(&mut self, facts: &mut Facts<'_>, part: &str) -> Option<Element> {
        let Some(value) = facts.take(part) else {
            self.notes.unreadable(facts.place(), &format!("`{part}` is missing"));
            return None;
        };
        let mut element = Facts::of(value, facts.place_of(part), self.notes);
        let mut member = self.member("", &mut element)?;
        element.leave(REASONS, self.notes);
        if !self.speaks_xml
            && let Some(name) = member.name.take()
        {
            self.notes.left_out(
                &format!("the name {name} of elements"),
                "elements have no names in JSON",
                element_place(facts, part).as_str(),
            );
        }
        let plain = Member {
            target: member.target.clone(),
            ..Member::default()
        };
        Some(match member == plain {
            true => Element::Target(member.target),
            false => Element::Member(Box::new(member)),
        })
    }

    fn member(&mut self, name: &str, facts: &mut Facts<'_>) -> Option<Member> {
        let Some(target) = facts.text("shape", self.notes) else {
            self.notes.unreadable(facts.place(), "a member names its `shape`");
            return None;
        };
        let shape = self.shapes.get(target);
        let location_name = facts.text("locationName", self.notes);
        let http = self.binding(name, location_name, shape, facts);
        let mut member = Member {
            target: target.to_owned(),
            docs: self.docs(facts),
            idempotency_token: facts.flag("idempotencyToken"),
            deprecated: deprecated(facts, self),
            host_label: facts.flag("hostLabel"),
            endpoint: false,
            media_type: facts.flag("jsonvalue").then(|| "application/json".to_owned()),
            event_payload: facts.flag("eventpayload"),
            event_header: facts.flag("eventheader"),
            timestamp_format: self.timestamp_format(facts),
            ..Member::default()
        };
        let own_name = location_name
            .filter(|wire| http.is_none() && *wire != name)
            .map(str::to_owned);
        let is_flattened = shape
            .and_then(|shape| shape.get("flattened"))
            .is_some_and(|flag| *flag == Value::Bool(true));
        let mut xml = Xml {
            attribute: facts.flag("xmlAttribute"),
            flattened: facts.flag("flattened") || is_flattened,
            namespace: xml_namespace(facts, self),
            query_name: facts.text("queryName", self.notes).map(str::to_owned),
            ..Xml::default()
        };
        // Elements of lists have no names but in XML and forms.
        match self.protocol.is_xml() || name.is_empty() && self.speaks_xml {
            true => xml.name = own_name,
            false => member.name = own_name,
        }
        let is_unnamed = xml.name.is_none() || self.protocol.is_query();
        if let Some(name) = element_name(shape).filter(|_| xml.flattened && is_unnamed) {
            // A flattened list is called like its elements.
            xml.name = Some(name.to_owned());
        }
        member.xml = (xml != Xml::default() && self.speaks_xml).then_some(xml);
        member.http = http;
        self.streaming(target, shape, facts);
        if facts.take("enum").is_some() {
            let place = facts.place_of("enum");
            self.notes
                .left_out("enum of a member", "values of enums stand on shapes", &place);
        }
        Some(member)
    }

    /// A member that is a stream, though its shape does not say so.
    fn streaming(&mut self, target: &str, shape: Option<&Value>, facts: &mut Facts<'_>) {
        if facts.flag("streaming") && shape.is_none_or(|shape| shape.get("streaming").is_none()) {
            self.streams.insert(target.to_owned());
        }
    }

    fn binding(
        &mut self,
        name: &str,
        location_name: Option<&str>,
        shape: Option<&Value>,
        facts: &mut Facts<'_>,
    ) -> Option<Binding> {
        let place = facts.place_of("location");
        let location = facts.text("location", self.notes)?;
        let wire = location_name.unwrap_or(name).to_owned();
        let is_map = shape
            .and_then(|shape| shape.get("type"))
            .is_some_and(|kind| kind == "map");
        if !self.protocol.has_http_bindings() {
            self.notes
                .left_out("location", "the protocol sends all members in the body", &place);
            return None;
        }
        match location {
            "uri" => Some(Binding::Label(wire)),
            "querystring" if is_map => Some(Binding::QueryParams),
            "querystring" => Some(Binding::Query(wire)),
            "header" => Some(Binding::Header(wire)),
            "headers" => Some(Binding::PrefixHeaders(location_name.unwrap_or_default().to_owned())),
            "statusCode" => Some(Binding::Status),
            other => {
                self.notes
                    .left_out(other, "the format knows no such part of a message", &place);
                None
            }
        }
    }
}

fn element_place(facts: &Facts<'_>, part: &str) -> String {
    facts.place_of(part)
}

/// The name that a list gives to its elements.
fn element_name(shape: Option<&Value>) -> Option<&str> {
    shape?.get("member")?.get("locationName")?.as_str()
}

/// A number without the fraction `.0`, so that it can bound whole numbers.
fn number(value: &Value) -> Option<Number> {
    let number = value.as_number()?.clone();
    let float = number
        .as_f64()
        .filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15);
    Some(float.map_or(number, |float| Number::from(float as i64)))
}
