//! Generates the crates of every snapshot case of `shapewright-codegen` as modules, and a file that includes them all; besides, their handlers; a function for
//! each example in Rust that reference pages show of the cases and of the committed services.

use shapewright_codegen::build::Builder;
use shapewright_ir::load_both;
use shapewright_reference::{Described, shown};
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

const CASES: &str = "../../codegen/emit/tests/cases";
const SPECS: &str = "../../specs";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CASES}");
    println!("cargo::rerun-if-changed={SPECS}");
    let mut cases: Vec<PathBuf> = fs::read_dir(CASES)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    cases.sort();
    let mut includes = String::new();
    let mut examples = String::new();
    for service in ["macie2", "sesv2", "workmail"] {
        examples_of(
            &Path::new(SPECS).join(format!("{service}.json")),
            service,
            None,
            &mut examples,
        )?;
    }
    let mut handlers = String::new();
    for case in cases {
        Builder::new(case.join("spec.json")).run();
        // The folder has the name of the service; a test asks for that.
        let service = case.file_name().unwrap_or_default().to_string_lossy();
        let module = service.replace('-', "_");
        writeln!(
            includes,
            "/// The case `{service}`.\npub mod {module} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{service}.rs\"));\n}}"
        )?;
        writeln!(
            handlers,
            "        (\"{service}\", {module}::mock::handler({module}::mock::Defaults)),"
        )?;
        examples_of(&case.join("spec.json"), &service, Some(&module), &mut examples)?;
    }
    writeln!(
        includes,
        "/// The handler of every case, with the case's name.\n\
         pub fn handlers() -> Vec<(&'static str, std::sync::Arc<dyn shapewright_server::Handler>)> {{\n    vec![\n{handlers}    ]\n}}"
    )?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("cases.rs"), includes)?;
    fs::write(out.join("examples.rs"), examples)?;
    Ok(())
}

/// A module of the examples of one description. The client's crate is a module where the case is one.
fn examples_of(path: &Path, service: &str, module: Option<&str>, out: &mut String) -> Result<(), Box<dyn Error>> {
    let mut sink = Diagnostics::new();
    let source = Source::new(path.display().to_string(), fs::read_to_string(path)?);
    let (spec, ir) = load_both(&source, &mut sink).ok_or_else(|| sink.to_string())?;
    let name = service.replace('-', "_");
    writeln!(out, "/// Examples of `{service}`.\npub mod {name} {{")?;
    if let Some(module) = module {
        writeln!(
            out,
            "    #[allow(unused_imports)]\n    use crate::{module}::client as {name}_client;"
        )?;
    }
    let described = Described {
        spec,
        ir,
        history: Vec::new(),
    };
    for (index, shown) in shown(&described).iter().enumerate() {
        writeln!(
            out,
            "    /// `{}`.\n    ///\n    /// # Errors\n    /// Of the call.\n    \
             pub async fn example_{index}() -> Result<(), Box<dyn std::error::Error>> {{\n{}\nOk(())\n}}",
            shown.operation, shown.rust
        )?;
    }
    writeln!(out, "}}")?;
    Ok(())
}
