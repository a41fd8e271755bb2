//! The way of one request through the mock: routing, faults, stubs, the handler, the journal.

use crate::{
    Context, Handler, Mock, Refusal, Request, compressed,
    faults::{End, Subject},
    handler::UNKNOWN_OPERATION,
    journal::{Missed, Received, Recording},
    refusal::NO_SERVICE,
    route::{
        marked,
        scope::{DEFAULT_ACCOUNT, DEFAULT_REGION, Scope},
    },
    signatures::{self, AccessKeys},
    streams,
};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response,
    header::{CONTENT_LENGTH, DATE},
};
use shapewright_schema::{Operation, Timestamp};
use shapewright_stream::{ByteStream, Carried, StreamErrorKind};
use std::{
    any::Any,
    fmt,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::Poll,
};

/// A request that got no response, or half of one, because a fault broke the connection.
#[derive(Debug)]
pub struct ConnectionReset(Option<Box<Response<Bytes>>>);

impl ConnectionReset {
    /// A response whose stream has failed.
    pub(crate) fn in_the_middle(response: Response<Bytes>) -> Self {
        Self(Some(Box::new(response)))
    }

    /// The response that was cut; itself where there is nothing to send half of.
    pub(crate) fn cut(self) -> Result<Response<Bytes>, Self> {
        match self.0 {
            Some(response) if !response.body().is_empty() || Carried::length(response.extensions()).is_some() => {
                Ok(*response)
            }
            other => Err(Self(other)),
        }
    }
}

impl fmt::Display for ConnectionReset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Some(_) => "the connection was reset in the middle of the response",
            None => "the connection was reset before a response",
        })
    }
}

impl std::error::Error for ConnectionReset {}

impl Mock {
    /// Responds to a request within the process. A response that streams is read to its end: see [`stream`](Self::stream).
    ///
    /// # Errors
    /// When a fault breaks the connection: [`Fault::drop_connection`](crate::Fault::drop_connection) or
    /// [`Fault::cut_body`](crate::Fault::cut_body); and when the stream of a response fails.
    pub async fn call(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, ConnectionReset> {
        let (head, body) = streams::body_of(self.respond_with_date(request).await?).into_parts();
        match body.collect().await {
            Ok(body) => Ok(Response::from_parts(head, body)),
            Err(_) => Err(ConnectionReset::in_the_middle(Response::from_parts(head, Bytes::new()))),
        }
    }

    /// Responds to a request within the process whose body may be a stream, with a body that may be one. Operations whose input
    /// does not stream have the body read into memory first, up to the limit of bodies.
    ///
    /// # Errors
    /// As [`call`](Self::call), but that a stream of the response which fails says so itself.
    pub async fn stream(&self, request: http::Request<ByteStream>) -> Result<Response<ByteStream>, ConnectionReset> {
        let (mut head, body) = request.into_parts();
        let response = if body.bytes().is_none() && self.takes_stream(&head) {
            Carried::put(&mut head.extensions, body);
            self.respond_with_date(http::Request::from_parts(head, Bytes::new()))
                .await?
        } else {
            match body.collect_within(self.body_limit()).await {
                Ok(body) => self.respond_with_date(http::Request::from_parts(head, body)).await?,
                Err(error) => match error.kind() {
                    StreamErrorKind::TooLarge(_) => self.too_large(head),
                    _ => self.unreadable(head, &error.to_string()),
                },
            }
        };
        Ok(streams::body_of(response))
    }

    async fn respond_with_date(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, ConnectionReset> {
        let mut response = if request.body().len() > self.body_limit() {
            self.too_large(request.into_parts().0)
        } else {
            self.respond(request).await?
        };
        // Real time, whatever the mock's clock says: clients compare it with their own.
        if let Ok(date) = HeaderValue::from_str(&Timestamp::now().to_http_date()) {
            response.headers_mut().insert(DATE, date);
        }
        Ok(response)
    }

    /// The response to a request, but for its date.
    pub(crate) async fn respond(&self, http: http::Request<Bytes>) -> Result<Response<Bytes>, ConnectionReset> {
        #[cfg(feature = "admin")]
        if let Some(response) = self.interface().and_then(|interface| interface.respond(self, &http)) {
            return Ok(response);
        }
        let request_id = self.request_ids().next();
        let scope = Scope::of(&http);
        let route = self.router().route(&http, scope.as_ref());
        let account = scope.as_ref().map_or(DEFAULT_ACCOUNT, Scope::account);
        let region = scope.as_ref().map_or(DEFAULT_REGION, Scope::region);
        let recording = match route {
            Ok(route) => {
                let loaded = route.loaded;
                let plan = Arc::clone(&loaded.plan);
                let context = self.context_with(plan, (route.service, account, region), request_id.clone());
                drop(scope);
                let caller = (Arc::clone(context.store.account()), Arc::clone(context.store.region()));
                let service = loaded.service;
                let handler = Arc::clone(&loaded.handler);
                let request = Request {
                    http,
                    service,
                    protocol: route.protocol,
                    operation: service.operations[route.operation],
                    labels: route.labels,
                };
                self.record(
                    Received::Routed {
                        request,
                        handler,
                        operation: route.operation,
                        context,
                    },
                    caller,
                    request_id,
                )
            }
            Err(miss) => {
                let caller = (account.into(), region.into());
                drop(scope);
                let service = miss.service.map(|index| self.hosted()[index].facts());
                let refusal = Refusal::unmodelled(501, UNKNOWN_OPERATION, miss.message);
                let missed = Missed {
                    service,
                    protocol: miss.protocol,
                    refusal,
                };
                self.record(Received::Missed(http, missed), caller, request_id)
            }
        };
        self.exchange(recording).await
    }

    fn record(&self, received: Received, caller: (Arc<str>, Arc<str>), request_id: String) -> Recording<'_> {
        let now = match &received {
            Received::Routed { context, .. } => context.now(),
            Received::Missed(..) => self.clock().now(),
        };
        Recording::new((self.journal(), self.log()), received, now, caller, request_id)
    }

    /// Lets the faults have the request first, then handles it, and writes both down.
    async fn exchange(&self, mut recording: Recording<'_>) -> Result<Response<Bytes>, ConnectionReset> {
        let verdict = self.faults_in_place().judge(&Subject {
            service: recording.received.service(),
            protocol: recording.received.protocol(),
            operation: recording.received.operation(),
            account: &recording.account,
            region: &recording.region,
        });
        recording.faults = verdict.ids;
        let delay = verdict.delay.saturating_add(self.latency());
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let is_cut = matches!(verdict.end, Some(End::Cut));
        let mut response = match verdict.end {
            Some(End::Drop) => return Err(ConnectionReset(None)),
            Some(End::Response(response)) => *response,
            Some(End::Cut) | None => match &mut recording.received {
                Received::Routed {
                    request,
                    handler,
                    operation,
                    context,
                } => match self.admit(request).await {
                    Ok(()) => {
                        let (stub, response) = self.behave(&**handler, *operation, request, context).await;
                        recording.stub = stub;
                        response
                    }
                    Err(refusal) => refusal.response_to(request),
                },
                Received::Missed(_, missed) => missed
                    .refusal
                    .response(missed.service.unwrap_or(&NO_SERVICE), missed.protocol),
            },
        };
        finish(&mut response, &recording.request_id);
        recording.responded(&response);
        if is_cut {
            return Err(ConnectionReset(Some(Box::new(response))));
        }
        Ok(response)
    }

    /// Makes a request ready to be read: its signature holds, its body is as it was before it was compressed.
    async fn admit(&self, request: &mut Request) -> Result<(), Refusal> {
        self.hold_body(request).await?;
        if let Some(keys) = self.keys_for(request) {
            keys.check(request)?;
        }
        if request.operation.request.gzip {
            compressed::unpack(&mut request.http, self.body_limit())?;
        }
        Ok(())
    }

    /// The keys that a request must be signed with one of.
    fn keys_for(&self, request: &Request) -> Option<&AccessKeys> {
        self.access_keys().filter(|_| !request.operation.request.anonymous)
    }

    /// Reads the stream beside a request into its body, where somebody looks at the whole body: a stub, or who checks
    /// signatures that cover it.
    async fn hold_body(&self, request: &mut Request) -> Result<(), Refusal> {
        let is_signed = || self.keys_for(request).is_some() && !signatures::leaves_body_out(&request.http);
        if Carried::length(request.http.extensions()).is_some()
            && (self.stubs_in_place().has_for(request) || is_signed())
        {
            *request.http.body_mut() = streams::held(&request.http, self.body_limit()).await?;
            request.http.extensions_mut().remove::<Carried>();
        }
        Ok(())
    }

    /// Whether a request is for an operation whose input streams.
    pub(crate) fn takes_stream(&self, head: &http::request::Parts) -> bool {
        self.has_streams()
            && self
                .routed(head)
                .is_some_and(|operation| operation.input.stream().is_some())
    }

    /// The operation that a request is for, by its head.
    fn routed(&self, head: &http::request::Parts) -> Option<&'static Operation> {
        let mut request = http::Request::new(());
        *request.method_mut() = head.method.clone();
        *request.uri_mut() = head.uri.clone();
        *request.headers_mut() = head.headers.clone();
        let scope = Scope::of(&request);
        let route = self.router().route(&request, scope.as_ref()).ok()?;
        Some(route.loaded.service.operations[route.operation])
    }

    /// What a stub or the handler returns, and the stub's id. Their panics become a response too, so that the connection
    /// goes on.
    async fn behave(
        &self,
        handler: &dyn Handler,
        operation: usize,
        request: &Request,
        context: &Context,
    ) -> (Option<u64>, Response<Bytes>) {
        let stubbed = catch_unwind(AssertUnwindSafe(|| self.stubs_in_place().respond(request, context)));
        match stubbed {
            Ok(Some((stub, response))) => return (Some(stub), response),
            Ok(None) => {}
            Err(panic) => return (None, panicked("A stub", request, &*panic)),
        }
        let called = match catch_unwind(AssertUnwindSafe(|| handler.call(operation, request, context))) {
            Ok(mut calling) => {
                poll_fn(
                    |task| match catch_unwind(AssertUnwindSafe(|| calling.as_mut().poll(task))) {
                        Ok(poll) => poll.map(Ok),
                        Err(panic) => Poll::Ready(Err(panic)),
                    },
                )
                .await
            }
            Err(panic) => Err(panic),
        };
        let response = called.unwrap_or_else(|panic| panicked("The handler", request, &*panic));
        (None, response)
    }

    /// The response to a request whose body has too many bytes.
    pub(crate) fn too_large(&self, head: http::request::Parts) -> Response<Bytes> {
        self.refuse(head, streams::too_large(self.body_limit()))
    }

    /// The response to a request whose body takes too long.
    pub(crate) fn too_slow(&self, head: http::request::Parts) -> Response<Bytes> {
        let seconds = self.limits().body_time.as_secs_f64();
        let message = format!("The body of a request may take {seconds} s to arrive");
        self.refuse(head, Refusal::unmodelled(408, "RequestTimeout", message))
    }

    /// The response to a request whose body cannot be read.
    pub(crate) fn unreadable(&self, head: http::request::Parts, why: &str) -> Response<Bytes> {
        let message = format!("The body of the request cannot be read: {why}");
        self.refuse(head, Refusal::unmodelled(400, "IncompleteBody", message))
    }

    fn refuse(&self, head: http::request::Parts, refusal: Refusal) -> Response<Bytes> {
        let http = http::Request::from_parts(head, Bytes::new());
        #[cfg(feature = "admin")]
        if let Some(response) = self.interface().and_then(|interface| interface.refuse(&http, &refusal)) {
            return response;
        }
        let scope = Scope::of(&http);
        let account = scope.as_ref().map_or(DEFAULT_ACCOUNT, Scope::account).into();
        let region = scope.as_ref().map_or(DEFAULT_REGION, Scope::region).into();
        drop(scope);
        let request_id = self.request_ids().next();
        let protocol = marked(&http);
        let mut response = refusal.response(&NO_SERVICE, protocol);
        finish(&mut response, &request_id);
        let missed = Missed {
            service: None,
            protocol,
            refusal,
        };
        self.record(Received::Missed(http, missed), (account, region), request_id)
            .responded(&response);
        response
    }
}

fn panicked(who: &str, request: &Request, panic: &(dyn Any + Send)) -> Response<Bytes> {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let name = request.operation.name;
    let message = format!("{who} of {name} panicked: {}", said.unwrap_or("no message"));
    Refusal::internal(message).response_to(request)
}

/// Adds the headers that every response has.
fn finish(response: &mut Response<Bytes>, request_id: &str) {
    const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
    let has_body = response.status() != 204 && response.status() != 304;
    let length = match Carried::length(response.extensions()) {
        Some(streamed) => streamed,
        None => Some(response.body().len() as u64),
    };
    let headers = response.headers_mut();
    if let Ok(request_id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    if let Some(length) = length.filter(|_| has_body) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
}
