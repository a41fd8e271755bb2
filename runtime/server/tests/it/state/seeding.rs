//! Seeds: what they put in, and what they are refused for.

use crate::{
    office::Office,
    support::{office, office_as},
};
use serde_json::{Value as Json, json};
use shapewright_schema::{Service, Timestamp};
use shapewright_server::{
    Clock, Context, Handler, Lifecycle, Mock, Place, Refusal, Request, ResponseFuture, Seeded, Transaction,
};

const ORG: &str = "m-0123456789abcdef0123456789abcdef";
const ANN: &str = "S-1-1-21-0001";

/// An office in account `000000000000` and region `eu-west-1`, where the requests of these tests go.
fn seed(mock: &Mock, seed: &Json) -> Result<Vec<Seeded>, String> {
    mock.seed_at(&Place::new("000000000000", "eu-west-1"), &seed.to_string())
        .map_err(|error| error.to_string())
}

fn example() -> Json {
    json!({ "office": {
        "Aliases": [{ "OrganizationId": ORG, "UserId": ANN, "Alias": "a@example.com" }],
        "Floor": { "Note": "third" },
        "Organizations": [{ "OrganizationId": ORG, "Alias": "example", "Plan": "small" }],
        "Rules": [{ "OrganizationId": ORG, "Name": "desks", "Effect": "ALLOW", "DateCreated": "2020-01-31T12:00:00Z" }],
        "Setting": { "OrganizationId": ORG, "Enforced": true },
        "Users": [
            { "OrganizationId": ORG, "UserId": ANN, "Name": "ann", "Options": null },
            { "OrganizationId": ORG, "Name": "bob", "State": "ENABLED", "CreatedDate": 0 },
        ],
    } })
}

#[tokio::test]
async fn records_are_as_if_requests_had_made_them() {
    let clock = Clock::standing(Timestamp::new(1_767_225_600, 0).unwrap());
    let mock = Mock::builder().add(Office).clock(clock).build();
    let seeded = seed(&mock, &example()).unwrap();
    let collections: Vec<&str> = seeded.iter().map(Seeded::collection).collect();
    // Those that others live under come first.
    assert_eq!(
        collections,
        [
            "Floor",
            "Organizations",
            "Rules",
            "Setting",
            "Users",
            "Users",
            "Aliases"
        ]
    );
    assert_eq!((seeded[0].id(), seeded[1].id(), seeded[4].id()), ("", ORG, ANN));
    assert_eq!(seeded[4].identifier_names(), ["OrganizationId", "UserId"]);
    assert!(seeded[4].says("Options") && !seeded[4].says("State"));
    let bob = seeded[5].id();
    assert!(bob.len() >= 12, "made up by its shape: {bob}");

    let key = json!({ "OrganizationId": ORG });
    let organization = office(&mock, "DescribeOrganization", key.clone()).await.ok();
    assert_eq!(
        organization,
        json!({ "OrganizationId": ORG, "Alias": "example", "State": "Active", "CompletedDate": 1_767_225_600, "Plan": "small" })
    );
    let user = |id: &str| json!({ "OrganizationId": ORG, "UserId": id });
    let ann = office(&mock, "DescribeUser", user(ANN)).await.ok();
    assert_eq!(
        ann,
        json!({ "UserId": ANN, "Name": "ann", "State": "DISABLED", "CreatedDate": 1_767_225_600, "ModifiedDate": 1_767_225_600 })
    );
    let bob = office(&mock, "DescribeUser", user(bob)).await.ok();
    assert_eq!(
        (&bob["State"], &bob["CreatedDate"], &bob["Options"]),
        (&json!("ENABLED"), &json!(0), &json!({ "Forward": true }))
    );
    let rules = office(&mock, "ListRules", key.clone()).await.ok();
    assert_eq!(rules["Rules"][0]["DateCreated"], 1_580_472_000);
    assert_eq!(
        office(&mock, "GetSetting", key.clone()).await.ok()["Setting"]["Enforced"],
        true
    );
    let aliases = office(&mock, "ListAliases", user(ANN)).await.ok();
    assert_eq!(aliases["Aliases"], json!(["a@example.com"]));
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let mock = Mock::new(Office);
    let error = seed(
        &mock,
        &json!({
            "ofice": {},
            "offices": 1,
            "accounts": { "12": { "EU": { "office": { "Users": {} } } } },
            "office": {
                "User": [],
                "Castles": [],
                "Floor": [],
                "Setting": [7],
                "Organizations": [
                    { "OrganizationId": "m-1", "Alias": "d-x", "Sate": "Active" },
                    { "OrganizationId": ORG, "CompletedDate": "yesterday" },
                ],
                "Users": [{ "Name": "n".repeat(65), "Password": "", "Options": { "Forwards": true }, "State": "GONE" }],
                "Rules": [{ "OrganizationId": ORG, "Name": "" }],
            },
        }),
    )
    .unwrap_err();
    let (first, lines) = error.split_once('\n').unwrap();
    assert_eq!(first, "the seed was refused and nothing has changed");
    assert_eq!(
        lines.lines().map(str::trim).collect::<Vec<_>>(),
        [
            "/accounts/12: got \"12\", must be an account: twelve digits",
            "/accounts/12/EU: got \"EU\", must be a region, for instance \"eu-west-1\"",
            "/accounts/12/EU/office/Users: got a map, must be a list of records",
            "/office/Castles: got \"Castles\", must be a collection of office: Organizations, Users, Aliases, Rules, Setting, Members, Floor",
            "/office/Floor: got a list, must be an object: there is one record at most",
            "/office/Organizations/0/Sate: got \"Sate\", must be a member of Organization; did you mean \"State\"?",
            "/office/Organizations/0/OrganizationId: got 'm-1' with length 3, must have length between 34 and 34, inclusive",
            "/office/Organizations/0/OrganizationId: got 'm-1', must satisfy regular expression pattern: ^m-[0-9a-f]{32}$",
            "/office/Organizations/0/Alias: got 'd-x', must satisfy regular expression pattern: ^(?!d-)([\\da-zA-Z]+)([-][\\da-zA-Z]+)*$",
            "/office/Organizations/1/CompletedDate: got text, must be a time like 2026-01-31T12:00:00Z or a number of seconds since 1970",
            "/office/Rules/0/Name: got \"\", must be there: it is one of the members that identify a Rule",
            "/office/Rules/0/Name: got '' with length 0, must have length between 1 and 64, inclusive",
            "/office/Rules/0/Name: got '', must satisfy regular expression pattern: ^[\\w\\-.]+$",
            "/office/Setting/0: got a whole number, must be an object: a record by its members",
            "/office/User: got \"User\", must be a collection of office; did you mean \"Users\"?",
            "/office/Users/0/Options/Forwards: got \"Forwards\", must be a member of Options; did you mean \"Forward\"?",
            "/office/Users/0/OrganizationId: got nothing, must be there: it is one of the members that identify a User",
            "/office/Users/0/Name: got 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...' with length 65, must have length between 1 and 64, inclusive",
            "/office/Users/0/Password: got a value that is not shown with length 0, must have length between 1 and 256, inclusive",
            "/office/Users/0/Password: got a value that is not shown, must satisfy regular expression pattern: [\\u0020-\\u00FF]+",
            "and 3 more",
        ]
    );
    let organizations = office(&mock, "ListOrganizations", json!({})).await.ok();
    assert_eq!(organizations["OrganizationSummaries"], json!([]));
}

#[test]
fn what_is_no_json_says_where() {
    let error = Mock::new(Office).seed("{\"office\": [}").unwrap_err();
    assert_eq!(error.problems().len(), 1);
    assert_eq!(error.problems()[0].must, "be JSON");
    // The second would take the first one's place.
    let twice = Mock::new(Office).seed("{\"office\": {}, \"office\": {}}").unwrap_err();
    assert!(
        twice.to_string().contains("an object has the key `office` twice"),
        "{twice}"
    );
}

#[tokio::test]
async fn the_state_has_to_have_room() {
    let mock = Mock::new(Office);
    seed(&mock, &example()).unwrap();
    let refused = |records: Json| seed(&mock, &json!({ "office": records })).unwrap_err();
    let other = ORG.replace('0', "f");
    for (records, said) in [
        (
            json!({ "Organizations": [{ "OrganizationId": ORG, "Alias": "other" }] }),
            format!(
                "/office/Organizations/0: got OrganizationId '{ORG}', must be the only Organization that is so identified"
            ),
        ),
        (
            json!({ "Organizations": [{ "OrganizationId": other, "Alias": "example" }] }),
            "/office/Organizations/0/Alias: got Alias 'example', must be a value that no other Organization has"
                .to_owned(),
        ),
        (
            json!({ "Users": [{ "OrganizationId": other, "Name": "ann" }] }),
            format!(
                "/office/Users/0: got OrganizationId '{other}', must live under an Organization that is there or in this seed"
            ),
        ),
        (
            json!({ "Rules": [{ "OrganizationId": ORG, "Name": "a" }, { "OrganizationId": ORG, "Name": "a" }] }),
            format!(
                "/office/Rules/1: got OrganizationId '{ORG}', Name 'a', must be the only Rule that is so identified"
            ),
        ),
    ] {
        let error = refused(records);
        assert_eq!(error.lines().nth(1).unwrap().trim(), said);
    }
}

/// As in requests: other names do for identifiers, what is named has to be there, and room is limited.
#[tokio::test]
async fn records_name_others() {
    let mock = Mock::new(Office);
    let mut document = example();
    // Members stand before users in the document, and are put in after them.
    document["office"]["Members"] = json!([{ "OrganizationId": ORG, "Team": "a", "MemberId": "bob" }]);
    let seeded = seed(&mock, &document).unwrap();
    let last = |collection: &str| {
        let mut records = seeded.iter();
        records.rfind(|record| record.collection() == collection).unwrap().id()
    };
    assert_eq!(last("Members"), last("Users"));
    let refused = |records: Json| seed(&mock, &json!({ "office": records })).unwrap_err();
    assert_eq!(
        refused(json!({ "Members": [{ "OrganizationId": ORG, "Team": "a", "MemberId": "eve" }] }))
            .lines()
            .nth(1),
        Some("  /office/Members/0/MemberId: got MemberId 'eve', must name a User that is there or in this seed")
    );
    let rule = |name: &str| json!({ "OrganizationId": ORG, "Name": name });
    assert_eq!(
        refused(json!({ "Rules": [rule("one"), rule("two")] })).lines().nth(1),
        Some("  /office/Rules/1: got one more, must be one of 2 Rules at most")
    );
}

/// What has no operation that creates it is put, as a request would put it.
#[tokio::test]
async fn a_record_that_requests_put_is_replaced() {
    let mock = Mock::new(Office);
    seed(&mock, &example()).unwrap();
    let rule =
        |effect: &str| json!({ "office": { "Rules": [{ "OrganizationId": ORG, "Name": "desks", "Effect": effect }] } });
    seed(&mock, &rule("DENY")).unwrap();
    let rules = office(&mock, "ListRules", json!({ "OrganizationId": ORG })).await.ok();
    assert_eq!(rules["Rules"].as_array().unwrap().len(), 1);
    assert_eq!(rules["Rules"][0]["Effect"], "DENY");
}

#[tokio::test]
async fn accounts_and_regions_are_apart_and_all_or_nothing() {
    let mock = Mock::new(Office);
    let organization = |alias: &str| json!({ "office": { "Organizations": [{ "Alias": alias }] } });
    let mut both = organization("one");
    both["accounts"] =
        json!({ "123456789012": { "eu-west-1": organization("two"), "us-east-1": organization("three") } });
    let aliases = async |account: &str, region: &str| {
        let listed = office_as(&mock, account, region, "ListOrganizations", json!({}))
            .await
            .ok();
        let listed = listed["OrganizationSummaries"].as_array().unwrap();
        listed
            .iter()
            .map(|one| one["Alias"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let mut wrong = both.clone();
    wrong["accounts"]["123456789012"]["us-east-1"]["office"]["Organizations"] =
        json!([{ "Alias": "x" }, { "Alias": "x" }]);
    mock.seed(&wrong.to_string()).unwrap_err();
    assert!(aliases("123456789012", "eu-west-1").await.is_empty());
    assert!(aliases("000000000000", "us-east-1").await.is_empty());
    let seeded = mock.seed(&both.to_string()).unwrap();
    assert_eq!(seeded[1].place(), &Place::new("123456789012", "eu-west-1"));
    assert_eq!(aliases("000000000000", "us-east-1").await, ["one"]);
    assert_eq!(aliases("123456789012", "eu-west-1").await, ["two"]);
    assert_eq!(aliases("123456789012", "us-east-1").await, ["three"]);
    assert!(aliases("000000000000", "eu-west-1").await.is_empty());
}

/// An office in which an organization always has a rule, and is never called `forbidden`.
struct Strict;

impl Handler for Strict {
    fn service(&self) -> &'static Service {
        Office.service()
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        Office.lifecycles()
    }

    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        if record.kind() != "Organization" {
            return Ok(());
        }
        let id = record.id();
        if transaction
            .find("Organization", &[id])
            .and_then(|found| found.text("Alias"))
            == Some("forbidden")
        {
            return Err(Refusal::unmodelled(400, "Forbidden", "a forbidden alias"));
        }
        if transaction.records("Rule", &[id]).is_empty() {
            transaction.put("Rule", &[id, "default"], shapewright_server::Fields::new())?;
        }
        Ok(())
    }

    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a> {
        Office.call(operation, request, context)
    }
}

#[tokio::test]
async fn a_service_completes_what_is_seeded() {
    let mock = Mock::new(Strict);
    let other = ORG.replace('0', "f");
    let mut document = example();
    let organizations = document["office"]["Organizations"].as_array_mut().unwrap();
    organizations.push(json!({ "OrganizationId": other, "Alias": "forbidden" }));
    assert_eq!(
        seed(&mock, &document).unwrap_err().lines().nth(1).unwrap().trim(),
        "/office/Organizations/1: got a forbidden alias, must be a record that the service takes"
    );
    document["office"]["Organizations"][1]["Alias"] = json!("allowed");
    seed(&mock, &document).unwrap();
    for (organization, rule) in [(ORG, "desks"), (&other, "default")] {
        let rules = office(&mock, "ListRules", json!({ "OrganizationId": organization }))
            .await
            .ok();
        let names: Vec<&str> = rules["Rules"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|rule| rule["Name"].as_str())
            .collect();
        assert_eq!(names, [rule]);
    }
}
