//! No circle of modules in any crate that is written by hand: what uses each other, directly or over others, can neither
//! be read nor changed on its own.

mod graph;
mod source;

use self::{
    graph::{Circle, Graph},
    source::Modules,
};
use crate::support::workspace;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Crates that are left out until their modules are in order.
const BEING_RESTRUCTURED: &[&str] = &["shapewright-wire"];

/// The root files of the libraries and programs of all hand-written crates, by their path under the workspace.
fn roots() -> Vec<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it writes JSON");
    let packages = metadata["packages"].as_array().expect("it lists packages");
    let written = packages.iter().filter(|package| {
        let name = package["name"].as_str().unwrap_or_default();
        !BEING_RESTRUCTURED.contains(&name)
    });
    let targets = written.flat_map(|package| package["targets"].as_array().into_iter().flatten());
    let sources = targets.filter_map(|target| {
        let kinds = target["kind"].as_array()?;
        kinds.iter().find(|kind| *kind == "lib" || *kind == "bin")?;
        let path = Path::new(target["src_path"].as_str()?);
        Some(
            path.strip_prefix(workspace())
                .expect("it lies in the workspace")
                .to_owned(),
        )
    });
    sources.filter(|path| !path.starts_with("generated")).collect()
}

/// The circles of a crate by its root file.
fn circles(root: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Vec<Circle> {
    Graph::of(&Modules::read(root, read)).circles()
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let read = |path: &Path| std::fs::read_to_string(workspace().join(path)).ok();
    let roots = roots();
    assert!(!roots.is_empty());
    let circles: Vec<String> = roots
        .iter()
        .flat_map(|root| circles(root, &read))
        .map(|circle| circle.to_string())
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n\n"));
}

/// The circles of a made-up crate: its files below the root, each with its text, after the root's.
fn found(root: &str, files: &[(&str, &str)]) -> Vec<Circle> {
    let read = |path: &Path| {
        let file = files.iter().find(|(file, _)| Path::new(file) == path);
        let text = file.map(|(_, text)| *text);
        text.or(Some(root).filter(|_| path == "lib.rs")).map(str::to_owned)
    };
    circles(Path::new("lib.rs"), &read)
}

#[track_caller]
fn assert_circle(root: &str, files: &[(&str, &str)], modules: &[&str]) {
    let circles = found(root, files);
    assert_eq!(circles.len(), 1, "{circles:?}");
    assert_eq!(circles[0].modules, modules, "{circles:?}");
}

#[track_caller]
fn assert_none(root: &str, files: &[(&str, &str)]) {
    assert_eq!(found(root, files), []);
}

#[test]
fn a_circle_is_found_with_what_ties_it() {
    let files = [
        ("a.rs", "use crate::b::{B, other}; pub struct A(B);"),
        ("b/mod.rs", "mod c; pub struct B; pub fn other() { c::go() }"),
        ("b/c.rs", "pub fn go() { let _: crate::a::A; }"),
        ("d.rs", "use crate::a::A; pub struct D(A);"),
    ];
    let circles = found("mod a; mod b; mod d;", &files);
    assert_eq!(
        circles.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["a circle of modules: a, b, b::c\n  \
          a.rs uses b: crate::b::B\n  \
          b/mod.rs uses b::c: c::go\n  \
          b/c.rs uses a: crate::a::A"]
    );
}

#[test]
fn two_circles_are_told_apart() {
    let files = [
        ("a.rs", "pub struct A(super::b::B);"),
        ("b.rs", "pub struct B(Box<super::a::A>);"),
        ("c.rs", "pub struct C(super::a::A, super::d::D);"),
        ("d.rs", "pub struct D(Box<super::c::C>);"),
    ];
    let circles = found("mod a; mod b; mod c; mod d;", &files);
    let modules: Vec<_> = circles.iter().map(|circle| circle.modules.join(" ")).collect();
    assert_eq!(modules, ["a b", "c d"]);
}

#[test]
fn a_parent_that_only_declares_and_re_exports_is_in_no_circle() {
    let files = [
        ("a.rs", "use crate::{B, b::c}; pub struct A(B); fn f() { c::go() }"),
        ("b/mod.rs", "pub mod c; mod d; pub use self::c::B; pub(crate) use d::*;"),
        ("b/c.rs", "use super::D; pub struct B(D); pub fn go() {}"),
        ("b/d.rs", "pub struct D;"),
    ];
    assert_none("mod a; mod b; pub use a::A; pub use b::B;", &files);
}

#[test]
fn what_a_parent_defines_ties_its_children_to_it_if_it_uses_them() {
    let child = [("a.rs", "pub fn go(_: super::Root) {}")];
    assert_none("mod a; pub use a::go; pub struct Root;", &child);
    assert_circle(
        "mod a; use a::go; pub struct Root; fn f() { go(Root) }",
        &child,
        &["crate", "a"],
    );
    assert_circle(
        "pub mod a; pub struct Root; fn f() { a::go(Root) }",
        &child,
        &["crate", "a"],
    );
    // A re-export does not hide that the module itself uses the name.
    assert_circle(
        "mod a; pub use a::go; pub struct Root; fn f() { go(Root) }",
        &child,
        &["crate", "a"],
    );
}

#[test]
fn a_name_leads_through_re_exports_to_what_defines_it() {
    let files = [
        ("a.rs", "use crate::inner::Thing; pub struct A(Thing);"),
        ("b.rs", "pub struct B(crate::a::A); pub struct Other;"),
    ];
    assert_circle(
        "mod a; mod b; mod inner { pub use super::b::Other as Thing; }",
        &files,
        &["a", "b"],
    );
    assert_circle(
        "mod a; mod b; mod inner { pub use crate::b::*; pub use super::b::B as Thing; }",
        &files,
        &["a", "b"],
    );
    assert_none("mod a; mod b; mod inner { pub struct Thing; }", &files);
}

#[test]
fn a_module_and_a_function_of_the_same_name_are_two() {
    let files = [
        ("text.rs", "pub fn text() {} pub fn more() { super::other::other() }"),
        ("other.rs", "use crate::text; pub fn other() { text() }"),
    ];
    assert_circle("mod text; mod other; pub use text::text;", &files, &["other", "text"]);
    let files = [
        ("text.rs", "pub struct Text; pub fn more() { super::other::other() }"),
        ("other.rs", "use crate::text as t; pub fn other() {}"),
    ];
    assert_none("mod text; mod other;", &files);
}

#[test]
fn inline_modules_and_macros_count() {
    assert_circle(
        "mod a { pub fn f() { super::b::g() } } mod b { pub fn g() { super::a::f() } }",
        &[],
        &["a", "b"],
    );
    let used =
        |macro_: &str| format!("mod a {{ pub fn f() {{ {macro_} }} }} mod b {{ pub fn g() {{ super::a::f() }} }}");
    for invoked in [
        "println!(\"{}\", crate::b::g());",
        "html! { p class=\"x\" { (crate::b::g()) } };",
        "use crate::b; html! { @if x { (b::g()) } };",
        "use crate::b::g; println!(\"{}\", vec![g()]);",
    ] {
        assert_circle(&used(invoked), &[], &["a", "b"]);
    }
    for other in ["quote!(crate::b::g());", "html! { (x.b::g) (::b::g()) }"] {
        assert_none(&used(other), &[]);
    }
    assert_circle(
        "#[macro_use] mod a { macro_rules! m { () => { $crate::b::g() } } } mod b { pub fn g() { m!() } }",
        &[],
        &["a", "b"],
    );
    assert_circle(
        "mod a { #[derive(Serialize)] pub struct A { #[serde(with = \"crate::b::text\")] a: u8 } } \
         mod b { pub mod text { pub fn serialize(_: crate::a::A) {} } }",
        &[],
        &["a", "b::text"],
    );
}

#[test]
fn tests_other_crates_and_local_names_tie_nothing() {
    let other = "pub fn g() { super::a::f() }";
    for text in [
        "#[cfg(test)] use crate::b::g; pub fn f() {}",
        "pub fn f() {} #[cfg(test)] mod tests { use crate::b::g; }",
        "pub fn f() {} #[cfg(all(test, unix))] fn h() { crate::b::g() }",
        "use ::b::g; pub fn f() { g() }",
        "pub fn f() { let b = 1; b.g() }",
        "pub struct S; impl S { pub fn g() { Self::g() } } pub fn f() {}",
        "/// See [`crate::b::g`].\npub fn f() {}",
    ] {
        assert_none("mod a; mod b;", &[("a.rs", text), ("b.rs", other)]);
    }
    assert_circle(
        "mod a; mod b;",
        &[("a.rs", "pub fn f() { crate::b::g() }"), ("b.rs", other)],
        &["a", "b"],
    );
}
