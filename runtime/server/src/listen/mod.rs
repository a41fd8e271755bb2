//! The mock server on a socket: HTTP/1.1 with keep-alive, within [`Limits`](crate::Limits).

mod body;
mod stream;

use crate::{ConnectionReset, Mock, streams};
use body::ResponseBody;
use bytes::Bytes;
use http::{
    HeaderValue, Request, Response,
    header::{CONNECTION, EXPECT},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use shapewright_stream::{ByteStream, Carried};
use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::Duration,
};
use stream::Stream;
use tokio::{
    net::{TcpListener, TcpStream, ToSocketAddrs},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// How long requests that are being handled have when the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// The smallest buffer that hyper reads heads into.
const LEAST_HEAD: usize = 8 << 10;

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

    /// Takes no more connections, lets the requests that are being handled end (up to 10 seconds), and closes.
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
                while let Poll::Ready(Some(_)) = connections.poll_join_next(task) {}
                if connections.len() >= mock.limits().connections.max(1) {
                    // A connection that ends wakes this task.
                    return Poll::Pending;
                }
                listener.poll_accept(task).map(Some)
            });
            match accepted.await {
                None => break,
                Some(Ok((socket, _))) => {
                    connections.spawn(serve(mock.clone(), socket, stopped.clone()));
                }
                // Usually too many open files: connections that end make room.
                Some(Err(_)) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    // What is not done by then is cut off when the set is dropped.
    let _ = tokio::time::timeout(GRACE, ended).await;
}

async fn serve(mock: Mock, socket: TcpStream, mut stopped: watch::Receiver<bool>) {
    // Without it small responses wait for the client's acknowledgement. A socket that cannot is slower, no more.
    let _ = socket.set_nodelay(true);
    let limits = mock.limits();
    let mut http = http1::Builder::new();
    // One copy is cheaper than a vectored write. Not `pipeline_flush`: with it responses pile up without a bound as long
    // as requests keep coming, and what is said of a head that cannot be read is never sent.
    http.writev(false)
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_headers(limits.headers)
        .max_buf_size(limits.head_bytes.max(LEAST_HEAD));
    let broken = Arc::new(AtomicBool::new(false));
    let service = service_fn(|request| handle(&mock, request, &broken));
    let io = TokioIo::new(Stream::new(socket, limits.write_time, Arc::clone(&broken)));
    let mut connection = pin!(http.serve_connection(io, service));
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

async fn handle(
    mock: &Mock,
    request: Request<Incoming>,
    broken: &AtomicBool,
) -> Result<Response<ResponseBody>, ConnectionReset> {
    let (mut head, body) = request.into_parts();
    if mock.takes_stream(&head) {
        let body = ByteStream::from_body(body).with_idle_limit(mock.limits().body_time);
        Carried::put(&mut head.extensions, body);
        return respond(mock, Request::from_parts(head, Bytes::new()), broken).await;
    }
    let is_awaited = head.headers.contains_key(EXPECT);
    let reading = body::read(body, mock.body_limit(), is_awaited);
    let refused = match tokio::time::timeout(mock.limits().body_time, reading).await {
        Ok(Ok(Some(body))) => return respond(mock, Request::from_parts(head, body), broken).await,
        Ok(Ok(None)) => mock.too_large(head),
        // Few read this: mostly the client has gone, or does not speak HTTP.
        Ok(Err(fault)) => mock.unreadable(head, &fault.to_string()),
        Err(_) => mock.too_slow(head),
    };
    let mut refused = refused.map(|body| ResponseBody::whole(body.into()));
    // What is left of the body must not be taken for the next request.
    refused
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    Ok(refused)
}

async fn respond(
    mock: &Mock,
    request: Request<Bytes>,
    broken: &AtomicBool,
) -> Result<Response<ResponseBody>, ConnectionReset> {
    match mock.respond(request).await {
        Ok(response) => Ok(streams::body_of(response).map(ResponseBody::whole)),
        Err(reset) => {
            broken.store(true, Ordering::Relaxed);
            Ok(streams::body_of(reset.cut()?).map(ResponseBody::half))
        }
    }
}
