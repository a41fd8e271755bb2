//! The two encodings that signing and tokens need: lower-case hexadecimal, and percent-encoding as SigV4 has it.

/// Adds the bytes as lower-case hexadecimal digits.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        out.push(digit(byte >> 4, b'a'));
        out.push(digit(byte & 15, b'a'));
    }
}

/// Adds one byte: as it is when it is unreserved (RFC 3986), else as `%` and two upper-case digits.
pub(crate) fn push_percent(out: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
        out.push(char::from(byte));
    } else {
        out.push('%');
        out.push(digit(byte >> 4, b'A'));
        out.push(digit(byte & 15, b'A'));
    }
}

fn digit(nibble: u8, ten: u8) -> char {
    char::from(if nibble < 10 {
        b'0' + nibble
    } else {
        ten + (nibble - 10)
    })
}
