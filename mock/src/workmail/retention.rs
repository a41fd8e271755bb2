//! W25: the one retention policy of an organization.

use super::lookup;
use shapewright_server::{Refusal, Transaction};
use workmail_mock::model::{operations, types::*};

/// Makes the policy, or replaces it. Without an id it keeps the one it has, else gets the organization's (choice).
pub(super) fn put(
    transaction: &mut Transaction<'_>,
    mut input: PutRetentionPolicyRequest,
) -> Result<PutRetentionPolicyResponse, Refusal> {
    lookup::check_organization(transaction, &input.organization_id)?;
    if input.id.is_none() {
        let old = transaction.find("RetentionPolicy", &[&input.organization_id]);
        let id = old.and_then(|policy| policy.text("Id"));
        let made_up = input.organization_id.trim_start_matches("m-");
        input.id = Some(id.unwrap_or(made_up).to_owned());
    }
    transaction.default_response::<operations::PutRetentionPolicy>(&input)
}

/// Removes the policy. It succeeds without effect where the policy has another id, or there is none.
pub(super) fn delete(
    transaction: &mut Transaction<'_>,
    input: &DeleteRetentionPolicyRequest,
) -> Result<DeleteRetentionPolicyResponse, Refusal> {
    lookup::check_organization(transaction, &input.organization_id)?;
    let policy = transaction.find("RetentionPolicy", &[&input.organization_id]);
    if policy.and_then(|policy| policy.text("Id")) == Some(input.id.as_str()) {
        transaction.remove("RetentionPolicy", &[&input.organization_id])?;
    }
    Ok(DeleteRetentionPolicyResponse {})
}
