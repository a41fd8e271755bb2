//! Idempotency tokens.

use super::uuid::random_uuid;
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
        for index in missing(input) {
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

/// The tokens of the input that are not there or empty.
pub(crate) fn missing(input: &dyn Structure) -> Vec<usize> {
    let members = input.schema().members().iter().enumerate();
    let is_empty = |index| matches!(input.member(index).view(), View::Absent | View::String(""));
    members
        .filter(|(index, member)| member.idempotency_token && is_empty(*index))
        .map(|(index, _)| index)
        .collect()
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
