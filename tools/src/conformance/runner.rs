//! The program that runs the cases: one list of the operations and errors of all suites, each with its types.

use super::suite::Suite;
use shapewright_ir::Kind;
use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

/// The manifest of the program that runs the cases.
pub(super) fn manifest(workspace: &Path, suites: &[Suite]) -> String {
    let path = |path: PathBuf| serde_json::Value::from(path.to_string_lossy().as_ref());
    let library = path(workspace.join("tests/conformance"));
    let mut text = format!(
        "# Written by `cargo xtask conformance`.\n[workspace]\n\n\
         [package]\nname = \"conformance-runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         [dependencies]\nshapewright-conformance = {{ path = {library} }}\n"
    );
    for suite in suites {
        let name = &suite.ir.service.name;
        for kind in ["model", "client", "mock"] {
            let path = path(PathBuf::from("../crates").join(name).join(kind));
            let _ = writeln!(text, "{name}-{kind} = {{ path = {path}, default-features = false }}");
        }
    }
    text
}

/// The program: the operations and errors of all suites, each with its types.
pub(super) fn program(suites: &[Suite]) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask conformance`.\n#![allow(deprecated)]\n\n\
         use shapewright_conformance::{Suite, Typed, run};\n\n\
         fn main() -> std::process::ExitCode {\n    run(&[\n",
    );
    for Suite { name, ir } in suites {
        let krate = ir.service.name.replace('-', "_");
        let _ = writeln!(
            text,
            "        Suite {{\n            name: {name:?},\n            service: &{krate}_model::operations::SERVICE,\n            \
             handler: || {krate}_mock::handler({krate}_mock::Defaults),\n            operations: vec!["
        );
        for operation in &ir.operations {
            let (shape, error) = (&operation.type_name, &operation.error_name);
            let _ = writeln!(
                text,
                "                Typed::<{krate}_model::operations::{shape}, {krate}_client::errors::{error}>::bound(),"
            );
        }
        text.push_str("            ],\n            errors: vec![\n");
        for shape in &ir.shapes {
            if let Kind::Structure(structure) = &shape.kind
                && structure.error.is_some()
            {
                let shape = &structure.type_name;
                let _ = writeln!(
                    text,
                    "                || Box::new({krate}_model::types::{shape}::default()),"
                );
            }
        }
        text.push_str("            ],\n        },\n");
    }
    text.push_str("    ])\n}\n");
    text
}
