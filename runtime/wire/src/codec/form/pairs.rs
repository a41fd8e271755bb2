//! The pairs of a form, in the order of the values that they make up.

use crate::error::{DecodeErrorKind, Fault, fault};
use percent_encoding::percent_decode_str;
use std::{borrow::Cow, cmp::Ordering};

/// How deep names may nest.
const DEPTH: usize = 128;

/// The pairs of a form.
pub(crate) struct Pairs<'a> {
    all: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Pairs<'a> {
    /// Splits a form.
    pub(crate) fn parse(form: &'a [u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(form)
            .map_err(|_| fault(DecodeErrorKind::Syntax, "wanted a form in UTF-8, found other bytes"))?;
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        });
        Ok(Self {
            all: pairs.collect::<Result<_, Fault>>()?,
        })
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.all.iter();
        pairs.find(|(found, _)| found == name).map(|(_, value)| &**value)
    }

    /// The node of all pairs.
    pub(super) fn root(&mut self) -> Result<Node<'_>, Fault> {
        if let Some((name, _)) = self.all.iter().find(|(name, _)| name.split('.').count() > DEPTH) {
            let name: String = name.chars().take(40).collect();
            let message = format!("the name `{name}...` is nested more than {DEPTH} deep");
            return Err(fault(DecodeErrorKind::Syntax, message));
        }
        self.all.sort_by(|(one, _), (other, _)| compare(one, other));
        Ok(Node {
            pairs: &self.all,
            start: 0,
        })
    }
}

/// Orders names by their segments, numbers by their value.
fn compare(one: &str, other: &str) -> Ordering {
    fn segments(name: &str) -> impl Iterator<Item = (Option<u32>, &str)> {
        name.split('.').map(|segment| (segment.parse().ok(), segment))
    }
    segments(one).cmp(segments(other))
}

/// The text behind `+` and `%20`.
fn decode(text: &str) -> Result<Cow<'_, str>, Fault> {
    let not_utf8 = |_| fault(DecodeErrorKind::Syntax, "wanted UTF-8 in the form, found other bytes");
    if !text.contains(['+', '%']) {
        return Ok(Cow::Borrowed(text));
    }
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8().map_err(not_utf8)?;
    Ok(Cow::Owned(decoded.into_owned()))
}

/// The pairs whose names start with the same segments: those of one value.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pairs: &'a [(Cow<'a, str>, Cow<'a, str>)],
    /// Where in the names the next segment starts.
    start: usize,
}

impl<'a> Node<'a> {
    /// The value of the node itself.
    pub(super) fn value(&self) -> Option<&'a str> {
        let (name, value) = self.pairs.first()?;
        (name.len() < self.start).then_some(&**value)
    }

    /// The next segments of the names, each with the pairs below it, in order.
    pub(super) fn children(self) -> impl Iterator<Item = (&'a str, Self)> {
        let own = self.pairs.iter().take_while(|(name, _)| name.len() < self.start).count();
        let mut rest = self.pairs.get(own..).unwrap_or_default();
        std::iter::from_fn(move || {
            let segment = segment(&rest.first()?.0, self.start);
            let same = |(name, _): &&(Cow<'a, str>, Cow<'a, str>)| self::segment(name, self.start) == segment;
            let (pairs, others) = rest.split_at(rest.iter().take_while(same).count());
            rest = others;
            let start = self.start + segment.len() + 1;
            Some((segment, Self { pairs, start }))
        })
    }

    /// The pairs below a segment.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        self.children().find_map(|(segment, child)| (segment == name).then_some(child))
    }

    /// The pairs below each number, in the order of the numbers.
    pub(super) fn numbered(self) -> impl Iterator<Item = Self> {
        self.children().filter_map(|(segment, child)| segment.parse::<u32>().ok().map(|_| child))
    }
}

fn segment(name: &str, start: usize) -> &str {
    let rest = name.get(start..).unwrap_or_default();
    rest.split('.').next().unwrap_or_default()
}
