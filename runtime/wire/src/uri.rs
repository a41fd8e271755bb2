//! URI templates: `/a/{label}/{greedy+}/d?literal=query`, read once, matched against paths and filled with labels.
//!
//! A path is split at its slashes first and then percent-decoded segment by segment, so a label may hold `%2F`. A slash at
//! the end counts: `/a` and `/a/` are two paths.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::{borrow::Cow, cmp::Ordering, error::Error, fmt};

/// All but the characters that RFC 3986 reserves for no purpose.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URI of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    segments: Vec<Segment>,
    query: Vec<(&'static str, Option<&'static str>)>,
}

/// What stands between two slashes of a template. More specific ones are less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment {
    Literal(&'static str),
    Label(&'static str),
    Greedy(&'static str),
}

/// Text that is no URI template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    uri: String,
    what: &'static str,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the URI `{}` {}", self.uri, self.what)
    }
}

impl Error for TemplateError {}

impl Segment {
    fn parse(text: &'static str) -> Result<Self, &'static str> {
        let Some(label) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
            return match text.contains(['{', '}']) {
                true => Err("has a label that is not all of its segment"),
                false => Ok(Self::Literal(text)),
            };
        };
        let greedy = label.strip_suffix('+');
        match greedy.unwrap_or(label) {
            "" => Err("has a label without a name"),
            name if name.contains(['{', '}']) => Err("has two labels in one segment"),
            name if greedy.is_some() => Ok(Self::Greedy(name)),
            name => Ok(Self::Label(name)),
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::Literal(_) => 0,
            Self::Label(_) => 1,
            Self::Greedy(_) => 2,
        }
    }

    /// Whether one segment of a path fits; a label then goes to `labels`.
    fn fits(self, raw: &str, labels: &mut Vec<(&'static str, String)>) -> bool {
        match self {
            Self::Literal(text) => text == raw || decode(text) == decode(raw),
            Self::Label(name) | Self::Greedy(name) => {
                labels.push((name, decode(raw).into_owned()));
                true
            }
        }
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When it does not start with a slash, a label has no name or is not all of its segment, or two labels are greedy.
    pub fn parse(uri: &'static str) -> Result<Self, TemplateError> {
        let wrong = |what| TemplateError {
            uri: uri.to_owned(),
            what,
        };
        let (path, query) = split_query(uri);
        let path = path
            .strip_prefix('/')
            .ok_or_else(|| wrong("does not start with a slash"))?;
        let segments: Vec<_> = path
            .split('/')
            .map(Segment::parse)
            .collect::<Result<_, _>>()
            .map_err(wrong)?;
        if segments
            .iter()
            .filter(|segment| matches!(segment, Segment::Greedy(_)))
            .count()
            > 1
        {
            return Err(wrong("has more than one greedy label"));
        }
        let literal = |text: &'static str| {
            text.split_once('=')
                .map_or((text, None), |(name, value)| (name, Some(value)))
        };
        let query = query.split('&').filter(|text| !text.is_empty()).map(literal).collect();
        Ok(Self { segments, query })
    }

    /// The names and values of the literal query, as the template writes them.
    pub fn query(&self) -> &[(&'static str, Option<&'static str>)] {
        &self.query
    }

    /// The labels of a raw path, percent-decoded, when the path fits. A label may be empty; it is the operation that
    /// refuses it then.
    pub fn match_path(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let raw: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let mut labels = Vec::new();
        let greedy = self
            .segments
            .iter()
            .position(|segment| matches!(segment, Segment::Greedy(_)));
        let Some(greedy) = greedy else {
            let fits = raw.len() == self.segments.len()
                && self
                    .segments
                    .iter()
                    .zip(&raw)
                    .all(|(segment, raw)| segment.fits(raw, &mut labels));
            return fits.then_some(labels);
        };
        // Segments before the greedy one fit from the front, those after it from the back, all between is its own.
        let (before, rest) = self.segments.split_at(greedy);
        let (own, after) = rest.split_first()?;
        let end = raw.len().checked_sub(after.len()).filter(|end| *end > greedy)?;
        let fits = before
            .iter()
            .zip(&raw)
            .all(|(segment, raw)| segment.fits(raw, &mut labels))
            && own.fits(&raw.get(greedy..end)?.join("/"), &mut labels)
            && after
                .iter()
                .zip(raw.get(end..)?)
                .all(|(segment, raw)| segment.fits(raw, &mut labels));
        fits.then_some(labels)
    }

    /// Whether a raw query holds all of the literal one, however either is percent-encoded.
    pub fn match_query(&self, query: Option<&str>) -> bool {
        if self.query.is_empty() {
            return true;
        }
        let found = parse_query(query.unwrap_or_default());
        self.query.iter().all(|(name, value)| {
            let (name, value) = (decode_parameter(name), value.map(decode_parameter));
            found
                .iter()
                .any(|(key, found)| *key == name && value.as_ref().is_none_or(|value| value == found))
        })
    }

    /// Which of two templates a router must try first: a literal segment goes before a label, a label before a greedy
    /// one, the longer path before the shorter, more literal query before less.
    pub fn specificity(&self, other: &Self) -> Ordering {
        let ranks = |template: &Self| {
            template
                .segments
                .iter()
                .map(|segment| segment.rank())
                .collect::<Vec<_>>()
        };
        let (own, others) = (ranks(self), ranks(other));
        let shared = own
            .iter()
            .zip(&others)
            .map(|(own, other)| own.cmp(other))
            .find(|order| order.is_ne());
        shared
            .unwrap_or_else(|| others.len().cmp(&own.len()))
            .then_with(|| other.query.len().cmp(&self.query.len()))
    }
}

/// The path and the literal query of a template.
fn split_query(uri: &'static str) -> (&'static str, &'static str) {
    uri.split_once('?').unwrap_or((uri, ""))
}

/// Fills the labels of the template `uri`, percent-encoded; a greedy label keeps its slashes, the literal query stays.
/// `label` gives the value of a label by its name.
///
/// # Errors
/// Those of `label`.
pub fn fill<E>(uri: &'static str, mut label: impl FnMut(&'static str) -> Result<String, E>) -> Result<String, E> {
    let (path, query) = split_query(uri);
    let mut out = String::with_capacity(uri.len() + 64);
    for segment in path.trim_start_matches('/').split('/') {
        out.push('/');
        match Segment::parse(segment) {
            Ok(Segment::Label(name)) => encode(&label(name)?, &mut out),
            Ok(Segment::Greedy(name)) => {
                for (index, part) in label(name)?.split('/').enumerate() {
                    out.push_str(if index > 0 { "/" } else { "" });
                    encode(part, &mut out);
                }
            }
            Ok(Segment::Literal(_)) | Err(_) => out.push_str(segment),
        }
    }
    if !query.is_empty() {
        out.push('?');
        out.push_str(query);
    }
    Ok(out)
}

/// Adds `text` to a URI, percent-encoded.
pub(crate) fn encode(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

fn decode(raw: &str) -> Cow<'_, str> {
    percent_decode_str(raw).decode_utf8_lossy()
}

/// The names and values of a raw query, decoded. A plus is a space.
pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode_parameter(name), decode_parameter(value)))
        .collect()
}

/// The name or value of a parameter, decoded. A plus is a space.
fn decode_parameter(raw: &str) -> String {
    decode(&raw.replace('+', " ")).into_owned()
}
