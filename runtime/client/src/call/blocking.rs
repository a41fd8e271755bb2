//! Calls on threads that cannot await, with the feature `blocking`.
//!
//! One thread of the process drives connections and timers for all blocking calls; it starts with the first. The calls
//! themselves run on the threads that make them. Nothing here is compiled once an operation.
//!
//! Within an async runtime of tokio nothing is sent and the call ends with an error, since it would hold up the very
//! runtime that it may wait for. That is so on a thread of `spawn_blocking` too, where
//! `tokio::runtime::Handle::current().block_on(call)` does the same work.

#[cfg(feature = "waiters")]
use super::waiters::{WaitError, WaitOutcome, Waiting};
use super::{
    metadata::{CallWithMetadata, WithMetadata},
    operation::Call,
    pagination::{Itemized, Items, PageItems, Pages},
    presign::{PresignedRequest, Presigning},
};
use crate::{
    builder::Builder,
    core::ServiceClient,
    errors::{BlockingError, ConfigError, ConstructionError, OperationError},
};
use futures_core::Stream;
use shapewright_schema::OperationShape;
use std::{
    fmt,
    future::{Future, poll_fn},
    io,
    ops::Deref,
    pin::Pin,
    sync::{OnceLock, mpsc},
    thread,
};
use tokio::runtime::{self, Handle};

/// Waits for any future of this crate: what `await` would give, on a thread that cannot await.
///
/// # Errors
/// [`BlockingError`]; the future has not been polled then.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, BlockingError> {
    if Handle::try_current().is_ok() {
        return Err(BlockingError::InsideRuntime);
    }
    static DRIVER: OnceLock<Result<Handle, String>> = OnceLock::new();
    let driver = DRIVER.get_or_init(|| drive().map_err(|error| error.to_string()));
    match driver {
        Ok(driver) => Ok(driver.block_on(future)),
        Err(error) => Err(BlockingError::NoRuntime(error.clone())),
    }
}

/// Starts the thread that drives connections and timers.
fn drive() -> io::Result<Handle> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let (ready, started) = mpsc::channel();
    let run = move || {
        // Nobody is gone: the other side waits.
        let _ = ready.send(());
        runtime.block_on(std::future::pending::<()>());
    };
    thread::Builder::new()
        .name("shapewright-blocking".to_owned())
        .spawn(run)?;
    started.recv().map_err(io::Error::other)?;
    Ok(handle)
}

fn refused(error: BlockingError) -> ConstructionError {
    ConstructionError::new("the call cannot be blocking", error)
}

/// What the future gives, or the operation's error that says why it cannot be waited for.
fn wait<T, E: OperationError>(future: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    block_on(future).unwrap_or_else(|error| Err(E::from_failure(refused(error).into())))
}

impl<O: OperationShape, E: OperationError> Call<O, E> {
    /// Carries the call out on this thread and gives the output. Needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of the call, and a [`ConstructionError`] within an async runtime, where nothing is sent.
    pub fn block(self) -> Result<O::Output, E> {
        wait(self)
    }
}

impl<O: OperationShape, E: OperationError> CallWithMetadata<O, E> {
    /// Carries the call out on this thread. Needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of [`Call::block`].
    pub fn block(self) -> Result<WithMetadata<O::Output>, E> {
        wait(self)
    }
}

#[cfg(feature = "waiters")]
impl<O: OperationShape, E: OperationError> Waiting<O, E> {
    /// Waits on this thread. Needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of [`Waiter::wait`](crate::waiters::Waiter::wait), and a [`ConstructionError`] within an async runtime,
    /// where nothing is sent.
    pub fn block(self) -> Result<WaitOutcome<O::Output, E>, WaitError<O::Output, E>> {
        let refused = |error| Err(WaitError::Call(E::from_failure(refused(error).into())));
        block_on(self).unwrap_or_else(refused)
    }
}

impl Presigning {
    /// Signs the request on this thread. Needs the feature `blocking`.
    ///
    /// # Errors
    /// When the request cannot be written or signed, and within an async runtime.
    pub fn block(self) -> Result<PresignedRequest, ConstructionError> {
        block_on(self).unwrap_or_else(|error| Err(refused(error)))
    }
}

impl<C: ServiceClient> Builder<C> {
    /// The client, as [`load`](Self::load) makes it, on this thread. Needs the feature `blocking`.
    ///
    /// # Errors
    /// Those of `load`, and [`ConfigError::Blocking`] within an async runtime.
    pub fn load_blocking(self) -> Result<C, ConfigError> {
        block_on(self.load()).unwrap_or_else(|error| Err(ConfigError::Blocking(error)))
    }
}

impl<O: OperationShape, E: OperationError, C: PageItems> Pages<O, E, C> {
    /// The pages as an iterator, each had on the thread that asks for it. Needs the feature `blocking`.
    pub fn block(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

impl<O: OperationShape, E: OperationError, C: Itemized> Items<O, E, C> {
    /// The items as an iterator, their pages had on the thread that asks for them. Needs the feature `blocking`.
    pub fn block(self) -> Blocking<Self> {
        Blocking::new(self)
    }
}

/// Pages or items as an iterator. It ends after an error. What it is made of tells the `resume_token`.
#[must_use = "an iterator does nothing until it is asked for items"]
pub struct Blocking<S> {
    stream: S,
    refused: bool,
}

impl<S> Blocking<S> {
    fn new(stream: S) -> Self {
        Self { stream, refused: false }
    }
}

impl<S: Stream<Item = Result<T, E>> + Unpin, T, E: OperationError> Iterator for Blocking<S> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        let next = block_on(poll_fn(|context| Pin::new(&mut self.stream).poll_next(context)));
        next.unwrap_or_else(|error| {
            self.refused = true;
            Some(Err(E::from_failure(refused(error).into())))
        })
    }
}

impl<S> Deref for Blocking<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}
