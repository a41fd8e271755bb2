//! A service with one operation to wait with, in the shape that generated crates have, that a function stands for.

use crate::{
    calls::http_response,
    sample::{CreateUserError, ENTITY_STATE_EXCEPTION, STRING, TOO_BUSY, structure},
};
use shapewright_client::{
    Builder, Credentials, Retries, ServiceClient,
    bytes::Bytes,
    codegen::{Acceptor, Comparator, Core, Matcher, PathMatcher, WaiterFacts},
    errors::{TransportError, TransportErrorKind},
    http::{Request, Response},
    transport_fn,
    waiters::{WaitState, Waiter},
};
use shapewright_schema::{
    EndpointFacts, Kind, Member, Operation, OperationShape, RequestFacts, Schema, Service, Structure, Value,
};
use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::Instant;

static BOOLEAN: Schema = Schema::new("Boolean", Kind::Boolean);
static INTEGER: Schema = Schema::new("Integer", Kind::Integer);
static DOUBLE: Schema = Schema::new("Double", Kind::Double);
static STRINGS: Schema = Schema::list("Strings", &Member::element(&STRING));
static POTS: Schema = Schema::list("Pots", &Member::element(&POT));

structure!(
    KilnName,
    KILN_NAME = Schema::structure("KilnName", &[Member::new("Name", &STRING), Member::new("Count", &INTEGER)]),
    [0: name: Option<String>, 1: count: Option<i32>],
    count
);
structure!(
    Kiln,
    KILN = Schema::structure(
        "Kiln",
        &[
            Member::new("Status", &STRING),
            Member::new("Hot", &BOOLEAN),
            Member::new("Degrees", &DOUBLE),
            Member::new("Words", &STRINGS),
            Member::new("Pots", &POTS),
        ]
    ),
    [0: status: Option<String>, 1: hot: Option<bool>, 2: degrees: Option<f64>, 3: words: Option<Vec<String>>,
     4: pots: Option<Vec<Pot>>],
    pots
);
structure!(
    Pot,
    POT = Schema::structure("Pot", &[Member::new("Name", &STRING), Member::new("State", &STRING)]),
    [0: name: Option<String>, 1: state: Option<String>],
    state
);

static GET_KILN: Operation = Operation {
    name: "GetKiln",
    method: "POST",
    uri: "/",
    status: 200,
    input: &KILN_NAME,
    output: &KILN,
    errors: &[&ENTITY_STATE_EXCEPTION, &TOO_BUSY],
    readonly: true,
    idempotent: false,
    pagination: None,
    request: RequestFacts::PLAIN,
};
static SERVICE: Service = Service {
    name: "kiln",
    id: "Kiln",
    version: "1",
    protocols: &["awsJson1_1"],
    target_prefix: "Kiln",
    signing_name: "kiln",
    endpoint: EndpointFacts::of("kiln"),
    headers: &[],
    query_compatible: false,
    operations: &[&GET_KILN],
};

pub struct GetKiln;

impl OperationShape for GetKiln {
    type Input = KilnName;
    type Output = Kiln;
    const OPERATION: &'static Operation = &GET_KILN;
    const SERVICE: &'static Service = &SERVICE;
}

struct Client(Core);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Core) -> Self {
        Self(core)
    }
}

/// Waits for the status `HOT`; `BROKEN` is a failure.
pub static HOT: WaiterFacts = facts(
    2,
    10,
    None,
    &[
        Acceptor {
            state: WaitState::Success,
            matcher: Matcher::Output(status("HOT")),
        },
        Acceptor {
            state: WaitState::Failure,
            matcher: Matcher::Output(status("BROKEN")),
        },
        Acceptor {
            state: WaitState::Retry,
            matcher: Matcher::Status(503),
        },
    ],
);

const fn status(expected: &'static str) -> PathMatcher {
    PathMatcher {
        path: "Status",
        expected,
        comparator: Comparator::StringEquals,
    }
}

pub const fn facts(
    min_delay: u32,
    max_delay: u32,
    max_attempts: Option<u32>,
    acceptors: &'static [Acceptor],
) -> WaiterFacts {
    WaiterFacts {
        name: "KilnHot",
        min_delay,
        max_delay,
        max_attempts,
        acceptors,
    }
}

/// When a request came, in milliseconds from the start, and what it was.
type Asked = (u128, Request<Bytes>);

/// A kiln that responds with one after the other, the last again and again.
#[derive(Clone)]
pub struct Furnace {
    responses: Arc<Vec<Reply>>,
    seen: Arc<Mutex<Vec<Asked>>>,
    started: Instant,
}

#[derive(Clone, Copy)]
pub enum Reply {
    /// Status and body.
    Of(u16, &'static str),
    /// The connection breaks.
    Broken,
    /// No response ever comes.
    Never,
}

impl Furnace {
    pub fn responding(responses: &[Reply]) -> Self {
        Self {
            responses: Arc::new(responses.to_vec()),
            seen: Arc::default(),
            started: Instant::now(),
        }
    }

    pub fn of(bodies: &[&'static str]) -> Self {
        let responses: Vec<Reply> = bodies.iter().map(|body| Reply::Of(200, body)).collect();
        Self::responding(&responses)
    }

    /// Begins to wait. `random` spreads the delays.
    pub fn wait_until(&self, facts: &'static WaiterFacts, random: f64) -> Waiter<GetKiln, CreateUserError> {
        let furnace = self.clone();
        let client: Client = Builder::new()
            .region("eu-west-1")
            .credentials(Credentials::new("AKID", "secret", None))
            .randomness(move || random)
            .retries(Retries::off())
            .transport(transport_fn(move |request| furnace.clone().response(request)))
            .build()
            .unwrap();
        let input = KilnName {
            name: Some("north".to_owned()),
            count: Some(2),
        };
        client.0.wait_until(input, facts)
    }

    async fn response(self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let count = {
            let mut seen = self.seen.lock().unwrap();
            seen.push((self.started.elapsed().as_millis(), request));
            seen.len()
        };
        match self.responses[count.min(self.responses.len()) - 1] {
            Reply::Of(status, body) => Ok(http_response(status, &[], body)),
            Reply::Broken => Err(TransportError::new(TransportErrorKind::Other, "gone")),
            Reply::Never => std::future::pending().await,
        }
    }

    /// When requests came, in milliseconds.
    pub fn times(&self) -> Vec<u128> {
        self.seen.lock().unwrap().iter().map(|(time, _)| *time).collect()
    }

    /// A header of each request.
    pub fn headers(&self, name: &str) -> Vec<Option<String>> {
        let seen = self.seen.lock().unwrap();
        let header = |(_, request): &Asked| {
            let value = request.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        seen.iter().map(header).collect()
    }
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
