//! For build scripts: generates the crates of a service as modules under `OUT_DIR`.
//!
//! ```no_run
//! // in `main` of build.rs
//! shapewright_codegen::build::Builder::new("specs/weather.json").run();
//! ```
//! and, in the crate:
//! ```text
//! include!(concat!(env!("OUT_DIR"), "/weather.rs"));   // modules `model`, `client` and `mock`
//! ```
//! The crate needs the runtime crates as dependencies: `shapewright-schema` for the model, `shapewright-client` for the
//! client (with its feature `waiters` where the description has some), `shapewright-server` for the mock. No tool is run
//! and nothing but `OUT_DIR` is written.

use crate::{CrateKind, fs};
use shapewright_ir::load_only;
use shapewright_spec::{
    diagnostic::{Diagnostic, Diagnostics},
    parse::Source,
};
use std::{
    env, fmt,
    path::{Path, PathBuf},
};

/// What a build script generates from one description.
#[derive(Debug, Clone)]
pub struct Builder {
    description: PathBuf,
    kinds: Vec<CrateKind>,
    operations: Vec<String>,
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum BuildError {
    /// The description has errors.
    Description(Diagnostics),
    /// A file could not be read or written.
    Fs(fs::FsError),
    /// `OUT_DIR` is not set, or is no UTF-8: this is not a build script.
    NoOutDir,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Description(diagnostics) => diagnostics.fmt(f),
            Self::Fs(error) => error.fmt(f),
            Self::NoOutDir => f.write_str("OUT_DIR is not set to a path in UTF-8: call this from a build script"),
        }
    }
}

impl std::error::Error for BuildError {}

impl From<fs::FsError> for BuildError {
    fn from(error: fs::FsError) -> Self {
        Self::Fs(error)
    }
}

impl Builder {
    /// Generates from the description at `path`, which is relative to the package's folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            description: path.into(),
            kinds: CrateKind::ALL.to_vec(),
            operations: Vec::new(),
        }
    }

    /// Generates only these crates, and those that they stand on.
    #[must_use]
    pub fn crates(mut self, kinds: impl IntoIterator<Item = CrateKind>) -> Self {
        self.kinds = kinds.into_iter().collect();
        self
    }

    /// Generates only these operations, by their names in the description, and what they need: what is not generated is not
    /// compiled. The mock keeps the lifecycles that one of them works on.
    #[must_use]
    pub fn operations(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operations = names.into_iter().map(Into::into).collect();
        self
    }

    /// Generates, tells Cargo what to watch, and prints warnings. Where the description has errors it prints them and ends
    /// the build.
    pub fn run(self) {
        println!("cargo::rerun-if-changed={}", self.description.display());
        match self.generate() {
            Ok(warnings) => warnings
                .iter()
                .for_each(|warning| println!("cargo::warning={}", one_line(warning))),
            Err(error) => {
                eprintln!("{error}");
                println!("cargo::error=cannot generate from {}", self.description.display());
                std::process::exit(1);
            }
        }
    }

    /// Generates under `OUT_DIR` and gives the warnings. Files that are as they should be are not touched.
    ///
    /// # Errors
    /// When the description has errors, or a file cannot be read or written. Then no file is changed, unless it was a
    /// write that failed.
    pub fn generate(&self) -> Result<Diagnostics, BuildError> {
        let out = env::var("OUT_DIR").map_err(|_| BuildError::NoOutDir)?;
        self.generate_in(&out)
    }

    fn generate_in(&self, out: &str) -> Result<Diagnostics, BuildError> {
        let mut sink = Diagnostics::default();
        let bytes = fs::read(&self.description)?;
        let path = self.description.to_string_lossy().replace('\\', "/");
        let ir = Source::from_bytes(path, bytes, &mut sink)
            .and_then(|source| load_only(&source, &self.operations, &mut sink));
        let Some(ir) = ir else {
            return Err(BuildError::Description(sink));
        };
        let artifacts = crate::modules(&ir, &self.kinds, out);
        let owned = [ir.service.name.clone()];
        let changes = fs::changes(Path::new(out), &owned, &artifacts)?;
        fs::apply(Path::new(out), &changes)?;
        Ok(sink)
    }
}

fn one_line(diagnostic: &Diagnostic) -> String {
    diagnostic.to_string().lines().next().unwrap_or_default().to_owned()
}
