//! The endpoint rule sets of models, run: which address one leads to, for what is asked.
//!
//! Hosts come as templates, with the placeholders that a description has for the region and what a partition says.
//! Only what the addresses of a service need is there: functions over the identifiers of resources are not.

use serde_json::{Map, Value};
use shapewright_endpoint::{Asked, Partition, partition};
use std::collections::{BTreeSet, HashMap};

/// A rule set.
pub(super) struct RuleSet<'v> {
    rules: &'v [Value],
    parameters: &'v Map<String, Value>,
}

/// What a rule set leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A host.
    Host(Template),
    /// An error: there is no address for what is asked.
    Refused,
    /// Something that is not run here, by its name.
    Unknown(String),
}

/// A host with the path that may follow it, and the region that requests are signed for where the rules say one; with placeholders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    pub(super) host: String,
    pub(super) signing_region: Option<String>,
}

/// The value of a parameter or of an expression.
#[derive(Clone, Copy, PartialEq)]
enum Term<'v> {
    Flag(bool),
    Text(&'v str),
    Region(&'v str),
    Partition(&'static Partition),
}

type Terms<'v> = HashMap<&'v str, Term<'v>>;

/// The name of what cannot be run.
struct NotRun(String);

impl<'v> RuleSet<'v> {
    /// A rule set, where the value is one.
    pub(super) fn of(value: &'v Value) -> Option<Self> {
        Some(Self {
            rules: value.get("rules")?.as_array()?,
            parameters: value.get("parameters")?.as_object()?,
        })
    }

    /// The parameters that are neither a region nor a choice of the whole client.
    pub(super) fn own_parameters(&self) -> impl Iterator<Item = &'v str> {
        let own = self.parameters.iter().filter(|(_, facts)| {
            !matches!(
                built_in(facts),
                "AWS::Region" | "AWS::UseFIPS" | "AWS::UseDualStack" | "SDK::Endpoint"
            )
        });
        own.map(|(name, _)| name.as_str())
    }

    /// The regions that the rules name.
    pub(super) fn regions(&self) -> BTreeSet<&'v str> {
        let region = self
            .parameters
            .iter()
            .find(|(_, facts)| built_in(facts) == "AWS::Region");
        let mut found = BTreeSet::new();
        if let Some((name, _)) = region {
            self.rules.iter().for_each(|rule| compared(rule, name, &mut found));
        }
        found
    }

    /// Where the rules lead, with what an operation says of its parameters: `{"name": {"value": ...}}`.
    pub(super) fn run<'a>(&'a self, asked: Asked<'a>, context: &'a Map<String, Value>) -> Outcome
    where
        'v: 'a,
    {
        let mut terms = Terms::new();
        for (name, facts) in self.parameters {
            let given = context.get(name).and_then(|given| given.get("value"));
            let term = match built_in(facts) {
                "AWS::Region" => Some(Term::Region(asked.region)),
                "AWS::UseFIPS" => Some(Term::Flag(asked.fips)),
                "AWS::UseDualStack" => Some(Term::Flag(asked.dual_stack)),
                _ => given.or_else(|| facts.get("default")).and_then(simple),
            };
            terms.extend(term.map(|term| (name.as_str(), term)));
        }
        match first(self.rules, &terms) {
            Ok(Some(outcome)) => outcome,
            Ok(None) => Outcome::Refused,
            Err(NotRun(name)) => Outcome::Unknown(name),
        }
    }
}

fn built_in(facts: &Value) -> &str {
    facts.get("builtIn").and_then(Value::as_str).unwrap_or_default()
}

fn simple(value: &Value) -> Option<Term<'_>> {
    match value {
        Value::Bool(flag) => Some(Term::Flag(*flag)),
        Value::String(text) => Some(Term::Text(text)),
        _ => None,
    }
}

/// The texts that a parameter is compared with.
fn compared<'v>(value: &'v Value, parameter: &str, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(object) => {
            if object.get("fn").and_then(Value::as_str) == Some("stringEquals") {
                let arguments = arguments(value);
                let is_parameter = |value: &Value| value.get("ref").and_then(Value::as_str) == Some(parameter);
                if arguments.iter().any(is_parameter) {
                    found.extend(arguments.iter().filter_map(Value::as_str));
                }
            }
            object.values().for_each(|value| compared(value, parameter, found));
        }
        Value::Array(values) => values.iter().for_each(|value| compared(value, parameter, found)),
        _ => {}
    }
}

/// What the first rule leads to whose conditions hold.
fn first<'v>(rules: &'v [Value], terms: &Terms<'v>) -> Result<Option<Outcome>, NotRun> {
    for rule in rules {
        let mut terms = terms.clone();
        if !holds(rule, &mut terms)? {
            continue;
        }
        let outcome = match rule.get("rules").and_then(Value::as_array) {
            Some(rules) => first(rules, &terms)?,
            None if rule.get("error").is_some() => Some(Outcome::Refused),
            None => Some(Outcome::Host(endpoint(rule.get("endpoint"), &terms)?)),
        };
        if outcome.is_some() {
            return Ok(outcome);
        }
    }
    Ok(None)
}

/// Whether all conditions of a rule hold. What they assign goes into `terms`.
fn holds<'v>(rule: &'v Value, terms: &mut Terms<'v>) -> Result<bool, NotRun> {
    for condition in rule.get("conditions").and_then(Value::as_array).into_iter().flatten() {
        let Some(term) = term(condition, terms)?.filter(|term| *term != Term::Flag(false)) else {
            return Ok(false);
        };
        if let Some(name) = condition.get("assign").and_then(Value::as_str) {
            terms.insert(name, term);
        }
    }
    Ok(true)
}

fn arguments(call: &Value) -> &[Value] {
    call.get("argv").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn term<'v>(value: &'v Value, terms: &Terms<'v>) -> Result<Option<Term<'v>>, NotRun> {
    if let Some(name) = value.get("ref").and_then(Value::as_str) {
        return Ok(terms.get(name).copied());
    }
    let Some(function) = value.get("fn").and_then(Value::as_str) else {
        return match simple(value) {
            Some(Term::Text(text)) if text.contains('{') => Err(NotRun(text.to_owned())),
            term => Ok(term),
        };
    };
    let argument = |place: usize| match arguments(value).get(place) {
        Some(argument) => term(argument, terms),
        None => Ok(None),
    };
    Ok(match function {
        "isSet" => Some(Term::Flag(argument(0)?.is_some())),
        "not" => Some(Term::Flag(argument(0)?.is_none_or(|term| term == Term::Flag(false)))),
        "booleanEquals" | "stringEquals" => {
            let equal = argument(0)?
                .zip(argument(1)?)
                .is_some_and(|(one, other)| match (one, other) {
                    (Term::Region(one) | Term::Text(one), Term::Region(other) | Term::Text(other)) => one == other,
                    (one, other) => one == other,
                });
            Some(Term::Flag(equal))
        }
        "aws.partition" => match argument(0)? {
            Some(Term::Region(region) | Term::Text(region)) => Some(Term::Partition(partition(region))),
            _ => None,
        },
        "getAttr" => match (argument(0)?, argument(1)?) {
            (Some(Term::Partition(partition)), Some(Term::Text(name))) => match name {
                "name" => Some(Term::Text(partition.id)),
                // All of them do.
                "supportsFIPS" | "supportsDualStack" => Some(Term::Flag(true)),
                other => return Err(NotRun(other.to_owned())),
            },
            _ => return Err(NotRun(function.to_owned())),
        },
        other => return Err(NotRun(other.to_owned())),
    })
}

fn endpoint(endpoint: Option<&Value>, terms: &Terms<'_>) -> Result<Template, NotRun> {
    let url = endpoint
        .and_then(|endpoint| endpoint.get("url"))
        .and_then(Value::as_str);
    let url = url.ok_or_else(|| NotRun("url".to_owned()))?;
    let host = url.strip_prefix("https://").ok_or_else(|| NotRun(url.to_owned()))?;
    let schemes = endpoint.and_then(|endpoint| endpoint.pointer("/properties/authSchemes"));
    let mut schemes = schemes.and_then(Value::as_array).into_iter().flatten();
    let sigv4 = schemes.find(|scheme| scheme.get("name").and_then(Value::as_str) == Some("sigv4"));
    let region = sigv4.and_then(|scheme| scheme.get("signingRegion")?.as_str());
    Ok(Template {
        host: template(host, terms)?,
        signing_region: region.map(|region| template(region, terms)).transpose()?,
    })
}

/// A text with the placeholders of descriptions for those of rule sets.
fn template(text: &str, terms: &Terms<'_>) -> Result<String, NotRun> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inner, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        let (name, attribute) = inner.split_once('#').unwrap_or((inner, ""));
        out.push_str(match (terms.get(name), attribute) {
            (Some(Term::Region(_)), "") => "{region}",
            (Some(Term::Text(text)), "") => text,
            (Some(Term::Partition(partition)), "name") => partition.id,
            (Some(Term::Partition(_)), "implicitGlobalRegion") => "{globalRegion}",
            (Some(Term::Partition(_)), "dnsSuffix") => "{plainSuffix}",
            (Some(Term::Partition(_)), "dualStackDnsSuffix") => "{dualStackSuffix}",
            _ => return Err(NotRun(inner.to_owned())),
        });
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
