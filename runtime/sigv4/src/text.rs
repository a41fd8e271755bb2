//! What signatures are written in: lower-case hexadecimal, percent-encoding, and times without separators.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shapewright_schema::Timestamp;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Adds the bytes as lower-case hexadecimal digits.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
}

/// The bytes of a signature; `None` where the text is not 64 lower-case hexadecimal digits.
pub(crate) fn signature_bytes(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let lower = |digit: &u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(digit);
    if digits.len() != 64 || !digits.iter().all(lower) {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Adds the text with every byte encoded that is not unreserved.
pub(crate) fn push_encoded(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Adds the text with every byte encoded that is neither unreserved nor part of a `%XX`.
pub(crate) fn push_encoded_once(out: &mut String, text: &str) {
    let mut pieces = text.split('%');
    push_encoded(out, pieces.next().unwrap_or_default());
    for piece in pieces {
        let escape = piece
            .as_bytes()
            .get(..2)
            .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if escape { "%" } else { "%25" });
        push_encoded(out, piece);
    }
}

/// `20150830T123600Z`.
pub(crate) fn basic_format(time: Timestamp) -> String {
    let text = time.to_string();
    let whole = text.split(['.', 'Z']).next().unwrap_or_default();
    let mut basic: String = whole.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    basic.push('Z');
    basic
}

/// Reads what [`basic_format`] writes.
pub(crate) fn parse_basic(text: &str) -> Option<Timestamp> {
    let digits =
        |range: std::ops::Range<usize>| text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (date, time) = (digits(0..8)?, digits(9..15)?);
    if text.len() != 16 || &text[8..9] != "T" || !text.ends_with('Z') {
        return None;
    }
    let [year, month, day] = [&date[..4], &date[4..6], &date[6..]];
    let [hour, minute, second] = [&time[..2], &time[2..4], &time[4..]];
    Timestamp::parse_date_time(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let time = Timestamp::new(1_769_862_896, 500_000_000).unwrap();
        assert_eq!(basic_format(time), "20260131T123456Z");
        assert_eq!(
            parse_basic("20260131T123456Z"),
            Some(Timestamp::new(1_769_862_896, 0).unwrap())
        );
        for wrong in [
            "",
            "20260131",
            "2026-01-31T12:34:56Z",
            "20261331T123456Z",
            "20260131T123456",
            "20260131T123456ZZ",
            "20260131t123456Z",
            "2026013äT123456Z",
        ] {
            assert_eq!(parse_basic(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn escapes_stay_what_they_are() {
        for (text, expect) in [
            ("a%20b", "a%20b"),
            ("a b/~", "a%20b%2F~"),
            ("%", "%25"),
            ("%zz%4", "%25zz%254"),
            ("ä", "%C3%A4"),
        ] {
            let mut out = String::new();
            push_encoded_once(&mut out, text);
            assert_eq!(out, expect);
        }
    }

    #[test]
    fn signatures_are_64_lower_case_digits() {
        let mut text = String::new();
        push_hex(&mut text, &[0xa5; 32]);
        assert_eq!(signature_bytes(&text), Some([0xa5; 32]));
        for wrong in [
            text.to_uppercase(),
            text[1..].to_owned(),
            "ä".repeat(32),
            "+a".repeat(32),
        ] {
            assert_eq!(signature_bytes(&wrong), None, "{wrong}");
        }
    }
}
