//! What the protocol of the service asks for and forbids.

use super::context::Checker;
use crate::{diagnostic::Code, format::Protocol};

/// The protocols that have codecs.
const SUPPORTED: [Protocol; 3] = [Protocol::AwsJson1_0, Protocol::AwsJson1_1, Protocol::RestJson1];

/// Whether a service of this protocol can be generated.
pub fn is_supported(protocol: Protocol) -> bool {
    SUPPORTED.contains(&protocol)
}

pub(super) fn check(checker: &mut Checker<'_>) {
    if checker.is_faulty(&["service"]) {
        return;
    }
    let protocol = checker.spec.service.protocol;
    if !is_supported(protocol) {
        let message = format!("protocol `{}` has no codec yet", protocol.name());
        let help = format!(
            "the protocols with codecs are `{}`",
            SUPPORTED.map(Protocol::name).join("`, `")
        );
        checker.report(Code::ProtocolNotSupported, &["service", "protocol"], message, help);
    }
    if is_rpc_json(protocol) {
        target_prefix(checker);
        routes(checker);
        bindings(checker);
    }
}

fn is_rpc_json(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::AwsJson1_0 | Protocol::AwsJson1_1)
}

fn target_prefix(checker: &mut Checker<'_>) {
    if checker.spec.service.target_prefix.is_none() {
        let message = format!("`{}` needs a `targetPrefix`", checker.spec.service.protocol.name());
        let help = "add what stands before the dot in the `X-Amz-Target` header of a request";
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
        let message = format!("an operation of `{}` is `POST /`", spec.service.protocol.name());
        let help = "write `{ \"method\": \"POST\", \"uri\": \"/\" }`, or use `restJson1`";
        checker.report(Code::RpcRoute, &["operations", name, "http"], message, help);
    }
}

fn bindings(checker: &mut Checker<'_>) {
    for slot in checker.slots() {
        if slot.facts.is_some_and(|facts| facts.http.is_some()) && !checker.is_faulty(&slot.path()) {
            let protocol = checker.spec.service.protocol.name();
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
