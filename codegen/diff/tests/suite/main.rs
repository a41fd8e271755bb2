//! What differs between descriptions, and what is said of it.

mod accept;
mod cases;
mod reached;
mod rules;
mod support;

use crate::support::{fixture, workspace};
use shapewright_codegen::fs;
use shapewright_diff::{self as diff, Description, Diff, State, show};
use shapewright_spec::{
    diagnostic::Diagnostics,
    parse::{Source, parse},
};
use std::{collections::BTreeMap, path::Path};

/// A description that must be without problems.
fn description(path: &str) -> Description {
    let text = std::fs::read_to_string(workspace().join(path)).expect("the description can be read");
    let mut sink = Diagnostics::new();
    let parsed = parse(&Source::new(path, text), &mut sink).expect("it is a description");
    assert!(sink.is_empty(), "{sink}");
    Description::new(parsed)
}

fn macie() -> Diff {
    let old = description("specs/history/macie2/2020-07-16.json");
    diff::diff(&old, &description("specs/macie2.json"))
}

/// A value in the notation of boto3's documents, with what has no order in an order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Literal {
    Text(String),
    Set(Vec<Literal>),
    Members(BTreeMap<String, Literal>),
    List(Vec<Literal>),
}

impl Literal {
    fn of(text: &str) -> Self {
        let mut rest = text.trim();
        let literal = Self::read(&mut rest);
        assert_eq!(rest.trim(), "", "something follows {text}");
        literal
    }

    fn read(rest: &mut &str) -> Self {
        if take(rest, "'") {
            let (text, after) = rest.split_once('\'').expect("text ends");
            *rest = after;
            return Self::Text(text.to_owned());
        }
        let (close, is_list) = if take(rest, "[") { ("]", true) } else { ("}", false) };
        assert!(is_list || take(rest, "{"), "no value starts with {rest}");
        let (mut values, mut members) = (Vec::new(), BTreeMap::new());
        while !take(rest, close) {
            match (Self::read(rest), take(rest, ":")) {
                (Self::Text(name), true) => _ = members.insert(name, Self::read(rest)),
                (value, _) => values.push(value),
            }
            take(rest, ",");
        }
        if is_list {
            return Self::List(values);
        }
        values.sort();
        if members.is_empty() {
            Self::Set(values)
        } else {
            Self::Members(members)
        }
    }
}

fn take(rest: &mut &str, what: &str) -> bool {
    *rest = rest.trim_start();
    let after = rest.strip_prefix(what);
    *rest = after.unwrap_or(rest);
    after.is_some()
}

/// The operations of a page of API changes: what became of each, and its changes by their headings.
fn page(text: &str) -> BTreeMap<String, (String, BTreeMap<String, Literal>)> {
    let mut operations = BTreeMap::new();
    let mut lines = text.lines();
    let mut last = None;
    while let Some(line) = lines.next() {
        // The spaces of the page are not all of one kind.
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [name, state, "Link", "¶"] = words.as_slice() {
            let state = state.trim_matches(['(', ')']).to_owned();
            operations.insert(name.to_string(), (state, BTreeMap::new()));
            last = Some(name.to_string());
        } else if let (true, Some(name)) = (line.starts_with("Changes ("), &last) {
            let mut literal = String::new();
            while let Some(line) = lines.next().filter(|line| !line.is_empty()) {
                literal.push_str(line);
            }
            let (_, changes) = operations.get_mut(name).expect("it was just put in");
            changes.insert(line.to_owned(), Literal::of(&literal));
        }
    }
    operations
}

#[test]
fn the_page_of_macie_is_made_of_its_descriptions() {
    let path = workspace().join("../shared/seeds/004_58bce95d9856d124.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: there is no page of API changes at {}", path.display());
        return;
    };
    let expected = page(&text);
    assert_eq!(expected.len(), 5, "the page has five operations");
    let diff = macie();
    let made = diff.operations.iter().map(|operation| {
        let sides = [
            ("Changes (request)", &operation.request.added),
            ("Changes (response)", &operation.response.added),
            ("Removed (request)", &operation.request.removed),
            ("Removed (response)", &operation.response.removed),
        ];
        let changes = sides.into_iter().filter_map(|(heading, nested)| {
            let literal = Literal::of(&show::notation(nested.as_ref()?));
            Some((heading.to_owned(), literal))
        });
        (
            operation.name.clone(),
            (operation.state.name().to_owned(), changes.collect()),
        )
    });
    assert_eq!(made.collect::<BTreeMap<_, _>>(), expected);
}

#[test]
fn a_difference_as_text() {
    let report = show::Report {
        services: vec![show::Compared {
            old: "specs/history/macie2/2020-07-16.json".to_owned(),
            new: "specs/macie2.json".to_owned(),
            diff: macie(),
        }],
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture("changes"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("macie2", show::text(&report)));
}

#[test]
fn a_description_does_not_differ_from_itself() {
    for path in fs::descriptions(&workspace().join("specs")).expect("there are descriptions") {
        let path = path
            .strip_prefix(workspace())
            .expect("it lies there")
            .display()
            .to_string();
        let diff = diff::diff(&description(&path), &description(&path));
        assert!(diff.changes.is_empty() && diff.operations.is_empty(), "{path}");
        assert_eq!(diff.bump(), None);
    }
}

/// Older descriptions are no services of their own, but descriptions all the same, of a service that is there, and are
/// named by the day on which they ceased to hold.
#[test]
fn recorded_versions_are_descriptions() {
    let specs = workspace().join("specs");
    let current: Vec<_> = fs::descriptions(&specs).expect("there are descriptions");
    let folders = std::fs::read_dir(specs.join("history")).expect("there is a history");
    let mut count = 0;
    for folder in folders.map(|entry| entry.expect("it can be read").path()) {
        let service = name(&folder);
        assert!(
            current.contains(&specs.join(format!("{service}.json"))),
            "no description of {service}"
        );
        for path in fs::descriptions(&folder).expect("the folder can be read") {
            let day = name(&path);
            let is_day = day.len() == 10 && day.split('-').all(|part| part.parse::<u16>().is_ok());
            assert!(is_day, "{} is not named by a day", path.display());
            let text = std::fs::read_to_string(&path).expect("it can be read");
            let ir = support::lowered(&Source::new(path.display().to_string(), text));
            assert_eq!(ir.service.name, service);
            count += 1;
        }
    }
    assert!(count > 0);
    let diff = macie();
    assert!(
        diff.operations
            .iter()
            .all(|operation| operation.state == State::Updated)
    );
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
