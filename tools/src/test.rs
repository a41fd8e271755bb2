//! `cargo xtask test`: everything that CI runs, in the order of what fails fastest.

use crate::{codegen, conformance, failure::Failure, imported, schema, snapshots, workspace};
use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

/// How to test.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Fail where the protocols' suites are not there (`../shared/protocol-tests`), instead of saying that they are skipped.
    #[arg(long)]
    require_vectors: bool,
    /// Only what fails soonest: format, clippy, generated code, and the tests of Rust. Conformance, other languages' clients and
    /// the services of botocore are left out.
    #[arg(long, conflicts_with = "require_vectors")]
    fast: bool,
}

/// Runs all checks and tests, and stops at the first that fails.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace()?;
    let cargo = |arguments: &[&str]| step(Command::new(env!("CARGO")).current_dir(&workspace).args(arguments));
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "--deny",
        "warnings",
    ])?;
    if arguments.fast {
        codegen::run(&codegen::Arguments::check())?;
        schema::run(&schema::Arguments::check())?;
        rust_tests(&workspace)?;
        println!(
            "\nSKIPPED, because of --fast: doc tests, conformance, WebAssembly, clients of other languages, the services of botocore"
        );
        return Ok(());
    }
    // The benches are too heavy to be built here; what they depend on moves with the crates here all the same.
    let benches = [
        "metadata",
        "--manifest-path",
        "benches/Cargo.toml",
        "--locked",
        "--format-version",
        "1",
    ];
    step(
        Command::new(env!("CARGO"))
            .current_dir(&workspace)
            .args(benches)
            .stdout(Stdio::null()),
    )?;
    codegen::run(&codegen::Arguments::check())?;
    schema::run(&schema::Arguments::check())?;
    // Before the tests of Rust: some hold what is here to what botocore has.
    let python = python(&workspace)?;
    if python.is_none() {
        println!(
            "\nSKIPPED: the tests of boto3, the AWS CLI and botocore, and the import of all services, as there is no Python 3 \
             (`python3`) here"
        );
    }
    rust_tests(&workspace)?;
    cargo(&["test", "--workspace", "--doc", "--locked", "--quiet"])?;
    conformance::run(&conformance::Arguments::all(arguments.require_vectors))?;
    webassembly(&workspace)?;
    other_clients(&workspace, python.as_deref())?;
    match python {
        Some(python) => every_service(&workspace, &python),
        None => Ok(()),
    }
}

/// Imports and generates every service of botocore, and compiles those that show what breaks generators. Optimized: the
/// models are a hundred megabytes.
fn every_service(workspace: &Path, python: &Path) -> Result<(), Failure> {
    let script = "import botocore, os; print(os.path.dirname(botocore.__file__))";
    let output = Command::new(python).args(["-c", script]).output()?;
    let botocore = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(workspace)
        .args(["run", "--release", "--quiet", "--locked", "--package", "xtask", "--"]);
    step(command.args(["catalog", "check", "--hard", "--botocore", &botocore]))
}

/// Runs a command, showing it.
fn step(command: &mut Command) -> Result<(), Failure> {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let shown = format!("{program} {}", arguments.join(" "));
    println!("\n--- {shown}");
    let start = Instant::now();
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("error: cannot run `{shown}`: {error}")))?;
    println!("--- took {:.1} s", start.elapsed().as_secs_f64());
    if status.success() {
        Ok(())
    } else {
        Err(Failure::finding(format!("error: `{shown}` failed")))
    }
}

/// Runs all Rust tests. A snapshot that differs fails; so does one that no test looks at.
fn rust_tests(workspace: &Path) -> Result<(), Failure> {
    let references = workspace.join("target/snapshot-references.txt");
    fs::create_dir_all(workspace.join("target"))?;
    fs::write(&references, "")?;
    step(
        Command::new(env!("CARGO"))
            .current_dir(workspace)
            .args([
                "test",
                "--workspace",
                "--lib",
                "--bins",
                "--tests",
                "--examples",
                "--locked",
            ])
            .env("INSTA_UPDATE", "no")
            .env("INSTA_WORKSPACE_ROOT", workspace)
            .env("INSTA_SNAPSHOT_REFERENCES_FILE", &references),
    )?;
    let mut referenced = BTreeSet::new();
    for line in fs::read_to_string(&references)?.lines() {
        let path = Path::new(line);
        referenced.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    }
    let snapshots = snapshots::find(workspace, &[".snap"])?;
    let mut unreferenced = Vec::new();
    for path in &snapshots {
        if !referenced.contains(&path.canonicalize()?) {
            unreferenced.push(path.display().to_string());
        }
    }
    if unreferenced.is_empty() {
        println!("{} snapshots, all looked at by a test", snapshots.len());
        return Ok(());
    }
    Err(Failure::finding(format!(
        "error: no test looks at these snapshots; remove them:\n{}",
        unreferenced.join("\n")
    )))
}

/// Checks that a client compiles for WebAssembly, where that target is installed.
fn webassembly(workspace: &Path) -> Result<(), Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let library = Command::new("rustc")
        .current_dir(workspace)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()?;
    if !Path::new(String::from_utf8_lossy(&library.stdout).trim()).is_dir() {
        println!("\nSKIPPED: the check for WebAssembly, because the target is not here (`rustup target add {TARGET}`)");
        return Ok(());
    }
    let client = ["--package", "workmail-client", "--no-default-features"];
    step(
        Command::new(env!("CARGO"))
            .current_dir(workspace)
            .args(["check", "--locked", "--quiet", "--target", TARGET])
            .args(client),
    )
}

/// Runs the tests of clients that we did not write, against the mock server.
fn other_clients(workspace: &Path, python: Option<&Path>) -> Result<(), Failure> {
    for programs in [
        &["--package", "shapewright-mock"][..],
        &["--package", "shapewright-sigv4", "--example", "sign_lines"],
        &[
            "--package",
            "shapewright-tests",
            "--example",
            "documented",
            "--example",
            "list_users",
        ],
    ] {
        let build = ["build", "--quiet", "--locked"];
        step(
            Command::new(env!("CARGO"))
                .current_dir(workspace)
                .args(build)
                .args(programs),
        )?;
    }
    let mut program = Command::new(built(workspace, "shapewright-mock"));
    program.args(["--listen", "127.0.0.1:0", "--seed"]);
    let server = Server::start(program.arg(workspace.join("tests/clients/seed.json")))?;
    official_sdk(workspace, &server)?;
    let Some(python) = python else { return Ok(()) };
    let imported = imported_services(workspace, python)?;
    step(
        Command::new(python)
            .current_dir(workspace.join("tests/clients"))
            .args(["-m", "unittest", "-v"])
            .env("SHAPEWRIGHT_ENDPOINT", &server.endpoint)
            .env("SHAPEWRIGHT_IMPORTED_ENDPOINT", &imported.endpoint)
            .env("SHAPEWRIGHT_MOCK", built(workspace, "shapewright-mock"))
            .env(
                "SHAPEWRIGHT_EXAMPLES",
                built(workspace, "examples/sign_lines").with_file_name(""),
            ),
    )
}

/// Runs the official Rust SDK's tests, in a workspace of their own that is built apart.
fn official_sdk(workspace: &Path, server: &Server) -> Result<(), Failure> {
    let manifest = workspace.join("tests/peers/Cargo.toml");
    let cargo = || {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(workspace);
        cargo
    };
    step(cargo().args(["fmt", "--check", "--manifest-path"]).arg(&manifest))?;
    step(
        cargo()
            .args(["test", "--locked", "--manifest-path"])
            .arg(&manifest)
            .arg("--target-dir")
            .arg(target(workspace).join("peers"))
            .env("SHAPEWRIGHT_ENDPOINT", &server.endpoint),
    )
}

/// A Python that has the packages of `tests/clients/requirements.txt`, in a virtual environment made on first use.
fn python(workspace: &Path) -> Result<Option<PathBuf>, Failure> {
    let found = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    let requirements = workspace.join("tests/clients/requirements.txt");
    let wanted = fs::read_to_string(&requirements)?;
    let environment = workspace.join("target/clients-venv");
    let python = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let installed = environment.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(Some(python));
    }
    step(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&environment),
    )?;
    step(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
            ])
            .arg(&requirements),
    )?;
    fs::write(installed, wanted)?;
    Ok(Some(python))
}

/// Imports services from the botocore of this Python, and serves their mocks.
fn imported_services(workspace: &Path, python: &Path) -> Result<Server, Failure> {
    let script = "import botocore, os; print(os.path.dirname(botocore.__file__))";
    let found = Command::new(python).args(["-c", script]).output()?;
    let botocore = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
    let manifest = imported::write(workspace, &target(workspace).join("imported"), &botocore)?;
    step(
        Command::new(env!("CARGO"))
            .current_dir(workspace)
            .args(["build", "--quiet", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(target(workspace)),
    )?;
    Server::start(&mut Command::new(built(workspace, "imported")))
}

/// Where cargo puts what it builds.
fn target(workspace: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from)
}

/// Where cargo puts a program.
fn built(workspace: &Path, program: &str) -> PathBuf {
    target(workspace)
        .join("debug")
        .join(format!("{program}{}", env::consts::EXE_SUFFIX))
}

/// A mock server, stopped when dropped.
struct Server {
    child: Child,
    endpoint: String,
}

impl Server {
    fn start(program: &mut Command) -> Result<Self, Failure> {
        let mut child = program.stdout(Stdio::piped()).spawn().map_err(|error| {
            let program = Path::new(program.get_program()).display();
            Failure::new(format!("error: cannot run {program}: {error}"))
        })?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let server = Self {
            child,
            endpoint: line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned(),
        };
        if server.endpoint.is_empty() {
            return Err(Failure::new("error: the mock server did not say where it listens"));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to do about a failure either way.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
