//! Cases for clients: the whole client, with a wire that ends here.

use crate::{
    bound::{Bound, Ended, Peer, Suite},
    case::{Case, body},
    compare, fill, show,
};
use serde_json::Value;
use shapewright_client::{
    bytes::Bytes,
    http::{Response, header::CONTENT_LENGTH, response},
};
use shapewright_schema::{Binding, Kind, Slot, Structure};
use std::sync::{Arc, Mutex};

/// Holds the request that a call sends to the case.
///
/// # Errors
/// What differs.
pub async fn request(suite: &Suite, case: &Case) -> Result<(), String> {
    sent(suite, case, &case.json["params"]).await
}

/// Holds the request that a call with these parameters sends to the case.
///
/// # Errors
/// What differs.
pub async fn sent(suite: &Suite, case: &Case, parameters: &Value) -> Result<(), String> {
    let bound = suite.operation(case.operation()?)?;
    let host = case.json["host"].as_str().unwrap_or("example.com");
    let peer = peer(&format!("https://{host}"), Response::new(Bytes::new()));
    let ended = call(bound, &peer, parameters).await?;
    let came = peer.came.lock().map_err(|error| error.to_string())?.take();
    match (came, ended) {
        (Some(mut came), _) => {
            // What every transport adds.
            let length = came.body().len();
            if length > 0 {
                came.headers_mut().insert(CONTENT_LENGTH, length.into());
            }
            compare::request(&case.json, &came)
        }
        (None, Ended::Failed(message)) => Err(message),
        (None, _) => Err("nothing was sent".to_owned()),
    }
}

/// Holds what a call gives to the case.
///
/// # Errors
/// What differs.
pub async fn response(suite: &Suite, case: &Case) -> Result<(), String> {
    let mut response: response::Builder = Response::builder().status(status(case)?);
    for (name, value) in case.json["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str().unwrap_or_default());
    }
    let response = response
        .body(Bytes::from(body(&case.json)?))
        .map_err(|error| error.to_string())?;
    answered(suite, case, response).await
}

/// Holds what a call gives to the case, when it gets this response.
///
/// # Errors
/// What differs.
pub async fn answered(suite: &Suite, case: &Case, response: Response<Bytes>) -> Result<(), String> {
    let peer = peer("https://example.com", response);
    let error = case.name("errorShape");
    let bound = match (error, case.name("operation")) {
        (Some(error), None) => suite.fails_with(error)?,
        _ => suite.operation(case.operation()?)?,
    };
    let mut expected = match error {
        Some(error) => suite.error(error)?,
        None => bound.output(),
    };
    fill::structure(&case.json["params"], &mut *expected)?;
    let expected = show::structure(&*expected);
    match (call(bound, &peer, &Value::Null).await?, error) {
        (Ended::Output(got), None) => compare::values(&expected, &got),
        (Ended::Error(name, code, got), Some(wanted)) if name == wanted => match case.error_code() {
            Some(wanted) if wanted != code => Err(compare::differ("the code", wanted, code)),
            _ => compare::values(&expected, &got),
        },
        (Ended::Output(got), Some(wanted)) => Err(compare::differ("the ending", wanted, got)),
        (Ended::Error(name, _, got), wanted) => Err(compare::differ(
            "the ending",
            wanted.unwrap_or("an output"),
            format!("{name} {got}"),
        )),
        (Ended::Failed(message), wanted) => Err(compare::differ("the ending", wanted.unwrap_or("an output"), message)),
    }
}

/// The status that a case names.
///
/// # Errors
/// When it names none.
pub fn status(case: &Case) -> Result<u16, String> {
    let code = case.json["code"].as_u64().and_then(|code| code.try_into().ok());
    code.ok_or_else(|| "the case names no status".to_owned())
}

fn peer(endpoint: &str, response: Response<Bytes>) -> Peer {
    Peer {
        endpoint: endpoint.to_owned(),
        response,
        came: Arc::new(Mutex::new(None)),
    }
}

/// Calls the operation. Where a case has no parameters, as those of responses, the input gets what it cannot be written
/// without.
async fn call(bound: &dyn Bound, peer: &Peer, parameters: &Value) -> Result<Ended, String> {
    let fill = |input: &mut dyn Structure| match parameters {
        Value::Null => fill_least(input),
        parameters => fill::structure(parameters, input),
    };
    Ok(bound.call(peer, &fill)?.await)
}

/// Requests without their labels cannot be written, nor unions without a member.
fn fill_least(input: &mut dyn Structure) -> Result<(), String> {
    for (index, member) in input.schema().members().iter().enumerate() {
        match (member.binding, &member.target.kind) {
            (Binding::Label(_), _) => {
                if let Slot::String(slot) = input.member_mut(index).slot() {
                    "label".clone_into(slot);
                }
            }
            (_, Kind::Union(_)) if member.required => {
                if let Slot::Union(slot) = input.member_mut(index).slot() {
                    slot.select(0);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
