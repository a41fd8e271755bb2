//! The service as a whole.

use super::{At, Comparison, Spot, rules};
use shapewright_spec::{Auth, Service};
use std::collections::HashSet;

impl<'a> Comparison<'a> {
    pub(super) fn service(&mut self) {
        let Service {
            name,
            id,
            title,
            version,
            protocol,
            target_prefix,
            signing,
            auth,
            endpoint,
            headers,
            xml_namespace,
            query_compatible,
            bare_errors,
            docs,
        } = &self.old.service;
        let new = &self.new.service;
        let spot = Spot::same(At::Nothing, "the service", &["service"]);
        let retypes = self.rust_differs(|rust| Some(&rust.service().type_name));

        let found = &mut self.findings;
        found.fact(&rules::SERVICE_RENAMED, &spot, "name", (name, &new.name));
        if let Some(found) = found.fact(&rules::SERVICE_ID_CHANGED, &spot, "id", (id, &new.id)) {
            found.retypes = retypes;
        }
        found.fact(&rules::DOCUMENTATION_CHANGED, &spot, "title", (title, &new.title));
        found.fact(&rules::API_VERSION_CHANGED, &spot, "version", (version, &new.version));
        let spoken = |protocol| new.protocol.iter().any(|other| other == protocol);
        let rule = match protocol.iter().all(spoken) {
            // Clients of before find the protocol that they speak.
            true if protocol.first() == new.protocol.first() => &rules::PROTOCOL_ADDED,
            true => &rules::PROTOCOL_PREFERRED,
            false => &rules::PROTOCOL_CHANGED,
        };
        found.fact(rule, &spot, "protocol", (protocol, &new.protocol));
        let prefixes = (target_prefix, &new.target_prefix);
        found.fact(&rules::TARGET_PREFIX_CHANGED, &spot, "targetPrefix", prefixes);
        found.fact(&rules::SIGNING_NAME_CHANGED, &spot, "signing", (signing, &new.signing));
        found.fact(&rules::ENDPOINT_CHANGED, &spot, "endpoint", (endpoint, &new.endpoint));
        let fixed = (headers, &new.headers);
        found.fact(&rules::SERVICE_HEADERS_CHANGED, &spot, "headers", fixed);
        let namespaces = (xml_namespace, &new.xml_namespace);
        found.fact(&rules::XML_NAMESPACE_CHANGED, &spot, "xmlNamespace", namespaces);
        let compatible = (query_compatible, &new.query_compatible);
        found.fact(&rules::QUERY_COMPATIBLE_CHANGED, &spot, "queryCompatible", compatible);
        let bare = (bare_errors, &new.bare_errors);
        found.fact(&rules::BARE_ERRORS_CHANGED, &spot, "bareErrors", bare);
        found.fact(&rules::DOCUMENTATION_CHANGED, &spot, "docs", (docs, &new.docs));
        let default = [Auth::Sigv4];
        let ways = |auth: &'a [Auth]| {
            if auth.is_empty() {
                default.to_vec()
            } else {
                auth.to_vec()
            }
        };
        self.auth(&spot, (ways(auth), ways(&new.auth)));
    }

    /// The ways to prove who calls.
    pub(super) fn auth(&mut self, spot: &Spot<'a>, (before, after): (Vec<Auth>, Vec<Auth>)) {
        if before == after {
            return;
        }
        let sets = [&before, &after].map(|ways| ways.iter().map(|way| format!("{way:?}")).collect::<HashSet<_>>());
        let mut rules = Vec::new();
        if !sets[1].is_subset(&sets[0]) {
            rules.push(&rules::AUTH_ADDED);
        }
        if !sets[0].is_subset(&sets[1]) {
            rules.push(&rules::AUTH_REMOVED);
        }
        if rules.is_empty() {
            rules.push(&rules::AUTH_ORDER_CHANGED);
        }
        for rule in rules {
            self.findings.fact(rule, spot, "auth", (&before, &after));
        }
    }
}
