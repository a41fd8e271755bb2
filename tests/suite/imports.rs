//! Who may import whom. `X never imports Y` is only true while a test says so.

mod uses;

use self::uses::Uses;
use crate::support::workspace;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The modules of the generator, and those that each may import besides itself.
const PASSES: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("ir", &[]),
    ("spec", &["diagnostic"]),
    ("check", &["spec", "diagnostic"]),
    ("lower", &["spec", "ir", "diagnostic"]),
    ("emit", &["ir"]),
    ("render", &["emit", "ir"]),
    ("fs", &["render"]),
    ("import", &["spec", "check", "diagnostic"]),
    ("diff", &["spec", "lower", "ir", "emit", "diagnostic"]),
    ("reference", &["spec", "ir", "diff", "render"]),
];

/// The runtime crates, and the others of them that each may depend on.
const RUNTIME: &[(&str, &[&str])] = &[
    ("endpoint", &[]),
    ("pattern", &[]),
    ("stream", &[]),
    ("schema", &["endpoint", "stream"]),
    ("wire", &["schema"]),
    ("sigv4", &["schema"]),
    ("client", &["endpoint", "schema", "sigv4", "stream", "wire"]),
    ("server", &["pattern", "schema", "sigv4", "stream", "wire"]),
];

/// Services that the runtime must not know of.
const SERVICES: &[&str] = &[
    "workmail",
    "sesv2",
    "macie2",
    "glacier",
    "api gateway",
    "machine learning",
];

/// All files with this ending under a folder of the workspace, by their path under that folder.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let root = workspace().join(folder);
    let mut open = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&path).expect("the file can be read");
                files.push((relative(&root, &path), text));
            }
        }
    }
    assert!(!files.is_empty(), "there is no {ending} in {folder}");
    files.sort();
    files
}

fn relative(root: &Path, path: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root).expect("it lies under the root").to_owned();
    path.to_string_lossy().replace('\\', "/")
}

/// The module of a file: `lower/naming.rs` is `lower`, `naming`.
fn module(file: &str) -> Vec<String> {
    let file = file.strip_suffix(".rs").unwrap_or(file);
    let file = file.strip_suffix("/mod").unwrap_or(file);
    file.split('/').map(str::to_owned).collect()
}

/// What a file of the generator imports against the rules.
fn wrong_in_codegen(file: &str, text: &str) -> Vec<String> {
    let module = module(file);
    let uses = Uses::of(&module, text);
    let mut wrong = Vec::new();
    if let Some((pass, allowed)) = PASSES.iter().find(|(pass, _)| *pass == module[0]) {
        for path in uses.paths.iter().filter(|path| path[0] == "crate") {
            let other = path.get(1).map_or("", String::as_str);
            let is_code_only =
                *pass != "lower" || other != "diagnostic" || path.get(2).is_some_and(|name| name == "Code");
            if other != *pass && !allowed.contains(&other) || !is_code_only {
                wrong.push(format!("{file}: {pass} imports {}", path.join("::")));
            }
        }
        let changes_case =
            |method: &&String| method.ends_with("case") && method.contains("to_") || method.starts_with("make_");
        if *pass == "emit" || *pass == "render" {
            let methods = uses.methods.iter().filter(changes_case);
            wrong.extend(methods.map(|method| format!("{file}: {pass} changes case by {method}")));
        }
    }
    for path in &uses.paths {
        let does_io = path[0] == "std"
            && path
                .get(1)
                .is_some_and(|name| matches!(name.as_str(), "fs" | "env" | "net" | "process"));
        if does_io && !matches!(file, "fs.rs" | "build.rs" | "import/find.rs") {
            wrong.push(format!("{file}: I/O by {}", path.join("::")));
        }
        if path[0] == "heck" && file != "lower/naming.rs" {
            wrong.push(format!("{file}: names are decided in lower/naming.rs"));
        }
    }
    wrong
}

#[test]
fn passes_import_one_way() {
    let wrong: Vec<String> = files("codegen/src", ".rs")
        .iter()
        .flat_map(|(file, text)| wrong_in_codegen(file, text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the source of a runtime crate imports or names against the rules.
fn wrong_in_runtime(name: &str, allowed: &[&str], file: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in Uses::of(&module(file), text).paths {
        let other = path[0].strip_prefix("shapewright_");
        if let Some(other) = other.filter(|other| !allowed.contains(other) && *other != name) {
            wrong.push(format!("{name}/{file}: imports shapewright_{other}"));
        }
    }
    // Tests stand at the end of a file, and may take any service for an example.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_lowercase();
    let services = SERVICES.iter().filter(|service| text.contains(**service));
    wrong.extend(services.map(|service| format!("{name}/{file}: names {service}")));
    wrong
}

/// The runtime crates that a manifest depends on against the rules.
fn wrong_dependencies(name: &str, allowed: &[&str], manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
    let tables = ["dependencies", "build-dependencies", "dev-dependencies"];
    let dependencies = tables.into_iter().filter_map(|table| manifest.get(table)?.as_table());
    dependencies
        .flat_map(toml::Table::keys)
        .filter_map(|dependency| dependency.strip_prefix("shapewright-"))
        .filter(|other| !allowed.contains(other))
        .map(|other| format!("{name} depends on {other}"))
        .collect()
}

#[test]
fn runtime_crates_know_no_service_and_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for (name, allowed) in RUNTIME {
        let folder = format!("runtime/{name}");
        let manifest = fs::read_to_string(workspace().join(&folder).join("Cargo.toml")).expect("it has a manifest");
        wrong.extend(wrong_dependencies(name, allowed, &manifest));
        for (file, text) in files(&format!("{folder}/src"), ".rs") {
            wrong.extend(wrong_in_runtime(name, allowed, &file, &text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a generated file holds that only a build script, a proc macro or a macro would bring.
fn wrong_in_generated(file: &str, text: &str) -> Vec<String> {
    if file.ends_with(".toml") {
        let manifest: toml::Table = text.parse().expect("a manifest is TOML");
        let builds = manifest.contains_key("build-dependencies")
            || manifest
                .get("package")
                .is_some_and(|package| package.get("build").is_some());
        let is_macro = manifest.get("lib").is_some_and(|lib| lib.get("proc-macro").is_some());
        let found = [(builds, "has a build script"), (is_macro, "is a proc macro")];
        return found
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, what)| format!("{file} {what}"))
            .collect();
    }
    if file.ends_with("build.rs") {
        return vec![format!("{file} is a build script")];
    }
    let macros = BTreeSet::from_iter(Uses::of(&module(file), text).macros);
    macros.iter().map(|name| format!("{file}: calls {name}!")).collect()
}

#[test]
fn generated_code_holds_no_macro_and_no_build_script() {
    let manifests = files("generated", "Cargo.toml");
    let sources = files("generated", ".rs");
    let wrong: Vec<String> = manifests
        .iter()
        .chain(&sources)
        .flat_map(|(file, text)| wrong_in_generated(file, text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_wrong_is_found() {
    for (file, text) in [
        ("emit/model/mod.rs", "use crate::spec::Spec;"),
        ("emit/model/mod.rs", "use super::super::super::lower;"),
        ("emit/mod.rs", "fn name() -> String { String::new().to_uppercase() }"),
        ("emit/mod.rs", "mod inner { fn f() { super::super::lower::docs() } }"),
        (
            "emit/mod.rs",
            "fn f() { let _ = format!(\"{}\", crate::spec::VERSION); }",
        ),
        ("ir/mod.rs", "use crate::{ir::Ir, spec};"),
        ("lower/mod.rs", "use crate::diagnostic::{Code, Diagnostics};"),
        ("lower/docs.rs", "use heck::ToSnakeCase;"),
        ("spec/parse.rs", "use std::{fmt, fs};"),
        ("check/mod.rs", "fn f() { std::env::var(\"A\").ok(); }"),
        ("render/mod.rs", "use crate::Source;"),
    ] {
        assert_eq!(wrong_in_codegen(file, text).len(), 1, "{file}: {text}");
    }
    for (file, text) in [
        (
            "emit/mod.rs",
            "use crate::ir::Ir; fn f() { quote!(use super::lower; crate::spec) }",
        ),
        (
            "lower/naming.rs",
            "use heck::ToSnakeCase; use crate::{diagnostic::Code, spec, ir};",
        ),
        (
            "check/mod.rs",
            "#[cfg(test)] mod tests { use std::fs; use crate::lower; }",
        ),
        ("fs.rs", "use std::fs; use crate::render::Artifact;"),
    ] {
        assert_eq!(wrong_in_codegen(file, text), [""; 0], "{file}: {text}");
    }

    let runtime = |text| wrong_in_runtime("client", &["schema", "wire"], "lib.rs", text);
    assert_eq!(
        runtime("use shapewright_wire as wire;\n#[cfg(test)]\nmod tests { /* workmail */ }"),
        [""; 0]
    );
    assert_eq!(runtime("use shapewright_server::Mock;").len(), 1);
    assert_eq!(runtime("//! As WorkMail does.").len(), 1);
    let manifest = "[dependencies]\nshapewright-wire = {}\n[dev-dependencies]\nshapewright-server = {}";
    assert_eq!(wrong_dependencies("client", &["schema", "wire"], manifest).len(), 1);

    for (file, text) in [
        ("weather/model/src/lib.rs", "fn f() { println!() }"),
        ("weather/model/src/lib.rs", "include!(\"x\");"),
        ("weather/model/build.rs", ""),
        ("weather/model/Cargo.toml", "[lib]\nproc-macro = true"),
        ("weather/model/Cargo.toml", "[package]\nbuild = \"make.rs\""),
    ] {
        assert_eq!(wrong_in_generated(file, text).len(), 1, "{file}: {text}");
    }
}
