//! What a subscriber of `tracing` sees of a call.

use crate::{calls::http_response, sample::Client};
use shapewright_client::{Credentials, in_process, transport_fn};
use std::{
    convert::Infallible,
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Writes each span and event as a line.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("shapewright_client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(format!("span {}", span.metadata().name()));
        span.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields("event".to_owned());
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_with_its_attempts() {
    let lines = Lines::default();
    let _guard = tracing::subscriber::set_default(lines.clone());
    let responses = Mutex::new(vec![
        http_response(200, &[("x-amzn-requestid", "r-2")], "{}"),
        http_response(
            400,
            &[("x-amzn-requestid", "r-1")],
            r#"{"__type":"TooBusy","Message":"Later"}"#,
        ),
    ]);
    let client: Client = Client::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "very-secret", None))
        .randomness(|| 0.5)
        .transport(transport_fn(move |_| {
            std::future::ready(Ok(responses.lock().unwrap().pop().unwrap()))
        }))
        .build()
        .unwrap();
    client.delete_user().user_id("private").send().await.unwrap();
    assert_eq!(
        *lines.0.lock().unwrap(),
        [
            "span call service=\"Sample Users\" operation=\"DeleteUser\"",
            "event attempt attempt=1 status=400 request_id=\"r-1\" error=\"TooBusy: Later (status 400, request id r-1)\"",
            "event retry attempts=1 wait_ms=500 cause=Throttled",
            "event attempt attempt=2 status=200 request_id=\"r-2\"",
        ]
    );
}

#[tokio::test]
async fn a_call_without_subscriber_is_a_call() {
    let client: Client = in_process(|_| async { Ok::<_, Infallible>(http_response(200, &[], "{}")) });
    client.delete_user().user_id("u").send().await.unwrap();
}
