//! W20 and W21: mobile device access rules. A new organization has none (choice), so that no device is let in.

use super::{lookup, rules};
use shapewright_server::{Fields, Refusal, Transaction, schema::Document};
use workmail_mock::model::{operations, types::*};

/// What a rule can say of devices: what it states, what it excludes.
const CONDITIONS: [(&str, &str); 4] = [
    ("DeviceTypes", "NotDeviceTypes"),
    ("DeviceModels", "NotDeviceModels"),
    ("DeviceOperatingSystems", "NotDeviceOperatingSystems"),
    ("DeviceUserAgents", "NotDeviceUserAgents"),
];

/// W20: changes a rule. The request says all of it: what it leaves out, the rule has no more.
pub(super) fn update(
    transaction: &mut Transaction<'_>,
    input: &UpdateMobileDeviceAccessRuleRequest,
) -> Result<UpdateMobileDeviceAccessRuleResponse, Refusal> {
    let members = CONDITIONS
        .into_iter()
        .flat_map(|(member, not_member)| [member, not_member]);
    let nothing: Fields = members
        .chain(["Description"])
        .map(|member| (member.to_owned(), Document::Null))
        .collect();
    let identifiers = [input.organization_id.as_str(), &input.mobile_device_access_rule_id];
    transaction.set("MobileDeviceAccessRule", &identifiers, nothing)?;
    transaction.default_response::<operations::UpdateMobileDeviceAccessRule>(input)
}

/// W21: what the rules come to for a device. Of a device that does not say something, a condition that asks for it does
/// not hold, and one that excludes it does (choice).
pub(super) fn effect(
    transaction: &mut Transaction<'_>,
    input: &GetMobileDeviceAccessEffectRequest,
) -> Result<GetMobileDeviceAccessEffectResponse, Refusal> {
    lookup::check_organization(transaction, &input.organization_id)?;
    let said = [
        &input.device_type,
        &input.device_model,
        &input.device_operating_system,
        &input.device_user_agent,
    ];
    let mut matching = transaction.records("MobileDeviceAccessRule", &[&input.organization_id]);
    matching.retain(|rule| {
        CONDITIONS.iter().zip(said).all(|((member, not_member), said)| {
            rules::holds(rule, member, not_member, |value| said.as_deref() == Some(value))
        })
    });
    let (effect, matched) = rules::effect(matching);
    let matched = matched.into_iter().map(|rule| MobileDeviceAccessMatchedRule {
        mobile_device_access_rule_id: rule.text("MobileDeviceAccessRuleId").map(str::to_owned),
        name: rule.text("Name").map(str::to_owned),
    });
    Ok(GetMobileDeviceAccessEffectResponse {
        effect: Some(effect.into()),
        matched_rules: Some(matched.collect()),
    })
}
