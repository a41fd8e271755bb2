//! Generates the crates of every case in `tests/cases` as modules, and a file that includes them all.

use shapewright_codegen::build::Builder;
use std::{env, error::Error, fmt::Write, fs, path::PathBuf};

const CASES: &str = "../cases";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CASES}");
    let mut cases: Vec<PathBuf> = fs::read_dir(CASES)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    cases.sort();
    let mut includes = String::new();
    for case in cases {
        Builder::new(case.join("spec.json")).run();
        // The folder has the name of the service; a test asks for that.
        let service = case.file_name().unwrap_or_default().to_string_lossy();
        let module = service.replace('-', "_");
        writeln!(
            includes,
            "/// The case `{service}`.\npub mod {module} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{service}.rs\"));\n}}"
        )?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("cases.rs"), includes)?;
    Ok(())
}
