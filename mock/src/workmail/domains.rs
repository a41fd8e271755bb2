//! W23: the mail domains of an organization, of which exactly one is the default.

use super::{
    entities, organizations,
    records::{fields, text},
};
use shapewright_server::{Context, Refusal, Transaction, schema::Document};
use workmail_mock::model::{operations, types::*};

/// Adds the test domain of a new organization, which WorkMail has verified itself. It is the default (W2), where no
/// other is.
pub(super) fn add_test_domain(
    transaction: &mut Transaction<'_>,
    organization: &str,
    domain: &str,
) -> Result<(), Refusal> {
    let others = transaction.records("MailDomain", &[organization]);
    let mut others = others.into_iter();
    let default = others.find(|other| other.get("IsDefault") == Some(&Document::Boolean(true)));
    let default = default
        .and_then(|other| other.text("DomainName"))
        .unwrap_or(domain)
        .to_owned();
    let facts = fields([
        ("IsTestDomain", Document::Boolean(true)),
        ("IsDefault", Document::Boolean(default == domain)),
        ("OwnershipVerificationStatus", text("VERIFIED")),
        ("DkimVerificationStatus", text("VERIFIED")),
    ]);
    transaction.put("MailDomain", &[organization, domain], facts)?;
    let default = fields([("DefaultMailDomain", text(default))]);
    transaction.set("Organization", &[organization], default)?;
    Ok(())
}

/// Adds a domain that a new organization is made with (W1).
pub(super) fn add(transaction: &mut Transaction<'_>, organization: &str, domain: &str) -> Result<(), Refusal> {
    if is_taken(transaction, domain) {
        return Err(InvalidParameterException {
            message: Some(format!("The mail domain '{domain}' belongs to an organization already")),
        }
        .into());
    }
    let facts = fields([
        ("IsTestDomain", Document::Boolean(false)),
        ("IsDefault", Document::Boolean(false)),
        ("OwnershipVerificationStatus", text("PENDING")),
        ("DkimVerificationStatus", text("PENDING")),
    ]);
    transaction.put("MailDomain", &[organization, domain], facts)
}

/// Whether an organization of this account and region has the domain.
fn is_taken(transaction: &Transaction<'_>, domain: &str) -> bool {
    let organizations = transaction.records("Organization", &[]);
    organizations
        .iter()
        .filter_map(|organization| organization.identifiers().last())
        .any(|organization| transaction.find("MailDomain", &[organization, domain]).is_some())
}

/// Registers a domain that no organization has.
pub(super) fn register(
    transaction: &mut Transaction<'_>,
    input: &RegisterMailDomainRequest,
) -> Result<RegisterMailDomainResponse, Refusal> {
    organizations::check(transaction, &input.organization_id)?;
    let domain = &input.domain_name;
    if is_taken(transaction, domain) {
        return Err(in_use(format!(
            "The mail domain '{domain}' belongs to an organization already"
        )));
    }
    transaction.default_answer::<operations::RegisterMailDomain>(input)
}

/// Answers a domain with the DNS records that it should have (guide). The test domain needs none (choice).
pub(super) fn get(
    transaction: &mut Transaction<'_>,
    context: &Context,
    input: &GetMailDomainRequest,
) -> Result<GetMailDomainResponse, Refusal> {
    let mut found = transaction.default_answer::<operations::GetMailDomain>(input)?;
    let domain = transaction.find("MailDomain", &[&input.organization_id, &input.domain_name]);
    let domain = domain.and_then(|domain| domain.text("DomainName"));
    found.records = Some(match found.is_test_domain {
        Some(true) => Vec::new(),
        _ => dns_records(domain.unwrap_or_default(), &input.organization_id, context.region()),
    });
    Ok(found)
}

fn dns_records(domain: &str, organization: &str, region: &str) -> Vec<DnsRecord> {
    let record = |kind: &str, hostname: String, value: String| DnsRecord {
        r#type: Some(kind.to_owned()),
        hostname: Some(hostname),
        value: Some(value),
    };
    let own = organization.trim_start_matches("m-");
    let autodiscover = format!("autodiscover.mail.{region}.awsapps.com.");
    let mut records = vec![
        record("TXT", format!("_amazonses.{domain}"), own.to_owned()),
        record(
            "MX",
            domain.to_owned(),
            format!("10 inbound-smtp.{region}.amazonaws.com."),
        ),
        record("CNAME", format!("autodiscover.{domain}"), autodiscover),
        record("TXT", domain.to_owned(), "v=spf1 include:amazonses.com ~all".to_owned()),
        record(
            "TXT",
            format!("_dmarc.{domain}"),
            "v=DMARC1;p=quarantine;pct=100;fo=1".to_owned(),
        ),
    ];
    records.extend((1..=3).map(|key| {
        let value = format!("{own}{key}.dkim.amazonses.com.");
        record("CNAME", format!("{own}{key}._domainkey.{domain}"), value)
    }));
    records
}

/// Takes a domain out. It is refused while an address uses the domain; the lifecycle refuses the test domain and the
/// default one (choice: make another one the default first, so that there is always exactly one).
pub(super) fn deregister(
    transaction: &mut Transaction<'_>,
    input: &DeregisterMailDomainRequest,
) -> Result<DeregisterMailDomainResponse, Refusal> {
    let (organization, domain) = (&input.organization_id, &input.domain_name);
    let addresses = |kind: &str, member: &'static str| {
        let records = transaction.records(kind, &[organization]);
        let addresses = records.into_iter().filter_map(move |record| record.text(member));
        addresses.map(str::to_owned).collect::<Vec<_>>()
    };
    let all = entities::KINDS.map(|kind| addresses(kind, "Email")).concat();
    let all = all.into_iter().chain(addresses("Alias", "Alias"));
    let is_in = |address: &String| {
        let (_, of) = address.rsplit_once('@').unwrap_or_default();
        of.eq_ignore_ascii_case(domain)
    };
    if let Some(address) = all.into_iter().find(is_in) {
        return Err(in_use(format!(
            "The mail domain '{domain}' is used by the address '{address}'"
        )));
    }
    transaction.default_answer::<operations::DeregisterMailDomain>(input)
}

/// Makes a domain the default, and all others not.
pub(super) fn make_default(
    transaction: &mut Transaction<'_>,
    input: &UpdateDefaultMailDomainRequest,
) -> Result<UpdateDefaultMailDomainResponse, Refusal> {
    let (organization, domain) = (&input.organization_id, &input.domain_name);
    organizations::check(transaction, organization)?;
    let Some(found) = transaction.find("MailDomain", &[organization, domain]) else {
        return Err(MailDomainNotFoundException {
            message: Some(format!("The organization has no mail domain '{domain}'")),
        }
        .into());
    };
    let name = found.text("DomainName").unwrap_or(domain).to_owned();
    if found.text("OwnershipVerificationStatus") == Some("FAILED") {
        return Err(MailDomainStateException {
            message: Some(format!("The verification of the mail domain '{name}' has failed")),
        }
        .into());
    }
    let all = transaction.records("MailDomain", &[organization]);
    let all: Vec<String> = all
        .into_iter()
        .filter_map(|record| record.text("DomainName"))
        .map(str::to_owned)
        .collect();
    for other in all {
        let is_default = fields([("IsDefault", Document::Boolean(other == name))]);
        transaction.set("MailDomain", &[organization, &other], is_default)?;
    }
    let default = fields([("DefaultMailDomain", text(name))]);
    transaction.set("Organization", &[organization], default)?;
    Ok(UpdateDefaultMailDomainResponse {})
}

fn in_use(message: String) -> Refusal {
    MailDomainInUseException { message: Some(message) }.into()
}
