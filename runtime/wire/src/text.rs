//! Scalars as plain text: what headers, queries, labels and text bodies hold.

use crate::{
    error::{DecodeErrorKind, Fault, fault},
    number::Number,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use shapewright_schema::{Blob, Member, Slot, Timestamp, TimestampFormat, Value, View};
use std::borrow::Cow;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a path or query, or as a whole body.
    Plain,
    /// In a header, where what has a media type is in base64.
    Header,
}

impl Place {
    /// How a timestamp is written of which the description does not say it.
    fn timestamp_format(self) -> TimestampFormat {
        match self {
            Self::Plain => TimestampFormat::DateTime,
            Self::Header => TimestampFormat::HttpDate,
        }
    }

    fn is_encoded(self, member: &Member) -> bool {
        self == Self::Header && member.media_type().is_some()
    }
}

/// A scalar as text. `None` for values that are no scalars.
pub(crate) fn write<'a>(view: View<'a>, member: &Member, place: Place) -> Option<Cow<'a, str>> {
    Some(match view {
        View::String(value) if place.is_encoded(member) => Cow::Owned(STANDARD.encode(value)),
        View::String(value) => Cow::Borrowed(value),
        View::Boolean(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        View::Integer(value) => Cow::Owned(itoa::Buffer::new().format(value).to_owned()),
        View::Float(value) => float(value),
        View::Double(value) => float(value),
        View::BigInteger(value) => Cow::Borrowed(value.as_str()),
        View::BigDecimal(value) => Cow::Borrowed(value.as_str()),
        View::Timestamp(value) => Cow::Owned(value.format(member.timestamp_format_or(place.timestamp_format()))),
        View::Blob(value) => Cow::Owned(STANDARD.encode(value)),
        View::Absent
        | View::Stream(_)
        | View::Document(_)
        | View::List(_)
        | View::Map(_)
        | View::Structure(_)
        | View::Union(_) => return None,
    })
}

fn float<F: zmij::Float + Into<f64> + Copy>(value: F) -> Cow<'static, str> {
    match word(value.into()) {
        Some(word) => Cow::Borrowed(word),
        None => Cow::Owned(zmij::Buffer::new().format_finite(value).to_owned()),
    }
}

/// The word for a float that has no digits.
pub(crate) fn word(value: f64) -> Option<&'static str> {
    match value {
        _ if value.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// Fills `value` from text.
pub(crate) fn read(
    text: &str,
    member: &Member,
    value: &mut dyn Value,
    place: Place,
    strict: bool,
) -> Result<(), Fault> {
    let unfit = |wanted: &str| {
        let found: String = text.chars().take(40).collect();
        fault(DecodeErrorKind::Type, format!("wanted {wanted}, found `{found}`"))
    };
    match value.slot() {
        Slot::String(slot) if place.is_encoded(member) => {
            let bytes = Blob::from_base64(text).map(Blob::into_inner);
            let decoded = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            *slot = decoded.ok_or_else(|| unfit("text in base64"))?;
        }
        Slot::String(slot) => text.clone_into(slot),
        Slot::Enum(slot) => slot.set(text),
        Slot::Boolean(slot) => match text {
            "true" => *slot = true,
            "false" => *slot = false,
            _ => return Err(unfit("true or false")),
        },
        Slot::Byte(slot) => *slot = whole(text).ok_or_else(|| unfit("a whole number from -128 to 127"))?,
        Slot::Short(slot) => *slot = whole(text).ok_or_else(|| unfit("a whole number from -32768 to 32767"))?,
        Slot::Integer(slot) => *slot = whole(text).ok_or_else(|| unfit("a whole number of 32 bits"))?,
        Slot::Long(slot) => *slot = whole(text).ok_or_else(|| unfit("a whole number of 64 bits"))?,
        Slot::IntEnum(slot) => slot.set(whole(text).ok_or_else(|| unfit("a whole number of 32 bits"))?),
        Slot::Float(slot) => *slot = single(text).ok_or_else(|| unfit("a number of 32 bits"))?,
        Slot::Double(slot) => *slot = double(text).ok_or_else(|| unfit("a number of 64 bits"))?,
        Slot::BigInteger(slot) => *slot = text.parse().map_err(|_| unfit("a whole number"))?,
        Slot::BigDecimal(slot) => *slot = text.parse().map_err(|_| unfit("a number"))?,
        Slot::Timestamp(slot) => {
            let format = member.timestamp_format_or(place.timestamp_format());
            *slot = time(text, format, strict).ok_or_else(|| unfit(wanted_time(format)))?;
        }
        Slot::Blob(slot) => *slot = Blob::from_base64(text).ok_or_else(|| unfit("base64 text"))?,
        Slot::Stream(_) | Slot::Document(_) | Slot::List(_) | Slot::Map(_) | Slot::Structure(_) | Slot::Union(_) => {
            return Err(fault(DecodeErrorKind::Type, NO_SCALAR));
        }
    }
    Ok(())
}

/// Why a value cannot be plain text.
pub(crate) const NO_SCALAR: &str = "only numbers, texts, booleans, times and blobs can travel outside of a body";

fn whole<T: TryFrom<i64>>(text: &str) -> Option<T> {
    let number = Number::all_of(text).filter(|number| number.whole)?;
    T::try_from(number.integer()?).ok()
}

fn double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => Number::all_of(text)?.double(),
    }
}

fn single(text: &str) -> Option<f32> {
    match Number::all_of(text) {
        Some(number) => number.float(),
        None => double(text).map(|word| word as f32),
    }
}

/// Reads a time. A strict reader takes the one form that is modelled, and that only in UTC; a lenient one also takes
/// other offsets, no offset at all, which is UTC as for botocore, and the other textual form.
pub(crate) fn time(text: &str, format: TimestampFormat, strict: bool) -> Option<Timestamp> {
    let other = match format {
        TimestampFormat::EpochSeconds => return Number::all_of(text)?.timestamp(),
        TimestampFormat::DateTime if strict && !is_utc(text) => return None,
        TimestampFormat::DateTime => TimestampFormat::HttpDate,
        TimestampFormat::HttpDate => TimestampFormat::DateTime,
    };
    let modelled = Timestamp::parse(text, format).ok();
    modelled.or_else(|| {
        if strict {
            return None;
        }
        let in_utc = || Timestamp::parse_date_time(&format!("{text}Z"));
        Timestamp::parse(text, other).or_else(|_| in_utc()).ok()
    })
}

/// What to write for a time in that form.
pub(crate) fn wanted_time(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "a number of seconds since 1970",
        TimestampFormat::DateTime => "a time like `2026-01-31T12:00:00Z`",
        TimestampFormat::HttpDate => "a time like `Tue, 29 Apr 2014 18:30:38 GMT`",
    }
}

/// Whether the text has the very form `2026-01-31T12:00:00Z` with an optional fraction.
fn is_utc(text: &str) -> bool {
    let Some((head, fraction)) = text.strip_suffix('Z').and_then(|text| text.split_at_checked(19)) else {
        return false;
    };
    let form = head
        .bytes()
        .zip(*b"0000-00-00T00:00:00")
        .all(|(found, form)| match form {
            b'0' => found.is_ascii_digit(),
            mark => found == mark,
        });
    let digits = fraction.strip_prefix('.');
    form && (fraction.is_empty() || digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit())))
}
