//! The mock server on a socket: HTTP/1.1 with keep-alive.

use crate::{Mock, NoAnswer};
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::{body::Incoming, rt, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// How long requests that are being answered have when the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// How much of a body that is too large is read, and thrown away, so that the client gets to read the answer.
const DRAINED: usize = 64 << 20;

/// A mock that listens on a socket. It stops when this is dropped.
#[derive(Debug)]
pub struct Listening {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Listening {
    /// The address that it listens on.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// The URL to give to clients as their endpoint.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more connections, lets the requests that are being answered end (up to 10 seconds), and closes.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        // The task neither panics nor is aborted by anybody.
        let _ = self.task.await;
    }
}

impl Mock {
    /// Listens on an address; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn listen(&self, address: impl ToSocketAddrs) -> io::Result<Listening> {
        self.serve(TcpListener::bind(address).await?)
    }

    /// Serves on a socket that is already open.
    ///
    /// # Errors
    /// When the socket does not tell its address.
    pub fn serve(&self, listener: TcpListener) -> io::Result<Listening> {
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(self.clone(), listener, stopped));
        Ok(Listening { address, stop, task })
    }
}

async fn accept(mock: Mock, listener: TcpListener, stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    {
        let mut watched = stopped.clone();
        let mut stop = pin!(async move { watched.wait_for(|stop| *stop).await.map(|_| ()) });
        loop {
            let accepted = poll_fn(|task| {
                if stop.as_mut().poll(task).is_ready() {
                    return Poll::Ready(None);
                }
                listener.poll_accept(task).map(Some)
            });
            match accepted.await {
                None => break,
                Some(Ok((stream, _))) => {
                    connections.spawn(serve(mock.clone(), stream, stopped.clone()));
                }
                // Usually too many open files: connections that end make room.
                Some(Err(_)) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
            while connections.try_join_next().is_some() {}
        }
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    // What is not done by then is cut off when the set is dropped.
    let _ = tokio::time::timeout(GRACE, ended).await;
}

async fn serve(mock: Mock, stream: TcpStream, mut stopped: watch::Receiver<bool>) {
    // Without it small answers wait for the client's acknowledgement. A socket that cannot is slower, no more.
    let _ = stream.set_nodelay(true);
    let broken = Arc::new(AtomicBool::new(false));
    let answer = service_fn(|request| answer(&mock, request, &broken));
    let line = Line {
        stream: TokioIo::new(stream),
        broken: Arc::clone(&broken),
    };
    let mut connection = pin!(
        http1::Builder::new()
            .pipeline_flush(true)
            .serve_connection(line, answer)
    );
    let mut stop = pin!(async move { stopped.wait_for(|stop| *stop).await.map(|_| ()) });
    let mut is_stopping = false;
    poll_fn(|task| {
        if !is_stopping && stop.as_mut().poll(task).is_ready() {
            is_stopping = true;
            connection.as_mut().graceful_shutdown();
        }
        // A client that breaks off is no concern of the server's.
        connection.as_mut().poll(task).map(|_| ())
    })
    .await;
}

async fn answer(mock: &Mock, request: Request<Incoming>, broken: &AtomicBool) -> Result<Response<Answered>, NoAnswer> {
    let (head, body) = request.into_parts();
    let response = match read(body, mock.body_limit()).await {
        Ok(Some(body)) => mock.respond(Request::from_parts(head, body)).await,
        Ok(None) => Ok(mock.too_large(head)),
        // Nobody reads this, unless a client sends a body that HTTP cannot make sense of.
        Err(fault) => Ok(mock.unreadable(head, &fault.to_string())),
    };
    match response {
        Ok(response) => Ok(response.map(Answered::whole)),
        Err(no_answer) => {
            broken.store(true, Ordering::Relaxed);
            let (head, body) = no_answer.cut()?.into_parts();
            Ok(Response::from_parts(head, Answered::half(&body)))
        }
    }
}

/// The whole body; `None` when it has more than `limit` bytes.
async fn read(mut body: Incoming, limit: usize) -> Result<Option<Bytes>, hyper::Error> {
    let (mut first, mut all, mut length) = (None, BytesMut::new(), 0_usize);
    while let Some(frame) = poll_fn(|task| Pin::new(&mut body).poll_frame(task)).await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > limit {
            if length > limit.saturating_add(DRAINED) {
                break;
            }
        } else if first.is_none() && all.is_empty() {
            first = Some(data);
        } else {
            // Most bodies come in one piece, which is then not copied.
            if let Some(first) = first.take() {
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&data);
        }
    }
    Ok((length <= limit).then(|| first.unwrap_or_else(|| all.freeze())))
}

/// The body of an answer.
struct Answered {
    /// What is still to be sent.
    data: Option<Bytes>,
    /// What the headers tell.
    length: u64,
    breaks: Breaks,
}

/// Whether the connection breaks after what is sent.
enum Breaks {
    Never,
    /// As soon as that has had a chance to go out.
    AfterFlush,
    Now,
}

impl Answered {
    fn whole(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            data: Some(bytes).filter(|bytes| !bytes.is_empty()),
            breaks: Breaks::Never,
        }
    }

    fn half(bytes: &Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            data: Some(bytes.slice(..bytes.len() / 2)).filter(|bytes| !bytes.is_empty()),
            breaks: Breaks::AfterFlush,
        }
    }
}

impl Body for Answered {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Some(data) = self.data.take() {
            if matches!(self.breaks, Breaks::Never) {
                self.length = 0;
            }
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match self.breaks {
            Breaks::Never => Poll::Ready(None),
            Breaks::AfterFlush => {
                self.breaks = Breaks::Now;
                task.waker().wake_by_ref();
                Poll::Pending
            }
            Breaks::Now => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none() && matches!(self.breaks, Breaks::Never)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// A connection that is reset instead of closed once a fault has broken it.
struct Line {
    stream: TokioIo<TcpStream>,
    broken: Arc<AtomicBool>,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.broken.load(Ordering::Relaxed) {
            // A socket that cannot be reset is closed.
            let _ = self.stream.inner().set_zero_linger();
        }
    }
}

impl rt::Read for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl rt::Write for Line {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(task, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(task, bytes)
    }
}
