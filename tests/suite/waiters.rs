//! Waiters as Smithy and botocore have them.

use crate::support::workspace;
use serde_json::Value;
use shapewright_ir::load;
use shapewright_spec::{
    diagnostic::{Code, Diagnostics},
    parse::Source,
};
use std::{fs, process::Command};

/// All of them can be described: every path parses and leads through the shapes that it is for. What is left to warn of
/// is botocore's: codes that services do not declare, and values that their enums lack.
#[test]
fn waiters_of_botocore() {
    let python = workspace().join("target/clients-venv/bin/python");
    if !python.exists() {
        println!("SKIPPED: there is no botocore in target/clients-venv; `cargo xtask test` puts it there");
        return;
    }
    let script = workspace().join("tests/clients/botocore_waiters.py");
    let ran = Command::new(python).arg(script).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut waiters = 0;
    for line in String::from_utf8(ran.stdout).unwrap().lines() {
        let mut sink = Diagnostics::new();
        let ir = load(&Source::new("botocore.json".to_owned(), line.to_owned()), &mut sink);
        let expected = [Code::WaiterError, Code::NeverEquals];
        assert!(sink.iter().all(|found| expected.contains(&found.code)), "{sink}");
        waiters += ir.unwrap().operations.iter().map(|of| of.waiters.len()).sum::<usize>();
    }
    assert!(waiters >= 600, "{waiters}");
    println!("{waiters} waiters of botocore can be described");
}

/// An acceptor is written as in Smithy's trait `waitable`, word for word.
#[test]
fn the_waiter_of_macie_is_that_of_its_model() {
    let Ok(model) = fs::read_to_string(workspace().join("../shared/models/macie2.json")) else {
        println!("SKIPPED: there is no ../shared/models/macie2.json");
        return;
    };
    let description = fs::read_to_string(workspace().join("tests/consumer/specs/findings.json")).unwrap();
    let [model, description]: [Value; 2] = [model, description].map(|text| serde_json::from_str(&text).unwrap());
    let operation = "com.amazonaws.macie2#GetSensitiveDataOccurrences";
    let waitable = &model["shapes"][operation]["traits"]["smithy.waiters#waitable"];
    let acceptors = |waiters: &Value| waiters["FindingRevealed"]["acceptors"].clone();
    assert!(acceptors(waitable).is_array());
    assert_eq!(acceptors(waitable), acceptors(&description["waiters"]));
}
