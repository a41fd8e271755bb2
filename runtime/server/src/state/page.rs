//! Pages: what a request asks for, and tokens, which say where a listing goes on, for nobody else to read or make.
//!
//! A token holds the sequence number of the last record given, so that records which come or go between pages neither
//! repeat nor skip others, and a check that only this listing with these filters makes. It is hexadecimal text of 48
//! digits: nothing in it needs escaping, and the usual patterns for tokens (base64 among them) allow it. Where a pattern
//! or length does not, the token is taken back all the same.

use super::Fields;
use crate::{Refusal, seed::Seed, validate};
use shapewright_schema::{Constraints, Document, Number, Operation, Service};

const DIGITS: usize = 48;

/// The token that goes on after `sequence` in the listing of `seed`.
pub(super) fn token(seed: &Seed, sequence: u64) -> String {
    let mut check = seed.and(sequence);
    format!("{sequence:016x}{:016x}{:016x}", check.next(), check.next())
}

/// Whether a text has the form of a token. Whose it is, [`sequence`] finds out.
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The sequence number in a token, if the token is of the listing of `seed`.
pub(super) fn sequence(seed: &Seed, text: &str) -> Option<u64> {
    let digits = text.get(..16).filter(|_| is_token(text))?;
    let sequence = u64::from_str_radix(digits, 16).ok()?;
    (token(seed, sequence) == text).then_some(sequence)
}

/// What an input says of the page.
#[derive(Default)]
pub(super) struct Page {
    token: Option<Document>,
    size: Option<Document>,
}

impl Page {
    pub(super) fn of(operation: &Operation, fields: &Fields) -> Self {
        let Some(pagination) = operation.pagination else {
            return Self::default();
        };
        Self {
            token: fields.get(pagination.input_token).cloned(),
            size: pagination.page_size.and_then(|member| fields.get(member)).cloned(),
        }
    }

    /// After which sequence number the page starts, and how much it holds at most.
    pub(super) fn window(
        &self,
        service: &'static Service,
        operation: &'static Operation,
        seed: &Seed,
    ) -> Result<(u64, usize), Refusal> {
        let Some(pagination) = operation.pagination else {
            return Ok((0, usize::MAX));
        };
        let after = match &self.token {
            None => 0,
            Some(token) => token
                .as_str()
                .and_then(|text| sequence(seed, text))
                .ok_or_else(|| validate::bad_token(service, operation, pagination.input_token, token))?,
        };
        let most = match &self.size {
            Some(Document::Integer(size)) if *size > 0 => usize::try_from(*size).unwrap_or(usize::MAX),
            Some(size) => {
                let member = pagination.page_size.unwrap_or_default();
                return Err(validate::bad_page_size(service, operation, member, size));
            }
            None => default_size(operation, pagination.page_size),
        };
        Ok((after, most))
    }
}

/// The page size where the request asks for none: the most that it could ask for, else 100.
fn default_size(operation: &Operation, member: Option<&str>) -> usize {
    let most = |constraints: &Constraints| match constraints.max {
        Some(Number::Integer(most)) => usize::try_from(most).ok(),
        _ => None,
    };
    member
        .and_then(|name| operation.input.member(name))
        .and_then(|(_, member)| most(member.constraints).or_else(|| most(member.target.constraints)))
        .filter(|most| *most > 0)
        .unwrap_or(100)
}
