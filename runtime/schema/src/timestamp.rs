//! A point in time, and the three ways that protocols write one.

use jiff::fmt::temporal::DateTimeParser;
use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How a timestamp is written.
///
/// `shapewright-spec` has the same fact as a type of the file format. They are two, since the runtime must not depend on the
/// generator, and build scripts must not compile the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since 1970, as a number with an optional fraction.
    EpochSeconds,
    /// RFC 3339 in UTC: `1985-04-12T23:20:50.52Z`.
    DateTime,
    /// IMF fixdate: `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
}

/// A point in time in UTC, to the nanosecond, between the years 1 and 9999.
///
/// `Display`, `FromStr` and serde use RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

/// Text or a number that is no timestamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampError {
    what: String,
    wanted: &'static str,
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.what, self.wanted)
    }
}

impl std::error::Error for TimestampError {}

const DATE_TIME: &str = "a date and time like 2026-01-31T12:00:00Z";
const EPOCH: &str = "a number of seconds since 1970 within the years 1 to 9999";
const HTTP_DATE: &str = "a date and time like Tue, 29 Apr 2014 18:30:38 GMT";
/// The first second of the year 1. The clock beneath goes back further, to years that no protocol can write.
const FIRST: i64 = -62_135_596_800;
const HTTP_DATE_FORM: &str = "%a, %d %b %Y %H:%M:%S GMT";

impl Timestamp {
    /// The first second of 1970.
    pub const UNIX_EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    /// The time now, by the system's clock.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now())
    }

    /// Whole seconds since 1970, and nanoseconds.
    ///
    /// # Errors
    /// When the time is not within the years 1 to 9999.
    pub fn new(seconds: i64, nanoseconds: u32) -> Result<Self, TimestampError> {
        i32::try_from(nanoseconds)
            .ok()
            .and_then(|nanoseconds| jiff::Timestamp::new(seconds, nanoseconds).ok())
            .and_then(Self::within)
            .ok_or_else(|| TimestampError {
                what: format!("{seconds} s {nanoseconds} ns"),
                wanted: EPOCH,
            })
    }

    /// Seconds since 1970 with a fraction, rounded to the microsecond. A 64-bit float holds microseconds of every time until
    /// the year 2255; of later times it is read as the shortest decimal that stands for it, as JSON would show it.
    ///
    /// # Errors
    /// When the time is not within the years 1 to 9999.
    pub fn from_epoch_seconds(seconds: f64) -> Result<Self, TimestampError> {
        /// From here on a float has steps of more than a microsecond.
        const EXACT_MICROSECONDS: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
        let micros = (seconds * 1e6).round();
        let micros = match micros.abs() < EXACT_MICROSECONDS {
            true => Some(micros as i64),
            false => shortest_microseconds(seconds),
        };
        micros
            .and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok())
            .and_then(Self::within)
            .ok_or_else(|| TimestampError {
                what: seconds.to_string(),
                wanted: EPOCH,
            })
    }

    /// The time, where it is not before the year 1. None is after the year 9999.
    fn within(time: jiff::Timestamp) -> Option<Self> {
        Some(Self(time)).filter(|time| time.epoch_seconds() >= FIRST)
    }

    /// Whole seconds since 1970, rounded down.
    pub fn epoch_seconds(self) -> i64 {
        self.0.as_second() - i64::from(self.0.subsec_nanosecond() < 0)
    }

    /// The nanoseconds after [`epoch_seconds`](Self::epoch_seconds): 0 to 999,999,999.
    pub fn nanoseconds(self) -> u32 {
        self.0.subsec_nanosecond().rem_euclid(1_000_000_000).unsigned_abs()
    }

    /// Reads RFC 3339, with any offset.
    ///
    /// # Errors
    /// When the text is not that, or the time is not within the years 1 to 9999.
    pub fn parse_date_time(text: &str) -> Result<Self, TimestampError> {
        static PARSER: DateTimeParser = DateTimeParser::new();
        let time = PARSER.parse_timestamp(text).ok().and_then(Self::within);
        time.ok_or_else(|| TimestampError {
            what: text.to_owned(),
            wanted: DATE_TIME,
        })
    }

    /// Reads an HTTP date; a fraction of a second is read too.
    ///
    /// # Errors
    /// When the text is not that.
    pub fn parse_http_date(text: &str) -> Result<Self, TimestampError> {
        let wrong = || TimestampError {
            what: text.to_owned(),
            wanted: HTTP_DATE,
        };
        let (whole, nanoseconds) = match text.strip_suffix(" GMT").and_then(|rest| rest.split_once('.')) {
            Some((whole, fraction)) => {
                let valid = !fraction.is_empty() && fraction.len() <= 9 && fraction.bytes().all(|b| b.is_ascii_digit());
                let digits = valid.then(|| format!("{fraction:0<9}")).ok_or_else(wrong)?;
                (format!("{whole} GMT"), digits.parse().map_err(|_| wrong())?)
            }
            None => (text.to_owned(), 0),
        };
        let seconds = match httpdate::parse_http_date(&whole) {
            Ok(time) => time
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_secs()).ok()),
            Err(_) => early_http_date(&whole),
        };
        Self::new(seconds.ok_or_else(wrong)?, nanoseconds)
    }

    /// The time as an HTTP date, without its fraction.
    pub fn to_http_date(self) -> String {
        self.0.strftime(HTTP_DATE_FORM).to_string()
    }

    /// The time in one of the protocols' ways, as text.
    pub fn format(self, format: TimestampFormat) -> String {
        match format {
            TimestampFormat::DateTime => self.to_string(),
            TimestampFormat::HttpDate => self.to_http_date(),
            TimestampFormat::EpochSeconds => {
                let (seconds, nanoseconds) = (self.epoch_seconds(), self.nanoseconds());
                if nanoseconds == 0 {
                    return seconds.to_string();
                }
                // A negative time counts its fraction towards zero in decimal notation.
                let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
                let (whole, fraction) = (total.abs() / 1_000_000_000, total.abs() % 1_000_000_000);
                let sign = if total < 0 { "-" } else { "" };
                let fraction = format!("{fraction:09}");
                format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
            }
        }
    }

    /// Reads text in one of the protocols' ways.
    ///
    /// # Errors
    /// When the text is not that.
    pub fn parse(text: &str, format: TimestampFormat) -> Result<Self, TimestampError> {
        match format {
            TimestampFormat::DateTime => Self::parse_date_time(text),
            TimestampFormat::HttpDate => Self::parse_http_date(text),
            TimestampFormat::EpochSeconds => {
                let wrong = || TimestampError {
                    what: text.to_owned(),
                    wanted: EPOCH,
                };
                if let Ok(seconds) = text.parse::<i64>() {
                    return Self::new(seconds, 0);
                }
                let numeric = text
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
                let seconds = numeric.then(|| text.parse::<f64>().ok()).flatten().ok_or_else(wrong)?;
                Self::from_epoch_seconds(seconds)
            }
        }
    }

    /// The time `duration` later, or the last time there is.
    pub fn saturating_add(self, duration: Duration) -> Self {
        let duration = jiff::SignedDuration::try_from(duration).unwrap_or(jiff::SignedDuration::MAX);
        Self(self.0.checked_add(duration).unwrap_or(jiff::Timestamp::MAX))
    }
}

impl Default for Timestamp {
    fn default() -> Self {
        Self::UNIX_EPOCH
    }
}

/// The microseconds that the shortest decimal for a number of seconds has.
fn shortest_microseconds(seconds: f64) -> Option<i64> {
    let text = seconds.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let micros = whole.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    let micros = micros.checked_add(digits.parse().ok()?)?;
    Some(if seconds < 0.0 { -micros } else { micros })
}

/// The seconds of an HTTP date before 1970, which the crate `httpdate` refuses. Only the form that is written is read.
fn early_http_date(text: &str) -> Option<i64> {
    let civil = jiff::civil::DateTime::strptime(HTTP_DATE_FORM, text).ok()?;
    let time = Timestamp(jiff::tz::Offset::UTC.to_timestamp(civil).ok()?);
    (time.to_http_date() == text).then(|| time.epoch_seconds())
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse_date_time(text)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        time.0.into()
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        let within = jiff::Timestamp::try_from(time).ok().and_then(Self::within);
        within.ok_or_else(|| TimestampError {
            what: format!("{time:?}"),
            wanted: EPOCH,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_agree() {
        let time = Timestamp::new(1_398_796_238, 500_000_000).unwrap();
        assert_eq!(time.to_string(), "2014-04-29T18:30:38.5Z");
        assert_eq!(time.to_http_date(), "Tue, 29 Apr 2014 18:30:38 GMT");
        assert_eq!(time.format(TimestampFormat::EpochSeconds), "1398796238.5");
        for format in [TimestampFormat::DateTime, TimestampFormat::EpochSeconds] {
            assert_eq!(Timestamp::parse(&time.format(format), format).unwrap(), time);
        }
        assert_eq!(
            Timestamp::parse_http_date("Tue, 29 Apr 2014 18:30:38.5 GMT").unwrap(),
            time
        );
        assert_eq!(Timestamp::parse_date_time("2014-04-29T20:30:38.5+02:00").unwrap(), time);
    }

    #[test]
    fn times_before_1970() {
        // Neither float is exact to the microsecond; both stand for milliseconds.
        for (seconds, whole, nanoseconds) in [
            (116_155_245_839.509, 116_155_245_839, 509_000_000),
            (-60_000_000_000.25, -60_000_000_001, 750_000_000),
        ] {
            let time = Timestamp::from_epoch_seconds(seconds).unwrap();
            assert_eq!((time.epoch_seconds(), time.nanoseconds()), (whole, nanoseconds));
        }
        assert!(Timestamp::from_epoch_seconds(f64::NAN).is_err() && Timestamp::from_epoch_seconds(1e300).is_err());
        let time = Timestamp::from_epoch_seconds(-1.25).unwrap();
        assert_eq!((time.epoch_seconds(), time.nanoseconds()), (-2, 750_000_000));
        assert_eq!(time.format(TimestampFormat::EpochSeconds), "-1.25");
        assert_eq!(time.to_string(), "1969-12-31T23:59:58.75Z");
        let date = "Wed, 31 Dec 1969 23:59:58 GMT";
        assert_eq!(time.to_http_date(), date);
        assert_eq!(Timestamp::parse_http_date(date).unwrap().epoch_seconds(), -2);
        assert!(Timestamp::parse_http_date("Thu, 31 Dec 1969 23:59:58 GMT").is_err());
    }

    #[test]
    fn the_years_1_to_9999() {
        for (first, text) in [
            (FIRST, "0001-01-01T00:00:00Z"),
            (253_402_207_200, "9999-12-30T22:00:00Z"),
        ] {
            let time = Timestamp::new(first, 0).unwrap();
            assert_eq!(time.to_string(), text);
            for format in [
                TimestampFormat::DateTime,
                TimestampFormat::HttpDate,
                TimestampFormat::EpochSeconds,
            ] {
                assert_eq!(Timestamp::parse(&time.format(format), format).unwrap(), time);
            }
        }
        assert!(Timestamp::new(FIRST - 1, 999_999_999).is_err());
        assert!(Timestamp::from_epoch_seconds(FIRST as f64 - 0.5).is_err());
        assert!(Timestamp::try_from(UNIX_EPOCH - Duration::from_secs(62_135_596_801)).is_err());
        for text in [
            "0000-12-31T23:59:59Z",
            "-000001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+00:01",
        ] {
            assert!(Timestamp::parse_date_time(text).is_err(), "{text}");
        }
        assert!(Timestamp::parse_http_date("Sun, 31 Dec 0000 23:59:59 GMT").is_err());
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "",
            "yesterday",
            "1e400",
            "NaN",
            "2014-04-29T18:30:38",
            "9999999999999999999",
        ] {
            assert!(Timestamp::parse(text, TimestampFormat::DateTime).is_err(), "{text}");
            assert!(Timestamp::parse(text, TimestampFormat::EpochSeconds).is_err(), "{text}");
            assert!(Timestamp::parse(text, TimestampFormat::HttpDate).is_err(), "{text}");
        }
    }
}
