//! Members of structures and unions, and what lists and maps hold.

use super::{
    At, Comparison, Spot, is_reordered, only_in, operation, rules,
    shape::{facts, set, type_rule},
};
use crate::hints;
use indexmap::IndexMap;
use shapewright_spec::{Binding, Element, Member};

type Members = IndexMap<String, Member>;

impl<'a> Comparison<'a> {
    pub(super) fn members(
        &mut self,
        spot: &Spot<'a>,
        pair: usize,
        (before, after): (&'a Members, &'a Members),
        is_union: bool,
    ) {
        let (old, new) = self.pairs.get(pair);
        let at = |name: &'a str| {
            let mut at = spot.under(&["members", name]);
            at.at = At::Member(pair, name);
            at.subject = format!("{}.{name}", spot.subject);
            at
        };
        let came: Vec<(&str, &Member)> = only_in(after, before).collect();
        for (name, member) in &came {
            let rule = match is_union {
                true => &rules::UNION_MEMBER_ADDED,
                false if member.required && member.default.is_none() && member.client_optional => {
                    &rules::MEMBER_ADDED_CLIENT_OPTIONAL
                }
                false if member.required && member.default.is_none() => &rules::MEMBER_ADDED_REQUIRED,
                false => &rules::MEMBER_ADDED,
            };
            self.findings.came(rule, &at(name)).after = Some(member.target.clone());
        }
        for (name, member) in only_in(before, after) {
            let rule = match is_union {
                true => &rules::UNION_MEMBER_REMOVED,
                false => &rules::MEMBER_REMOVED,
            };
            let hint = hints::of_member(name, member, &came);
            let found = self.findings.went(rule, &at(name));
            found.before = Some(member.target.clone());
            found.hint = hint;
        }
        for (name, before) in before {
            let Some(after) = after.get(name) else { continue };
            let start = self.findings.found.len();
            // Written as a type only where something was found: that costs.
            self.member(&at(name), pair, before, after);
            let retypes = match self.findings.found.len() > start {
                true => match &self.rust {
                    Some((a, b)) => a.face(old, name) != b.face(new, name),
                    None => true,
                },
                false => false,
            };
            let found = &mut self.findings.found[start..];
            found.iter_mut().for_each(|found| found.retypes = retypes);
            let is_told = found.iter().any(|found| found.retypes && super::by_type(found.rule));
            if !is_told {
                self.rust_member(&at(name), (old, new), name);
            }
        }
        if is_reordered(before, after) {
            let asked = self.rust.as_ref().is_none_or(|(a, b)| {
                let of = |asked: Vec<&'a str>, others: &Members| -> Vec<&'a str> {
                    asked.into_iter().filter(|name| others.contains_key(*name)).collect()
                };
                of(a.asked(old), after) != of(b.asked(new), before)
            });
            let is_input = self.requests_of(pair).next().is_some();
            self.findings
                .push(&rules::MEMBER_ORDER_CHANGED, &spot.under(&["members"]))
                .retypes = asked && is_input;
        }
    }

    /// What a list or map holds.
    pub(super) fn element(
        &mut self,
        spot: &Spot<'a>,
        pair: usize,
        key: &'a str,
        before: &'a Element,
        after: &'a Element,
    ) {
        let (old, new) = self.pairs.get(pair);
        let mut spot = spot.under(&[key]);
        spot.subject = match key {
            "member" => format!("{}[]", spot.subject),
            "key" => format!("{}{{key}}", spot.subject),
            _ => format!("{}{{}}", spot.subject),
        };
        let start = self.findings.found.len();
        self.member(&spot, pair, &facts(before), &facts(after));
        if self.findings.found.len() > start {
            let retypes = match &self.rust {
                Some((a, b)) => a.shape_type(old) != b.shape_type(new),
                None => true,
            };
            let found = &mut self.findings.found[start..];
            found.iter_mut().for_each(|found| found.retypes = retypes);
        }
    }

    fn member(&mut self, spot: &Spot<'a>, pair: usize, before: &Member, after: &Member) {
        let Member {
            target,
            required,
            client_optional,
            docs,
            http,
            name,
            timestamp_format,
            idempotency_token,
            sensitive,
            deprecated,
            default,
            length,
            range,
            pattern,
            unique_items,
            host_label,
            endpoint,
            media_type,
            event_payload,
            event_header,
            xml,
        } = before;
        self.target(spot, target, &after.target);
        self.binding(spot, pair, http.as_ref(), after.http.as_ref());
        let found = &mut self.findings;
        let added = match after.client_optional {
            true => &rules::REQUIRED_ADDED_CLIENT_OPTIONAL,
            false => &rules::REQUIRED_ADDED,
        };
        let marks = [added, &rules::REQUIRED_REMOVED];
        found.mark(marks, spot, "required", (*required, after.required));
        let optional = (client_optional, &after.client_optional);
        found.fact(&rules::CLIENT_OPTIONAL_CHANGED, spot, "clientOptional", optional);
        let own = spot.new.last().map_or("", |key| key);
        let names = (name.as_deref().unwrap_or(own), after.name.as_deref().unwrap_or(own));
        found.fact(&rules::WIRE_NAME_CHANGED, spot, "name", (&names.0, &names.1));
        let formats = (timestamp_format, &after.timestamp_format);
        found.fact(&rules::TIMESTAMP_FORMAT_CHANGED, spot, "timestampFormat", formats);
        let marks = [&rules::IDEMPOTENCY_TOKEN_ADDED, &rules::IDEMPOTENCY_TOKEN_REMOVED];
        let tokens = (*idempotency_token, after.idempotency_token);
        found.mark(marks, spot, "idempotencyToken", tokens);
        let defaults = [&rules::DEFAULT_ADDED, &rules::DEFAULT_REMOVED, &rules::DEFAULT_CHANGED];
        found.option(defaults, spot, "default", (default, &after.default));
        found.fact(
            &rules::HOST_LABEL_CHANGED,
            spot,
            "hostLabel",
            (host_label, &after.host_label),
        );
        found.fact(
            &rules::ENDPOINT_MEMBER_CHANGED,
            spot,
            "endpoint",
            (endpoint, &after.endpoint),
        );
        found.fact(
            &rules::MEDIA_TYPE_CHANGED,
            spot,
            "mediaType",
            (media_type, &after.media_type),
        );
        let rule = &rules::EVENT_BINDING_CHANGED;
        found.fact(rule, spot, "eventPayload", (event_payload, &after.event_payload));
        found.fact(rule, spot, "eventHeader", (event_header, &after.event_header));
        found.fact(&rules::XML_CHANGED, spot, "xml", (xml, &after.xml));
        found.words(spot, (docs, &after.docs), (deprecated, &after.deprecated));
        self.sensitive(spot, *sensitive, after.sensitive);
        self.length(spot, length, &after.length);
        self.range(spot, range, &after.range);
        self.pattern(spot, pattern, &after.pattern);
        self.unique_items(spot, *unique_items, after.unique_items);
    }

    fn target(&mut self, spot: &Spot<'a>, before: &str, after: &str) {
        if before == after {
            return;
        }
        let shapes = self.old.shapes.get(before).zip(self.new.shapes.get(after));
        let spot = spot.under(&["target"]);
        match shapes {
            Some((old, new)) if old.type_name() != new.type_name() => {
                let shown = [
                    format!("{before} ({})", old.type_name()),
                    format!("{after} ({})", new.type_name()),
                ];
                let found = self.findings.push(type_rule(old, new), &spot);
                set(found, [&shown[0], &shown[1]], true);
            }
            _ => set(self.findings.push(&rules::TARGET_CHANGED, &spot), [before, after], true),
        }
    }

    fn binding(&mut self, spot: &Spot<'a>, pair: usize, before: Option<&Binding>, after: Option<&Binding>) {
        if before == after {
            return;
        }
        let is_renamed = match (before, after) {
            (Some(Binding::Label(before)), Some(Binding::Label(after))) => {
                let place = |uri: &str, label: &str| operation::labels(uri).iter().position(|name| *name == label);
                let mut requests = self.requests_of(pair);
                requests.all(|name| {
                    let (old, new) = (&self.old.operations[name], &self.new.operations[name]);
                    place(&old.http.uri, before) == place(&new.http.uri, after)
                })
            }
            _ => false,
        };
        let rule = match is_renamed {
            true => &rules::HTTP_LABEL_RENAMED,
            false => &rules::HTTP_BINDING_CHANGED,
        };
        self.findings.fact(rule, spot, "http", (&before, &after));
    }

    /// What generated code makes of a member whose own facts do not say that it is another.
    fn rust_member(&mut self, spot: &Spot<'a>, (old, new): (&'a str, &'a str), name: &'a str) {
        let Some((a, b)) = &self.rust else { return };
        let (Some(before), Some(after)) = (a.member(old, name), b.member(new, name)) else {
            return;
        };
        let lost_slice = before.slice_accessor && !after.slice_accessor;
        if before.holding != after.holding || lost_slice {
            let types = (a.field_type(old, name), b.field_type(new, name));
            let found = self.findings.push(&rules::RUST_TYPE_CHANGED, spot);
            (found.before, found.after) = types;
        }
        let names = [&before.field, &after.field];
        if names[0] != names[1] {
            let found = self.findings.push(&rules::RUST_NAME_CHANGED, spot);
            set(found, [names[0], names[1]], true);
        }
    }
}
