//! What is sent again, when, and how it is signed. Time is tokio's and stands still but for waits.

use crate::{
    calls::http_response,
    sample::{Client, DeleteUserError},
};
use shapewright_client::{
    Builder, Credentials, OperationError, Retries, Transport,
    bytes::Bytes,
    errors::{TimeoutKind, TransportError, TransportErrorKind},
    http::{Request, Response},
    transport::Sending,
};
use shapewright_schema::Timestamp;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::Instant;

/// What comes of one request.
#[derive(Clone)]
enum Turn {
    Response(Response<Bytes>),
    Fails(TransportErrorKind),
    Silence,
}

/// A transport that does what a script says, then responds with success, and keeps every request and its time.
#[derive(Clone)]
struct Script(Arc<Mutex<State>>);

struct State {
    turns: VecDeque<Turn>,
    seen: Vec<(Instant, Request<Bytes>)>,
}

impl Script {
    fn new(turns: impl IntoIterator<Item = Turn>) -> Self {
        Self(Arc::new(Mutex::new(State {
            turns: turns.into_iter().collect(),
            seen: Vec::new(),
        })))
    }

    fn count(&self) -> usize {
        self.0.lock().unwrap().seen.len()
    }

    /// The milliseconds between requests.
    fn waits(&self) -> Vec<u128> {
        let seen = &self.0.lock().unwrap().seen;
        seen.windows(2).map(|two| (two[1].0 - two[0].0).as_millis()).collect()
    }

    fn headers(&self, name: &str) -> Vec<String> {
        let seen = &self.0.lock().unwrap().seen;
        seen.iter()
            .map(|(_, request)| request.headers()[name].to_str().unwrap().to_owned())
            .collect()
    }

    fn bodies(&self) -> Vec<Bytes> {
        let seen = &self.0.lock().unwrap().seen;
        seen.iter().map(|(_, request)| request.body().clone()).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let mut state = self.0.lock().unwrap();
        state.seen.push((Instant::now(), request));
        match state
            .turns
            .pop_front()
            .unwrap_or_else(|| Turn::Response(http_response(200, &[], "{}")))
        {
            Turn::Response(response) => Box::pin(async { Ok(response) }),
            Turn::Fails(kind) => Box::pin(async move { Err(TransportError::new(kind, "the line is dead")) }),
            Turn::Silence => Box::pin(std::future::pending()),
        }
    }
}

fn status(status: u16) -> Turn {
    Turn::Response(http_response(status, &[], "{}"))
}

fn code(code: &str) -> Turn {
    Turn::Response(http_response(400, &[("x-amzn-errortype", code)], "{}"))
}

fn throttled() -> Turn {
    code("ThrottlingException")
}

/// A client that waits as long as it ever would.
fn builder(script: &Script) -> Builder<Client> {
    Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .randomness(|| 1.0)
        .transport(script.clone())
}

async fn delete(client: &Client) -> Result<(), DeleteUserError> {
    client.delete_user().user_id("u").send().await.map(|_| ())
}

#[tokio::test(start_paused = true)]
async fn three_attempts_and_waits_that_double() {
    let script = Script::new([status(500), status(503)]);
    delete(&builder(&script).build().unwrap()).await.unwrap();
    assert_eq!(script.waits(), [50, 100]);
    assert_eq!(
        script.headers("amz-sdk-request"),
        ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]
    );
    let ids = script.headers("amz-sdk-invocation-id");
    assert!(ids[0].len() == 36 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let signatures = script.headers("authorization");
    assert!(signatures[0].contains("amz-sdk-request") && signatures[0] != signatures[1]);
}

#[tokio::test(start_paused = true)]
async fn the_last_error_is_the_calls_and_tells_the_attempts() {
    let script = Script::new([status(500), status(502), status(504), status(500)]);
    let error = delete(&builder(&script).build().unwrap()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: the service responded with an error that has no code (status 504, 3 attempts)"
    );
    assert_eq!(error.details().attempts, 3);
    let script = Script::new(vec![Turn::Fails(TransportErrorKind::Interrupted); 3]);
    let error = delete(&builder(&script).build().unwrap()).await.unwrap_err();
    assert_eq!(error.to_string(), "DeleteUser failed: the line is dead (3 attempts)");
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_again_and_what_is_not() {
    use TransportErrorKind::{Connect, ConnectTimeout, Interrupted, Other, Tls, TooLarge};
    for (turn, again) in [
        (status(500), true),
        (status(502), true),
        (status(503), true),
        (status(504), true),
        (status(429), true),
        (throttled(), true),
        (code("com.sample#TooBusy:http://x"), true),
        (code("RequestTimeout"), true),
        (status(501), false),
        (status(404), false),
        (status(400), false),
        (status(301), false),
        (code("EntityStateException"), false),
        (code("RequestExpired"), false),
        (Turn::Response(http_response(200, &[], r#"{"Unused":"#)), false),
        (Turn::Fails(Connect), true),
        (Turn::Fails(ConnectTimeout(Duration::from_secs(1))), true),
        (Turn::Fails(Interrupted), true),
        (Turn::Fails(Tls), false),
        (Turn::Fails(TooLarge(1)), false),
        (Turn::Fails(Other), false),
        (Turn::Silence, true),
    ] {
        let shown = match &turn {
            Turn::Response(response) => format!("{response:?}"),
            Turn::Fails(kind) => format!("{kind:?}"),
            Turn::Silence => "silence".to_owned(),
        };
        let script = Script::new([turn]);
        let client = builder(&script)
            .attempt_timeout(Duration::from_secs(9))
            .build()
            .unwrap();
        assert_eq!(delete(&client).await.is_ok(), again, "{shown}");
        assert_eq!(script.count(), 1 + usize::from(again), "{shown}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_throttles_gets_more_time_and_more_when_it_asks() {
    let asks = |header: &'static str, value: &'static str| Turn::Response(http_response(503, &[(header, value)], "{}"));
    let script = Script::new([throttled(), asks("x-amz-retry-after", "1200"), asks("retry-after", "2")]);
    let client = builder(&script)
        .retries(Retries::standard().with_max_attempts(4))
        .build()
        .unwrap();
    delete(&client).await.unwrap();
    assert_eq!(script.waits(), [1000, 1200, 2000]);
}

#[tokio::test(start_paused = true)]
async fn off_is_one_attempt() {
    let script = Script::new([status(500)]);
    let client = builder(&script).retries(Retries::off()).build().unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!((script.count(), error.details().attempts), (1, 1));
    assert_eq!(script.headers("amz-sdk-request"), ["attempt=1; max=1"]);
}

#[tokio::test(start_paused = true)]
async fn all_attempts_carry_the_same_token() {
    let script = Script::new([status(500), status(500)]);
    let client = builder(&script).build().unwrap();
    client.create_user().name("ann").r#type("USER").send().await.unwrap();
    let bodies = script.bodies();
    assert!(
        bodies.len() == 3 && bodies.iter().all(|body| body == &bodies[0]),
        "{bodies:?}"
    );
    assert!(String::from_utf8_lossy(&bodies[0]).contains("ClientToken"));
}

#[tokio::test(start_paused = true)]
async fn a_service_that_is_down_uses_the_quota_up_and_gets_it_back() {
    let script = Script::new(vec![status(500); 1000]);
    let client = builder(&script).build().unwrap();
    for _ in 0..30 {
        delete(&client.clone()).await.unwrap_err();
    }
    // 500 tokens are 35 retries of 14.
    assert_eq!(script.count(), 30 + 35);
    script.0.lock().unwrap().turns.clear();
    for _ in 0..14 {
        delete(&client).await.unwrap();
    }
    let before = script.count();
    script.0.lock().unwrap().turns.extend([status(500), status(500)]);
    // The 10 tokens that were left and the 14 that came are one retry.
    delete(&client).await.unwrap_err();
    assert_eq!(script.count() - before, 2);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_corrected_once_and_for_all() {
    let skewed = |code| {
        Turn::Response(http_response(
            403,
            &[("x-amzn-errortype", code), ("date", "Sat, 31 Jan 2026 13:34:56 GMT")],
            "{}",
        ))
    };
    let at_noon = || Timestamp::new(1_769_862_896, 0).unwrap();
    for code in ["RequestTimeTooSkewed", "InvalidSignatureException"] {
        let script = Script::new([skewed(code)]);
        let client = builder(&script).clock(at_noon).build().unwrap();
        delete(&client).await.unwrap();
        delete(&client).await.unwrap();
        assert_eq!(
            script.headers("x-amz-date"),
            ["20260131T123456Z", "20260131T133456Z", "20260131T133456Z"]
        );
    }
    // The time is not to blame when it is right, and not twice.
    let script = Script::new([skewed("InvalidSignatureException")]);
    let right = || Timestamp::new(1_769_866_400, 0).unwrap();
    delete(&builder(&script).clock(right).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(script.count(), 1);
    let later = Turn::Response(http_response(
        403,
        &[
            ("x-amzn-errortype", "RequestExpired"),
            ("date", "Sat, 31 Jan 2026 19:00:00 GMT"),
        ],
        "{}",
    ));
    let script = Script::new([skewed("RequestExpired"), later, status(200)]);
    delete(&builder(&script).clock(at_noon).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn without_retries_a_wrong_clock_is_corrected_for_the_next_call() {
    let skewed = http_response(
        403,
        &[
            ("x-amzn-errortype", "RequestExpired"),
            ("date", "Sat, 31 Jan 2026 13:34:56 GMT"),
        ],
        "{}",
    );
    let script = Script::new([Turn::Response(skewed)]);
    let client = builder(&script)
        .retries(Retries::off())
        .clock(|| Timestamp::UNIX_EPOCH)
        .build()
        .unwrap();
    delete(&client).await.unwrap_err();
    delete(&client).await.unwrap();
    assert_eq!(script.headers("x-amz-date"), ["19700101T000000Z", "20260131T133456Z"]);
}

#[tokio::test(start_paused = true)]
async fn attempts_and_calls_have_limits_of_their_own() {
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    let script = Script::new(vec![Turn::Silence; 9]);
    let client = builder(&script)
        .attempt_timeout(second)
        .timeout(minute)
        .build()
        .unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: no response came within the timeout of an attempt (1s) (3 attempts)"
    );
    assert!(matches!(error, DeleteUserError::Timeout(late) if late.kind() == TimeoutKind::Attempt));

    let script = Script::new([status(500), Turn::Silence]);
    let client = builder(&script)
        .attempt_timeout(minute)
        .timeout(second)
        .build()
        .unwrap();
    let error = delete(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "DeleteUser failed: no response came within the timeout of the call (1s); the attempt before had failed: the \
         service responded with an error that has no code (status 500) (2 attempts)"
    );
    assert!(matches!(error, DeleteUserError::Timeout(late) if late.kind() == TimeoutKind::Call));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_outlast_the_call_is_not_begun() {
    let script = Script::new([throttled()]);
    let client = builder(&script).timeout(Duration::from_millis(900)).build().unwrap();
    let start = Instant::now();
    let error = delete(&client).await.unwrap_err();
    assert!(error.details().throttling && script.count() == 1, "{error}");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_adaptive_mode_holds_requests_back_once_throttled() {
    let script = Script::new([throttled()]);
    let client = builder(&script).retries(Retries::adaptive()).build().unwrap();
    for _ in 0..4 {
        delete(&client).await.unwrap();
    }
    // The retry waits a second for the backoff and another for its token: 0.5 tokens come in a second at first.
    let waits = script.waits();
    assert_eq!(waits[0], 2000);
    assert!(waits[1..].iter().all(|&wait| wait > 100), "{waits:?}");

    let script = Script::new([throttled()]);
    let client = builder(&script).build().unwrap();
    for _ in 0..4 {
        delete(&client).await.unwrap();
    }
    assert_eq!(script.waits(), [1000, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let script = Script::new([status(500)]);
    let client = builder(&script).build().unwrap();
    let short = tokio::time::timeout(Duration::from_millis(20), delete(&client)).await;
    assert!(short.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.count(), 1);
}
