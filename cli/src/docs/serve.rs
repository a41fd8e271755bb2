//! Serves pages from memory: what was not written a moment ago is not there, so no path leads anywhere else.

use crate::failure::Failure;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, X_CONTENT_TYPE_OPTIONS},
    http,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use shapewright_codegen::Artifact;
use std::{collections::HashMap, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore};

/// How many connections are served at the same time; others wait.
const CONNECTIONS: usize = 64;
/// How long a request's head may take, and a connection be idle.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// Nothing inline and nothing from elsewhere.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

type Files = HashMap<String, Bytes>;

/// Serves until the process is stopped.
pub fn serve(address: SocketAddr, artifacts: Vec<Artifact>) -> Result<(), Failure> {
    let files = artifacts
        .into_iter()
        .map(|artifact| (artifact.path, Bytes::from(artifact.text)));
    let files: Arc<Files> = Arc::new(files.collect());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(listen(address, files))
}

async fn listen(address: SocketAddr, files: Arc<Files>) -> Result<(), Failure> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!(
            "error: cannot listen on {address}: {error}; name another with `--serve ADDR`"
        ))
    })?;
    println!("listening on http://{}", listener.local_addr()?);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let place = Arc::clone(&room).acquire_owned().await?;
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // A connection that went away, or no file descriptor left: the next may do better.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let files = Arc::clone(&files);
        tokio::spawn(async move {
            let answering = service_fn(|request: Request<Incoming>| {
                let response = response(&files, request.method(), request.uri().path());
                async move { response.map(|response| response.map(http_body_util::Full::new)) }
            });
            // A connection that breaks is the browser's to open again.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(READ_TIMEOUT)
                .serve_connection(TokioIo::new(stream), answering)
                .await;
            drop(place);
        });
    }
}

fn response(files: &Files, method: &Method, path: &str) -> Result<Response<Bytes>, http::Error> {
    let start = |status| -> http::response::Builder {
        Response::builder()
            .status(status)
            .header(CONTENT_TYPE, "text/plain; charset=utf-8")
    };
    if !matches!(*method, Method::GET | Method::HEAD) {
        let response = start(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, "GET, HEAD");
        return response.body("only GET and HEAD\n".into());
    }
    let path = path.trim_start_matches('/');
    let name = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let Some(text) = files.get(&name) else {
        if files.contains_key(&format!("{name}/index.html")) {
            let response = start(StatusCode::MOVED_PERMANENTLY).header(LOCATION, format!("/{name}/"));
            return response.body("it lies in a folder\n".into());
        }
        return start(StatusCode::NOT_FOUND).body("there is no such page\n".into());
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("xml") => "application/rss+xml; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    Response::builder()
        .header(CONTENT_TYPE, kind)
        .header(CONTENT_SECURITY_POLICY, POLICY)
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        // The next run may say something else.
        .header(CACHE_CONTROL, "no-cache")
        .body(text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_served() {
        let files = [("index.html", "all"), ("a/index.html", "a"), ("reference.css", "css")];
        let files: Files = files.map(|(path, text)| (path.to_owned(), Bytes::from(text))).into();
        for (method, path, status, start) in [
            (Method::GET, "/", 200, "all"),
            (Method::GET, "/a/", 200, "a"),
            (Method::HEAD, "/reference.css", 200, "css"),
            (Method::GET, "/a", 301, "it lies"),
            (Method::GET, "/b/", 404, "there is"),
            (Method::GET, "/../Cargo.toml", 404, "there is"),
            (Method::GET, "//a/%2e%2e/index.html", 404, "there is"),
            (Method::POST, "/", 405, "only"),
        ] {
            let response = response(&files, &method, path).expect("a response");
            assert_eq!(response.status(), status, "{path}");
            assert!(response.body().starts_with(start.as_bytes()), "{path}");
        }
    }
}
