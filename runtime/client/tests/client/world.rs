//! Where the credential chain is tested: a home, variables, and services that are played.

use crate::sample::Client;
use shapewright_client::{ConfigError, CredentialChain, Credentials, ProvideCredentials};
use std::{
    collections::HashMap,
    fs,
    path::Path,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A home with profile files, and variables.
pub struct World {
    pub home: TempDir,
    variables: HashMap<String, String>,
}

impl World {
    pub fn new(config: &str, credentials: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), ".aws/config", config);
        write(home.path(), ".aws/credentials", credentials);
        let world = Self {
            variables: HashMap::new(),
            home,
        };
        let path = world.home.path().display().to_string();
        world.with("HOME", path).with("AWS_EC2_METADATA_DISABLED", "true")
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    pub fn lookup(&self) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
        let variables = self.variables.clone();
        move |name| variables.get(name).cloned()
    }

    pub fn chain(&self) -> CredentialChain {
        CredentialChain::new().variables(self.lookup())
    }

    pub async fn found(&self) -> Credentials {
        self.chain().credentials().await.unwrap()
    }

    pub async fn error(&self) -> String {
        self.chain().credentials().await.unwrap_err().to_string()
    }

    /// The client that `from_env` would make here.
    pub async fn client(&self) -> Result<Client, ConfigError> {
        Client::builder().or_variables(self.lookup()).load().await
    }
}

pub fn write(home: &Path, name: &str, text: &str) {
    let path = home.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What a played service has received: each request's head and body.
pub type Seen = Arc<Mutex<Vec<String>>>;

/// Plays a service: the response to a request whose head starts with a key of `responses` is its value, with status 200 or the
/// one that stands at its start, as in `403 no`.
pub async fn service(responses: &[(&'static str, String)]) -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (responses, seen) = (responses.to_vec(), Seen::default());
    let keep = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut text = String::new();
            while !is_whole(&text) {
                let mut buffer = [0; 1024];
                let count = stream.read(&mut buffer).await.unwrap();
                text.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
                assert!(count > 0, "{text}");
            }
            let response = responses.iter().find(|(start, _)| text.starts_with(start));
            let body = response.map_or("404 not found", |(_, body)| body);
            let (status, body) = match body.split_once(' ') {
                Some((status, rest)) if status.parse::<u16>().is_ok() => (status, rest),
                _ => ("200", body),
            };
            keep.lock().unwrap().push(text);
            let length = body.len();
            let response =
                format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    });
    (url, seen)
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
