//! What signing and ids are written in: lower-case hexadecimal, percent-encoding as SigV4 has it, and UUIDs.

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

/// A random UUID: version 4 (RFC 9562).
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn random_uuid() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut out = String::with_capacity(36);
    for (index, group) in [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]]
        .into_iter()
        .enumerate()
    {
        if index > 0 {
            out.push('-');
        }
        push_hex(&mut out, group);
    }
    Ok(out)
}

fn digit(nibble: u8, ten: u8) -> char {
    char::from(if nibble < 10 {
        b'0' + nibble
    } else {
        ten + (nibble - 10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_of_version_4() {
        let (one, two) = (random_uuid().unwrap(), random_uuid().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 36);
        assert_eq!(
            one.char_indices()
                .filter(|(_, c)| *c == '-')
                .map(|(i, _)| i)
                .collect::<Vec<_>>(),
            [8, 13, 18, 23]
        );
        assert_eq!(&one[14..15], "4");
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"));
    }
}
