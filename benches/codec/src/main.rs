//! What the JSON and CBOR codecs cost on generated types, beside serde derives of the same types with serde_json and
//! ciborium: a response of ListUsers with 100 users, 22 KB as JSON. The CBOR side goes through the whole protocol.
//!
//!     cargo run --release --locked --manifest-path benches/Cargo.toml --package shapewright-bench-codec
//!
//! It prints microseconds a message and the ratio, and ends with status 1 where that is over 1.3. The best of many rounds
//! counts, the two codecs taking turns.

use serde::{Deserialize, Serialize};
use shapewright_wire::{
    json::{Strictness, from_slice, to_vec},
    protocol::by_name,
};
use std::{hint::black_box, process::ExitCode, time::Instant};
use workmail_model::{operations::LIST_USERS, types::ListUsersResponse};

/// The most of serde's time that the codec may take.
const MOST: f64 = 1.3;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum SerdeState {
    Enabled,
    Disabled,
    Deleted,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum SerdeRole {
    User,
    Resource,
    SystemUser,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SerdeUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<SerdeState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_role: Option<SerdeRole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled_date: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_date: Option<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SerdeListUsers {
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Vec<SerdeUser>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

fn body() -> Vec<u8> {
    let mut out = String::from("{\"Users\":[");
    for index in 0..100 {
        let comma = if index > 0 { "," } else { "" };
        out.push_str(&format!(
            "{comma}{{\"Id\":\"S-1-1-11-1122222222-2222233333-3333334444-{index:04}\",\"Email\":\"user{index}@example.com\",\
             \"Name\":\"user{index}\",\"DisplayName\":\"User Number {index}\",\"State\":\"ENABLED\",\"UserRole\":\"USER\",\
             \"EnabledDate\":{}.123,\"DisabledDate\":{}.25}}",
            1_700_000_000 + index,
            1_600_000_000 + index
        ));
    }
    out.push_str("]}");
    out.into_bytes()
}

fn decode(body: &[u8]) -> ListUsersResponse {
    let mut output = ListUsersResponse::default();
    from_slice(body, &mut output, Strictness::Lenient).expect("a body of ours");
    output
}

/// Microseconds that one call takes, over `calls` calls.
fn time(calls: u32, mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        call();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
}

/// Whether the codec takes no more than it may.
fn compare(what: &str, mut ours: impl FnMut(), mut serde: impl FnMut()) -> bool {
    let (mut best_ours, mut best_serde) = (f64::MAX, f64::MAX);
    for _ in 0..40 {
        best_ours = best_ours.min(time(200, &mut ours));
        best_serde = best_serde.min(time(200, &mut serde));
    }
    let ratio = best_ours / best_serde;
    println!("{what}: generated types {best_ours:.1} us, serde derives {best_serde:.1} us, ratio {ratio:.2}");
    ratio <= MOST
}

/// Whether the CBOR codec takes no more than it may.
fn cbor(ours: &ListUsersResponse, serde: &SerdeListUsers) -> bool {
    let protocol = by_name("rpcv2Cbor").expect("its feature is on");
    let response = protocol.encode_response(&LIST_USERS, ours).expect("a value of ours");
    let mut foreign = Vec::new();
    ciborium::into_writer(serde, &mut foreign).expect("a value of ours");
    println!("{} bytes, {} by ciborium", response.body().len(), foreign.len());
    let decodes = compare(
        "CBOR decode",
        || {
            let mut output = ListUsersResponse::default();
            protocol
                .decode_response(black_box(&response), &mut output)
                .expect("a body of ours");
            drop(black_box(output));
        },
        || drop(black_box(ciborium::from_reader::<SerdeListUsers, _>(black_box(&*foreign)))),
    );
    let encodes = compare(
        "CBOR encode",
        || drop(black_box(protocol.encode_response(&LIST_USERS, black_box(ours)))),
        || {
            let mut bytes = Vec::with_capacity(256);
            ciborium::into_writer(black_box(serde), &mut bytes).expect("a value of ours");
            drop(black_box(bytes));
        },
    );
    decodes && encodes
}

fn main() -> ExitCode {
    let body = body();
    let (ours, serde) = (
        decode(&body),
        serde_json::from_slice::<SerdeListUsers>(&body).expect("a body of ours"),
    );
    assert_eq!(to_vec(&ours).expect("a value of ours"), body);
    assert_eq!(serde_json::to_vec(&serde).expect("a value of ours"), body);
    println!("{} bytes", body.len());
    let decodes = compare(
        "JSON decode",
        || drop(black_box(decode(black_box(&body)))),
        || drop(black_box(serde_json::from_slice::<SerdeListUsers>(black_box(&body)))),
    );
    let encodes = compare(
        "JSON encode",
        || drop(black_box(to_vec(black_box(&ours)))),
        || drop(black_box(serde_json::to_vec(black_box(&serde)))),
    );
    match [decodes, encodes, cbor(&ours, &serde)].iter().all(|fits| *fits) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
