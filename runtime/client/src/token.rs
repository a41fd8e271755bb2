//! Idempotency tokens.

use crate::encoding::push_hex;
use shapewright_schema::{Slot, Structure, View};
use std::{fmt, sync::Arc};

/// Where tokens come from.
#[derive(Clone, Default)]
pub(crate) struct Tokens(Option<Arc<dyn Fn() -> String + Send + Sync>>);

impl Tokens {
    /// Tokens that the caller makes.
    pub(crate) fn from_source(source: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(source)))
    }

    /// Fills every token of the input that is not there or empty.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn fill(&self, input: &mut dyn Structure) -> Result<(), getrandom::Error> {
        for (index, member) in input.schema().members().iter().enumerate() {
            if !member.idempotency_token || !matches!(input.member(index).view(), View::Absent | View::String("")) {
                continue;
            }
            let token = match &self.0 {
                Some(source) => source(),
                None => random_uuid()?,
            };
            if let Slot::String(slot) = input.member_mut(index).slot() {
                *slot = token;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Tokens(from a source)"
        } else {
            "Tokens(random)"
        })
    }
}

/// A version 4 UUID (RFC 9562).
fn random_uuid() -> Result<String, getrandom::Error> {
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
