//! What the compiler says about a call that lacks a required member.
//!
//! The examples `missing_one` and `missing_two` need a feature that nothing switches on, so that only this test compiles them.

use crate::support::workspace;
use serde_json::Value;
use std::process::Command;

/// The errors of an example: the message, then the line that it points at and what stands below it.
fn errors(example: &str) -> Vec<String> {
    let check = [
        "check",
        "--quiet",
        "--locked",
        "--offline",
        "--package",
        "shapewright-tests",
    ];
    let output = Command::new(env!("CARGO"))
        .current_dir(workspace())
        .args(check)
        .args([
            "--features",
            "forgotten",
            "--message-format",
            "json",
            "--example",
            example,
        ])
        .output()
        .expect("cargo runs");
    assert!(!output.status.success(), "{example} compiles");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let errors = messages.filter(|line| line["message"]["level"] == "error" && line["message"]["code"].is_object());
    errors.map(|line| shown(&line["message"])).collect()
}

fn shown(error: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let spans = error["spans"].as_array().cloned().unwrap_or_default();
    let primary = spans
        .iter()
        .find(|span| span["is_primary"] == true)
        .expect("it points somewhere");
    let line = &primary["text"][0];
    let range = |name: &str| usize::try_from(line[name].as_u64().unwrap_or(1)).unwrap_or(1) - 1;
    let marked =
        text(&line["text"].as_str().unwrap_or_default()[range("highlight_start")..range("highlight_end")].into());
    format!(
        "{}[{}]: {}\n{}\n`{marked}`: {}",
        text(&error["level"]),
        text(&error["code"]["code"]),
        text(&error["message"]),
        text(&line["text"]),
        text(&primary["label"]),
    )
}

#[test]
fn one_missing_member_is_one_error_that_names_it() {
    assert_eq!(
        errors("missing_one"),
        ["error[E0277]: required member `name` has not been set\n\
          drop(client.create_group().organization_id(\"m-1\").send());\n\
          `send`: call `.name(...)` before this"]
    );
}

#[test]
fn two_missing_members_are_two_errors() {
    let mut errors = errors("missing_two");
    errors.sort();
    let expect = ["display_name", "name"].map(|member| {
        format!(
            "error[E0277]: required member `{member}` has not been set\n\
             drop(client.create_user().organization_id(\"m-1\").password(\"p\").send());\n\
             `send`: call `.{member}(...)` before this"
        )
    });
    assert_eq!(errors, expect);
}
