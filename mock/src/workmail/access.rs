//! W17 to W19: access control rules.

use super::{
    lookup,
    records::{text, texts},
    rules,
};
use ipnet::Ipv4Net;
use shapewright_server::{Fields, Refusal, Seeded, Transaction, schema::Document};
use std::net::Ipv4Addr;
use workmail_mock::model::{operations, types::*};

/// W17: adds a rule, or replaces the one of that name. The users that it names must be there; they are kept by id.
pub(super) fn put(
    transaction: &mut Transaction<'_>,
    mut input: PutAccessControlRuleRequest,
) -> Result<PutAccessControlRuleResponse, Refusal> {
    lookup::check_organization(transaction, &input.organization_id)?;
    let users = input.user_ids.iter_mut().chain(&mut input.not_user_ids);
    for user in users.flatten() {
        *user = user_id(transaction, &input.organization_id, user)?;
    }
    transaction.default_response::<operations::PutAccessControlRule>(&input)
}

/// The users that a seeded rule names must be there too; they are kept by id.
pub(super) fn seeded(transaction: &mut Transaction<'_>, record: &Seeded) -> Result<(), Refusal> {
    let [organization, name] = record.identifiers() else {
        return Ok(());
    };
    let Some(rule) = transaction.find("AccessControlRule", &[organization, name]) else {
        return Ok(());
    };
    let mut by_id = Fields::new();
    for member in ["UserIds", "NotUserIds"] {
        let users = texts(rule, member).unwrap_or_default().into_iter();
        let ids = users.map(|user| user_id(transaction, organization, user).map(text));
        let ids: Vec<Document> = ids.collect::<Result<_, _>>()?;
        if !ids.is_empty() {
            by_id.insert(member.to_owned(), Document::List(ids));
        }
    }
    transaction
        .set("AccessControlRule", &[organization, name], by_id)
        .map(drop)
}

/// W19: what the rules come to for an address, an action and a user.
pub(super) fn effect(
    transaction: &mut Transaction<'_>,
    input: &GetAccessControlEffectRequest,
) -> Result<GetAccessControlEffectResponse, Refusal> {
    let organization = &input.organization_id;
    lookup::check_organization(transaction, organization)?;
    let user = user_id(transaction, organization, &input.user_id)?;
    let address: Option<Ipv4Addr> = input.ip_address.parse().ok();
    let is_within = |range: &str| {
        let range: Option<Ipv4Net> = range.parse().ok();
        range
            .zip(address)
            .is_some_and(|(range, address)| range.contains(&address))
    };
    let mut matching = transaction.records("AccessControlRule", &[organization]);
    matching.retain(|rule| {
        rules::holds(rule, "IpRanges", "NotIpRanges", is_within)
            && rules::holds(rule, "Actions", "NotActions", |action| action == input.action)
            && rules::holds(rule, "UserIds", "NotUserIds", |id| id == user)
    });
    let (effect, matched) = rules::effect(matching);
    let names = matched.into_iter().filter_map(|rule| rule.text("Name"));
    Ok(GetAccessControlEffectResponse {
        effect: Some(effect.into()),
        matched_rules: Some(names.map(str::to_owned).collect()),
    })
}

/// The id of the user that a request names.
fn user_id(transaction: &Transaction<'_>, organization: &str, named: &str) -> Result<String, Refusal> {
    let user = transaction.named("User", &[organization, named]);
    let id = user.and_then(|user| user.text("UserId"));
    id.map(str::to_owned).ok_or_else(|| {
        EntityNotFoundException {
            message: Some(format!("There is no User with UserId '{named}'")),
        }
        .into()
    })
}
