//! W23: the mail domains of an organization, of which exactly one is the default.

use super::{
    lookup,
    records::{fields, text},
};
use shapewright_server::{Context, Record, Refusal, Seeded, Transaction, schema::Document};
use workmail_mock::model::{operations, types::*};

/// Adds the test domain of a new organization, which WorkMail has verified itself. It is the default (W2), where a seed
/// does not say that another is.
pub(super) fn add_test_domain(
    transaction: &mut Transaction<'_>,
    organization: &str,
    domain: &str,
) -> Result<(), Refusal> {
    if is_taken(transaction, domain, Some(organization)) {
        return Err(NameAvailabilityException {
            message: Some(format!("The test domain '{domain}' belongs to another organization")),
        }
        .into());
    }
    if transaction.find("MailDomain", &[organization, domain]).is_none() {
        let facts = fields([
            ("IsTestDomain", Document::Boolean(true)),
            ("IsDefault", Document::Boolean(false)),
            ("OwnershipVerificationStatus", text("VERIFIED")),
            ("DkimVerificationStatus", text("VERIFIED")),
        ]);
        transaction.put("MailDomain", &[organization, domain], facts)?;
    }
    let found = transaction.find("Organization", &[organization]);
    let said = found
        .and_then(|found| found.text("DefaultMailDomain"))
        .map(str::to_owned);
    let others = defaults(transaction, organization);
    match (said, others.as_slice()) {
        (None, []) => set_default(transaction, organization, domain),
        // Each of them was seeded, and becomes the only default, or is refused, when its turn comes.
        (None, _) => Ok(()),
        (Some(said), others) => {
            if transaction.find("MailDomain", &[organization, &said]).is_none() {
                return Err(contradiction(format!(
                    "the DefaultMailDomain '{said}', which is no domain of the organization"
                )));
            }
            match others.iter().find(|other| !other.eq_ignore_ascii_case(&said)) {
                Some(other) => Err(contradiction(format!(
                    "the DefaultMailDomain '{said}', where the domain '{other}' is the default"
                ))),
                None => set_default(transaction, organization, &said),
            }
        }
    }
}

/// Makes a seeded domain the only default, where the seed says that it is one. Refuses one that another organization
/// has, and a second default of the same seed.
pub(super) fn seeded(transaction: &mut Transaction<'_>, record: &Seeded) -> Result<(), Refusal> {
    let [organization, domain] = record.identifiers() else {
        return Ok(());
    };
    if is_taken(transaction, domain, Some(organization)) {
        return Err(taken(domain));
    }
    let Some(found) = transaction.find("MailDomain", &[organization, domain]) else {
        return Ok(());
    };
    if !is_default(found) {
        return Ok(());
    }
    // The organization knows its default until now. Another one is of the same seed.
    let old = transaction.find("Organization", &[organization]);
    let old = old.and_then(|old| old.text("DefaultMailDomain")).unwrap_or_default();
    let others = defaults(transaction, organization);
    let is_known = |other: &String| [old, domain].iter().any(|known| known.eq_ignore_ascii_case(other));
    match others.iter().find(|other| !is_known(other)) {
        Some(other) => Err(contradiction(format!(
            "a second default of the organization, beside the domain '{other}'"
        ))),
        None => set_default(transaction, organization, domain),
    }
}

/// The domains that are the default, of which there is one when a seed is through.
fn defaults(transaction: &Transaction<'_>, organization: &str) -> Vec<String> {
    let domains = transaction.records("MailDomain", &[organization]).into_iter();
    let defaults = domains.filter(|domain| is_default(domain));
    defaults
        .filter_map(|domain| domain.text("DomainName"))
        .map(str::to_owned)
        .collect()
}

/// What a seed says that cannot be.
fn contradiction(message: String) -> Refusal {
    InvalidParameterException { message: Some(message) }.into()
}

fn is_default(domain: &Record) -> bool {
    domain.get("IsDefault") == Some(&Document::Boolean(true))
}

/// Adds a domain that a new organization is made with (W1).
pub(super) fn add(transaction: &mut Transaction<'_>, organization: &str, domain: &str) -> Result<(), Refusal> {
    if is_taken(transaction, domain, None) {
        return Err(taken(domain));
    }
    let facts = fields([
        ("IsTestDomain", Document::Boolean(false)),
        ("IsDefault", Document::Boolean(false)),
        ("OwnershipVerificationStatus", text("PENDING")),
        ("DkimVerificationStatus", text("PENDING")),
    ]);
    transaction.put("MailDomain", &[organization, domain], facts)
}

fn taken(domain: &str) -> Refusal {
    InvalidParameterException {
        message: Some(format!("The mail domain '{domain}' belongs to an organization already")),
    }
    .into()
}

/// Whether an organization of this account and region, other than `own`, has the domain.
fn is_taken(transaction: &Transaction<'_>, domain: &str, own: Option<&str>) -> bool {
    let organizations = transaction.records("Organization", &[]);
    organizations
        .iter()
        .filter_map(|organization| organization.identifiers().last())
        .filter(|organization| own != Some(organization))
        .any(|organization| transaction.find("MailDomain", &[organization, domain]).is_some())
}

/// Registers a domain that no organization has.
pub(super) fn register(
    transaction: &mut Transaction<'_>,
    input: &RegisterMailDomainRequest,
) -> Result<RegisterMailDomainResponse, Refusal> {
    lookup::check_organization(transaction, &input.organization_id)?;
    let domain = &input.domain_name;
    if is_taken(transaction, domain, None) {
        return Err(in_use(format!(
            "The mail domain '{domain}' belongs to an organization already"
        )));
    }
    transaction.default_response::<operations::RegisterMailDomain>(input)
}

/// Returns a domain with the DNS records that it should have (guide). The test domain needs none (choice).
pub(super) fn get(
    transaction: &mut Transaction<'_>,
    context: &Context,
    input: &GetMailDomainRequest,
) -> Result<GetMailDomainResponse, Refusal> {
    let mut found = transaction.default_response::<operations::GetMailDomain>(input)?;
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
    let all = lookup::ENTITY_KINDS.map(|kind| addresses(kind, "Email")).concat();
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
    transaction.default_response::<operations::DeregisterMailDomain>(input)
}

/// Makes a domain the default, and all others not.
pub(super) fn make_default(
    transaction: &mut Transaction<'_>,
    input: &UpdateDefaultMailDomainRequest,
) -> Result<UpdateDefaultMailDomainResponse, Refusal> {
    let (organization, domain) = (&input.organization_id, &input.domain_name);
    lookup::check_organization(transaction, organization)?;
    let Some(found) = transaction.find("MailDomain", &[organization, domain]) else {
        return Err(MailDomainNotFoundException {
            message: Some(format!("The organization has no mail domain '{domain}'")),
        }
        .into());
    };
    if found.text("OwnershipVerificationStatus") == Some("FAILED") {
        return Err(MailDomainStateException {
            message: Some(format!("The verification of the mail domain '{domain}' has failed")),
        }
        .into());
    }
    set_default(transaction, organization, domain)?;
    Ok(UpdateDefaultMailDomainResponse {})
}

fn set_default(transaction: &mut Transaction<'_>, organization: &str, default: &str) -> Result<(), Refusal> {
    let domains = transaction.records("MailDomain", &[organization]);
    let domains = domains.into_iter().filter_map(|record| record.text("DomainName"));
    let domains: Vec<String> = domains.map(str::to_owned).collect();
    for domain in domains {
        let is_default = domain.eq_ignore_ascii_case(default);
        let changes = fields([("IsDefault", Document::Boolean(is_default))]);
        transaction.set("MailDomain", &[organization, &domain], changes)?;
        if is_default {
            let own = fields([("DefaultMailDomain", text(domain))]);
            transaction.set("Organization", &[organization], own)?;
        }
    }
    Ok(())
}

fn in_use(message: String) -> Refusal {
    MailDomainInUseException { message: Some(message) }.into()
}
