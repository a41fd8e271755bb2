//! A fault as a document.

use super::{Action, Fault, FaultError};
use http::HeaderValue;
use shapewright_schema::Document;
use std::{collections::BTreeMap, time::Duration};

/// All that a document can say.
const KEYS: [&str; 16] = [
    "error",
    "message",
    "throttle",
    "status",
    "content_type",
    "body",
    "drop",
    "cut",
    "latency_ms",
    "service",
    "operation",
    "account",
    "region",
    "times",
    "probability",
    "seed",
];
/// Those that say how requests end; a fault has one of them, or latency alone.
const ACTIONS: [&str; 5] = ["error", "throttle", "status", "drop", "cut"];

impl Fault {
    /// The fault that a document describes: one of `error` (a name), `throttle`, `drop`, `cut` (true) and `status` (a
    /// number), or `latency_ms` alone, which may stand beside them too. `message` goes with `error`, `content_type` and
    /// `body` (text) with `status`. `service`, `operation`, `account`, `region`, `times`, `probability` and `seed` say
    /// which requests it hits: `{"throttle": true, "service": "weather", "operation": "GetStation", "times": 2}`.
    ///
    /// # Errors
    /// When the document says something else. [`Mock::inject`](crate::Mock::inject) looks whether a mock can have it.
    pub fn from_document(document: &Document) -> Result<Self, FaultError> {
        let Document::Map(fields) = document else {
            return Err(FaultError(format!("a fault must be a map, but is {}", document.kind())));
        };
        if let Some(unknown) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
            let keys = KEYS.join(", ");
            return Err(FaultError(format!(
                "`{unknown}` means nothing in a fault; there are {keys}"
            )));
        }
        let read = Read(fields);
        let mut fault = read.action()?;
        if let Some(milliseconds) = read.whole("latency_ms")? {
            fault = fault.delay(Duration::from_millis(milliseconds));
        }
        fault.service = read.text("service")?;
        fault.operation = read.text("operation")?;
        fault.account = read.text("account")?;
        fault.region = read.text("region")?;
        fault.times = read.whole("times")?;
        fault.seed = read.whole("seed")?;
        fault.probability = match read.get("probability") {
            None => None,
            Some(Document::Integer(chance)) => Some(*chance as f64),
            Some(Document::Float(chance)) => Some(*chance),
            Some(other) => return Err(wrong("probability", "a number", other)),
        };
        Ok(fault)
    }

    /// The fault as a document, which [`from_document`](Self::from_document) reads. A body that is not UTF-8 loses what
    /// is not.
    pub fn to_document(&self) -> Document {
        let mut fields: BTreeMap<String, Document> = BTreeMap::new();
        let mut say = |key: &str, value: Option<Document>| {
            if let Some(value) = value {
                fields.insert(key.to_owned(), value);
            }
        };
        match &self.action {
            None => {}
            Some(Action::Error { name, message }) => {
                say("error", Some(name.as_str().into()));
                say("message", message.as_deref().map(Document::from));
            }
            Some(Action::Throttle) => say("throttle", Some(true.into())),
            Some(Action::Drop) => say("drop", Some(true.into())),
            Some(Action::Cut) => say("cut", Some(true.into())),
            Some(Action::Respond {
                status,
                media_type,
                body,
            }) => {
                let media_type = media_type.as_ref().and_then(|value| value.to_str().ok());
                say("status", Some(i64::from(*status).into()));
                say("content_type", media_type.map(Document::from));
                let body = Some(body).filter(|body| !body.is_empty());
                say(
                    "body",
                    body.map(|body| String::from_utf8_lossy(body).into_owned().into()),
                );
            }
        }
        let whole = |number: u64| Document::from(i64::try_from(number).unwrap_or(i64::MAX));
        if !self.delay.is_zero() || self.action.is_none() {
            let milliseconds = u64::try_from(self.delay.as_millis()).unwrap_or(u64::MAX);
            say("latency_ms", Some(whole(milliseconds)));
        }
        say("service", self.service.as_deref().map(Document::from));
        say("operation", self.operation.as_deref().map(Document::from));
        say("account", self.account.as_deref().map(Document::from));
        say("region", self.region.as_deref().map(Document::from));
        say("times", self.times.map(whole));
        say("probability", self.probability.map(Document::from));
        say("seed", self.seed.map(whole));
        fields.into()
    }
}

/// The members of a document; null is as good as none.
struct Read<'a>(&'a BTreeMap<String, Document>);

impl<'a> Read<'a> {
    fn action(&self) -> Result<Fault, FaultError> {
        let is_said = |key: &&str| !matches!(self.get(key), None | Some(Document::Boolean(false)));
        let said: Vec<&str> = ACTIONS.into_iter().filter(|key| is_said(key)).collect();
        let action = match said.as_slice() {
            [] if self.get("latency_ms").is_some() => "latency_ms",
            [one] => one,
            _ => {
                let actions = ACTIONS.join(", ");
                return Err(FaultError(format!("a fault has one of {actions}, or latency_ms alone")));
            }
        };
        for (key, holder) in [("message", "error"), ("body", "status"), ("content_type", "status")] {
            if self.get(key).is_some() && action != holder {
                return Err(FaultError(format!("`{key}` goes with `{holder}` alone")));
            }
        }
        match action {
            "error" => {
                let fault = Fault::error(self.text("error")?.unwrap_or_default());
                Ok(match self.text("message")? {
                    Some(message) => fault.message(message),
                    None => fault,
                })
            }
            "status" => self.status(),
            "latency_ms" => Ok(Fault::latency(Duration::ZERO)),
            flag => match (flag, self.get(flag)) {
                ("throttle", Some(Document::Boolean(_))) => Ok(Fault::throttle()),
                ("drop", Some(Document::Boolean(_))) => Ok(Fault::drop_connection()),
                ("cut", Some(Document::Boolean(_))) => Ok(Fault::cut_body()),
                (_, found) => Err(wrong(flag, "true", found.unwrap_or(&Document::Null))),
            },
        }
    }

    fn status(&self) -> Result<Fault, FaultError> {
        let status = self.whole("status")?.unwrap_or_default();
        let status = u16::try_from(status).map_err(|_| FaultError(format!("{status} is no status of HTTP")))?;
        let body = self.text("body")?.unwrap_or_default();
        Ok(match self.text("content_type")? {
            Some(text) if HeaderValue::try_from(&text).is_err() => {
                return Err(FaultError(format!("`{text}` cannot stand in the header Content-Type")));
            }
            Some(text) => Fault::status(status).body(&text, body),
            None if body.is_empty() => Fault::status(status),
            None => return Err(FaultError("a `body` needs its `content_type`".to_owned())),
        })
    }

    fn get(&self, key: &str) -> Option<&'a Document> {
        self.0.get(key).filter(|value| **value != Document::Null)
    }

    fn text(&self, key: &str) -> Result<Option<String>, FaultError> {
        match self.get(key) {
            None => Ok(None),
            Some(Document::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(wrong(key, "text", other)),
        }
    }

    fn whole(&self, key: &str) -> Result<Option<u64>, FaultError> {
        match self.get(key) {
            None => Ok(None),
            Some(Document::Integer(number)) => u64::try_from(*number)
                .map(Some)
                .map_err(|_| FaultError(format!("`{key}` must not be negative"))),
            Some(other) => Err(wrong(key, "a whole number", other)),
        }
    }
}

fn wrong(key: &str, wanted: &str, found: &Document) -> FaultError {
    FaultError(format!("`{key}` must be {wanted}, but is {}", found.kind()))
}
