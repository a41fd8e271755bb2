//! The files of cases: one case a line.

use serde_json::Value;
use shapewright_schema::Blob;
use shapewright_wire::{Protocol, protocol};
use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

/// The protocols that there are codecs for.
const PROTOCOLS: [&str; 4] = ["awsJson1_0", "awsJson1_1", "restJson1", "rpcv2Cbor"];

/// Which way a case goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From an input to a request.
    ClientRequest,
    /// From a response to an output or error.
    ClientResponse,
    /// From a request to an input.
    ServerRequest,
    /// From an output or error to a response.
    ServerResponse,
    /// From a request that is wrong to an error's response.
    Malformed,
    /// From random inputs to requests and back.
    AnyInput,
    /// From random outputs to responses and back.
    AnyOutput,
    /// From random errors to responses and back.
    AnyError,
}

impl Direction {
    /// The name in tables and in the list of expected failures.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClientRequest => "client-request",
            Self::ClientResponse => "client-response",
            Self::ServerRequest => "server-request",
            Self::ServerResponse => "server-response",
            Self::Malformed => "malformed",
            Self::AnyInput => "any-input",
            Self::AnyOutput => "any-output",
            Self::AnyError => "any-error",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One case.
#[derive(Debug)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The suite, as the table shows it.
    pub suite: String,
    /// The service, without its namespace.
    pub service: String,
    /// It is on the list of those that the suite's own makers leave out.
    pub ignored: bool,
    /// The protocol, for instance `restJson1`.
    pub protocol: String,
    /// All of it, as the file has it.
    pub json: Value,
}

/// The cases of all folders.
#[derive(Debug, Default)]
pub struct Cases {
    /// Those that can be run.
    pub all: Vec<Case>,
    /// How many others there are, by the reason why they are left out.
    pub left_out: BTreeMap<String, usize>,
}

impl Cases {
    /// Reads all files of the folders.
    ///
    /// # Errors
    /// When a file cannot be read, or a line is no case.
    pub fn read(folders: &[PathBuf], protocol: Option<&str>) -> Result<Self, String> {
        let mut cases = Self::default();
        for folder in folders {
            cases.read_folder(folder, protocol)?;
        }
        Ok(cases)
    }

    fn read_folder(&mut self, folder: &Path, protocol: Option<&str>) -> Result<(), String> {
        let at = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(at)? {
            paths.push(entry.map_err(at)?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            for (line, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
                let case = Case::parse(text).map_err(|error| format!("{}:{}: {error}", path.display(), line + 1))?;
                self.add(case, protocol);
            }
        }
        Ok(())
    }

    fn add(&mut self, case: Case, protocol: Option<&str>) {
        let why = if protocol.is_some_and(|protocol| protocol != case.protocol) {
            return;
        } else if !PROTOCOLS.contains(&case.protocol.as_str()) {
            format!("{} has no codec yet", case.protocol)
        } else if case.json.get("events").is_some() || case.json.get("initialResponse").is_some() {
            "event streams cannot be generated yet".to_owned()
        } else {
            self.all.push(case);
            return;
        };
        self.leave_out(&why);
    }

    /// Counts a case, or a direction of it, that cannot be run.
    pub fn leave_out(&mut self, why: &str) {
        *self.left_out.entry(why.to_owned()).or_default() += 1;
    }
}

impl Case {
    fn parse(text: &str) -> Result<Self, String> {
        let json: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let name = |key: &str| {
            let text = json[key]
                .as_str()
                .ok_or_else(|| format!("a case needs the text `{key}`"))?;
            Ok::<_, String>(without_namespace(text).to_owned())
        };
        let service = name("service")?;
        Ok(Self {
            id: name("id")?,
            suite: json["suite"].as_str().unwrap_or(&service).to_owned(),
            service,
            ignored: json["ignored"] == true,
            protocol: name("protocol")?,
            json,
        })
    }

    /// The name under `key`, without its namespace.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.json[key].as_str().map(without_namespace)
    }

    /// The protocol.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn protocol(&self) -> Result<&'static dyn Protocol, String> {
        protocol::by_name(&self.protocol).ok_or_else(|| format!("there is no protocol {}", self.protocol))
    }

    /// The operation.
    ///
    /// # Errors
    /// When the case names none.
    pub fn operation(&self) -> Result<&str, String> {
        self.name("operation")
            .ok_or_else(|| "the case names no operation".to_owned())
    }

    /// The code by which callers are to know the error, where the case says it.
    pub fn error_code(&self) -> Option<&str> {
        let codes = [&self.json["errorCode"], &self.json["vendorParams"]["code"]];
        codes.into_iter().find_map(Value::as_str)
    }

    /// Whether it is for clients, and holds for a server when the way back leads to the same: a client sends this request
    /// for what the server read, or reads this from the response that the server wrote.
    pub fn goes_way_back(&self) -> bool {
        self.json["wayBack"] == true
    }

    /// The ways that the case goes.
    pub fn directions(&self) -> Vec<Direction> {
        if self.json.get("request").is_some() {
            return vec![Direction::Malformed];
        }
        let (client, server) = if self.json.get("code").is_some() {
            (Direction::ClientResponse, Direction::ServerResponse)
        } else {
            (Direction::ClientRequest, Direction::ServerRequest)
        };
        match self.json["appliesTo"].as_str() {
            Some("client") => vec![client],
            Some("server") => vec![server],
            _ => vec![client, server],
        }
    }
}

/// The bytes of a body. One that is no text is in base64: that of a binary media type, or under a key that says so.
///
/// # Errors
/// When it is no base64.
pub fn body(case: &Value) -> Result<Vec<u8>, String> {
    let said = case["body"].as_str().unwrap_or_default();
    let encoded = match case["bodyBase64"].as_str() {
        None if case["bodyMediaType"] == CBOR => Some(said),
        encoded => encoded,
    };
    match encoded {
        Some(text) => Ok(Blob::from_base64(text).ok_or("the body is no base64")?.into_inner()),
        None => Ok(said.into()),
    }
}

/// The media type of CBOR.
pub const CBOR: &str = "application/cbor";

/// A name without the namespace before it.
pub fn without_namespace(name: &str) -> &str {
    name.rsplit_once('#').map_or(name, |(_, name)| name)
}
