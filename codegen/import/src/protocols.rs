//! Which of a service's protocols its description keeps.

use shapewright_spec::{Protocol, Protocols, check::is_supported};

/// The protocols of a description, of those that a service speaks: all that have codecs, JSON before others; where none
/// has one, the first.
pub(crate) fn chosen(protocols: &[Protocol]) -> Option<Protocols> {
    let rank = |protocol: &Protocol| {
        let is_json = matches!(
            protocol,
            Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RestJson1
        );
        !is_json
    };
    let mut supported = protocols.to_vec();
    supported.retain(|protocol| is_supported(*protocol));
    supported.sort_by_key(rank);
    supported.dedup();
    // Streams and names in URIs of the one kind have no place in the other.
    let has_bindings = supported.first().copied().is_some_and(Protocol::has_http_bindings);
    supported.retain(|protocol| protocol.has_http_bindings() == has_bindings);
    Protocols::new(supported).or_else(|| protocols.first().copied().map(Protocols::from))
}

/// Why a protocol of a service is not among those of its description.
pub(crate) fn why_not(other: Protocol, chosen: &Protocols) -> String {
    let first = chosen.first().name();
    match is_supported(other) {
        true => format!("it and `{first}` do not agree on which members travel in the body"),
        false => format!("it cannot be generated yet, and `{first}` can"),
    }
}
