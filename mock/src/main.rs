//! The standalone mock server: all services on one port, for any client that takes an endpoint URL.

use clap::Parser;
use shapewright_server::{Handler, Mock};
use std::{
    error::Error,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

/// Serves mocks of AWS services. State is kept in memory, apart for each account and region.
#[derive(Parser)]
#[command(name = "shapewright-mock", version)]
struct Options {
    /// The address to listen on. Port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4599")]
    listen: SocketAddr,
    /// Serve only these services; may be given more than once, or with commas.
    #[arg(long, value_name = "SERVICE", value_delimiter = ',')]
    only: Vec<String>,
    /// Put the records of this JSON file in at the start. docs/seeding.md tells its form.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
}

// One thread: handing a connection to another costs more than answering it.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mut mock = Mock::builder().random_request_ids();
    for service in chosen(&options.only)? {
        mock = mock.add(service);
    }
    let mock = mock.build();
    if let Some(file) = &options.seed {
        seed(&mock, file)?;
    }
    let listening = mock
        .listen(options.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
    println!("listening on http://{}", listening.addr());
    stop_asked_for().await?;
    listening.shutdown().await;
    Ok(())
}

fn seed(mock: &Mock, file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    mock.seed(&text)
        .map(drop)
        .map_err(|error| format!("{}: {error}", file.display()))
}

fn chosen(only: &[String]) -> Result<Vec<Arc<dyn Handler>>, String> {
    let services = shapewright_mock::services();
    if only.is_empty() {
        return Ok(services);
    }
    let names: Vec<&str> = services.iter().map(|handler| handler.service().name).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(format!(
            "there is no service `{unknown}`; there are {}",
            names.join(", ")
        ));
    }
    let chosen = services
        .into_iter()
        .filter(|handler| only.iter().any(|name| name == handler.service().name));
    Ok(chosen.collect())
}

/// Waits for Ctrl-C, or for the signal that service managers send.
async fn stop_asked_for() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
