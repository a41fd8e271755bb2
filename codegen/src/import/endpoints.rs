//! What a service's endpoint rules say that the one rule of all services leaves open: the first label of the host, whether
//! there are multi-region endpoints, and whether there are addresses of both IP versions only.

use super::notes::Notes;
use crate::spec::Endpoint;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a rule set says.
#[derive(Default)]
pub(super) struct Rules {
    prefix: Option<String>,
    multi_region: Option<String>,
    dual_stack_only: bool,
    /// Addresses that the one rule does not make.
    others: BTreeSet<String>,
    has_rules: bool,
}

/// Reads a rule set.
pub(super) fn rules(rule_set: &Value) -> Rules {
    let mut urls = BTreeSet::new();
    addresses(rule_set, &mut urls);
    let mut rules = Rules {
        has_rules: !urls.is_empty(),
        ..Rules::default()
    };
    // The plain address of a region decides; it is there in nearly every rule set.
    let prefix = |suffix| urls.iter().find_map(|url| regional(url, suffix)).map(str::to_owned);
    let dual_stack = prefix(DUAL_STACK_SUFFIX);
    // New services leave nobody a choice: theirs are the addresses of both IP versions.
    rules.dual_stack_only = dual_stack.is_some() && rule_set.pointer("/parameters/UseDualStack").is_none();
    rules.prefix = prefix(SUFFIX).or(dual_stack);
    rules.multi_region = urls.iter().find_map(|url| multi_region(url)).map(str::to_owned);
    for url in &urls {
        let is_usual = usual(url).is_some_and(|prefix| {
            rules.prefix.as_deref() == Some(prefix)
                || Some(prefix) == rules.prefix.as_ref().map(|own| format!("{own}-fips")).as_deref()
        });
        if !is_usual && multi_region(url).is_none() {
            rules.others.insert(url.clone());
        }
    }
    rules
}

impl Rules {
    /// The endpoint, with what another part of the model says about the prefix. Notes what is left out.
    pub(super) fn endpoint(self, otherwise: &str, place: &str, notes: &mut Notes) -> Endpoint {
        if !self.others.is_empty() {
            let few: Vec<&str> = self.others.iter().take(2).map(String::as_str).collect();
            let more = if self.others.len() > few.len() {
                " and others"
            } else {
                ""
            };
            let why = format!(
                "all services go by one rule, which does not make `{}`{more}; set the endpoint where it is needed",
                few.join("`, `")
            );
            notes.left_out("endpoint rules", &why, place);
        } else if self.has_rules && self.prefix.is_none() {
            let why = "they name no address of the one rule that all services go by";
            notes.left_out("endpoint rules", why, place);
        }
        Endpoint {
            prefix: self.prefix.unwrap_or_else(|| otherwise.to_owned()),
            multi_region: self.multi_region,
            dual_stack_only: self.dual_stack_only,
        }
    }
}

/// All addresses in a rule set.
fn addresses(value: &Value, urls: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(url)) = object.get("url") {
                urls.insert(url.clone());
            }
            object.values().for_each(|value| addresses(value, urls));
        }
        Value::Array(values) => values.iter().for_each(|value| addresses(value, urls)),
        _ => {}
    }
}

/// What stands after the region.
const SUFFIX: &str = "{PartitionResult#dnsSuffix}";
/// What stands there in an address of both IP versions.
const DUAL_STACK_SUFFIX: &str = "{PartitionResult#dualStackDnsSuffix}";

/// The prefix of `https://prefix.{Region}.{PartitionResult#dnsSuffix}`.
fn regional<'a>(url: &'a str, suffix: &str) -> Option<&'a str> {
    let prefix = url
        .strip_prefix("https://")?
        .strip_suffix(suffix)?
        .strip_suffix(".{Region}.")?;
    is_label(prefix).then_some(prefix)
}

/// The first label of an address that the one rule makes.
fn usual(url: &str) -> Option<&str> {
    let host = url.strip_prefix("https://")?;
    let (prefix, rest) = host.split_once(".{Region}.")?;
    (matches!(rest, SUFFIX | DUAL_STACK_SUFFIX) && !prefix.contains('{')).then_some(prefix)
}

/// The middle label of `https://{EndpointId}.endpoints.email.{...}`.
fn multi_region(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://{EndpointId}.")?;
    let label = rest.split('.').next()?;
    is_label(label).then_some(label)
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)) && !text.ends_with("-fips")
}
