//! Faults.

use super::{AdminResponse, Asked, Failure};
use crate::{Fault, FaultError, InjectedFault, Mock, faults::Action};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// A fault as it is said and shown.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    pub(super) fault: Kind,
    /// Of `error`: its name or code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<String>,
    /// Of `error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    /// Of `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// Of `status`: what the response has besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<String>,
    /// Of `status`: the media type of `body`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content_type: Option<String>,
    /// Of any: how long a request waits before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delay_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) probability: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<u64>,
}

/// What goes wrong.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Error,
    #[default]
    Throttle,
    Status,
    Latency,
    DropConnection,
    CutBody,
}

/// A fault that the mock has.
#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) id: u64,
    pub(super) fired: u64,
    #[serde(flatten)]
    form: Form,
}

fn lacks(member: &str, kind: &str) -> Failure {
    let message = format!("the fault `{kind}` needs the member `{member}`");
    Failure::at("", "InvalidMember", message)
}

impl Form {
    /// The fault that is meant.
    pub(super) fn fault(self) -> Result<Fault, Failure> {
        self.fits()?;
        let mut fault = match self.kind()? {
            fault if self.service.is_none() => fault,
            fault => fault.service(self.service.clone().unwrap_or_default()),
        };
        if let Some(seconds) = self.delay_seconds.filter(|_| self.fault != Kind::Latency) {
            fault = fault.delay(duration(seconds)?);
        }
        fault.operation = self.operation;
        fault.account = self.account;
        fault.region = self.region;
        fault.times = self.times;
        fault.probability = self.probability;
        fault.seed = self.seed;
        Ok(fault)
    }

    fn kind(&self) -> Result<Fault, Failure> {
        Ok(match self.fault {
            Kind::Error => {
                let name = self.error.clone().ok_or_else(|| lacks("error", "error"))?;
                let fault = Fault::error(name);
                match &self.message {
                    Some(message) => fault.message(message.clone()),
                    None => fault,
                }
            }
            Kind::Throttle => Fault::throttle(),
            Kind::Status => {
                let fault = Fault::status(self.status.ok_or_else(|| lacks("status", "status"))?);
                match &self.body {
                    Some(body) => {
                        let media_type = self.content_type.as_deref().unwrap_or("text/plain");
                        fault.body(media_type, body.clone())
                    }
                    None => fault,
                }
            }
            Kind::Latency => Fault::latency(duration(
                self.delay_seconds.ok_or_else(|| lacks("delay_seconds", "latency"))?,
            )?),
            Kind::DropConnection => Fault::drop_connection(),
            Kind::CutBody => Fault::cut_body(),
        })
    }

    /// Refuses members that this kind of fault does not have.
    fn fits(&self) -> Result<(), Failure> {
        let of = |kind: Kind| self.fault == kind;
        let said = [
            ("error", self.error.is_some(), of(Kind::Error), "error"),
            ("message", self.message.is_some(), of(Kind::Error), "error"),
            ("status", self.status.is_some(), of(Kind::Status), "status"),
            ("body", self.body.is_some(), of(Kind::Status), "status"),
            ("content_type", self.content_type.is_some(), of(Kind::Status), "status"),
        ];
        match said.into_iter().find(|(_, said, fits, _)| *said && !fits) {
            Some((member, _, _, kind)) => {
                let message = format!("/{member}: only the fault `{kind}` has this member");
                Err(Failure::at(format!("/{member}"), "InvalidMember", message))
            }
            None => Ok(()),
        }
    }

    fn of(fault: &Fault) -> Self {
        let mut form = Self {
            delay_seconds: Some(fault.delay.as_secs_f64()).filter(|delay| *delay > 0.0),
            service: fault.service.clone(),
            operation: fault.operation.clone(),
            account: fault.account.clone(),
            region: fault.region.clone(),
            times: fault.times,
            probability: fault.probability,
            seed: fault.seed,
            ..Self::default()
        };
        match &fault.action {
            Some(Action::Error { name, message }) => {
                form.fault = Kind::Error;
                form.error = Some(name.clone());
                form.message.clone_from(message);
            }
            Some(Action::Throttle) => form.fault = Kind::Throttle,
            Some(Action::Respond {
                status,
                media_type,
                body,
            }) => {
                form.fault = Kind::Status;
                form.status = Some(*status);
                form.body = Some(String::from_utf8_lossy(body).into_owned()).filter(|body| !body.is_empty());
                let media_type = media_type.as_ref().and_then(|value| value.to_str().ok());
                form.content_type = media_type.map(str::to_owned);
            }
            Some(Action::Drop) => form.fault = Kind::DropConnection,
            Some(Action::Cut) => form.fault = Kind::CutBody,
            None => form.fault = Kind::Latency,
        }
        form
    }
}

fn duration(seconds: f64) -> Result<Duration, Failure> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        let message = format!("/delay_seconds: a delay is a number of seconds from 0 on, and not {seconds}");
        Failure::at("/delay_seconds", "InvalidMember", message)
    })
}

impl Shown {
    fn of(injected: &InjectedFault) -> Self {
        Self {
            id: injected.id,
            fired: injected.fired,
            form: Form::of(&injected.fault),
        }
    }
}

/// Adds a fault and gives its id.
pub(super) fn inject(mock: &Mock, form: Form) -> Result<u64, Failure> {
    let refused = |error: FaultError| Failure::at("", "FaultRefused", error.to_string());
    mock.inject(form.fault()?).map_err(refused)
}

/// `GET /_mock/faults`
pub(super) fn show(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let faults: Vec<Shown> = asked.mock.faults().iter().map(Shown::of).collect();
    AdminResponse::json(&BTreeMap::from([("faults", faults)]))
}

/// `POST /_mock/faults`
pub(super) fn add(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    let id = inject(asked.mock, asked.read()?)?;
    AdminResponse::json_with(201, &BTreeMap::from([("id", id)]))
}

/// `DELETE /_mock/faults`
pub(super) fn clear(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let removed = asked.mock.faults().len();
    asked.mock.clear_faults();
    AdminResponse::json(&BTreeMap::from([("removed", removed)]))
}

/// `DELETE /_mock/faults/{id}`
pub(super) fn remove(asked: &Asked<'_>) -> Result<AdminResponse, Failure> {
    asked.query(&[])?;
    asked.no_body()?;
    let id = asked.number("fault")?;
    if asked.mock.remove_fault(id) {
        return AdminResponse::json(&BTreeMap::from([("removed", 1)]));
    }
    Err(Failure::new(404, "NotFound", format!("there is no fault {id}")))
}
