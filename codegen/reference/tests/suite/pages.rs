//! The pages themselves.

use super::{SERVICES, case, service};
use crate::support::fixture;
use insta::Settings;
use shapewright_codegen::Artifact;
use shapewright_reference::{Described, Recorded, is_generated, site};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of cases that show what there is to be seen.
const SHOWN: &[(&str, &str)] = &[
    ("constraints", "operations/Check.html"),
    ("deprecated", "shapes/Kind.html"),
    ("docs", "operations/Read.html"),
    ("errors", "shapes/SlowDown.html"),
    ("lifecycles", "index.html"),
    ("pagination", "operations/Search.html"),
    ("recursion-that-needs-a-box", "operations/CheckRule.html"),
    ("waiters", "operations/GetKiln.html"),
];

fn page<'a>(site: &'a [Artifact], path: &str) -> &'a str {
    let found = site.iter().find(|artifact| artifact.path == path);
    &found.unwrap_or_else(|| panic!("there is no page {path}")).text
}

/// What a page says between its frame, a tag a line.
fn content(page: &str) -> String {
    let (_, rest) = page.split_once("<main").expect("a page has content");
    let (content, _) = rest.split_once("</main>").expect("the content ends");
    format!("<main{content}").replace("><", ">\n<")
}

#[test]
fn pages_of_cases_are_as_their_snapshots_say() {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(fixture("reference"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, path) in SHOWN {
            let site = site(&[case(name)], None);
            let snapshot = format!("{name}-{}", path.trim_end_matches(".html").replace('/', "-"));
            insta::assert_snapshot!(snapshot, content(page(&site, &format!("{name}/{path}"))));
        }
    });
}

/// The values of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {attribute}=\"");
    let places: Vec<usize> = page
        .match_indices(&start)
        .map(|(place, start)| place + start.len())
        .collect();
    places
        .into_iter()
        .filter_map(move |place| page[place..].split('"').next())
}

/// The path of what a relative link on a page leads to.
fn target(page: &str, link: &str) -> String {
    let mut way: Vec<&str> = page.split('/').collect();
    way.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(way.pop().expect("no link leads out of the site")),
            part => way.push(part),
        }
    }
    way.join("/")
}

/// Links that lead nowhere, and ids that are there twice.
fn dead(site: &[Artifact]) -> Vec<String> {
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut dead = Vec::new();
    for artifact in site {
        let ids = ids.entry(&artifact.path).or_default();
        if artifact.path.ends_with(".html") {
            dead.extend(
                values(&artifact.text, "id")
                    .filter(|id| !ids.insert(id))
                    .map(|id| format!("{}: {id} twice", artifact.path)),
            );
        }
    }
    for artifact in site.iter().filter(|artifact| artifact.path.ends_with(".html")) {
        let links = ["href", "src"]
            .into_iter()
            .flat_map(|attribute| values(&artifact.text, attribute));
        for link in links.filter(|link| !link.contains("://") && *link != "#") {
            let (path, id) = link.split_once('#').unwrap_or((link, ""));
            let path = if path.is_empty() {
                artifact.path.clone()
            } else {
                target(&artifact.path, path)
            };
            let leads = ids
                .get(path.as_str())
                .is_some_and(|ids| id.is_empty() || ids.contains(id));
            if !leads {
                dead.push(format!("{}: {link}", artifact.path));
            }
        }
    }
    dead
}

#[test]
fn no_link_is_dead() {
    let services = SERVICES.map(service);
    let site = site(&services, Some("https://example.com/docs/"));
    assert_eq!(dead(&site), [""; 0]);
    assert!(site.iter().filter(|artifact| artifact.path.ends_with(".html")).count() > 300);
    // What the search leads to is there too.
    let index = page(&site, "search.js");
    let index: serde_json::Value = serde_json::from_str(
        index
            .split_once("= ")
            .and_then(|(_, index)| index.trim_end().strip_suffix(';'))
            .expect("a list"),
    )
    .expect("the list is JSON");
    for service in index.as_array().expect("services") {
        for entry in service[2].as_array().expect("entries") {
            page(
                &site,
                &format!(
                    "{}/{}",
                    service[1].as_str().expect("a folder"),
                    entry[2].as_str().expect("a path")
                ),
            );
        }
    }
}

#[test]
fn a_dead_link_is_found() {
    let page = |text: &str| Artifact {
        path: "a/b.html".to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(
        dead(&[page("<p id=\"x\"><a href=\"#x\"></a><a href=\"../a/b.html#x\"></a>")]),
        [""; 0]
    );
    for text in [
        "<a href=\"c.html\">",
        "<a href=\"#y\">",
        "<a id=\"y\"><a id=\"y\">",
        "<img src=\"../d.png\">",
    ] {
        assert_eq!(dead(&[page(text)]).len(), 1, "{text}");
    }
}

#[test]
fn the_same_descriptions_give_the_same_site() {
    let make = || site(&[service("macie2"), case("docs")], None);
    assert_eq!(make(), make());
    for artifact in make().iter().filter(|artifact| artifact.path.ends_with(".html")) {
        assert!(is_generated(&artifact.text), "{}", artifact.path);
    }
    let with_feed = site(&[service("macie2")], Some("https://example.com/docs/"));
    for artifact in make().iter().chain(&with_feed) {
        assert!(is_generated(&artifact.text), "{}", artifact.path);
    }
}

/// The page in the documents: five operations, and what each response has gained.
#[test]
fn a_recorded_version_has_a_page_of_what_changed_after_it() {
    let site = site(&[service("macie2")], Some("https://example.com/docs/"));
    let changes = content(page(&site, "macie2/changes/2020-07-16.html"));
    let sections: Vec<&str> = changes.split("<section").collect();
    let status = "{'relationshipStatus': {'RegionDisabled', 'AccountSuspended'}}";
    for (operation, gained) in [
        ("GetMasterAccount", format!("{{'master': {status}}}")),
        ("GetMember", status.to_owned()),
        (
            "ListFindingsFilters",
            "{'findingsFilterListItems': {'action': 'ARCHIVE | NOOP'}}".to_owned(),
        ),
        ("ListInvitations", format!("{{'invitations': {status}}}")),
        ("ListMembers", format!("{{'members': {status}}}")),
    ] {
        let link = format!("<a href=\"../operations/{operation}.html\">");
        let section = sections
            .iter()
            .find(|section| section.contains(&link))
            .expect("the operation is there");
        for part in ["updated", "Changes (response)", &gained] {
            assert!(section.contains(part), "{operation}: {part} is not in {section}");
        }
        assert!(!section.contains("Changes (request)"), "{operation}");
    }
    assert_eq!(sections.len(), 7, "five operations, and all changes");
    assert!(page(&site, "macie2/index.html").contains("href=\"changes/2020-07-16.html\""));
    assert!(page(&site, "macie2/changes.xml").contains("https://example.com/docs/macie2/changes/2020-07-16.html"));
}

/// Versions follow on each other, and an operation that is gone has no page to lead to.
#[test]
fn each_version_is_compared_with_the_next() {
    let mut described = case("pagination");
    for until in ["2020-01-01", "2021-01-01"] {
        let Described { spec, ir, .. } = case("pagination");
        let until = until.to_owned();
        described.history.push(Recorded { until, spec, ir });
    }
    // Search came with the second version, and went with the current one.
    described.history[0].spec.operations.shift_remove("Search");
    let last = described.spec.operations.len() - 1;
    assert_eq!(described.ir.operations[last].name, "Search");
    described.spec.operations.shift_remove("Search");
    described.ir.operations.truncate(last);
    let site = site(&[described], None);
    assert_eq!(dead(&site), [""; 0]);
    for (day, title, headline) in [
        ("2020-01-01", "Changes from 2020-01-01 to 2021-01-01", "1 new operation"),
        ("2021-01-01", "Changes since 2021-01-01", "1 removed operation"),
    ] {
        let text = page(&site, &format!("pagination/changes/{day}.html"));
        assert!(text.contains(title) && text.contains(headline), "{text}");
    }
}

/// Every text of a description is hostile, and the page stays whole.
#[test]
fn no_description_writes_markup() {
    let hostile = "\"'><script>alert(1)</script><b onclick=\"x\">[a](javascript:x) <!-- & &lt; ]]>";
    let mut described = case("docs");
    let spec = &mut described.spec;
    spec.service.title = hostile.to_owned();
    spec.service.docs = Some(hostile.to_owned());
    described.ir.service.title = hostile.to_owned();
    for operation in spec.operations.values_mut() {
        operation.docs = Some(hostile.to_owned());
    }
    for operation in &mut described.ir.operations {
        operation.deprecated = Some(hostile.to_owned());
        operation.uri = hostile.to_owned();
    }
    let escaped = site(&[described], None);
    let plain = site(&[case("docs")], None);
    let tags = |page: &str, tag: &str| page.matches(&format!("<{tag}")).count();
    for (artifact, plain) in escaped
        .iter()
        .zip(&plain)
        .filter(|(artifact, _)| artifact.path.ends_with(".html"))
    {
        for tag in ["script", "b ", "!--", "a href=\"javascript"] {
            assert_eq!(
                tags(&artifact.text, tag),
                tags(&plain.text, tag),
                "{tag} in {}",
                artifact.path
            );
        }
    }
}
