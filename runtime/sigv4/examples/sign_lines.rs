//! Signs requests for `tests/clients/test_signing.py`, which compares with botocore. Reads one request a line as JSON from
//! the standard input and responds to each with a line:
//!
//! - `{"sign": ..}` with the headers of the signed request,
//! - `{"presign": .., "seconds": ..}` with its URL too,
//! - `{"verify": ..}`, which is signed already, with what is wrong with it, or `null`.

use http::{HeaderName, HeaderValue, Request, request::Parts};
use serde_json::{Value, json};
use shapewright_schema::Timestamp;
use shapewright_sigv4::{Expect, Scope, Signer, SigningKeys, payload_hash, verify};
use std::{error::Error, io};

fn main() -> Result<(), Box<dyn Error>> {
    let keys = SigningKeys::default();
    for line in io::stdin().lines() {
        println!("{}", answer(&serde_json::from_str(&line?)?, &keys)?);
    }
    Ok(())
}

fn answer(line: &Value, keys: &SigningKeys) -> Result<Value, Box<dyn Error>> {
    let kinds = ["sign", "presign", "verify"];
    let kind = kinds
        .into_iter()
        .find(|kind| line.get(kind).is_some())
        .ok_or("nothing to do")?;
    let request = &line[kind];
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let mut head = head(request)?;
    let hash = payload_hash(text("body"));
    let now = Timestamp::new(request["time"].as_i64().ok_or("no time")?, 0)?;
    let scope = Scope {
        region: text("region"),
        service: text("service"),
    };
    if kind == "verify" {
        let expect = Expect {
            now,
            region: Some(scope.region),
            service: Some(scope.service),
        };
        let verified = verify(&head, &hash, &expect, |claim| {
            let known = claim.access_key_id() == text("id") && claim.session_token() == request["token"].as_str();
            known.then(|| keys.get(text("secret"), claim.date(), claim.scope()))
        });
        return Ok(json!(verified.err().map(|error| error.to_string())));
    }
    let key = keys.get(text("secret"), &Scope::date(now), scope);
    let signer = Signer {
        access_key_id: text("id"),
        session_token: request["token"].as_str(),
        key: &key,
    };
    match kind {
        "sign" => signer.sign(&mut head, &hash, now)?,
        _ => signer.presign(&mut head, &hash, now, line["seconds"].as_u64().ok_or("no seconds")?)?,
    }
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]));
    Ok(json!({ "url": head.uri.to_string(), "headers": headers.collect::<Vec<_>>() }))
}

fn head(request: &Value) -> Result<Parts, Box<dyn Error>> {
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or("not a string");
    let mut built = Request::new(());
    *built.method_mut() = text(&request["method"])?.parse()?;
    *built.uri_mut() = text(&request["url"])?.parse()?;
    for pair in request["headers"].as_array().ok_or("no headers")? {
        let name = HeaderName::try_from(text(&pair[0])?)?;
        built
            .headers_mut()
            .append(name, HeaderValue::from_bytes(text(&pair[1])?.as_bytes())?);
    }
    Ok(built.into_parts().0)
}
