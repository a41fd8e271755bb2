//! Idempotency tokens.

use crate::uuid::random_uuid;
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
