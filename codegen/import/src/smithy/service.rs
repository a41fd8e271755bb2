//! The service itself, and its operations.

use super::{
    closure,
    closure::Closure,
    reader::Reader,
    shapes::{Shapes, place, target, targets_in, unreadable},
    traits,
};
use crate::{
    facts::{Facts, Reasons, SILENT},
    lifecycles::Group,
    names::crate_prefix,
    notes::Notes,
    protocols::{chosen, why_not},
};
use indexmap::IndexMap;
use serde_json::Value;
use shapewright_spec::{Auth, Endpoint, Protocol, Protocols, Service, Signing};

/// The traits of protocols.
const PROTOCOLS: [(&str, Option<Protocol>); 8] = [
    ("aws.protocols#restJson1", Some(Protocol::RestJson1)),
    ("aws.protocols#awsJson1_1", Some(Protocol::AwsJson1_1)),
    ("aws.protocols#awsJson1_0", Some(Protocol::AwsJson1_0)),
    ("smithy.protocols#rpcv2Cbor", Some(Protocol::RpcV2Cbor)),
    ("smithy.protocols#rpcv2Json", None),
    ("aws.protocols#restXml", Some(Protocol::RestXml)),
    ("aws.protocols#awsQuery", Some(Protocol::AwsQuery)),
    ("aws.protocols#ec2Query", Some(Protocol::Ec2Query)),
];

/// The ways of authentication, the usual first.
const AUTH: [&str; 6] = [
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpDigestAuth",
];

/// Why facts of `aws.api#service` are left out.
const API_REASONS: &Reasons = &[
    ("docId", SILENT),
    ("arnNamespace", "ARNs that mocks make go by the patterns of members"),
    ("cloudFormationName", "it is about CloudFormation"),
    ("cloudTrailEventSource", "it is about CloudTrail"),
];

/// The service of a model.
pub(super) fn find<'a>(shapes: &'a Shapes, notes: &mut Notes) -> Option<(&'a str, &'a Value)> {
    let is_service = |shape: &Value| shape.get("type").and_then(Value::as_str) == Some("service");
    let mut services = shapes.iter().filter(|(_, shape)| is_service(shape));
    let Some((id, service)) = services.next() else {
        return unreadable(notes, "/shapes", "the model has no service");
    };
    match services.next() {
        None => Some((id, service)),
        Some((other, _)) => {
            let message = format!("the model has the services `{id}` and `{other}`: write one file for each");
            unreadable(notes, "/shapes", &message)
        }
    }
}

/// The operations of a service, and of its resources.
pub(super) fn operations<'a>(service: &'a Value, shapes: &'a Shapes, notes: &mut Notes) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open = vec![service];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(owner) = open.pop() {
        for lifecycle in ["put", "create", "read", "update", "delete", "list"] {
            found.extend(owner.get(lifecycle).and_then(target));
        }
        for list in ["operations", "collectionOperations"] {
            let named = owner.get(list).and_then(Value::as_array).into_iter().flatten();
            found.extend(named.filter_map(target));
        }
        let resources = owner.get("resources").and_then(Value::as_array).into_iter().flatten();
        for id in resources.filter_map(target) {
            match shapes.get(id) {
                Some(resource) if !seen.contains(&id) => {
                    seen.push(id);
                    open.push(resource);
                }
                Some(_) => {}
                None => notes.unreadable(&place(id), "the model names this resource and does not have it"),
            }
        }
    }
    let mut once = Vec::with_capacity(found.len());
    for id in found {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    once
}

/// The resources of a service with the operations of their lifecycles, the outermost first.
pub(super) fn resources(service: &Value, shapes: &Shapes, closure: &Closure) -> Vec<Group> {
    let mut found = Vec::new();
    let mut open: Vec<&str> = targets_in(service.get("resources")).collect();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(id) = open.pop() {
        let Some(resource) = shapes.get(id).filter(|_| !seen.contains(&id)) else {
            continue;
        };
        seen.push(id);
        open.extend(targets_in(resource.get("resources")));
        let operation = |lifecycle: &str| {
            let id = resource.get(lifecycle).and_then(target)?;
            Some(closure.name(id).to_owned())
        };
        let local = closure::local(id);
        let identifiers = resource.get("identifiers").and_then(Value::as_object);
        found.push(Group {
            noun: local
                .strip_suffix("Resource")
                .filter(|noun| !noun.is_empty())
                .unwrap_or(local)
                .to_owned(),
            create: operation("create"),
            put: operation("put"),
            read: operation("read"),
            also_read: Vec::new(),
            update: operation("update"),
            delete: operation("delete"),
            list: operation("list"),
            identifiers: identifiers.map(|identifiers| identifiers.keys().cloned().collect()),
        });
    }
    found
}

impl<'a> Reader<'a> {
    /// Facts about the service as a whole.
    pub(super) fn service(&mut self, id: &'a str, value: &'a Value) -> Option<Service> {
        let here = place(id);
        let mut traits = traits::of(value, &here, self.notes);
        let docs = traits::docs(&mut traits, self.notes);
        let protocol = self.protocol(&mut traits)?;
        let is_rpc = protocol.iter().any(Protocol::is_rpc);
        let mut api = Facts::maybe(
            traits.take("aws.api#service"),
            traits.place_of("aws.api#service"),
            self.notes,
        );
        let local = closure::local(id);
        let sdk_id = api.text("sdkId", self.notes).unwrap_or(local).to_owned();
        let own_prefix = api.text("endpointPrefix", self.notes).map(str::to_owned);
        let title = traits
            .text("smithy.api#title", self.notes)
            .unwrap_or(&sdk_id)
            .to_owned();
        let name = crate_prefix(&sdk_id);
        api.leave(API_REASONS, self.notes);
        self.endpoints.place = traits.place_of("smithy.rules#endpointRuleSet");
        if let Some(rules) = traits.take("smithy.rules#endpointRuleSet") {
            self.endpoints.rules = rules.clone();
        }
        let signing = traits
            .take("aws.auth#sigv4")
            .and_then(|sigv4| sigv4.get("name")?.as_str());
        let prefix = own_prefix
            .or(signing.map(str::to_owned))
            .unwrap_or_else(|| name.clone());
        let signing_name = signing.unwrap_or(&prefix).to_owned();
        let auth = self.auth(&mut traits, signing.is_some());
        self.paginated = traits.take("smithy.api#paginated");
        let service = Service {
            name,
            id: sdk_id,
            title,
            version: self.version(value, &here),
            target_prefix: is_rpc.then(|| local.to_owned()),
            protocol,
            signing: Signing { name: signing_name },
            auth,
            endpoint: Endpoint {
                prefix,
                ..Endpoint::default()
            },
            headers: IndexMap::new(),
            xml_namespace: traits::xml_namespace(&mut traits, self.notes),
            query_compatible: traits.flag("aws.protocols#awsQueryCompatible"),
            docs,
        };
        traits::leave(traits, self.notes);
        Some(service)
    }

    fn version(&mut self, value: &Value, here: &str) -> String {
        match value
            .get("version")
            .and_then(Value::as_str)
            .filter(|version| !version.trim().is_empty())
        {
            Some(version) => version.to_owned(),
            None => {
                let message = "the version is `0`";
                self.notes
                    .changed(here, message, "the model says none, and a description has one");
                "0".to_owned()
            }
        }
    }

    fn protocol(&mut self, traits: &mut Facts<'_>) -> Option<Protocols> {
        let mut spoken = Vec::new();
        for (name, protocol) in PROTOCOLS {
            let place = traits.place_of(name);
            match (traits.take(name), protocol) {
                (None, _) => {}
                (Some(_), Some(protocol)) => spoken.push((name, protocol)),
                (Some(_), None) => self.notes.left_out(name, "the format has no such protocol", &place),
            }
        }
        let protocols: Vec<Protocol> = spoken.iter().map(|(_, protocol)| *protocol).collect();
        let Some(chosen) = chosen(&protocols) else {
            let message = "the service speaks no protocol that the format has";
            return unreadable(self.notes, traits.place(), message);
        };
        for (name, other) in spoken {
            if chosen.iter().all(|protocol| protocol != other) {
                let why = why_not(other, &chosen);
                self.notes.left_out(name, &why, &traits.place_of(name));
            }
        }
        self.speaks_http = chosen.have_http_bindings();
        self.speaks_query = matches!(chosen.first(), Protocol::AwsQuery | Protocol::Ec2Query);
        self.speaks_rest_json = chosen.iter().any(|protocol| protocol == Protocol::RestJson1);
        Some(chosen)
    }

    /// The ways to prove who calls, where they are not the usual one.
    fn auth(&mut self, traits: &mut Facts<'_>, has_sigv4: bool) -> Vec<Auth> {
        let mut offered = if has_sigv4 { vec![Auth::Sigv4] } else { Vec::new() };
        for name in AUTH {
            let place = traits.place_of(name);
            let Some(value) = traits.take(name) else { continue };
            offered.extend(traits::auth(name));
            if name == "smithy.api#httpApiKeyAuth" && value.as_object().is_some_and(|facts| !facts.is_empty()) {
                let why = "a description says that there is a key, but not where it goes";
                self.notes.left_out("the place of an API key", why, &place);
            }
        }
        let named = self.named_auth(traits);
        let auth = if named.is_empty() { offered } else { named };
        if auth == [Auth::Sigv4] { Vec::new() } else { auth }
    }

    /// What `smithy.api#auth` names.
    pub(super) fn named_auth(&mut self, traits: &mut Facts<'_>) -> Vec<Auth> {
        let place = traits.place_of("smithy.api#auth");
        let Some(Value::Array(names)) = traits.take("smithy.api#auth") else {
            return Vec::new();
        };
        if names.is_empty() {
            return vec![Auth::None];
        }
        let mut auth = Vec::new();
        for name in names.iter().filter_map(Value::as_str) {
            match traits::auth(name) {
                Some(way) => auth.push(way),
                None => self
                    .notes
                    .left_out(name, "the format has no such way to prove who calls", &place),
            }
        }
        auth
    }
}
