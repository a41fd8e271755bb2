//! Mocks of services that nobody prepared, as the tests of other languages' clients need them: imported from the botocore
//! that those clients use, generated, and compiled into one program.

use crate::{codegen, failure::Failure};
use shapewright_codegen::fs;
use shapewright_import::{self as import, Options, find};
use shapewright_spec::diagnostic::Diagnostics;
use std::path::{Path, PathBuf};

/// Services of all protocols, none of which has a line of code or of description here.
const SERVICES: [&str; 11] = [
    // boto3 speaks CBOR to it.
    "arc-region-switch",
    "codeartifact",
    "ebs",
    "iotfleetwise",
    "kendra",
    "macie2",
    "mediaconnect",
    "mediastore-data",
    "polly",
    "ssm-contacts",
    "workmailmessageflow",
];

/// Writes a program that serves the mocks of all services on one port. Gives its manifest.
pub fn write(workspace: &Path, folder: &Path, botocore: &Path) -> Result<PathBuf, Failure> {
    let data = find::data(Some(botocore))?;
    for service in SERVICES {
        let mut sink = Diagnostics::new();
        let options = Options {
            without_event_streams: true,
            ..Options::default()
        };
        let imported = import::import(&[find::service(&data, service)?], &options, &mut sink)
            .ok_or_else(|| Failure::new(format!("error: {service} could not be imported\n{sink}")))?;
        fs::write(&folder.join(format!("specs/{service}.json")), &imported.text)?;
    }
    codegen::run(&codegen::Arguments::between(
        folder.join("specs"),
        folder.join("generated"),
    ))?;
    let package = folder.join("program");
    let manifest = package.join("Cargo.toml");
    fs::write(&manifest, &manifest_text(workspace))?;
    fs::write(&package.join("src/main.rs"), &program())?;
    // The same versions as in this workspace, so that what is compiled already is taken.
    std::fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(manifest)
}

fn manifest_text(workspace: &Path) -> String {
    let server = workspace.join("runtime/server");
    let mut text = format!(
        "[package]\nname = \"imported\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nshapewright-server = {{ path = {} }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \"rt\"] }}\n",
        serde_json::Value::from(server.to_string_lossy().as_ref())
    );
    for service in SERVICES {
        text.push_str(&format!(
            "{service}-mock = {{ path = \"../generated/{service}/mock\" }}\n"
        ));
    }
    text
}

fn program() -> String {
    let add = SERVICES.map(|service| {
        let name = service.replace('-', "_");
        format!("        .add({name}_mock::handler({name}_mock::Defaults))\n")
    });
    format!(
        "//! Serves imported services until it is ended.\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let mock = shapewright_server::Mock::builder()\n{}        .build();\n    \
             let listening = mock.listen(\"127.0.0.1:0\").await?;\n    \
             println!(\"listening on http://{{}}\", listening.addr());\n    \
             std::future::pending().await\n}}\n",
        add.concat()
    )
}
