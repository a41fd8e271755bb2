//! A server that does with each request what a test asks for, right or wrong.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// What the server does with a request.
#[derive(Clone, Copy)]
pub enum Fault {
    /// Sends these bytes and waits for the next request.
    Response(&'static str),
    /// Sends these bytes and closes the connection.
    Close(&'static str),
    /// Sends these bytes and resets the connection.
    Reset(&'static str),
    /// Sends the first, then the second again and again.
    Endless(&'static str, &'static str),
    /// As endless, with waits between that are shorter than any limit.
    Drip(&'static str, &'static str),
    /// Sends these bytes as soon as there is a connection, before any request.
    #[cfg(feature = "tls")]
    Greet(&'static str),
}

pub const FINE: Fault = Fault::Response("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
/// Long enough for a loaded machine, short enough for a test.
pub const SHORT: Duration = Duration::from_millis(300);

pub struct Server {
    pub address: SocketAddr,
    pub requests: Arc<AtomicUsize>,
    pub connections: Arc<AtomicUsize>,
    /// Tells each connection that the client has closed.
    pub closed: mpsc::UnboundedReceiver<()>,
}

/// Starts a server whose requests meet these faults one after the other, the last of them ever after.
pub async fn server(faults: &'static [Fault]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (requests, connections) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
    let (close, closed) = mpsc::unbounded_channel();
    let counts = (Arc::clone(&requests), Arc::clone(&connections));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            counts.1.fetch_add(1, Ordering::SeqCst);
            let (close, requests) = (close.clone(), Arc::clone(&counts.0));
            tokio::spawn(async move {
                serve(stream, faults, &requests).await;
                let _ = close.send(());
            });
        }
    });
    Server {
        address,
        requests,
        connections,
        closed,
    }
}

async fn serve(mut stream: TcpStream, faults: &[Fault], requests: &AtomicUsize) {
    #[cfg(feature = "tls")]
    if let [Fault::Greet(bytes)] = faults {
        stream.write_all(bytes.as_bytes()).await.unwrap();
    }
    loop {
        let mut received = Vec::new();
        while !received.ends_with(br#"{"UserId":"u"}"#) {
            let mut buffer = [0; 1024];
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(count) => received.extend_from_slice(&buffer[..count]),
            }
        }
        let number = requests.fetch_add(1, Ordering::SeqCst);
        let (first, then, wait) = match faults[number.min(faults.len() - 1)] {
            Fault::Response(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                continue;
            }
            Fault::Close(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                return;
            }
            Fault::Reset(bytes) => {
                stream.write_all(bytes.as_bytes()).await.unwrap();
                stream.set_zero_linger().unwrap();
                return;
            }
            Fault::Endless(first, then) => (first, then, Duration::ZERO),
            Fault::Drip(first, then) => (first, then, SHORT / 20),
            #[cfg(feature = "tls")]
            Fault::Greet(_) => continue,
        };
        stream.write_all(first.as_bytes()).await.unwrap();
        while stream.write_all(then.as_bytes()).await.is_ok() {
            if wait.is_zero() {
                tokio::task::yield_now().await;
            } else {
                tokio::time::sleep(wait).await;
            }
        }
        return;
    }
}
