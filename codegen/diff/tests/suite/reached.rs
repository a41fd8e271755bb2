//! Changes that are easily missed, or reported too often.

use super::cases::description;
use serde_json::{Value, json};
use shapewright_diff::{
    self as diff, Change, Diff, Verdict,
    accept::{Acceptances, Day},
    show,
};

fn service(operations: Value, shapes: Value, waiters: Value) -> String {
    json!({
        "spec": 1,
        "service": {
            "name": "cases", "id": "Cases", "title": "Cases", "version": "2026-01-01", "protocol": "restJson1",
            "signing": { "name": "cases" }, "endpoint": { "prefix": "cases" }
        },
        "operations": operations,
        "waiters": waiters,
        "shapes": shapes,
    })
    .to_string()
}

fn difference(old: &str, new: &str) -> Diff {
    diff::diff(&description(old), &description(new))
}

/// The only change by a rule.
fn only<'a>(diff: &'a Diff, rule: &str) -> &'a Change {
    let mut found = diff.changes.iter().filter(|change| change.rule.name == rule);
    let change = found.next().unwrap_or_else(|| panic!("no {rule}"));
    assert!(found.next().is_none(), "{rule} twice");
    change
}

#[test]
fn labels_that_change_places() {
    let at = |uri: &str| {
        let label = |name: &str| json!({ "target": "Text", "required": true, "http": { "label": name } });
        service(
            json!({ "Get": { "http": { "method": "GET", "uri": uri }, "input": "Ask" } }),
            json!({
                "Ask": { "type": "structure", "members": { "x": label("x"), "y": label("y") } },
                "Text": { "type": "string" }
            }),
            json!({}),
        )
    };
    let diff = difference(&at("/a/{x}/{y}"), &at("/a/{y}/{x}"));
    assert_eq!(only(&diff, "http-uri-changed").verdicts.wire, Verdict::Breaking);
}

#[test]
fn inputs_and_outputs_that_come_and_go() {
    let with = |operation: Value| {
        service(
            json!({ "Do": operation }),
            json!({
                "Ask": { "type": "structure", "members": { "name": { "target": "Text", "required": true } } },
                "Answer": { "type": "structure", "members": { "id": { "target": "Text" } } },
                "Text": { "type": "string" }
            }),
            json!({}),
        )
    };
    let http = json!({ "method": "POST", "uri": "/do" });
    let before = with(json!({ "http": http, "output": "Answer" }));
    let after = with(json!({ "http": http, "input": "Ask" }));
    let diff = difference(&before, &after);
    let came = only(&diff, "member-added-required");
    assert_eq!(
        (came.subject.as_str(), came.verdicts.wire),
        ("Ask.name", Verdict::Breaking)
    );
    assert_eq!(came.reached[0].to_string(), "Do request > name");
    let went = only(&diff, "member-removed");
    assert_eq!(
        (went.subject.as_str(), went.verdicts.wire),
        ("Answer.id", Verdict::Breaking)
    );
    let text = show::text(&show::Report {
        services: vec![show::Compared {
            old: "old".to_owned(),
            new: "new".to_owned(),
            diff,
        }],
    });
    assert!(text.contains("Changes (request)\n{'name': 'string'}"), "{text}");
    assert!(text.contains("Removed (response)\n{'id': 'string'}"), "{text}");
    // What carries nothing is the same as what is not there.
    let nothing = service(
        json!({ "Do": { "http": http, "input": "Ask" } }),
        json!({ "Ask": { "type": "structure", "members": {} } }),
        json!({}),
    );
    let none = service(json!({ "Do": { "http": http } }), json!({}), json!({}));
    assert_eq!(difference(&none, &nothing).verdicts().wire, Verdict::Compatible);
}

/// Errors have places of their own, so that one acceptance is for one error.
#[test]
fn each_error_is_accepted_by_itself() {
    let with = |errors: &[&str]| {
        let shape = |name: &&str| {
            let shape = json!({ "type": "structure", "error": { "fault": "client" }, "members": {} });
            ((*name).to_owned(), shape)
        };
        service(
            json!({ "Do": { "http": { "method": "POST", "uri": "/do" }, "errors": errors } }),
            Value::Object(["A", "B", "C"].iter().map(shape).collect()),
            json!({}),
        )
    };
    let mut diff = difference(&with(&["A", "B", "C"]), &with(&["B"]));
    let file = Acceptances::parse(
        "accepted.toml",
        "[[accepted]]\nrule = \"error-removed\"\nplace = \"/operations/Do/errors/2\"\nreason = \"It never came.\"\n\
         expires = 2027-01-01\n",
    );
    let today = Day {
        year: 2026,
        month: 11,
        day: 29,
    };
    assert_eq!(file.unwrap().apply(&mut [&mut diff], true, today), []);
    let accepted = diff.changes.iter().filter(|change| change.accepted.is_some());
    let accepted: Vec<&str> = accepted.map(|change| change.subject.as_str()).collect();
    assert_eq!(accepted, ["Do: C"]);
}

/// Structures that each hold the next one twice: there are 2^40 ways to the last.
#[test]
fn many_ways_are_not_walked() {
    let with = |last: Value| {
        let structure = |index: usize| {
            let next = json!({ "target": format!("S{}", index + 1) });
            let shape = json!({ "type": "structure", "members": { "a": next, "b": next } });
            (format!("S{index}"), shape)
        };
        let mut shapes: serde_json::Map<String, Value> = (0..40).map(structure).collect();
        shapes.insert("S40".to_owned(), json!({ "type": "structure", "members": last }));
        shapes.insert("Text".to_owned(), json!({ "type": "string" }));
        service(
            json!({ "Do": { "http": { "method": "POST", "uri": "/do" }, "input": "S0" } }),
            Value::Object(shapes),
            json!({}),
        )
    };
    let text = json!({ "target": "Text" });
    let diff = difference(&with(json!({ "a": text })), &with(json!({ "a": text, "b": text })));
    assert_eq!(only(&diff, "member-added").reached.len(), 1);
    let added = diff.operations[0].request.added.as_ref();
    assert!(show::notation(added.unwrap()).contains("as in S39 above"));
}

#[test]
fn what_an_error_gains_is_told_of_its_operations() {
    let with = |members: Value| {
        service(
            json!({ "Do": { "http": { "method": "POST", "uri": "/do" }, "errors": ["Fault"] } }),
            json!({
                "Fault": { "type": "structure", "error": { "fault": "client" }, "members": members },
                "Text": { "type": "string" }
            }),
            json!({}),
        )
    };
    let diff = difference(&with(json!({})), &with(json!({ "reason": { "target": "Text" } })));
    let text = show::text(&show::Report {
        services: vec![show::Compared {
            old: "old".to_owned(),
            new: "new".to_owned(),
            diff,
        }],
    });
    assert!(
        text.contains("Do (updated)\n  member-added: Fault.reason: Text"),
        "{text}"
    );
}

#[test]
fn a_waiter_that_moves_is_told_of_both_operations() {
    let with = |operation: &str| {
        let http = |uri: &str| json!({ "http": { "method": "POST", "uri": uri } });
        let acceptors = json!([{ "state": "success", "matcher": { "status": 200 } }]);
        service(
            json!({ "Ping": http("/ping"), "Get": http("/get") }),
            json!({}),
            json!({ "Done": { "operation": operation, "acceptors": acceptors } }),
        )
    };
    let diff = difference(&with("Ping"), &with("Get"));
    let moved = only(&diff, "waiter-changed");
    assert_eq!(moved.verdicts.rust, Verdict::Breaking);
    let told: Vec<&str> = diff
        .operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    assert_eq!(told, ["Ping", "Get"]);
}
