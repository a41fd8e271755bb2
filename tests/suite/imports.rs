//! What Cargo cannot enforce: which crates may become dependencies of which, where I/O happens, where names are decided,
//! that no runtime crate names a service, that generated code needs no macro.

mod uses;

use self::uses::Uses;
use crate::support::workspace;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The generator's crates, and the others of the project that each may depend on.
const CODEGEN: &[(&str, &[&str])] = &[
    ("spec", &["endpoint"]),
    ("ir", &["endpoint", "spec"]),
    ("emit", &["ir", "spec"]),
    ("import", &["endpoint", "spec"]),
    ("diff", &["codegen", "ir", "spec"]),
    ("reference", &["codegen", "diff", "endpoint", "ir", "pattern", "spec"]),
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

/// Where a manifest has dependencies.
const TABLES: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];

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

/// What a file of the generator does against the rules. `file` is its path in `codegen/`.
fn wrong_in_codegen(file: &str, text: &str) -> Vec<String> {
    let uses = Uses::of(&module(file), text);
    let mut wrong = Vec::new();
    if file.starts_with("emit/") {
        let changes_case =
            |method: &&String| method.ends_with("case") && method.contains("to_") || method.starts_with("make_");
        let methods = uses.methods.iter().filter(changes_case);
        wrong.extend(methods.map(|method| format!("{file}: changes case by {method}")));
    }
    for path in &uses.paths {
        let does_io = path[0] == "std"
            && path
                .get(1)
                .is_some_and(|name| matches!(name.as_str(), "fs" | "env" | "net" | "process"));
        if does_io && !matches!(file, "emit/src/fs.rs" | "emit/src/build.rs" | "import/src/find.rs") {
            wrong.push(format!("{file}: I/O by {}", path.join("::")));
        }
        if path[0] == "heck" && file != "ir/src/lower/naming.rs" {
            wrong.push(format!("{file}: names are decided in ir/src/lower/naming.rs"));
        }
    }
    wrong
}

#[test]
fn the_generator_does_io_at_its_doors_and_decides_names_in_one_place() {
    let mut wrong = Vec::new();
    for (name, allowed) in CODEGEN {
        let folder = format!("codegen/{name}");
        let manifest = fs::read_to_string(workspace().join(&folder).join("Cargo.toml")).expect("it has a manifest");
        wrong.extend(wrong_dependencies(name, allowed, &["dependencies"], &manifest));
        for (file, text) in files(&format!("{folder}/src"), ".rs") {
            wrong.extend(wrong_in_codegen(&format!("{name}/src/{file}"), &text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The services that the source of a runtime crate names.
fn wrong_in_runtime(name: &str, file: &str, text: &str) -> Vec<String> {
    // Tests stand at the end of a file, and may take any service for an example.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_lowercase();
    let services = SERVICES.iter().filter(|service| text.contains(**service));
    services
        .map(|service| format!("{name}/{file}: names {service}"))
        .collect()
}

/// The crates of the project that a manifest depends on against the rules, in these tables.
fn wrong_dependencies(name: &str, allowed: &[&str], tables: &[&str], manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
    let dependencies = tables.iter().filter_map(|table| manifest.get(*table)?.as_table());
    dependencies
        .flat_map(toml::Table::keys)
        .filter_map(|dependency| dependency.strip_prefix("shapewright-"))
        // A crate may turn on features of its own for its tests.
        .filter(|other| *other != name && !allowed.contains(other))
        .map(|other| format!("{name} depends on {other}"))
        .collect()
}

#[test]
fn runtime_crates_know_no_service_and_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for (name, allowed) in RUNTIME {
        let folder = format!("runtime/{name}");
        let manifest = fs::read_to_string(workspace().join(&folder).join("Cargo.toml")).expect("it has a manifest");
        wrong.extend(wrong_dependencies(name, allowed, &TABLES, &manifest));
        for (file, text) in files(&format!("{folder}/src"), ".rs") {
            wrong.extend(wrong_in_runtime(name, &file, &text));
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
        (
            "emit/src/emit/mod.rs",
            "fn name() -> String { String::new().to_uppercase() }",
        ),
        ("ir/src/lower/docs.rs", "use heck::ToSnakeCase;"),
        ("spec/src/parse.rs", "use std::{fmt, fs};"),
        ("spec/src/check/mod.rs", "fn f() { std::env::var(\"A\").ok(); }"),
    ] {
        assert_eq!(wrong_in_codegen(file, text).len(), 1, "{file}: {text}");
    }
    for (file, text) in [
        ("emit/src/emit/mod.rs", "fn f() { quote!(std::env) }"),
        ("ir/src/lower/naming.rs", "use heck::ToSnakeCase;"),
        ("spec/src/check/mod.rs", "#[cfg(test)] mod tests { use std::fs; }"),
        ("emit/src/fs.rs", "use std::fs; use crate::render::Artifact;"),
    ] {
        assert_eq!(wrong_in_codegen(file, text), [""; 0], "{file}: {text}");
    }

    let runtime = |text| wrong_in_runtime("client", "lib.rs", text);
    assert_eq!(
        runtime("use shapewright_wire as wire;\n#[cfg(test)]\nmod tests { /* workmail */ }"),
        [""; 0]
    );
    assert_eq!(runtime("//! As WorkMail does.").len(), 1);
    let manifest = "[dependencies]\nshapewright-wire = {}\n[dev-dependencies]\nshapewright-server = {}";
    assert_eq!(
        wrong_dependencies("client", &["schema", "wire"], &TABLES, manifest).len(),
        1
    );

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
