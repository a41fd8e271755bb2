//! What the providers reach the world through: our own HTTP stack, files, the user's folder, and commands.

use crate::{
    endpoint::Endpoint,
    environment::Environment,
    transport::{HyperTransport, Transport, TransportError, TransportErrorKind},
};
use bytes::Bytes;
use http::{Request, Response};
use reqsign_core::{CommandExecute, CommandOutput, Context, Error, FileRead, HttpSend, Result, StaticEnv};
use std::{
    collections::HashMap,
    fmt,
    io::{self, Read},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};
use tokio::sync::oneshot;

/// How long a connection to a metadata service may take to be made. Elsewhere than in the cloud nobody responds there.
const METADATA_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a connection to any other service may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);
/// How long a response may take in all.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a command may take in all: it may wait for its user, in a browser for instance. The SDK for Go has the same.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);

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
    pub(super) fn target(&self, uri: &http::Uri) -> std::result::Result<http::Uri, http::Error> {
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
        *request.uri_mut() = self.target(request.uri()).map_err(|error| other(error.to_string()))?;
        let transport = if request.uri().scheme() == Some(&http::uri::Scheme::HTTP) {
            self.0
                .plain
                .get_or_init(|| HyperTransport::http(METADATA_CONNECT_TIMEOUT))
        } else {
            let tls = self.0.tls.get_or_init(https).as_ref();
            tls.map_err(|error| other(error.clone()))?
        };
        match tokio::time::timeout(RESPONSE_TIMEOUT, transport.send(request)).await {
            Ok(result) => result,
            Err(_) => Err(other(format!("no response came within {RESPONSE_TIMEOUT:?}"))),
        }
    }
}

#[cfg(feature = "tls")]
fn https() -> std::result::Result<HyperTransport, String> {
    HyperTransport::https(CONNECT_TIMEOUT)
        .map_err(|error| format!("the certificates that this machine trusts could not be read: {error}"))
}

#[cfg(not(feature = "tls"))]
fn https() -> std::result::Result<HyperTransport, String> {
    let _ = CONNECT_TIMEOUT;
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

/// Runs one command, the profile's own, in the system's shell, so that quotes mean what they mean there. A provider
/// that asks for a command gets this one, whatever it asks for. It is killed when it takes longer than
/// [`COMMAND_TIMEOUT`], and when the call that waits for it is given up.
pub(super) struct Shell(pub(super) String);

impl CommandExecute for Shell {
    async fn command_execute<'a>(&'a self, _program: &'a str, _arguments: &'a [&'a str]) -> Result<CommandOutput> {
        run(&self.0, COMMAND_TIMEOUT).await
    }
}

async fn run(line: &str, limit: Duration) -> Result<CommandOutput> {
    let (shell, option) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
    let unfit = |error: io::Error| Error::config_invalid(format!("the command cannot be run: {error}"));
    let child = Command::new(shell)
        .args([option, line])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(unfit)?;
    let mut running = Running(child);
    // Both at once: a command stands still where nobody takes what it says.
    let stdout = read(running.0.stdout.take()).map_err(unfit)?;
    let stderr = read(running.0.stderr.take()).map_err(unfit)?;
    let ended = async {
        let stdout = stdout.await.map_err(io::Error::other)??;
        let stderr = stderr.await.map_err(io::Error::other)??;
        // Mostly it is over when it has said all.
        let status = loop {
            match running.0.try_wait()? {
                Some(status) => break status.code().unwrap_or(-1),
                None => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        };
        Ok(CommandOutput { status, stdout, stderr })
    };
    match tokio::time::timeout(limit, ended).await {
        Ok(output) => output.map_err(unfit),
        Err(_) => Err(Error::config_invalid(format!("the command took longer than {limit:?}"))),
    }
}

/// Reads a pipe to its end, on a thread that no runtime waits for when it ends: whoever has the pipe may keep it for ever.
fn read(pipe: Option<impl Read + Send + 'static>) -> io::Result<oneshot::Receiver<io::Result<Vec<u8>>>> {
    let (give, given) = oneshot::channel();
    std::thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes));
        let _ = give.send(read.map(|_| bytes));
    })?;
    Ok(given)
}

/// A command under way, which ends with this. What it has started itself ends when it notices that nobody reads it: a
/// group of its own would leave it behind when the program is interrupted at the keyboard.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended is neither killed nor waited for.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shell")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Whether the process whose id the file holds is there. The file may not be written yet.
    fn is_there(file: &std::path::Path) -> Option<bool> {
        let id = std::fs::read_to_string(file).ok().filter(|text| text.ends_with('\n'))?;
        let mut asked = Command::new("sh");
        asked.args(["-c", &format!("kill -0 {}", id.trim())]);
        Some(asked.stderr(Stdio::null()).status().ok()?.success())
    }

    /// What hangs neither outlives the call, whether its time is over or it is given up, nor holds the runtime up.
    #[test]
    fn a_command_that_hangs_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        for (name, given_up) in [("late", false), ("given-up", true)] {
            let file = folder.path().join(name);
            let line = format!("echo $$ > '{}'; exec sleep 300", file.display());
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .unwrap();
            let started = std::time::Instant::now();
            runtime.block_on(async {
                let limit = if given_up {
                    COMMAND_TIMEOUT
                } else {
                    Duration::from_millis(500)
                };
                let mut command = Box::pin(run(&line, limit));
                loop {
                    let soon = tokio::time::timeout(Duration::from_millis(10), &mut command).await;
                    if let Ok(ended) = soon {
                        let error = ended.map(|output| output.status).unwrap_err().to_string();
                        assert!(error.contains("the command took longer than 500ms"), "{error}");
                        break;
                    }
                    if given_up && is_there(&file) == Some(true) {
                        break;
                    }
                }
            });
            drop(runtime);
            // One that was killed before it wrote anything is gone too.
            assert_ne!(is_there(&file), Some(true), "{name}");
            assert!(started.elapsed() < COMMAND_TIMEOUT);
        }
    }
}
