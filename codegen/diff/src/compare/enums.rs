//! The values of enums.

use super::{At, Comparison, Spot, is_reordered, only_in, rules};
use crate::{findings::json, hints};
use shapewright_spec::{Enum, EnumValue, IntEnum, IntEnumValue};

impl<'a> Comparison<'a> {
    pub(super) fn text_enum(&mut self, spot: &Spot<'a>, pair: usize, before: &'a Enum, after: &'a Enum) {
        let Enum {
            docs,
            values,
            sensitive,
        } = before;
        let ids = self.pairs.get(pair);
        self.shape_words(spot, ids, docs, &after.docs);
        self.sensitive(spot, *sensitive, after.sensitive);
        let at = |name: &'a str| value_spot(spot, pair, name);
        let came: Vec<&str> = only_in(&after.values, values).map(|(name, _)| name).collect();
        for name in &came {
            self.findings.came(&rules::ENUM_VALUE_ADDED, &at(name));
        }
        for (name, _) in only_in(values, &after.values) {
            let hint = hints::of_name(name, came.iter().copied());
            self.findings.went(&rules::ENUM_VALUE_REMOVED, &at(name)).hint = hint;
        }
        let variants = self
            .rust
            .as_ref()
            .map(|(old, new)| (old.variants(ids.0), new.variants(ids.1)));
        for (value, facts) in values {
            let Some(after) = after.values.get(value) else { continue };
            let EnumValue {
                docs,
                name,
                deprecated,
                internal,
            } = facts;
            let spot = at(value);
            let names = variants
                .as_ref()
                .map(|(old, new)| (old.get(value.as_str()).copied(), new.get(value.as_str()).copied()));
            let renamed = names.is_none_or(|(old, new)| old != new);
            let found = self
                .findings
                .fact(&rules::ENUM_NAME_CHANGED, &spot, "name", (name, &after.name));
            let is_told = found.map(|found| found.retypes = renamed).is_some();
            if let Some((Some(old), Some(new))) = names
                && !is_told
                && renamed
            {
                let found = self.findings.push(&rules::RUST_NAME_CHANGED, &spot);
                (found.before, found.after) = (Some(old.to_owned()), Some(new.to_owned()));
            }
            let found = &mut self.findings;
            found.fact(
                &rules::ENUM_INTERNAL_CHANGED,
                &spot,
                "internal",
                (internal, &after.internal),
            );
            found.words(&spot, (docs, &after.docs), (deprecated, &after.deprecated));
        }
        if is_reordered(values, &after.values) {
            self.findings.push(&rules::ENUM_ORDER_CHANGED, &spot.under(&["values"]));
        }
    }

    pub(super) fn int_enum(&mut self, spot: &Spot<'a>, pair: usize, before: &'a IntEnum, after: &'a IntEnum) {
        let IntEnum { docs, values } = before;
        self.shape_words(spot, self.pairs.get(pair), docs, &after.docs);
        let at = |name: &'a str| value_spot(spot, pair, name);
        // The number is what travels: under another name it is the same value.
        let renamed: Vec<(&str, &str)> = only_in(values, &after.values)
            .filter_map(|(name, facts)| {
                let mut came = only_in(&after.values, values);
                let (new, _) = came.find(|(_, other)| other.value == facts.value)?;
                Some((name, new))
            })
            .collect();
        for (old, new) in &renamed {
            let mut spot = at(new);
            spot.old.pop();
            spot.old.push((*old).into());
            let found = self.findings.push(&rules::ENUM_NAME_CHANGED, &spot);
            (found.before, found.after) = (Some(json(old)), Some(json(new)));
            found.retypes = true;
        }
        for (name, _) in only_in(&after.values, values).filter(|(name, _)| renamed.iter().all(|(_, new)| new != name)) {
            self.findings.came(&rules::ENUM_VALUE_ADDED, &at(name));
        }
        for (name, _) in only_in(values, &after.values).filter(|(name, _)| renamed.iter().all(|(old, _)| old != name)) {
            self.findings.went(&rules::ENUM_VALUE_REMOVED, &at(name));
        }
        for (name, facts) in values {
            let Some(after) = after.values.get(name) else { continue };
            let IntEnumValue { value, docs } = facts;
            let spot = at(name);
            self.findings
                .fact(&rules::ENUM_NUMBER_CHANGED, &spot, "value", (value, &after.value));
            self.findings.words(&spot, (docs, &after.docs), (&None, &None));
        }
        if is_reordered(values, &after.values) {
            self.findings.push(&rules::ENUM_ORDER_CHANGED, &spot.under(&["values"]));
        }
    }
}

fn value_spot<'a>(shape: &Spot<'a>, pair: usize, name: &'a str) -> Spot<'a> {
    let mut spot = shape.under(&["values", name]);
    spot.at = At::Pair(pair);
    spot.subject = format!("{}.{name}", shape.subject);
    spot
}
