//! Operations.

use super::{
    closure::UNIT,
    reader::Reader,
    shapes::{place, target},
    traits,
};
use crate::facts::Facts;
use serde_json::Value;
use shapewright_spec::{Checksum, Http, Operation, Paginated};

impl Reader<'_> {
    /// An operation. `None` if the model does not have it, which has been reported.
    pub(super) fn operation(&mut self, id: &str) -> Option<Operation> {
        let value = self.shapes.get(id)?;
        let here = place(id);
        let mut traits = traits::of(value, &here, self.notes);
        let structure = |part: &str| {
            let target = value.get(part).and_then(target).filter(|target| *target != UNIT)?;
            Some(self.closure.name(target).to_owned())
        };
        let (input, output) = (structure("input"), structure("output"));
        let operation = Operation {
            docs: traits::docs(&mut traits, self.notes),
            http: self.http(&mut traits),
            input,
            output,
            errors: self.errors(value),
            readonly: traits.flag("smithy.api#readonly"),
            idempotent: traits.flag("smithy.api#idempotent"),
            deprecated: traits::deprecated(&mut traits, self.notes),
            paginated: self.paginated(&mut traits),
            endpoint: None,
            host_prefix: self.host_prefix(&mut traits),
            auth: self.named_auth(&mut traits),
            unsigned_payload: traits.flag("aws.auth#unsignedPayload"),
            checksum: self.checksum(&mut traits),
            compression: self.compression(&mut traits),
        };
        if let Some(Value::Object(said)) = traits.take("smithy.rules#staticContextParams") {
            let name = self.closure.name(id).to_owned();
            self.endpoints.contexts.insert(name, said.clone());
        }
        self.waiters_of(self.closure.name(id), &mut traits);
        traits::leave(traits, self.notes);
        Some(operation)
    }

    fn http(&mut self, traits: &mut Facts<'_>) -> Http {
        let rpc = Http {
            method: "POST".to_owned(),
            uri: "/".to_owned(),
            status: 200,
        };
        let place = traits.place_of("smithy.api#http");
        let Some(value) = traits.take("smithy.api#http") else {
            if self.speaks_http {
                self.notes
                    .unreadable(traits.place(), "the operation says neither method nor URI");
            }
            return rpc;
        };
        if !self.speaks_http {
            self.notes.left_out(
                "smithy.api#http",
                "the protocol has one route for all operations",
                &place,
            );
            return rpc;
        }
        let mut facts = Facts::of(value, place, self.notes);
        let http = Http {
            method: facts.text("method", self.notes).unwrap_or_default().to_owned(),
            uri: facts.text("uri", self.notes).unwrap_or_default().to_owned(),
            status: facts
                .count("code", self.notes)
                .and_then(|code| code.try_into().ok())
                .unwrap_or(200),
        };
        facts.leave(traits::REASONS, self.notes);
        http
    }

    fn errors(&self, value: &Value) -> Vec<String> {
        let own = value.get("errors").and_then(Value::as_array).into_iter().flatten();
        let mut errors: Vec<String> = Vec::new();
        for error in own.filter_map(target).chain(self.service_errors.iter().copied()) {
            let name = self.closure.name(error);
            if !errors.iter().any(|known| known == name) {
                errors.push(name.to_owned());
            }
        }
        errors
    }

    fn paginated(&mut self, traits: &mut Facts<'_>) -> Option<Paginated> {
        let place = traits.place_of("smithy.api#paginated");
        let value = traits.take("smithy.api#paginated")?;
        let of_service = self.paginated;
        let mut facts = Facts::of(value, place.clone(), self.notes);
        let mut fact = |name: &str| {
            let own = facts.text(name, self.notes);
            own.or_else(|| of_service?.get(name)?.as_str()).map(str::to_owned)
        };
        let (input_token, output_token) = (fact("inputToken"), fact("outputToken"));
        let (page_size, items) = (fact("pageSize"), fact("items"));
        facts.leave(traits::REASONS, self.notes);
        let (Some(input_token), Some(output_token)) = (input_token, output_token) else {
            self.notes.left_out(
                "smithy.api#paginated",
                "it does not say which members are the tokens",
                &place,
            );
            return None;
        };
        Some(Paginated {
            input_token,
            output_token,
            page_size,
            items,
        })
    }

    fn host_prefix(&mut self, traits: &mut Facts<'_>) -> Option<String> {
        let place = traits.place_of("smithy.api#endpoint");
        let mut facts = Facts::of(traits.take("smithy.api#endpoint")?, place, self.notes);
        let prefix = facts.text("hostPrefix", self.notes).map(str::to_owned);
        facts.leave(traits::REASONS, self.notes);
        prefix
    }

    fn checksum(&mut self, traits: &mut Facts<'_>) -> Option<Checksum> {
        let is_required = traits.flag("smithy.api#httpChecksumRequired");
        let place = traits.place_of("aws.protocols#httpChecksum");
        let Some(value) = traits.take("aws.protocols#httpChecksum") else {
            return is_required.then(|| Checksum {
                required: true,
                ..Checksum::default()
            });
        };
        let mut facts = Facts::of(value, place, self.notes);
        let checksum = Checksum {
            required: facts.flag("requestChecksumRequired") || is_required,
            algorithm_member: facts.text("requestAlgorithmMember", self.notes).map(str::to_owned),
            validation_member: facts.text("requestValidationModeMember", self.notes).map(str::to_owned),
            response_algorithms: owned(facts.texts("responseAlgorithms", self.notes)),
            tree_hash: None,
        };
        facts.leave(traits::REASONS, self.notes);
        Some(checksum)
    }

    fn compression(&mut self, traits: &mut Facts<'_>) -> Vec<String> {
        let place = traits.place_of("smithy.api#requestCompression");
        let Some(value) = traits.take("smithy.api#requestCompression") else {
            return Vec::new();
        };
        let mut facts = Facts::of(value, place, self.notes);
        let encodings = owned(facts.texts("encodings", self.notes));
        facts.leave(traits::REASONS, self.notes);
        encodings
    }
}

fn owned(texts: Vec<&str>) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}
