//! The program as its users run it: in a folder of their own, with its exit codes and its output.

use assert_cmd::{Command, cargo::cargo_bin};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{self, Stdio},
};
use tempfile::TempDir;

const COMMANDS: [&str; 8] = [
    "new",
    "import",
    "check",
    "generate",
    "diff",
    "docs",
    "mock",
    "completions",
];
const MODEL: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../codegen/import/tests/import/botocore-http/service-2.json"
);

/// What a run printed, and how it ended.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn shapewright(folder: &Path, arguments: &[&str]) -> Run {
    let mut program = Command::new(cargo_bin!("shapewright"));
    let output = program.current_dir(folder).args(arguments).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    #[track_caller]
    fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// A folder with a new description, `weather.json`.
fn weather() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    shapewright(folder.path(), &["new", "weather", "--resource", "Station"]).exits_with(0);
    folder
}

/// Replaces text of a file that is there.
#[track_caller]
fn edit(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{old} is not in {}", path.display());
    fs::write(path, text.replace(old, new)).unwrap();
}

#[test]
fn every_command_has_help_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let help = shapewright(folder.path(), &["--help"]).exits_with(0).stdout;
    assert!(help.contains("Exit codes:"), "{help}");
    for command in COMMANDS {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in\n{help}");
        let help = shapewright(folder.path(), &[command, "--help"]).exits_with(0).stdout;
        assert!(help.contains(&format!("  shapewright {command}")), "{help}");
        assert!(help.contains("Example"), "{help}");
    }
}

#[test]
fn misuse_exits_with_2_and_writes_nothing() {
    let folder = weather();
    let description = folder.path().join("weather.json");
    let before = fs::read_to_string(&description).unwrap();
    for (arguments, message) in [
        (&["generate"][..], "<DESCRIPTION>"),
        (&["generate", "missing.json"], "there is no file or folder missing.json"),
        (&["generate", "weather.json", "--no-such-option"], "--no-such-option"),
        (
            &["generate", "weather.json", "--crate-prefix", "1x"],
            "starts with a letter",
        ),
        (&["generate", "weather.json", "--crate-version", "1"], "three numbers"),
        (
            &["generate", "weather.json", "--runtime-path", "."],
            "is not a clone of Shapewright",
        ),
        (&["check", "missing.json"], "there is no file or folder missing.json"),
        (&["check", "."], "EMPTY"),
        (&["new", "weather"], "weather.json exists already"),
        (&["new", "Weather"], "cannot be part of a crate name"),
        (&["new", "x", "--resource", "station"], "upper-case letter"),
        (&["import", "missing.json"], "there is no file or folder missing.json"),
        (
            &["diff", "missing.json", "weather.json"],
            "there is no file or folder missing.json",
        ),
        (&["docs", "weather.json", "--serve", "nowhere"], "nowhere"),
        (&["mock", "--only", "nothing"], "there is no service `nothing`"),
        (&["mock", "--seed", "missing.json"], "missing.json"),
        (&["completions", "cmd"], "cmd"),
        (&["nothing"], "nothing"),
    ] {
        if message == "EMPTY" {
            let empty = tempfile::tempdir().unwrap();
            let run = shapewright(empty.path(), arguments).exits_with(2);
            assert!(run.stderr.contains("has no description"), "{}", run.stderr);
            continue;
        }
        let run = shapewright(folder.path(), arguments).exits_with(2);
        assert!(
            run.stderr.contains(message),
            "{arguments:?}: {message} is not in\n{}",
            run.stderr
        );
        assert_eq!(run.stdout, "", "{arguments:?}");
    }
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["spec.schema.json", "weather.json"]);
    assert_eq!(fs::read_to_string(&description).unwrap(), before);
}

#[test]
fn check_reports_every_problem_with_its_place() {
    let folder = weather();
    let clean = shapewright(folder.path(), &["check", "weather.json"]).exits_with(0);
    assert_eq!(clean.stdout, "1 description checked: 0 errors, 0 warnings\n");

    edit(
        &folder.path().join("weather.json"),
        "\"output\": \"ListStationsResponse\"",
        "\"output\": \"ListStationResponse\"",
    );
    edit(
        &folder.path().join("weather.json"),
        "\"Name\": { \"target\": \"Name\"",
        "\"Name\": { \"target\": \"Nmae\"",
    );
    let text = shapewright(folder.path(), &["check", "weather.json"]).exits_with(1);
    for part in [
        "error[unknown-target]",
        "--> weather.json:",
        "did you mean `ListStationsResponse`?",
        "^^^",
    ] {
        assert!(text.stdout.contains(part), "{part} is not in\n{}", text.stdout);
    }
    assert!(text.stderr.contains("1 description checked: "), "{}", text.stderr);
    // To a pipe there is no colour.
    assert!(!text.stdout.contains('\u{1b}') && !text.stderr.contains('\u{1b}'));

    let json = shapewright(folder.path(), &["check", "weather.json", "--format", "json"])
        .exits_with(1)
        .json();
    let problems = json["problems"].as_array().unwrap();
    assert!(problems.len() >= 3, "{json}");
    assert_eq!(json["errors"], problems.len());
    let first = &problems[0];
    assert_eq!(first["code"], "unknown-target");
    assert_eq!(first["path"], "weather.json");
    assert!(
        first["line"].as_u64().unwrap() > 1 && first["help"].is_string(),
        "{first}"
    );

    let generated = shapewright(folder.path(), &["generate", "weather.json"]).exits_with(1);
    assert!(generated.stderr.contains("nothing was written"), "{}", generated.stderr);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn generate_writes_what_check_then_finds_up_to_date() {
    let folder = weather();
    let settings = [
        "--crate-prefix",
        "acme",
        "--license",
        "MIT",
        "--author",
        "Ann",
        "--crate-version",
        "1.0.0",
    ];
    let first = shapewright(folder.path(), &[&["generate", "weather.json"][..], &settings].concat()).exits_with(0);
    assert!(first.stdout.starts_with("1 service, "), "{}", first.stdout);
    let read = |path: &str| fs::read_to_string(folder.path().join("generated").join(path)).unwrap();
    let client: toml::Table = read("weather/client/Cargo.toml").parse().unwrap();
    assert_eq!(client["package"]["name"].as_str(), Some("acme-weather-client"));
    for key in ["license", "authors", "publish", "version"] {
        assert!(client["package"][key]["workspace"].as_bool().unwrap(), "{key}");
    }
    let model = &client["dependencies"]["weather-model"];
    assert_eq!(model["package"].as_str(), Some("acme-weather-model"));
    assert_eq!(model["version"].as_str(), Some("1.0.0"));
    let workspace: toml::Table = read("Cargo.toml").parse().unwrap();
    let package = &workspace["workspace"]["package"];
    assert_eq!(package["license"].as_str(), Some("MIT"));
    assert_eq!(package["publish"].as_bool(), Some(false));
    // Nothing of ours, and nothing about where the description is.
    assert!(!read("Cargo.toml").contains("github.com/shapewright"));
    let source = read("weather/client/src/lib.rs");
    assert!(
        source.starts_with("// Generated by Shapewright from weather.json."),
        "{source}"
    );

    // A later run keeps the settings.
    let checked = shapewright(folder.path(), &["generate", "weather.json", "--check"]).exits_with(0);
    assert_eq!(checked.stdout, "generated is up to date\n");
    edit(
        &folder.path().join("weather.json"),
        "What it is for.",
        "What it measures.",
    );
    let drift = shapewright(folder.path(), &["generate", "weather.json", "--check"]).exits_with(1);
    assert!(
        drift.stdout.contains("+") && drift.stdout.contains("What it measures."),
        "{}",
        drift.stdout
    );
    assert!(
        drift.stderr.contains("run `shapewright generate weather.json`"),
        "{}",
        drift.stderr
    );
    let json = ["generate", "weather.json", "--check", "--format", "json"];
    let json = shapewright(folder.path(), &json).exits_with(1).json();
    assert_eq!(json["services"][0], "weather");
    assert!(!json["written"].as_array().unwrap().is_empty(), "{json}");
    shapewright(folder.path(), &["generate", "weather.json"]).exits_with(0);
    shapewright(folder.path(), &["generate", "weather.json", "--check"]).exits_with(0);
}

#[test]
fn a_folder_of_descriptions_owns_the_output_and_a_file_does_not() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        shapewright(folder.path(), &["new", name, "--out", "specs"]).exits_with(0);
        let file = format!("specs/{name}.json");
        shapewright(folder.path(), &["generate", &file]).exits_with(0);
    }
    let crates = |name: &str| folder.path().join("generated").join(name).exists();
    assert!(crates("one") && crates("two"));
    fs::remove_file(folder.path().join("specs/one.json")).unwrap();
    shapewright(folder.path(), &["generate", "specs"]).exits_with(0);
    assert!(!crates("one") && crates("two"));
}

#[test]
fn import_writes_a_description_that_can_be_generated() {
    let folder = tempfile::tempdir().unwrap();
    let imported = shapewright(folder.path(), &["import", MODEL]).exits_with(0);
    let (path, _) = imported.stdout.split_once(": ").unwrap();
    shapewright(folder.path(), &["check", path]).exits_with(0);
    // A description that somebody has edited is not replaced.
    edit(&folder.path().join(path), "\"spec\": 1", "\"spec\":  1");
    let refused = shapewright(folder.path(), &["import", MODEL]).exits_with(2);
    assert!(refused.stderr.contains("--force"), "{}", refused.stderr);
    let json = shapewright(folder.path(), &["import", MODEL, "--force", "--format", "json"])
        .exits_with(0)
        .json();
    let description = &json["descriptions"][0];
    assert_eq!(description["path"], path);
    assert!(description["operations"].as_u64().unwrap() > 0, "{json}");
}

#[test]
fn diff_has_a_verdict_and_fails_if_asked_to() {
    let folder = weather();
    let same = shapewright(
        folder.path(),
        &["diff", "weather.json", "weather.json", "--fail-on", "caution"],
    );
    same.exits_with(0);
    fs::copy(folder.path().join("weather.json"), folder.path().join("old.json")).unwrap();
    edit(
        &folder.path().join("weather.json"),
        "\"uri\": \"/stations\" }",
        "\"uri\": \"/places\" }",
    );
    let shown = shapewright(folder.path(), &["diff", "old.json", "weather.json"]).exits_with(0);
    assert!(shown.stdout.contains("ListStations"), "{}", shown.stdout);
    let json = [
        "diff",
        "old.json",
        "weather.json",
        "--format",
        "json",
        "--fail-on",
        "breaking",
    ];
    let failed = shapewright(folder.path(), &json).exits_with(1);
    assert!(failed.json().is_object() || failed.json().is_array());
    assert!(
        failed.stderr.contains("to accept one, say so in accepted-changes.toml"),
        "{}",
        failed.stderr
    );
}

#[test]
fn docs_writes_a_site() {
    let folder = weather();
    let written = shapewright(folder.path(), &["docs", "weather.json", "--out", "site"]).exits_with(0);
    assert!(written.stdout.contains(" in site: "), "{}", written.stdout);
    let page = fs::read_to_string(folder.path().join("site/weather/index.html")).unwrap();
    assert!(page.contains("CreateStation"));
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/notes.txt"), "mine").unwrap();
    shapewright(folder.path(), &["docs", "weather.json", "--out", "mine"]).exits_with(2);
}

#[test]
fn completions_are_for_every_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = shapewright(folder.path(), &["completions", shell]).exits_with(0).stdout;
        assert!(script.contains("shapewright") && script.contains("generate"), "{shell}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let folder = weather();
    let mut child = process::Command::new(cargo_bin!("shapewright"))
        .current_dir(folder.path())
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "{said}");
    assert_eq!(said, "");
}

/// A server that is stopped when the test ends.
struct Server(process::Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn mock_serves() {
    let mut server = Server(
        process::Command::new(cargo_bin!("shapewright"))
            .args(["mock", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .write_all(format!("GET /_mock/health HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes())
        .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
}
