//! A socket whose client has to take what is sent to it: writing that stands still for too long fails.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep},
};

/// A connection's socket.
pub(super) struct Stream {
    socket: TcpStream,
    /// How long nothing may be taken.
    idle_limit: Duration,
    /// Runs while the client takes nothing. Kept, so that a timer is made once a connection and only where one waits.
    stalled: Option<Pin<Box<Sleep>>>,
    is_stalled: bool,
    /// A fault has broken the connection: it is reset instead of closed.
    broken: Arc<AtomicBool>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.broken.load(Ordering::Relaxed) {
            // A socket that cannot be reset is closed.
            let _ = self.socket.set_zero_linger();
        }
    }
}

impl Stream {
    pub(super) fn new(socket: TcpStream, idle_limit: Duration, broken: Arc<AtomicBool>) -> Self {
        Self {
            socket,
            idle_limit,
            stalled: None,
            is_stalled: false,
            broken,
        }
    }

    /// Passes on what a write gave, unless the client has taken nothing for too long.
    fn watched<T>(&mut self, written: Poll<io::Result<T>>, task: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.is_stalled = false;
            return written;
        }
        let idle_limit = self.idle_limit;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep(idle_limit)));
        if !self.is_stalled {
            self.is_stalled = true;
            timer.as_mut().reset(Instant::now() + idle_limit);
        }
        ready!(timer.as_mut().poll(task));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(task, into)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(task, bytes);
        self.watched(written, task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(task, pieces);
        self.watched(written, task)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(task)
    }
}
