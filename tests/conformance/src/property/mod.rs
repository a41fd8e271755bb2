//! Properties of every generated shape: what a value is written as is read as that value on the other side, and edited
//! bytes neither bring anything down nor get past validation.
//!
//! Inputs go through the whole mock, validation included; outputs and errors through the codec. Every value has a seed,
//! made of the shape's name and a number, so a failure comes again in the next run.

mod edit;
mod make;
mod obey;

use crate::{
    bound::{Bound, Look, Suite},
    case::Direction,
    compare, show,
};
use fastrand::Rng;
use make::Maker;
use serde_json::{Map, Value};
use shapewright_client::{
    bytes::Bytes,
    http::{Request, Response},
};
use shapewright_schema::{Binding, Schema, Service, Structure};
use shapewright_server::Mock;
use shapewright_wire::Protocol;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};
use tokio::runtime::Runtime;

/// How many values each shape is tried with.
const VALUES: u64 = 12;

/// How many edits of each message are tried.
const EDITS: u64 = 16;

/// How many values are made before one must obey.
const TRIES: u64 = 50;

/// What came of a shape: its name, the direction, and the result.
pub type Tried = (String, Direction, Result<(), String>);

/// Tries all inputs, outputs and errors of a suite in a protocol.
pub fn all(suite: &Suite, protocol: &'static dyn Protocol, runtime: &Runtime) -> Vec<Tried> {
    let mut tried = Vec::new();
    let mut attempt = |name: &str, direction: Direction, attempt: &dyn Fn(u64) -> Result<(), String>| {
        let result = (0..VALUES).try_for_each(|number| {
            let seed = seed(&format!("{} {name}", suite.name), number);
            let caught = catch_unwind(AssertUnwindSafe(|| attempt(seed)));
            let result = caught.unwrap_or_else(|_| Err("it panicked".to_owned()));
            result.map_err(|error| format!("value {number}: {error}"))
        });
        tried.push((name.to_owned(), direction, result));
    };
    for bound in &suite.operations {
        let name = bound.operation().name;
        let server = Server::new(suite, &**bound, runtime);
        attempt(name, Direction::AnyInput, &|seed| {
            input((suite.service, protocol), &**bound, &server, seed)
        });
        attempt(name, Direction::AnyOutput, &|seed| output(protocol, &**bound, seed));
    }
    for make in &suite.errors {
        attempt(make().schema().name, Direction::AnyError, &|seed| {
            error((suite.service, protocol), *make, seed)
        });
    }
    tried
}

/// A number that is the same in every run (FNV-1a).
fn seed(name: &str, number: u64) -> u64 {
    let bytes = name.bytes().chain(number.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A mock that keeps what it reads.
struct Server<'a> {
    mock: Mock,
    seen: Arc<Mutex<Option<Seen>>>,
    runtime: &'a Runtime,
}

/// An input as it was read, and whether it obeys.
type Seen = (Value, Result<(), String>);

impl<'a> Server<'a> {
    fn new(suite: &Suite, bound: &dyn Bound, runtime: &'a Runtime) -> Self {
        let mock = Mock::new((suite.handler)());
        let seen = Arc::<Mutex<Option<Seen>>>::default();
        let keep = Arc::clone(&seen);
        let look: Look = Box::new(move |input| {
            if let Ok(mut keep) = keep.lock() {
                *keep = Some((show::structure(input), obey::structure(input)));
            }
        });
        bound.watch(&mock, look);
        Self { mock, seen, runtime }
    }

    /// What the mock reads from a request, and what it returns.
    fn read(&self, request: Request<Bytes>) -> Result<(Option<Seen>, Response<Bytes>), String> {
        let response = self.runtime.block_on(self.mock.call(request));
        let response = response.map_err(|error| error.to_string())?;
        let seen = self.seen.lock().map_err(|error| error.to_string())?.take();
        Ok((seen, response))
    }
}

/// A service, and one of its protocols.
type Spoken = (&'static Service, &'static dyn Protocol);

fn input((service, protocol): Spoken, bound: &dyn Bound, server: &Server<'_>, seed: u64) -> Result<(), String> {
    let operation = bound.operation();
    let value = obedient(bound, seed)?;
    let made = show::structure(&*value);
    let request = protocol
        .encode_request(service, operation, &*value)
        .map_err(|error| format!("{made} cannot be written: {error}"))?;
    let (seen, response) = server.read(request.clone())?;
    let said = || String::from_utf8_lossy(response.body()).into_owned();
    let (mut got, _) = seen.ok_or_else(|| format!("{made} is refused: {} {request:?}", said()))?;
    only_own(value.schema(), &made, &mut got);
    compare::values(&made, &got)?;
    let mut rng = Rng::with_seed(seed);
    for _ in 0..EDITS {
        let Some(edited) = edit::request(&request, &mut rng) else {
            continue;
        };
        let shown = format!("{edited:?}");
        let (seen, response) = server.read(edited)?;
        if let Some((got, Err(error))) = seen {
            return Err(format!("{shown} is taken, though {error}: {got}"));
        }
        // A stub's response can be one that cannot be written: it is empty.
        if seen.is_none() && response.status() == 500 {
            return Err(format!("{shown} brings the server down: {response:?}"));
        }
    }
    Ok(())
}

/// A random input that obeys. Not every one does: a list of two booleans that must differ takes more tries than one.
fn obedient(bound: &dyn Bound, seed: u64) -> Result<Box<dyn Structure>, String> {
    let mut wrong = String::new();
    for attempt in 0..TRIES {
        let mut value = bound.input();
        Maker::new(seed.wrapping_add(attempt)).message(&mut *value, None);
        match obey::structure(&*value) {
            Ok(()) => return Ok(value),
            Err(error) => wrong = error,
        }
    }
    Err(format!("no input that obeys was made: {wrong}"))
}

fn output(protocol: &'static dyn Protocol, bound: &dyn Bound, seed: u64) -> Result<(), String> {
    let operation = bound.operation();
    let mut value = bound.output();
    Maker::new(seed).message(&mut *value, Some(operation.status));
    let made = show::structure(&*value);
    let response = protocol
        .encode_response(operation, &*value)
        .map_err(|error| format!("{made} cannot be written: {error}"))?;
    let read = |response: &Response<Bytes>| {
        let mut output = bound.output();
        let read = protocol.decode_response(response, &mut *output);
        read.map(|()| show::structure(&*output))
            .map_err(|error| error.to_string())
    };
    let mut got = read(&response)?;
    only_own(value.schema(), &made, &mut got);
    compare::values(&made, &got)?;
    read_edited(&response, seed, &|response| drop(read(response)));
    Ok(())
}

fn error((service, protocol): Spoken, make: fn() -> Box<dyn Structure>, seed: u64) -> Result<(), String> {
    let mut value = make();
    let schema = value.schema();
    let facts = schema.error.ok_or("it is no error")?;
    Maker::new(seed).message(&mut *value, Some(facts.status));
    let made = show::structure(&*value);
    let response = protocol
        .encode_error(service, &*value)
        .map_err(|error| format!("{made} cannot be written: {error}"))?;
    let head = protocol.error_head(service, &response);
    if head.code != facts.code {
        return Err(compare::differ("the code", facts.code, head.code));
    }
    let read = |response: &Response<Bytes>| {
        let mut error = make();
        let read = protocol.decode_error(service, schema, response, &mut *error);
        read.map(|()| show::structure(&*error))
            .map_err(|error| error.to_string())
    };
    let mut got = read(&response)?;
    only_own(schema, &made, &mut got);
    compare::values(&made, &got)?;
    read_edited(&response, seed, &|response| drop(read(response)));
    Ok(())
}

/// Reads edited responses; that it ends is all that is asked.
fn read_edited(response: &Response<Bytes>, seed: u64, read: &dyn Fn(&Response<Bytes>)) {
    let mut rng = Rng::with_seed(seed);
    for _ in 0..EDITS {
        let mut edited = response.clone();
        if rng.u8(..4) == 0 {
            let _ = edit::header(edited.headers_mut(), &mut rng);
        } else {
            *edited.body_mut() = edit::bytes(response.body(), &mut rng).into();
        }
        read(&edited);
    }
}

/// A map of all parameters also has those that other members are bound to, and a map of all headers those of HTTP: only
/// what was put in counts.
fn only_own(schema: &'static Schema, made: &Value, got: &mut Value) {
    let is_open = |binding| matches!(binding, Binding::QueryParams | Binding::PrefixHeaders(_));
    let none = Map::new();
    for member in schema.members().iter().filter(|member| is_open(member.binding)) {
        let own = made[member.name].as_object().unwrap_or(&none);
        if let Some(all) = got.get_mut(member.name).and_then(Value::as_object_mut) {
            all.retain(|key, _| own.contains_key(key));
        }
    }
}
