//! Traits: those that the format has a place for, and why the others are left out.

use super::shapes::place;
use crate::{
    docs,
    facts::{Facts, Reasons, SILENT},
    notes::Notes,
};
use serde_json::{Number, Value};
use shapewright_spec::{Auth, Deprecated, Length, Range, TimestampFormat, XmlNamespace};

/// Why traits are left out.
pub(super) const REASONS: &Reasons = &[
    // Said in another way, or about the model itself.
    ("smithy.api#input", SILENT),
    ("smithy.api#output", SILENT),
    ("smithy.api#mixin", SILENT),
    ("smithy.api#suppress", SILENT),
    ("smithy.api#private", SILENT),
    ("smithy.api#default", SILENT),
    ("smithy.api#addedDefault", SILENT),
    ("smithy.api#enumValue", SILENT),
    ("smithy.api#box", SILENT),
    ("smithy.rules#endpointTests", SILENT),
    ("smithy.test#*", "protocol tests are for those who write codecs"),
    ("smithy.api#examples", "a description has no examples"),
    ("smithy.api#tags", "tags have a meaning only to those who gave them"),
    ("smithy.api#internal", "what is in a model can be called"),
    ("smithy.api#unstable", "nothing of a description is marked as unstable"),
    (
        "smithy.api#since",
        "nothing of a description says since when it is there",
    ),
    ("smithy.api#recommended", "it is advice to people"),
    ("smithy.api#references", "it is advice to people"),
    ("smithy.api#idRef", "it is about models"),
    ("smithy.api#nestedProperties", "it is about resources"),
    ("smithy.api#notProperty", "it is about resources"),
    ("smithy.api#property", "it is about resources"),
    ("smithy.api#resourceIdentifier", "it is about resources"),
    ("smithy.api#noReplace", "it is about resources"),
    ("smithy.api#cors", "it is about browsers"),
    ("smithy.api#optionalAuth", "the call may be signed all the same"),
    (
        "smithy.api#clientOptional",
        "every member that may be missing is an option anyway",
    ),
    (
        "smithy.api#deprecated",
        "only structures, members, operations and values of enums are marked so",
    ),
    (
        "smithy.rules#endpointBdd",
        "endpoint rules are read in their other form, `smithy.rules#endpointRuleSet`",
    ),
    (
        "smithy.rules#*",
        "the address does not depend on members of a request, nor on what one service alone lets a client choose",
    ),
    (
        "aws.api#clientEndpointDiscovery",
        "a client does not look for endpoints",
    ),
    (
        "aws.api#clientDiscoveredEndpoint",
        "a client does not look for endpoints",
    ),
    ("aws.api#*", "it is about other services' names for this one"),
    ("aws.auth#unsignedPayload", "the body may be signed all the same"),
    ("aws.auth#cognitoUserPools", "it names who may call, not how"),
    ("aws.cloudformation#*", "it is about CloudFormation"),
    ("aws.iam#*", "it is about IAM policies"),
    (
        "aws.customizations#*",
        "it is about one service's exceptions to its protocol",
    ),
    (
        "aws.endpoints#*",
        "where hosts are made otherwise, the endpoint rules say it",
    ),
    ("aws.apigateway#*", "it is about API Gateway"),
];

/// The traits of a shape or member, with the place of the shape or member.
pub(super) fn of<'v>(value: &'v Value, place: &str, notes: &mut Notes) -> Facts<'v> {
    Facts::maybe(value.get("traits"), format!("{place}/traits"), notes)
}

/// Takes documentation.
pub(super) fn docs(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<String> {
    let text = traits.text("smithy.api#documentation", notes).and_then(docs::markdown);
    let Some(links) = traits.object("smithy.api#externalDocumentation", notes) else {
        return text;
    };
    let links = links
        .iter()
        .filter_map(|(title, url)| Some(format!("[{title}]({})", url.as_str()?)));
    let links = format!("See also {}.", links.collect::<Vec<_>>().join(", "));
    Some(text.map_or(links.clone(), |text| format!("{text}\n\n{links}")))
}

/// Takes the mark of what should not be used any more.
pub(super) fn deprecated(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<Deprecated> {
    let value = traits.take("smithy.api#deprecated")?;
    let mut facts = Facts::of(value, traits.place_of("smithy.api#deprecated"), notes);
    let deprecated = Deprecated {
        since: facts.text("since", notes).map(str::to_owned),
        message: facts.text("message", notes).map(str::to_owned),
    };
    facts.leave(REASONS, notes);
    Some(deprecated)
}

/// Takes a length.
pub(super) fn length(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<Length> {
    let value = traits.take("smithy.api#length")?;
    let mut facts = Facts::of(value, traits.place_of("smithy.api#length"), notes);
    let (min, max) = (facts.count("min", notes), facts.count("max", notes));
    facts.leave(REASONS, notes);
    Some(Length { min, max })
}

/// Takes a range.
pub(super) fn range(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<Range> {
    let value = traits.take("smithy.api#range")?;
    let mut facts = Facts::of(value, traits.place_of("smithy.api#range"), notes);
    let (min, max) = (facts.take("min").and_then(number), facts.take("max").and_then(number));
    facts.leave(REASONS, notes);
    Some(Range { min, max })
}

/// A number without the fraction `.0`, so that it can bound whole numbers.
fn number(value: &Value) -> Option<Number> {
    let number = match value {
        Value::Number(number) => number.clone(),
        Value::String(text) => text.parse().ok()?,
        _ => return None,
    };
    let float = number
        .as_f64()
        .filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15);
    Some(float.map_or(number, |float| Number::from(float as i64)))
}

/// Takes a pattern.
pub(super) fn pattern(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<String> {
    traits.text("smithy.api#pattern", notes).map(str::to_owned)
}

/// Takes how a timestamp is written.
pub(super) fn timestamp_format(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<TimestampFormat> {
    let place = traits.place_of("smithy.api#timestampFormat");
    match traits.text("smithy.api#timestampFormat", notes)? {
        "epoch-seconds" => Some(TimestampFormat::EpochSeconds),
        "date-time" => Some(TimestampFormat::DateTime),
        "http-date" => Some(TimestampFormat::HttpDate),
        other => {
            notes.left_out(other, "the format has no such way of writing timestamps", &place);
            None
        }
    }
}

/// Takes a namespace of XML.
pub(super) fn xml_namespace(traits: &mut Facts<'_>, notes: &mut Notes) -> Option<XmlNamespace> {
    let value = traits.take("smithy.api#xmlNamespace")?;
    let mut facts = Facts::of(value, traits.place_of("smithy.api#xmlNamespace"), notes);
    let uri = facts.text("uri", notes)?.to_owned();
    let prefix = facts.text("prefix", notes).map(str::to_owned);
    facts.leave(REASONS, notes);
    Some(XmlNamespace { uri, prefix })
}

/// The ways to prove who calls, by the names of their traits.
pub(super) fn auth(name: &str) -> Option<Auth> {
    Some(match name {
        "aws.auth#sigv4" => Auth::Sigv4,
        "aws.auth#sigv4a" => Auth::Sigv4a,
        "smithy.api#httpBearerAuth" => Auth::Bearer,
        "smithy.api#httpBasicAuth" => Auth::Basic,
        "smithy.api#httpDigestAuth" => Auth::Digest,
        "smithy.api#httpApiKeyAuth" => Auth::ApiKey,
        "smithy.api#noAuth" => Auth::None,
        _ => return None,
    })
}

/// Notes the traits that nobody took.
pub(super) fn leave(traits: Facts<'_>, notes: &mut Notes) {
    traits.leave(REASONS, notes);
}

/// The place of a member.
pub(super) fn place_of_member(id: &str, name: &str) -> String {
    format!("{}/members/{name}", place(id))
}
