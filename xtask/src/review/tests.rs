//! Reviews of small repositories, and the recipes for CI.

use super::{
    Arguments,
    report::{self, Block},
    review,
};
use crate::{Cli, codegen, workspace};
use clap::Parser;
use serde_json::Value;
use shapewright_diff::accept::Day;
use std::{fs, path::PathBuf, process::Command};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

/// A repository with one description and its crates, committed.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = Self { folder };
        let weather = workspace().unwrap().join("tests/consumer/specs/weather.json");
        fs::create_dir(project.path("specs")).unwrap();
        fs::copy(weather, project.path("specs/weather.json")).unwrap();
        project.git(&["init", "--quiet", "--initial-branch", "main"]);
        project.generate();
        project.commit();
        project
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    fn git(&self, arguments: &[&str]) {
        let identity = [
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.com",
            "-c",
            "commit.gpgsign=false",
        ];
        let mut git = Command::new("git");
        git.current_dir(self.folder.path()).args(identity).args(arguments);
        assert!(git.status().unwrap().success(), "{git:?}");
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "A change"]);
    }

    fn generate(&self) {
        codegen::run(&codegen::Arguments::between(self.path("specs"), self.path("generated"))).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        fs::write(self.path(path), text.replace(from, to)).unwrap();
    }

    fn describe(&self, from: &str, to: &str) {
        self.edit("specs/weather.json", from, to);
    }

    /// The review of this day, and what it fails with.
    fn review(&self, options: &[&str]) -> (Vec<Block>, Option<String>) {
        let specs = self.path("specs").display().to_string();
        let line = Line::parse_from(["review", "--specs", &specs].iter().chain(options));
        let (blocks, outcome) = review(&line.arguments, TODAY).unwrap();
        (blocks, outcome.err().map(|failure| failure.to_string()))
    }
}

const TODAY: Day = Day {
    year: 2026,
    month: 11,
    day: 29,
};
const NEW_VALUE: [&str; 2] = ["\"CITY\": {", "\"SEA\": {}, \"CITY\": {"];
const NO_VALUE: [&str; 2] = ["\"CITY\": { \"docs\": \"Among houses.\" },", ""];
const ENUMS: &str = "generated/weather/model/src/enums.rs";

fn accept(project: &Project, expires: &str) {
    let text = format!(
        "[[accepted]]\nservice = \"weather\"\nrule = \"enum-value-removed\"\nplace = \"/shapes/Terrain/values/CITY\"\n\
         reason = \"No station ever stood there.\"\nexpires = {expires}\n"
    );
    fs::write(project.path("specs/accepted-changes.toml"), text).unwrap();
}

struct Case {
    name: &'static str,
    change: fn(&Project),
    /// What the review fails with, with `--fail-on breaking`.
    fails: Option<&'static str>,
    says: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "nothing",
        change: |_| {},
        fails: None,
        says: &[
            "Nothing is left to do.",
            "by descriptions no change",
            "by the generator no change",
        ],
    },
    Case {
        name: "a description, and its code",
        change: |project| {
            project.describe(NEW_VALUE[0], NEW_VALUE[1]);
            project.generate();
        },
        fails: None,
        says: &[
            "Nothing is left to do.",
            "by descriptions 1 crate, 1 file",
            "by the generator no change",
            "enum-value-added",
            "+ Sea,",
        ],
    },
    Case {
        name: "a description without its code",
        change: |project| project.describe(NEW_VALUE[0], NEW_VALUE[1]),
        fails: Some("1 file drifted"),
        says: &[
            "cargo xtask codegen --specs",
            "by descriptions 1 crate, 1 file",
            "weather/model/src/enums.rs",
        ],
    },
    Case {
        name: "code that somebody has edited",
        change: |project| project.edit(ENUMS, "Among houses", "Between houses"),
        fails: Some("1 file drifted"),
        says: &[
            "- /// Between houses.",
            "by descriptions no change",
            "by the generator no change",
        ],
    },
    Case {
        name: "a file that nothing makes, and one that is not there",
        change: |project| {
            fs::rename(project.path(ENUMS), project.path("generated/weather/model/src/sets.rs")).unwrap();
        },
        fails: Some("2 files drifted"),
        says: &["enums.rs: it is missing", "sets.rs: no description makes it"],
    },
    Case {
        name: "an emitter: the commit has what an older one wrote",
        change: |project| {
            project.edit(ENUMS, "The value as on the wire", "The value on the wire");
            project.commit();
            project.generate();
        },
        fails: None,
        says: &[
            "Nothing is left to do.",
            "by descriptions no change",
            "by the generator 1 crate, 1 file, +1 -1",
        ],
    },
    Case {
        name: "a break",
        change: |project| {
            project.describe(NO_VALUE[0], NO_VALUE[1]);
            project.generate();
        },
        fails: Some("1 breaking change not accepted"),
        says: &[
            "rule = \"enum-value-removed\"",
            "place = \"/shapes/Terrain/values/CITY\"",
            "major",
        ],
    },
    Case {
        name: "a break that is accepted",
        change: |project| {
            project.describe(NO_VALUE[0], NO_VALUE[1]);
            project.generate();
            accept(project, "2026-11-29");
        },
        fails: None,
        says: &["Nothing is left to do.", "No station ever stood there.", "major"],
    },
    Case {
        name: "a break that was accepted until yesterday",
        change: |project| {
            project.describe(NO_VALUE[0], NO_VALUE[1]);
            project.generate();
            accept(project, "2026-11-28");
        },
        fails: Some("1 breaking change not accepted"),
        says: &["has expired on 2026-11-28"],
    },
    Case {
        name: "a service that is gone",
        change: |project| {
            // One is left: a folder without any description generates nothing.
            let weather = project.path("specs/weather.json");
            let climate = fs::read_to_string(&weather).unwrap();
            let climate = climate.replacen("\"name\": \"weather\"", "\"name\": \"climate\"", 1);
            fs::write(project.path("specs/climate.json"), climate).unwrap();
            project.generate();
            project.commit();
            fs::remove_file(weather).unwrap();
            project.generate();
        },
        fails: Some("1 breaking change not accepted"),
        says: &["service-removed", "3 crates"],
    },
    Case {
        name: "a description that the generator does not take any more",
        change: |project| {
            project.describe("\"restJson1\"", "\"restJson0\"");
            project.commit();
            project.describe("\"restJson0\"", "\"restJson1\"");
        },
        fails: None,
        says: &["restJson0", "by descriptions no change", "by the generator no change"],
    },
    Case {
        name: "a project that generates in a build script",
        change: |project| {
            fs::remove_dir_all(project.path("generated")).unwrap();
            project.commit();
            project.describe(NEW_VALUE[0], NEW_VALUE[1]);
        },
        fails: None,
        says: &[
            "Nothing is left to do.",
            "by descriptions 1 crate, 1 file",
            "enum-value-added",
        ],
    },
    Case {
        name: "a snapshot that waits",
        change: |project| fs::write(project.path("a.snap.new"), "").unwrap(),
        fails: None,
        says: &["a.snap.new", "cargo insta accept"],
    },
];

#[test]
fn a_review_says_what_a_change_does_and_how_to_accept_it() {
    for case in CASES {
        let name = case.name;
        let project = Project::new();
        (case.change)(&project);
        let (blocks, failure) = project.review(&["--base", "HEAD", "--fail-on", "breaking", "--all"]);
        let text = report::text(&blocks);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for says in case.says {
            assert!(flat.contains(says), "{name}: no `{says}` in\n{text}");
        }
        match (&failure, case.fails) {
            (None, None) => {}
            (Some(failure), Some(fails)) => assert!(failure.contains(fails), "{name}: {failure}"),
            _ => panic!("{name}: {failure:?}\n{text}"),
        }
        let comment = report::markdown(&blocks);
        assert!(
            comment.starts_with("<!-- shapewright-review -->\n") && comment.len() <= 65_536,
            "{name}"
        );
    }
}

#[test]
fn a_break_counts_for_those_who_are_asked_about() {
    let project = Project::new();
    project.describe(
        "\"Terrain\": { \"target\": \"Terrain\", \"docs\": \"What it stands in now.\" },",
        "\"Terrain\": { \"target\": \"Terrain\" }, \"Owner\": { \"target\": \"String\" },",
    );
    project.generate();
    // Whoever writes the input as a literal has to name the new member; nobody has to send it.
    for (audience, fails) in [("wire,mock", false), ("rust", true)] {
        let (_, failure) = project.review(&["--fail-on", "breaking", "--for", audience]);
        assert_eq!(failure.is_some(), fails, "{audience}: {failure:?}");
    }
}

#[test]
fn the_base_is_where_the_branch_began() {
    let project = Project::new();
    project.git(&["checkout", "--quiet", "-b", "work"]);
    for value in ["SEA", "ICE"] {
        project.describe("\"CITY\": {", &format!("\"{value}\": {{}}, \"CITY\": {{"));
        project.generate();
        project.commit();
    }
    let (blocks, failure) = project.review(&["--fail-on", "breaking"]);
    let text = report::text(&blocks);
    assert!(
        failure.is_none() && text.contains("Terrain.SEA") && text.contains("Terrain.ICE"),
        "{text}"
    );
    let (blocks, _) = project.review(&["--base", "work~1"]);
    let text = report::text(&blocks);
    assert!(!text.contains("Terrain.SEA") && text.contains("Terrain.ICE"), "{text}");

    let specs = project.path("specs").display().to_string();
    let line = Line::parse_from(["review", "--specs", &specs, "--base=--output=/nowhere"]);
    let failure = review(&line.arguments, TODAY).err().unwrap().to_string();
    assert!(failure.contains("git knows no commit `--output=/nowhere`"), "{failure}");
}

/// The recipes for CI: the one of this repository, and the one to copy.
fn recipes() -> [String; 2] {
    let read = |path: &str| fs::read_to_string(workspace().unwrap().join(path)).unwrap();
    let page = read("docs/review.md");
    let (_, recipe) = page.split_once("```yaml\n").unwrap();
    let (recipe, _) = recipe.split_once("\n```").unwrap();
    [read(".github/workflows/review.yml"), recipe.to_owned()]
}

#[test]
fn recipes_run_commands_that_there_are_and_trust_nothing() {
    for recipe in recipes() {
        let workflow: Value = serde_saphyr::from_str(&recipe).unwrap();
        assert_eq!(workflow["permissions"], Value::Object(Default::default()));
        let mut commands = 0;
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            let may_write = job["permissions"]
                .as_object()
                .unwrap()
                .values()
                .any(|may| may == "write");
            for step in job["steps"].as_array().unwrap() {
                if let Some(action) = step["uses"].as_str() {
                    let (_, commit) = action.split_once('@').unwrap();
                    let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
                    assert!(is_commit, "{action} may become another one");
                    assert!(
                        !may_write || !action.starts_with("actions/checkout"),
                        "{name} has foreign code"
                    );
                }
                let script = step["run"].as_str().unwrap_or_default();
                assert!(!script.contains("${{"), "{script} is made of foreign text");
                for command in script
                    .lines()
                    .filter_map(|line| line.trim().strip_prefix("cargo xtask "))
                {
                    commands += 1;
                    let line = ["cargo xtask"].into_iter().chain(command.split_whitespace());
                    Cli::try_parse_from(line).unwrap();
                }
            }
        }
        assert_eq!(commands, 1);
    }
    let [ours, theirs] = recipes().map(|recipe| serde_saphyr::from_str::<Value>(&recipe).unwrap());
    assert_eq!(ours["jobs"]["comment"], theirs["jobs"]["comment"]);
}
