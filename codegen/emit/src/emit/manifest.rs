//! What is no Rust: `Cargo.toml` and `README.md` of each crate, and the documentation of its root.

use super::CrateKind;
use shapewright_ir::{Ir, Protocol, RequestFacts};

/// The feature of a client whose bodies stream.
const FILES: &str = "# Streams from files and to files.\nfs = [\"shapewright-client/fs\"]\n";

/// How generated crates are named and versioned, and what they inherit from their workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packaging {
    /// The first part of the names of the crates: `acme` gives `acme-weather-client`.
    pub prefix: Option<String>,
    /// The version of the crates. They depend on one another in this version, and inherit it from `[workspace.package]`.
    pub version: String,
    /// What crates inherit from `[workspace.package]` besides `version`, `edition`, `rust-version` and `publish`: for
    /// instance `license`.
    pub inherited: Vec<String>,
}

impl Default for Packaging {
    fn default() -> Self {
        Self {
            prefix: None,
            version: "0.1.0".to_owned(),
            inherited: Vec::new(),
        }
    }
}

impl Packaging {
    /// The name of a crate of this service.
    pub fn crate_name(&self, service: &str, kind: CrateKind) -> String {
        let prefix = self.prefix.iter().map(|prefix| format!("{prefix}-"));
        prefix.chain([format!("{service}-{}", kind.name())]).collect()
    }

    /// How a crate depends on another of its service. The name in code is the same with and without a prefix.
    fn dependency(&self, service: &str, kind: CrateKind) -> String {
        let package = match self.prefix {
            Some(_) => format!("package = {}, ", toml_string(&self.crate_name(service, kind))),
            None => String::new(),
        };
        let folder = kind.name();
        format!(
            "{service}-{folder} = {{ {package}path = \"../{folder}\", version = {}, default-features = false }}\n",
            toml_string(&self.version)
        )
    }
}

/// The files of a package that are not Rust.
pub struct Texts {
    /// The text of `Cargo.toml`.
    pub manifest: String,
    /// The text of `README.md`.
    pub readme: String,
}

/// Emits the manifest and the README of one of a service's crates.
pub fn texts(ir: &Ir, kind: CrateKind, packaging: &Packaging) -> Texts {
    Texts {
        manifest: manifest(ir, kind, packaging),
        readme: readme(ir, kind, packaging),
    }
}

/// The text of `Cargo.toml`. The crate is a member of a workspace that says where the runtime is.
fn manifest(ir: &Ir, kind: CrateKind, packaging: &Packaging) -> String {
    let service = &ir.service.name;
    let name = packaging.crate_name(service, kind);
    let (what, keyword, category) = match kind {
        CrateKind::Model => ("Types and schemas", "types", "data-structures"),
        CrateKind::Client => ("A typed client", "client", "api-bindings"),
        CrateKind::Mock => ("A mock server", "mock", "development-tools::testing"),
    };
    let dependencies = match kind {
        CrateKind::Model => "shapewright-schema.workspace = true\n".to_owned(),
        CrateKind::Client => {
            let any = |wants: &dyn Fn(&RequestFacts) -> bool| {
                let mut requests = ir.operations.iter().map(|operation| &operation.request);
                requests.any(wants)
            };
            let wanted = [
                ("cbor", ir.service.protocol() == Protocol::RpcV2Cbor),
                ("checksums", any(&|request| request.checksum)),
                ("compression", any(&|request| request.gzip)),
                ("tree-hash", any(&|request| request.tree_hash.is_some())),
                ("waiters", ir.waits()),
            ];
            let wanted: Vec<String> = wanted
                .iter()
                .filter(|(_, is_wanted)| *is_wanted)
                .map(|(feature, _)| format!("\"{feature}\""))
                .collect();
            let runtime = match wanted.is_empty() {
                true => "shapewright-client.workspace = true".to_owned(),
                false => format!(
                    "shapewright-client = {{ workspace = true, features = [{}] }}",
                    wanted.join(", ")
                ),
            };
            format!("{runtime}\n{}", packaging.dependency(service, CrateKind::Model))
        }
        CrateKind::Mock => format!(
            "shapewright-client.workspace = true\nshapewright-server.workspace = true\n{}{}",
            packaging.dependency(service, CrateKind::Client),
            packaging.dependency(service, CrateKind::Model),
        ),
    };
    let features = match kind {
        CrateKind::Client => {
            let (by_default, files) = match ir.streams() {
                true => ("\"credential-chain\", \"fs\", \"tls\"", FILES),
                false => ("\"credential-chain\", \"tls\"", ""),
            };
            format!(
                "[features]\ndefault = [{by_default}]\n\
                 # Calls on threads that cannot await.\nblocking = [\"shapewright-client/blocking\"]\n\
                 # Credentials from profiles, web identity, SSO, containers and instances, besides the environment.\n\
                 credential-chain = [\"shapewright-client/credential-chain\"]\n\
                 {files}\
                 # Layers of tower around attempts and calls.\nlayers = [\"shapewright-client/layers\"]\n\
                 # serde on every type.\nserde = [\"{service}-model/serde\"]\n\
                 # Calls over https.\ntls = [\"shapewright-client/tls\"]\n\
                 # Spans of calls, events of attempts.\ntracing = [\"shapewright-client/tracing\"]\n\n"
            )
        }
        CrateKind::Model => "[features]\ndefault = [\"serde\"]\n# serde on every type.\nserde = []\n\n".to_owned(),
        CrateKind::Mock => String::new(),
    };
    let inherited: String = packaging
        .inherited
        .iter()
        .map(|key| format!("{key}.workspace = true\n"))
        .collect();
    format!(
        "[package]\nname = {name}\ndescription = {description}\nreadme = \"README.md\"\n\
         keywords = [\"api\", \"{keyword}\"]\ncategories = [\"{category}\"]\ninclude = [\"/src\", \"/README.md\"]\n\
         version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\npublish.workspace = true\n\
         {inherited}\n[package.metadata.docs.rs]\nall-features = true\n\n\
         {features}[dependencies]\n{dependencies}\n[lints]\nworkspace = true\n",
        name = toml_string(&name),
        description = toml_string(&format!("{what} of {}, generated by Shapewright.", ir.service.title)),
    )
}

fn toml_string(text: &str) -> String {
    // TOML's basic strings escape as JSON's do.
    serde_json::Value::from(text).to_string()
}

/// The text of `README.md`.
fn readme(ir: &Ir, kind: CrateKind, packaging: &Packaging) -> String {
    let mut text = format!("# {}\n\n", packaging.crate_name(&ir.service.name, kind));
    for line in crate_docs(ir, kind) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str(&format!(
        "\nGenerated by Shapewright from `{}`. Do not edit: change the description.\n",
        ir.source
    ));
    text
}

/// The documentation of a crate's root.
pub fn crate_docs(ir: &Ir, kind: CrateKind) -> Vec<String> {
    let service = &ir.service;
    let (title, version) = (&service.title, &service.version);
    let operations = ir.operations.len();
    let operations = if operations == 1 {
        "1 operation".to_owned()
    } else {
        format!("{operations} operations")
    };
    let mut lines = match kind {
        CrateKind::Model => vec![
            format!("Types of {title} (API version {version}, {operations}) and their schemas."),
            String::new(),
            "With the feature `serde`, on by default, every type is `serde::Serialize` and `Deserialize` in the service's"
                .to_owned(),
            "own member names.".to_owned(),
            String::new(),
            "A required member is a plain field, every other an `Option`. If a response lacks a required member, its field"
                .to_owned(),
            "holds the empty value.".to_owned(),
        ],
        CrateKind::Client => vec![
            format!("A typed client of {title} (API version {version}, {operations})."),
            String::new(),
            "Start with `Client::from_env` or `Client::builder`. A required member that a call lacks is a compile error"
                .to_owned(),
            "that names it.".to_owned(),
        ],
        CrateKind::Mock => vec![
            format!("A mock server of {title} (API version {version}, {operations})."),
            String::new(),
            format!("Start with `{0}::start` and `{0}::client`.", service.type_name),
        ],
    };
    if !service.docs.0.is_empty() {
        lines.push(String::new());
        lines.extend(service.docs.0.iter().cloned());
    }
    lines
}
