//! The verdict on the Rust API, against what `cargo-semver-checks` finds between the crates of both descriptions.
//!
//! `tests/changes/semver-differences.json` holds the cases in which both disagree, each with the reason.

use super::cases;
use crate::support::workspace;
use shapewright_codegen::{
    Source,
    diagnostic::Diagnostics,
    diff::{self, Verdict},
    load, packages,
};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const CRATES: [&str; 3] = ["model", "client", "mock"];

/// The workspace that crates are generated into, one description after the other.
struct Workspace {
    root: PathBuf,
    /// The folders with the crates' documentation as JSON, by the texts of their descriptions.
    known: HashMap<String, PathBuf>,
}

impl Workspace {
    fn new() -> Self {
        let root = workspace().join("target/semver");
        let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*/model\", \"*/client\", \"*/mock\"]\n\
            [workspace.package]\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.95\"\nlicense = \"MIT\"\n\
            repository = \"https://localhost\"\n[workspace.lints.rust]\nunsafe_code = \"forbid\"\n\
            [workspace.dependencies]\n"
            .to_owned();
        for name in ["schema", "client", "server"] {
            let path = workspace().join("runtime").join(name);
            let rest = if name == "client" {
                ", default-features = false"
            } else {
                ""
            };
            manifest.push_str(&format!("shapewright-{name} = {{ path = {path:?}{rest} }}\n"));
        }
        fs::create_dir_all(&root).expect("a folder can be made");
        fs::write(root.join("Cargo.toml"), manifest).expect("a file can be written");
        Self {
            root,
            known: HashMap::new(),
        }
    }

    /// The documentation of the crates of a description. None where nothing can be generated of it.
    fn documentation(&mut self, text: &str) -> Option<PathBuf> {
        if let Some(folder) = self.known.get(text) {
            return Some(folder.clone());
        }
        let ir = load(&Source::new("case", text), &mut Diagnostics::new())?;
        let folder = self.root.join(format!("json/{}", self.known.len()));
        let name = "cases";
        let _ = fs::remove_dir_all(self.root.join(name));
        for mut artifact in packages(&ir) {
            // What is compared must have one name.
            artifact.path = artifact.path.replacen(&ir.service.name, name, 1);
            shapewright_codegen::fs::write(&self.root.join(&artifact.path), &artifact.text).expect("it can be written");
        }
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .current_dir(&self.root)
            .args(["doc", "--quiet", "--no-deps", "--workspace"]);
        // The JSON of rustdoc is not stable yet; `cargo-semver-checks` asks for it in the same way.
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo.env(
            "RUSTDOCFLAGS",
            "-Zunstable-options --output-format=json --document-private-items --cap-lints=allow",
        );
        cargo.env("CARGO_TARGET_DIR", self.root.join("target"));
        let output = cargo.output().expect("cargo can be run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::create_dir_all(&folder).expect("a folder can be made");
        for kind in CRATES {
            let from = self.root.join(format!("target/doc/{}_{kind}.json", ir.service.name));
            fs::copy(&from, folder.join(format!("{kind}.json"))).unwrap_or_else(|error| panic!("{from:?}: {error}"));
        }
        self.known.insert(text.to_owned(), folder.clone());
        Some(folder)
    }
}

/// Whether a crate of the new description needs a new major version.
fn breaks(old: &Path, new: &Path) -> bool {
    CRATES.iter().any(|kind| {
        let json = |folder: &Path| folder.join(format!("{kind}.json"));
        let output = Command::new("cargo-semver-checks")
            .args(["semver-checks", "--release-type", "patch", "--baseline-rustdoc"])
            .arg(json(old))
            .arg("--current-rustdoc")
            .arg(json(new))
            .output()
            .expect("it was there a moment ago");
        let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        let is_known = told.contains("requires new") || told.contains("no semver update required");
        assert!(is_known, "{told}");
        told.contains("requires new major version")
    })
}

#[test]
#[ignore = "documents some 300 crates; `cargo install cargo-semver-checks`, then name this test with `--ignored`"]
fn semver_checks_agrees() {
    if Command::new("cargo-semver-checks").arg("--version").output().is_err() {
        println!("SKIPPED: cargo-semver-checks is not installed");
        return;
    }
    let differences = workspace().join("tests/changes/semver-differences.json");
    let text = fs::read_to_string(differences).expect("the file can be read");
    let expected: BTreeMap<String, String> = serde_json::from_str(&text).expect("a reason for each case");
    let mut workspace = Workspace::new();
    let (mut agreed, mut left_out) = (0, 0);
    let mut differ = Vec::new();
    for case in cases::all() {
        for way in case.ways() {
            let [old, new] = case.sides(way);
            let (Some(before), Some(after)) = (workspace.documentation(&old), workspace.documentation(&new)) else {
                left_out += 1;
                continue;
            };
            let diff = diff::diff(&cases::description(&old), &cases::description(&new));
            let ours = diff.verdicts().rust == Verdict::Breaking;
            let direction = way.map_or(String::new(), |way| format!(", {}", cases::DIRECTIONS[way].0));
            match (ours, breaks(&before, &after)) {
                (ours, theirs) if ours == theirs => agreed += 1,
                _ => differ.push(format!("{}{direction}", case.title)),
            }
        }
    }
    println!(
        "{agreed} agree, {} differ, {left_out} cannot be generated",
        differ.len()
    );
    let expected: Vec<&String> = expected.keys().collect();
    differ.sort();
    assert_eq!(differ.iter().collect::<Vec<_>>(), expected);
}
