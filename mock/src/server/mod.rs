//! The program: from options to a mock that listens, until it is told to stop.

mod keys;
mod log;
mod options;
mod sources;
mod state;
mod text_file;

pub use options::Options;
pub use sources::Sources;

use shapewright_server::{Admin, Mock};
use sources::Watch;
use state::StateFile;
use std::{io, time::Duration};

/// Serves until it is told to stop, on one thread: to hand a connection to another thread costs more than to respond.
///
/// # Errors
/// When an option asks for what cannot be done, or the state cannot be written at the end.
pub fn main(options: Options) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start the runtime: {error}"))?;
    runtime.block_on(run(options))
}

/// Serves until it is told to stop.
///
/// # Errors
/// When an option asks for what cannot be done, or the state cannot be written at the end.
pub async fn run(options: Options) -> Result<(), String> {
    let seed = options.seed.as_deref().map(text_file::read).transpose()?;
    let state = options.state.clone().map(StateFile::new).transpose()?;
    let mock = mock(&options, seed.as_deref(), state.as_ref())?;
    let is_loaded = match &state {
        Some(state) => state.load(&mock)?,
        None => false,
    };
    if let (Some(text), Some(file)) = (&seed, &options.seed) {
        if is_loaded {
            eprintln!("note: the state was loaded, so {} is not seeded", file.display());
        } else {
            mock.seed(text)
                .map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    let listening = mock
        .listen(options.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", options.listen))?;
    // Before anybody knows that it is there, so that no signal ends it without the state being written.
    let stopped = stop_asked_for().map_err(|error| format!("cannot wait for a signal to stop: {error}"))?;
    println!("listening on http://{}", listening.addr());
    let watching = options
        .sources
        .watch
        .then(|| tokio::spawn(watch(Watch::new(&options.sources.spec), mock.clone())));
    stopped.await;
    if let Some(watching) = watching {
        watching.abort();
    }
    listening.shutdown().await;
    state.map_or(Ok(()), |state| state.write(&mock))
}

fn mock(options: &Options, seed: Option<&str>, state: Option<&StateFile>) -> Result<Mock, String> {
    let mut mock = Mock::builder()
        .random_request_ids()
        .body_limit(options.body_limit)
        .latency(Duration::from_millis(options.latency));
    mock = options.sources.choose()?.add_to(mock);
    if options.verify_signatures {
        mock = mock.verify_signatures(keys::read(&options.key, options.keys.as_deref())?);
    }
    if let Some(format) = options.log {
        mock = mock.log(move |report| log::write(format, report));
    }
    if !options.no_admin {
        mock = mock.admin(admin(options, seed, state));
    }
    Ok(mock.build())
}

fn admin(options: &Options, seed: Option<&str>, state: Option<&StateFile>) -> Admin {
    let mut admin = Admin::new();
    for name in &options.admin_host {
        admin = admin.host(name);
    }
    if let Some(seed) = seed {
        admin = admin.seed(seed);
    }
    match state.cloned() {
        Some(state) => admin.save(move |mock| state.write(mock).map(|()| state.path().to_owned())),
        None => admin,
    }
}

/// Looks after the files of `--spec` for ever.
async fn watch(mut files: Watch, mock: Mock) {
    let mut ticks = tokio::time::interval(Duration::from_millis(500));
    loop {
        ticks.tick().await;
        let reloading = mock.clone();
        // Files are read and descriptions checked beside the event loop.
        let looked = tokio::task::spawn_blocking(move || {
            let said = files.reload(&reloading);
            (files, said)
        });
        let Ok((back, said)) = looked.await else { return };
        files = back;
        said.iter().for_each(|line| eprintln!("{line}"));
    }
}

/// From now on listens for Ctrl-C and for the signal that service managers send; what it gives waits for one of them.
fn stop_asked_for() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move {
            interrupt.recv().await;
        })
    }
}
