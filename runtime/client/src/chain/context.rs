//! What the providers reach the world through: our own HTTP stack, files, the user's folder, and commands.

use crate::{
    endpoint::Endpoint,
    environment::Environment,
    http1::HyperTransport,
    transport::{Transport, TransportError, TransportErrorKind},
};
use bytes::Bytes;
use http::{Request, Response};
use reqsign_core::{CommandExecute, CommandOutput, Context, Error, FileRead, HttpSend, Result, StaticEnv};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

/// How long a connection to a metadata service may take to be made. Elsewhere than in the cloud nobody answers there.
const METADATA_CONNECT: Duration = Duration::from_secs(1);
/// How long a connection to any other service may take to be made.
const CONNECT: Duration = Duration::from_millis(3100);
/// How long an answer may take in all.
const ANSWER: Duration = Duration::from_secs(10);

/// The context of all providers; those that run a command get one more by [`Shell`].
pub(super) fn context(environment: &Environment, http: &Http) -> Context {
    Context::new()
        .with_env(StaticEnv {
            home_dir: environment.home(),
            envs: HashMap::new(),
        })
        .with_file_read(Files)
        .with_http_send(http.clone())
}

/// Sends over the client's own HTTP stack. Connections and certificates are not touched before they are needed.
#[derive(Clone, Default)]
pub(super) struct Http(Arc<Shared>);

#[derive(Default)]
struct Shared {
    plain: OnceLock<HyperTransport>,
    tls: OnceLock<std::result::Result<HyperTransport, String>>,
    sts: OnceLock<Endpoint>,
    last_error: Mutex<Option<String>>,
}

impl Http {
    /// Sends what is meant for the security token service to another endpoint.
    pub(super) fn redirect_sts(&self, endpoint: Endpoint) {
        let _ = self.0.sts.set(endpoint);
    }

    /// The URI that a request is really sent to.
    pub(super) fn place(&self, uri: &http::Uri) -> std::result::Result<http::Uri, http::Error> {
        match self.0.sts.get() {
            Some(endpoint) if uri.host().is_some_and(|host| host.starts_with("sts.")) => endpoint.uri(None, uri),
            _ => Ok(uri.clone()),
        }
    }

    /// What was last wrong with the connection: some providers do not pass it on.
    pub(super) fn take_error(&self) -> Option<String> {
        self.0.last_error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Sends one request. A provider's own message says what for.
    pub(super) async fn send(
        &self,
        mut request: Request<Bytes>,
    ) -> std::result::Result<Response<Bytes>, TransportError> {
        let other = |message: String| TransportError::new(TransportErrorKind::Other, message);
        *request.uri_mut() = self.place(request.uri()).map_err(|error| other(error.to_string()))?;
        let transport = if request.uri().scheme() == Some(&http::uri::Scheme::HTTP) {
            self.0.plain.get_or_init(|| HyperTransport::http(METADATA_CONNECT))
        } else {
            let tls = self.0.tls.get_or_init(https).as_ref();
            tls.map_err(|error| other(error.clone()))?
        };
        match tokio::time::timeout(ANSWER, transport.send(request)).await {
            Ok(result) => result,
            Err(_) => Err(other(format!("no answer came within {ANSWER:?}"))),
        }
    }
}

#[cfg(feature = "tls")]
fn https() -> std::result::Result<HyperTransport, String> {
    HyperTransport::https(CONNECT)
        .map_err(|error| format!("the certificates that this machine trusts could not be read: {error}"))
}

#[cfg(not(feature = "tls"))]
fn https() -> std::result::Result<HyperTransport, String> {
    let _ = CONNECT;
    Err("it needs TLS: switch on the feature `tls` of shapewright-client".to_owned())
}

impl HttpSend for Http {
    async fn http_send(&self, request: Request<Bytes>) -> Result<Response<Bytes>> {
        self.send(request).await.map_err(|error| {
            let message = error.to_string();
            *self.0.last_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(message.clone());
            Error::unexpected(message)
        })
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

#[derive(Debug)]
struct Files;

impl FileRead for Files {
    async fn file_read(&self, path: &str) -> Result<Vec<u8>> {
        let owned = path.to_owned();
        let read = tokio::task::spawn_blocking(move || std::fs::read(owned)).await;
        read.unwrap_or_else(|stopped| Err(stopped.into()))
            .map_err(|error| Error::config_invalid(format!("{path} cannot be read: {error}")))
    }
}

/// Runs one command, the profile's own, in the system's shell, so that quotes mean what they mean there. A provider that
/// asks for a command gets this one, whatever it asks for.
pub(super) struct Shell(pub(super) String);

impl CommandExecute for Shell {
    async fn command_execute<'a>(&'a self, _program: &'a str, _arguments: &'a [&'a str]) -> Result<CommandOutput> {
        let line = self.0.clone();
        let run = tokio::task::spawn_blocking(move || {
            let (shell, option) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
            std::process::Command::new(shell)
                .args([option, &line])
                .stdin(std::process::Stdio::null())
                .output()
        });
        let output = run
            .await
            .unwrap_or_else(|stopped| Err(stopped.into()))
            .map_err(|error| Error::config_invalid(format!("the command cannot be run: {error}")))?;
        Ok(CommandOutput {
            status: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: output.stderr,
        })
    }
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shell")
    }
}
