//! The mock server on a socket: HTTP/1.1 with keep-alive.

use crate::Mock;
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
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
    let answer = service_fn(|request| answer(&mock, request));
    let mut connection = pin!(
        http1::Builder::new()
            .pipeline_flush(true)
            .serve_connection(TokioIo::new(stream), answer)
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

async fn answer(mock: &Mock, request: Request<Incoming>) -> Result<Response<Whole>, Infallible> {
    let (head, body) = request.into_parts();
    let response = match read(body, mock.body_limit()).await {
        Ok(Some(body)) => mock.respond(Request::from_parts(head, body)).await,
        Ok(None) => mock.too_large(),
        // Nobody reads this, unless a client sends a body that HTTP cannot make sense of.
        Err(fault) => mock.unreadable(&fault.to_string()),
    };
    Ok(response.map(Whole::new))
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

/// A body that is there as a whole.
struct Whole(Option<Bytes>);

impl Whole {
    fn new(bytes: Bytes) -> Self {
        Self(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
