//! Operations.

use super::{Reader, marks};
use crate::{docs, facts::Facts, facts::Reasons, facts::SILENT};
use serde_json::Value;
use shapewright_spec::{Auth, Checksum, Http, Operation, Xml};

const REASONS: &Reasons = &[
    ("name", SILENT),
    ("endpointoperation", "a client does not look for endpoints"),
    ("endpointdiscovery", "a client does not look for endpoints"),
    // The endpoint rules have been run with it.
    ("staticContextParams", SILENT),
    (
        "operationContextParams",
        "the address does not depend on members of a request",
    ),
];

const STRUCTURE: &Reasons = &[("deprecated*", "the structure says itself whether it is deprecated")];

impl Reader<'_> {
    /// An operation.
    pub(super) fn operation(&mut self, name: &str, value: &Value) -> Operation {
        let mut facts = Facts::of(value, format!("/operations/{name}"), self.notes);
        let paginated = self.paginated(name);
        let operation = Operation {
            docs: facts.text("documentation", self.notes).and_then(docs::markdown),
            http: self.http(&mut facts),
            input: self.input(&mut facts),
            output: self.output(name, &mut facts),
            errors: self.errors(&mut facts),
            readonly: facts.flag("readonly"),
            idempotent: facts.flag("idempotent"),
            deprecated: marks::deprecated(&mut facts, self),
            paginated,
            endpoint: None,
            host_prefix: self.host_prefix(&mut facts),
            auth: self.operation_auth(&mut facts),
            unsigned_payload: facts.flag("unsignedPayload"),
            checksum: self.checksum(&mut facts),
            compression: self.compression(&mut facts),
        };
        facts.leave(REASONS, self.notes);
        operation
    }

    fn http(&mut self, facts: &mut Facts<'_>) -> Http {
        let place = facts.place_of("http");
        let mut http = Facts::maybe(facts.take("http"), place.clone(), self.notes);
        let method = http.text("method", self.notes).unwrap_or("POST").to_owned();
        let uri = http.text("requestUri", self.notes).unwrap_or("/").to_owned();
        let status = http
            .count("responseCode", self.notes)
            .and_then(|code| code.try_into().ok())
            .unwrap_or(200);
        http.leave(REASONS, self.notes);
        if !self.protocol.has_http_bindings() && (method.as_str(), uri.as_str(), status) != ("POST", "/", 200) {
            self.notes
                .left_out("http", "the protocol has one route for all operations", &place);
            return Http {
                method: "POST".to_owned(),
                uri: "/".to_owned(),
                status: 200,
            };
        }
        Http { method, uri, status }
    }

    fn input(&mut self, facts: &mut Facts<'_>) -> Option<String> {
        let place = facts.place_of("input");
        let mut input = Facts::of(facts.take("input")?, place.clone(), self.notes);
        let id = input.text("shape", self.notes)?.to_owned();
        let xml = Xml {
            name: input.text("locationName", self.notes).map(str::to_owned),
            namespace: marks::xml_namespace(&mut input, self),
            ..Xml::default()
        };
        if xml != Xml::default() && *self.roots.entry(id.clone()).or_insert_with(|| xml.clone()) != xml {
            let why = "another operation with the same input says another name";
            self.notes.left_out("locationName", why, &place);
        }
        self.docs_of(&id, &mut input);
        input.leave(STRUCTURE, self.notes);
        Some(id)
    }

    fn output(&mut self, operation: &str, facts: &mut Facts<'_>) -> Option<String> {
        let place = facts.place_of("output");
        let mut output = Facts::of(facts.take("output")?, place.clone(), self.notes);
        let id = output.text("shape", self.notes)?.to_owned();
        // The protocol says how this element is called.
        if output
            .text("resultWrapper", self.notes)
            .is_some_and(|name| name != format!("{operation}Result"))
        {
            self.notes
                .left_out("resultWrapper", "the protocol says how the element is called", &place);
        }
        output.text("locationName", self.notes);
        self.docs_of(&id, &mut output);
        output.leave(STRUCTURE, self.notes);
        Some(id)
    }

    fn errors(&mut self, facts: &mut Facts<'_>) -> Vec<String> {
        let place = facts.place_of("errors");
        let mut errors: Vec<String> = Vec::new();
        for (at, error) in facts
            .list("errors", self.notes)
            .map(Vec::as_slice)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let place = format!("{place}/{at}");
            let mut error = Facts::of(error, place.clone(), self.notes);
            let Some(id) = error.text("shape", self.notes) else {
                continue;
            };
            match errors.iter().any(|known| known == id) {
                true => self
                    .notes
                    .left_out("errors that are named twice", "once is enough", &place),
                false => errors.push(id.to_owned()),
            }
            self.docs_of(id, &mut error);
            error.leave(
                &[
                    ("exception", SILENT),
                    ("error", "the error says its status itself"),
                    ("fault", SILENT),
                ],
                self.notes,
            );
        }
        errors
    }

    /// Documentation of a structure where it is named: the structure's own, if that has none.
    fn docs_of(&mut self, id: &str, facts: &mut Facts<'_>) {
        let place = facts.place_of("documentation");
        let Some(docs) = facts.text("documentation", self.notes).and_then(docs::markdown) else {
            return;
        };
        let has_own = self
            .shapes
            .get(id)
            .is_some_and(|shape| shape.get("documentation").is_some());
        if has_own {
            self.notes
                .left_out("documentation", "the structure has its own", &place);
        } else if *self.docs.entry(id.to_owned()).or_insert_with(|| docs.clone()) != docs {
            self.notes
                .left_out("documentation", "the structure has another one already", &place);
        }
    }

    fn host_prefix(&mut self, facts: &mut Facts<'_>) -> Option<String> {
        let place = facts.place_of("endpoint");
        let mut endpoint = Facts::of(facts.take("endpoint")?, place, self.notes);
        let prefix = endpoint.text("hostPrefix", self.notes).map(str::to_owned);
        endpoint.leave(REASONS, self.notes);
        prefix
    }

    fn operation_auth(&mut self, facts: &mut Facts<'_>) -> Vec<Auth> {
        let place = facts.place_of("authtype");
        let auth = self.auth(facts);
        match facts.text("authtype", self.notes) {
            Some("none") if auth.is_empty() => vec![Auth::None],
            Some("bearer") if auth.is_empty() => vec![Auth::Bearer],
            Some("v4-unsigned-body" | "v4" | "none" | "bearer") | None => auth,
            Some(other) => {
                self.notes.left_out(
                    &format!("authtype {other}"),
                    "the format has no such way to prove who calls",
                    &place,
                );
                auth
            }
        }
    }

    fn checksum(&mut self, facts: &mut Facts<'_>) -> Option<Checksum> {
        let is_required = facts.flag("httpChecksumRequired");
        let place = facts.place_of("httpChecksum");
        let Some(value) = facts.take("httpChecksum") else {
            return is_required.then(|| Checksum {
                required: true,
                ..Checksum::default()
            });
        };
        let mut facts = Facts::of(value, place, self.notes);
        let algorithms = facts.texts("responseAlgorithms", self.notes);
        let checksum = Checksum {
            required: facts.flag("requestChecksumRequired") || is_required,
            algorithm_member: facts.text("requestAlgorithmMember", self.notes).map(str::to_owned),
            validation_member: facts.text("requestValidationModeMember", self.notes).map(str::to_owned),
            response_algorithms: algorithms.into_iter().map(str::to_owned).collect(),
            tree_hash: None,
        };
        facts.leave(REASONS, self.notes);
        Some(checksum)
    }

    fn compression(&mut self, facts: &mut Facts<'_>) -> Vec<String> {
        let place = facts.place_of("requestcompression");
        let Some(value) = facts.take("requestcompression") else {
            return Vec::new();
        };
        let mut facts = Facts::of(value, place, self.notes);
        let encodings = facts
            .texts("encodings", self.notes)
            .into_iter()
            .map(str::to_owned)
            .collect();
        facts.leave(REASONS, self.notes);
        encodings
    }
}
