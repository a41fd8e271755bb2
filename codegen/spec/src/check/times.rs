//! Times in a description: RFC 3339, or seconds since 1970.

use jiff::{Timestamp, fmt::temporal::DateTimeParser};
use serde_json::Number;

/// The first second of the year 1, and the first one after the year 9999: protocols can write no other times.
const WITHIN: std::ops::Range<f64> = -62_135_596_800.0..253_402_300_800.0;

/// Whether a text is a date and time of RFC 3339 that exists.
pub(super) fn is_date_time(text: &str) -> bool {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let parsed: Result<Timestamp, _> = PARSER.parse_timestamp(text);
    parsed.is_ok_and(|time| WITHIN.contains(&(time.as_second() as f64)))
}

/// Whether a time is so many seconds after 1970.
pub(super) fn are_epoch_seconds(seconds: &Number) -> bool {
    seconds.as_f64().is_some_and(|seconds| WITHIN.contains(&seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_that_exist_are_times() {
        for (text, expected) in [
            ("2026-01-31T12:00:00Z", true),
            ("1985-04-12T23:20:50.52+01:00", true),
            ("2024-02-29T00:00:00Z", true),
            ("2026-02-29T00:00:00Z", false),
            ("2026-01-31T25:00:00Z", false),
            ("2026-01-31", false),
            ("2026-01-31T12:00:00", false),
            ("-000001-01-01T00:00:00Z", false),
            ("Tue, 29 Apr 2014 18:30:38 GMT", false),
            ("yesterday", false),
            ("", false),
        ] {
            assert_eq!(is_date_time(text), expected, "{text}");
        }
        for (text, expected) in [
            ("0", true),
            ("1.5", true),
            ("-62135596800", true),
            ("-62135596801", false),
            ("253402300799", true),
            ("253402300800", false),
            ("1e99", false),
        ] {
            assert_eq!(are_epoch_seconds(&text.parse().unwrap()), expected, "{text}");
        }
    }
}
