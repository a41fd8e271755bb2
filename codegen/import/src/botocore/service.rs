//! `metadata` and the endpoint rules.

use super::{Reader, marks};
use crate::{
    docs,
    facts::{Facts, Reasons, SILENT},
    names::crate_prefix,
    protocols::{chosen, why_not},
};
use indexmap::IndexMap;
use serde_json::{Map, Value};
use shapewright_spec::{Auth, Endpoint, Protocol, Protocols, Service, Signing, XmlNamespace};

const ROOT: &Reasons = &[
    ("version", SILENT),
    ("operations", SILENT),
    ("shapes", SILENT),
    ("examples", "a description has no examples"),
    (
        "clientContextParams",
        "the address depends on nothing that one service alone lets a client choose",
    ),
    ("deprecated*", "a service is not marked as deprecated"),
];

const METADATA: &Reasons = &[
    ("uid", SILENT),
    ("serviceAbbreviation", SILENT),
    ("signatureVersion", SILENT),
    ("protocolSettings", SILENT),
    ("checksumFormat", "it is about a protocol without codecs"),
    ("ripServiceName", "it is an old name of the service"),
    // The endpoint rules say it too.
    ("globalEndpoint", SILENT),
];

impl Reader<'_> {
    /// Facts about the service as a whole.
    pub(super) fn service(&mut self, root: &Map<String, Value>, name: Option<&str>) -> Option<Service> {
        let mut facts = Facts::all(root, "");
        let docs = facts.text("documentation", self.notes).and_then(docs::markdown);
        let Some(metadata) = facts.take("metadata") else {
            self.notes.unreadable("", "a service has `metadata`");
            return None;
        };
        facts.leave(ROOT, self.notes);
        let mut facts = Facts::of(metadata, "/metadata", self.notes);
        let title = facts.text("serviceFullName", self.notes).unwrap_or_default().to_owned();
        let id = facts.text("serviceId", self.notes).unwrap_or(&title).to_owned();
        let name = name.map_or_else(|| crate_prefix(&id), str::to_owned);
        let prefix = facts.text("endpointPrefix", self.notes).unwrap_or(&name).to_owned();
        let signing = facts.text("signingName", self.notes).unwrap_or(&prefix).to_owned();
        let protocols = self.protocol(&mut facts)?;
        // What members say of HTTP is read where one of the protocols needs it.
        let with_bindings = protocols.iter().find(|protocol| protocol.has_http_bindings());
        self.protocol = with_bindings.unwrap_or(protocols.first());
        let target_prefix = facts.text("targetPrefix", self.notes).map(str::to_owned);
        let is_rpc = protocols.iter().any(Protocol::is_rpc);
        let service = Service {
            version: facts.text("apiVersion", self.notes).unwrap_or("0").to_owned(),
            title: if title.is_empty() { id.clone() } else { title },
            name,
            id,
            protocol: protocols,
            target_prefix: target_prefix.filter(|_| is_rpc),
            signing: Signing { name: signing },
            auth: self.auth(&mut facts),
            endpoint: Endpoint {
                prefix,
                ..Endpoint::default()
            },
            headers: IndexMap::new(),
            xml_namespace: self.xml_namespace(&mut facts),
            query_compatible: facts.take("awsQueryCompatible").is_some(),
            docs,
        };
        facts.leave(METADATA, self.notes);
        Some(service)
    }

    fn protocol(&mut self, facts: &mut Facts<'_>) -> Option<Protocols> {
        let first = facts.text("protocol", self.notes).unwrap_or_default();
        let mut names = facts.texts("protocols", self.notes);
        if !names.contains(&first) {
            names.insert(0, first);
        }
        let version = facts.text("jsonVersion", self.notes).unwrap_or_default();
        let mut spoken = Vec::new();
        for name in names {
            let protocol = match name {
                "rest-json" => Protocol::RestJson1,
                "json" if version == "1.0" => Protocol::AwsJson1_0,
                "json" => Protocol::AwsJson1_1,
                "rest-xml" => Protocol::RestXml,
                "query" => Protocol::AwsQuery,
                "ec2" => Protocol::Ec2Query,
                "smithy-rpc-v2-cbor" => Protocol::RpcV2Cbor,
                other => {
                    self.notes
                        .left_out(other, "the format has no such protocol", "/metadata/protocols");
                    continue;
                }
            };
            spoken.push((name, protocol));
        }
        let protocols: Vec<Protocol> = spoken.iter().map(|(_, protocol)| *protocol).collect();
        let Some(chosen) = chosen(&protocols) else {
            self.notes.unreadable(
                "/metadata/protocol",
                "the service speaks no protocol that the format has",
            );
            return None;
        };
        for (name, other) in spoken {
            if chosen.iter().all(|protocol| protocol != other) {
                let why = why_not(other, &chosen);
                self.notes
                    .left_out(&format!("protocol {name}"), &why, "/metadata/protocols");
            }
        }
        Some(chosen)
    }

    fn xml_namespace(&mut self, facts: &mut Facts<'_>) -> Option<XmlNamespace> {
        let place = facts.place_of("xmlNamespace");
        let namespace = marks::xml_namespace(facts, self)?;
        if !self.speaks_xml() {
            self.notes
                .left_out("xmlNamespace", "the service does not speak XML", &place);
            return None;
        }
        Some(namespace)
    }

    /// The ways to prove who calls, where they are not the usual one.
    pub(super) fn auth(&mut self, facts: &mut Facts<'_>) -> Vec<Auth> {
        let place = facts.place_of("auth");
        let mut ways = Vec::new();
        for name in facts.texts("auth", self.notes) {
            match name {
                "aws.auth#sigv4" => ways.push(Auth::Sigv4),
                "aws.auth#sigv4a" => ways.push(Auth::Sigv4a),
                "smithy.api#httpBearerAuth" => ways.push(Auth::Bearer),
                "smithy.api#noAuth" => ways.push(Auth::None),
                other => self
                    .notes
                    .left_out(other, "the format has no such way to prove who calls", &place),
            }
        }
        if ways == [Auth::Sigv4] { Vec::new() } else { ways }
    }
}
