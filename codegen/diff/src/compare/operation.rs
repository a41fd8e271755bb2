//! Operations, their errors and their HTTP line.

use super::{At, Comparison, Spot, only_in, rules};
use crate::hints;
use shapewright_spec::{Checksum, Http, Operation};

impl<'a> Comparison<'a> {
    pub(super) fn operations(&mut self) {
        for (name, after) in &self.new.operations {
            let spot = Spot::same(At::Operation(name), name, &["operations", name]);
            match self.old.operations.get(name) {
                Some(before) => self.operation(name, &spot, before, after),
                None => {
                    self.findings.came(&rules::OPERATION_ADDED, &spot);
                }
            }
        }
        let came: Vec<&str> = only_in(&self.new.operations, &self.old.operations)
            .map(|(name, _)| name)
            .collect();
        for (name, _) in only_in(&self.old.operations, &self.new.operations) {
            let spot = Spot::same(At::Operation(name), name, &["operations", name]);
            let hint = hints::of_operation(name, self.old, self.new, &came);
            self.findings.went(&rules::OPERATION_REMOVED, &spot).hint = hint;
        }
    }

    fn operation(&mut self, name: &'a str, spot: &Spot<'a>, before: &'a Operation, after: &'a Operation) {
        let Operation {
            docs,
            http,
            input,
            output,
            errors,
            readonly,
            idempotent,
            deprecated,
            paginated,
            endpoint,
            host_prefix,
            auth,
            unsigned_payload,
            checksum,
            compression,
        } = before;
        self.http(spot, http, &after.http);
        let takes = self.rust_differs(|rust| rust.input_type(name));
        let retypes = self.rust_differs(|rust| rust.output_type(name));
        let pages = self.rust_differs(|rust| rust.page_type(name));
        let found = &mut self.findings;
        if let Some(found) = found.fact(&rules::OPERATION_INPUT_CHANGED, spot, "input", (input, &after.input)) {
            found.retypes = takes;
        }
        if let Some(found) = found.fact(
            &rules::OPERATION_OUTPUT_CHANGED,
            spot,
            "output",
            (output, &after.output),
        ) {
            found.retypes = retypes;
        }
        self.errors(spot, errors, &after.errors);
        let found = &mut self.findings;
        let marks = [&rules::READONLY_ADDED, &rules::READONLY_REMOVED];
        found.mark(marks, spot, "readonly", (*readonly, after.readonly));
        let marks = [&rules::IDEMPOTENT_ADDED, &rules::IDEMPOTENT_REMOVED];
        found.mark(marks, spot, "idempotent", (*idempotent, after.idempotent));
        let start = found.found.len();
        let pagination = [
            &rules::PAGINATION_ADDED,
            &rules::PAGINATION_REMOVED,
            &rules::PAGINATION_CHANGED,
        ];
        found.option(pagination, spot, "paginated", (paginated, &after.paginated));
        found.found[start..].iter_mut().for_each(|found| found.retypes = pages);
        let endpoints = (endpoint, &after.endpoint);
        found.fact(&rules::OPERATION_ENDPOINT_CHANGED, spot, "endpoint", endpoints);
        let prefixes = (host_prefix, &after.host_prefix);
        found.fact(&rules::HOST_PREFIX_CHANGED, spot, "hostPrefix", prefixes);
        let unsigned = (unsigned_payload, &after.unsigned_payload);
        found.fact(&rules::UNSIGNED_PAYLOAD_CHANGED, spot, "unsignedPayload", unsigned);
        let required = |checksum: &Option<_>| checksum.as_ref().is_some_and(|sum: &Checksum| sum.required);
        let rule = match !required(checksum) && required(&after.checksum) {
            true => &rules::CHECKSUM_REQUIRED,
            false => &rules::CHECKSUM_CHANGED,
        };
        found.fact(rule, spot, "checksum", (checksum, &after.checksum));
        found.fact(
            &rules::COMPRESSION_CHANGED,
            spot,
            "compression",
            (compression, &after.compression),
        );
        found.words(spot, (docs, &after.docs), (deprecated, &after.deprecated));
        // What changes because the service's own ways do is reported there.
        if auth != &after.auth {
            let ways = (
                before.ways_to_prove(&self.old.service),
                after.ways_to_prove(&self.new.service),
            );
            self.auth(spot, (ways.0.to_vec(), ways.1.to_vec()));
        }
        self.rust_names(spot, |rust| rust.operation_names(name));
    }

    fn http(&mut self, spot: &Spot<'a>, before: &'a Http, after: &'a Http) {
        let Http { method, uri, status } = before;
        let spot = spot.under(&["http"]);
        self.findings
            .fact(&rules::HTTP_METHOD_CHANGED, &spot, "method", (method, &after.method));
        // Where only the names of labels differ, the members that travel in them say so.
        if layout(uri) != layout(&after.uri) || is_moved(uri, &after.uri) {
            self.findings
                .fact(&rules::HTTP_URI_CHANGED, &spot, "uri", (uri, &after.uri));
        }
        self.findings
            .fact(&rules::HTTP_STATUS_CHANGED, &spot, "status", (status, &after.status));
    }

    fn errors(&mut self, spot: &Spot<'a>, before: &'a [String], after: &'a [String]) {
        let named = |index: usize, error: &str| {
            let mut spot = spot.under(&["errors"]);
            spot.old.push(index.to_string().into());
            spot.new.push(index.to_string().into());
            spot.subject = format!("{}: {error}", spot.subject);
            spot
        };
        for (index, error) in after.iter().enumerate() {
            if !before.contains(error) {
                self.findings.came(&rules::ERROR_ADDED, &named(index, error));
            }
        }
        for (index, error) in before.iter().enumerate() {
            if !after.contains(error) {
                self.findings.went(&rules::ERROR_REMOVED, &named(index, error));
            }
        }
    }
}

/// The names of a URI's labels, in their order.
pub(super) fn labels(uri: &str) -> Vec<&str> {
    let parts = uri.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(label, _)| label.trim_end_matches('+'))
        .collect()
}

/// Whether a label that both have stands at another place among the labels.
fn is_moved(before: &str, after: &str) -> bool {
    let (before, after) = (labels(before), labels(after));
    let place = |labels: &[&str], label: &str| labels.iter().position(|other| *other == label);
    let mut common = before.iter().filter(|label| after.contains(label));
    common.any(|label| place(&before, label) != place(&after, label))
}

/// A URI without the names of its labels.
fn layout(uri: &str) -> String {
    labels(uri)
        .iter()
        .fold(uri.to_owned(), |uri, label| uri.replacen(&format!("{{{label}"), "{", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_uris() {
        assert_eq!(labels("/a/{b}/c/{d+}?e"), ["b", "d"]);
        assert_eq!(layout("/a/{b}/c/{d+}?e"), "/a/{}/c/{+}?e");
        assert!(is_moved("/a/{b}/{c}", "/a/{c}/{b}"));
        assert!(!is_moved("/a/{b}/{c}", "/a/{d}/{c}"));
    }
}
