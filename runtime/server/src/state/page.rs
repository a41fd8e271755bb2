//! What a request asks for of a listing: which page, and how much of it.

use super::Fields;
use crate::{Refusal, page_token, seed::Seed, validate};
use shapewright_schema::{Constraints, Document, Number, Operation, Service};

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
                .and_then(|text| page_token::sequence(seed, text))
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
