//! What the protocol of the service asks for and forbids.

use super::context::Checker;
use crate::{diagnostic::Code, format::{Protocol, Shape}};

/// The protocols that have codecs.
const SUPPORTED: [Protocol; 7] = [
    Protocol::AwsJson1_0,
    Protocol::AwsJson1_1,
    Protocol::RestJson1,
    Protocol::RpcV2Cbor,
    Protocol::RestXml,
    Protocol::AwsQuery,
    Protocol::Ec2Query,
];

/// Whether a service of this protocol can be generated.
pub fn is_supported(protocol: Protocol) -> bool {
    SUPPORTED.contains(&protocol)
}

pub(super) fn check(checker: &mut Checker<'_>) {
    if checker.is_faulty(&["service"]) {
        return;
    }
    supported(checker);
    let protocols = &checker.spec.service.protocol;
    if let Some(rpc) = protocols.iter().find(|protocol| protocol.has_target_prefix()) {
        target_prefix(checker, rpc);
    }
    if let Some(xml) = protocols.iter().find(|protocol| protocol.is_xml()) {
        documents(checker, xml);
    }
    if protocols.iter().all(Protocol::is_rpc) {
        routes(checker);
        bindings(checker);
    }
}

/// Each protocol has a codec, and is there once.
fn supported(checker: &mut Checker<'_>) {
    let protocols = &checker.spec.service.protocol;
    for (index, protocol) in protocols.iter().enumerate() {
        let place = index.to_string();
        let path = match protocols.is_single() {
            true => vec!["service", "protocol"],
            false => vec!["service", "protocol", &place],
        };
        if !is_supported(protocol) {
            let message = format!("protocol `{}` has no codec yet", protocol.name());
            let help = format!(
                "the protocols with codecs are `{}`",
                SUPPORTED.map(Protocol::name).join("`, `")
            );
            checker.report(Code::ProtocolNotSupported, &path, message, help);
        } else if protocols.iter().take(index).any(|other| other == protocol) {
            let message = format!("protocol `{}` is listed twice", protocol.name());
            checker.report(Code::DuplicateProtocol, &path, message, "remove the second one");
        }
    }
}

fn target_prefix(checker: &mut Checker<'_>, rpc: Protocol) {
    if checker.spec.service.target_prefix.is_none() {
        let message = format!("`{}` needs a `targetPrefix`", rpc.name());
        let help = match rpc {
            Protocol::RpcV2Cbor => {
                "add what stands for the service in the path of a request, `/service/NAME/operation/...`"
            }
            _ => "add what stands before the dot in the `X-Amz-Target` header of a request",
        };
        checker.report(Code::MissingTargetPrefix, &["service"], message, help);
    }
}

fn routes(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        let http = &operation.http;
        if (http.method.as_str(), http.uri.as_str()) == ("POST", "/") || checker.is_faulty(&["operations", name]) {
            continue;
        }
        let message = format!("an operation of `{}` is `POST /`", spec.service.protocol.first().name());
        let help = "write `{ \"method\": \"POST\", \"uri\": \"/\" }`, or use `restJson1`";
        checker.report(Code::RpcRoute, &["operations", name, "http"], message, help);
    }
}

fn bindings(checker: &mut Checker<'_>) {
    for slot in checker.slots() {
        if slot.facts.is_some_and(|facts| facts.http.is_some()) && !checker.is_faulty(&slot.path()) {
            let protocol = checker.spec.service.protocol.first().name();
            let message = format!("`{protocol}` sends all members in the body");
            checker.report(
                Code::BindingNotSupported,
                &slot.fact("http"),
                message,
                "remove `http` from the member",
            );
        }
    }
}

/// XML has no form for documents.
fn documents(checker: &mut Checker<'_>, protocol: Protocol) {
    for slot in checker.slots() {
        let is_document = checker
            .shape(slot.target)
            .found()
            .is_some_and(|shape| matches!(shape, Shape::Document(_)));
        if is_document && !checker.is_faulty(&slot.path()) {
            let message = format!("`{}` has no form for {}, which is a document", protocol.name(), slot.title());
            let help = "give it another shape, or use a protocol with JSON or CBOR";
            checker.report(Code::ProtocolNotSupported, &slot.target_path(), message, help);
        }
    }
}
