//! Regular expressions: ECMA 262, as the generated code will run them.

use regress::Regex;

/// The longest pattern in bytes.
const LONGEST: usize = 20_000;

/// The most alternatives. The compiler recurses along them.
const MOST_ALTERNATIVES: usize = 1_000;

/// Compiles a pattern in Unicode mode, or without it where only that allows its escapes, such as `\-` outside of a
/// class. A pattern that would mean something else without Unicode mode is not tried without.
///
/// The error is what the compiler says.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    if pattern.bytes().filter(|byte| *byte == b'|').count() > MOST_ALTERNATIVES {
        return Err(format!("it has more than {MOST_ALTERNATIVES} alternatives"));
    }
    let error = match Regex::with_flags(pattern, "u") {
        Ok(regex) => return Ok(regex),
        Err(error) => error,
    };
    let means_unicode = ["\\p", "\\P", "\\u{"].iter().any(|escape| pattern.contains(escape));
    match means_unicode {
        true => Err(error.to_string()),
        false => Regex::new(pattern).map_err(|_| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unicode_mode_is_left_only_where_it_changes_nothing() {
        for right in ["^[a-z]{1,3}$", "^(?!x)\\p{L}+$", "^[\\w\\-\\ ]+$", "aws\\-cn", ""] {
            assert!(compile(right).is_ok(), "{right}");
        }
        for wrong in ["(", "[z-a]", "(?s).*", "[\\p{Alnum}]", "\\p{L}\\-"] {
            assert!(compile(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hostile_patterns_are_refused() {
        let hostile = [
            "(".repeat(1_000_000),
            "a|".repeat(5_000),
            "(?:".repeat(5_000),
            "[".repeat(19_000),
        ];
        for pattern in hostile {
            assert!(compile(&pattern).is_err());
        }
        assert!(compile(&"a|".repeat(MOST_ALTERNATIVES)).is_ok());
        assert!(compile(&"a?".repeat(LONGEST / 2)).is_ok());
    }
}
