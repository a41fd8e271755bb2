//! Changes that are accepted, verdicts that are overridden, and files that say it wrongly.

use super::{cases, macie};
use shapewright_diff::{
    Bump, Diff, Verdict,
    accept::{Acceptances, Day},
};

const TODAY: Day = Day {
    year: 2026,
    month: 11,
    day: 29,
};

/// The difference of Macie with a file applied, and what is said about the file.
fn applied(text: &str) -> (Diff, Vec<String>) {
    let file = Acceptances::parse("accepted.toml", text).unwrap_or_else(|error| panic!("{error}"));
    let mut diff = macie();
    let notices = file.apply(&mut [&mut diff], true, TODAY);
    (diff, notices.iter().map(ToString::to_string).collect())
}

fn accepted(rule: &str, place: &str, expires: &str) -> String {
    format!("[[accepted]]\nrule = \"{rule}\"\nplace = \"{place}\"\nreason = \"It may be.\"\nexpires = {expires}\n")
}

#[test]
fn an_accepted_change_counts_no_more() {
    let action = "/shapes/FindingsFilterListItem/members/action";
    let (diff, notices) = applied(&accepted("member-added", action, "2026-11-29"));
    assert_eq!(notices, [""; 0]);
    assert_eq!(diff.verdicts().rust, Verdict::Compatible);
    // It is the same change all the same.
    assert_eq!(diff.bump(), Some(Bump::Major));

    // A place stands for all that is under it, but not for others that start with the same letters.
    let statuses = "/shapes/RelationshipStatus/values";
    let (diff, _) = applied(&accepted("enum-value-added", statuses, "2027-01-01"));
    assert_eq!(diff.verdicts().wire, Verdict::Compatible);
    let (diff, notices) = applied(&accepted("enum-value-added", "/shapes/Relationship", "2027-01-01"));
    assert_eq!(diff.verdicts().wire, Verdict::Caution);
    assert_eq!(notices.len(), 1);
}

#[test]
fn a_verdict_can_be_seen_otherwise() {
    let text = "[[severity]]\nrule = \"member-added\"\nrust = \"caution\"\nreason = \"Our literals end in `..`.\"\n";
    let (diff, notices) = applied(text);
    assert_eq!(notices, [""; 0]);
    assert_eq!(
        (diff.verdicts().rust, diff.bump()),
        (Verdict::Caution, Some(Bump::Minor))
    );
}

/// The version grows by what the Rust API and the mock ask for, as they are seen.
#[test]
fn an_overridden_verdict_changes_the_version() {
    let case = |rule: &str| {
        let all = cases::all();
        let case = all.iter().find(|case| case.rule == rule).expect("there is one");
        let [old, new] = case.sides(Some(0)).map(|text| cases::description(&text));
        shapewright_diff::diff(&old, &new)
    };
    let bump = |rule: &str, overridden: &str| {
        let mut diff = case(rule);
        let text = format!("[[severity]]\nrule = \"{rule}\"\n{overridden}\nreason = \"We see it otherwise.\"\n");
        let file = Acceptances::parse("accepted.toml", &text).unwrap_or_else(|error| panic!("{error}"));
        file.apply(&mut [&mut diff], true, TODAY);
        let change = diff.changes.iter().find(|change| change.rule.name == rule);
        change.map(|change| change.bump)
    };
    // The mock's behaviour alone: `length-tightened` is the same Rust.
    assert_eq!(bump("length-tightened", "wire = \"caution\""), Some(Bump::Minor));
    assert_eq!(bump("length-tightened", "mock = \"compatible\""), Some(Bump::Patch));
    assert_eq!(bump("length-loosened", "wire = \"compatible\""), Some(Bump::Patch));
    assert_eq!(bump("length-loosened", "mock = \"caution\""), Some(Bump::Minor));
    // What it adds to the Rust API stays.
    assert_eq!(bump("enum-value-added", "mock = \"compatible\""), Some(Bump::Minor));
    // Both are overridden.
    let both = "rust = \"compatible\"\nmock = \"compatible\"";
    assert_eq!(bump("member-added-required", both), Some(Bump::Minor));
    assert_eq!(
        bump("member-added-required", "mock = \"compatible\""),
        Some(Bump::Major)
    );
}

#[test]
fn what_should_be_done_about_a_file_is_told() {
    let action = "/shapes/FindingsFilterListItem/members/action";
    let (diff, notices) = applied(&accepted("member-added", action, "2026-11-28"));
    assert_eq!(diff.verdicts().rust, Verdict::Breaking);
    assert_eq!(
        notices,
        [
            "accepted.toml:1: the acceptance of `member-added` at /shapes/FindingsFilterListItem/members/action has \
          expired on 2026-11-28, so the change counts again; give it a new day if it still holds"
        ]
    );
    let (_, notices) = applied(&format!("\n{}", accepted("member-removed", action, "2027-01-01")));
    assert_eq!(
        notices,
        [
            "accepted.toml:2: the entry for `member-removed` at /shapes/FindingsFilterListItem/members/action accepts \
          nothing, because nothing like it has changed; remove it"
        ]
    );
    // Nothing is known of a service that was not compared.
    let other = accepted("member-removed", action, "2027-01-01").replace("rule =", "service = \"workmail\"\nrule =");
    assert_eq!(applied(&other).1, [""; 0]);
}

#[test]
fn a_file_that_cannot_be_used_says_why() {
    let good = accepted("member-added", "/shapes/A", "2027-01-01");
    for (text, message) in [
        (
            good.replace("member-added", "member-add"),
            "accepted.toml:1: there is no rule `member-add`; did you mean `member-added`?",
        ),
        (
            good.replace("/shapes", "shapes"),
            "accepted.toml:1: the place `shapes/A` is no JSON pointer",
        ),
        (good.replace("It may be.", " "), "accepted.toml:1: say the reason"),
        (
            good.replace("2027-01-01", "12:00:00"),
            "accepted.toml:1: `expires` is a day",
        ),
        (good.replace("place", "plase"), "unknown field `plase`"),
        (good.replace("2027-01-01", "soon"), "TOML parse error at line 5"),
        (
            "[[severity]]\nrule = \"member-added\"\nreason = \"It may be.\"\n".to_owned(),
            "accepted.toml:1: say which verdict",
        ),
        (
            "[[severity]]\nrule = \"member-added\"\nreason = \"It may be.\"\nrust = \"bad\"\n".to_owned(),
            "unknown variant `bad`, expected one of `compatible`, `caution`, `breaking`",
        ),
    ] {
        let error = Acceptances::parse("accepted.toml", &text)
            .map(|_| ())
            .expect_err(&text)
            .to_string();
        assert!(error.contains(message), "{error}\n{message}");
    }
}
