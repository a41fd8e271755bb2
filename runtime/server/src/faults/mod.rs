//! Faults: what goes wrong on purpose.
//!
//! A fault looks at requests before anything else does, so what it refuses has no effect on the state. The only one that
//! lets a request through first is the cut: there the operation has happened, and the client does not get to know.

mod fault;
mod form;

pub use fault::Fault;
pub(crate) use fault::{Action, Subject, modelled};

use crate::{
    Mock,
    names::{self, UnknownName},
    plan::Hosted,
    seed::Seed,
};
use bytes::Bytes;
use http::Response;
use shapewright_schema::Operation;
use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// A fault that no mock can have: it names what is not there, or a number is out of its range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

impl From<UnknownName> for FaultError {
    fn from(error: UnknownName) -> Self {
        Self(error.to_string())
    }
}

/// A fault that a mock has.
#[derive(Debug, Clone)]
pub struct InjectedFault {
    /// By which it is removed, and named in the journal.
    pub id: u64,
    /// What it is.
    pub fault: Fault,
    /// How many requests it has hit.
    pub fired: u64,
}

impl Mock {
    /// Adds a fault and gives its id. Where several hit a request, the one that was added last acts; delays add up.
    ///
    /// # Errors
    /// When the fault names a service, operation or error that is not there, or its probability or status is none.
    pub fn inject(&self, fault: Fault) -> Result<u64, FaultError> {
        check(self.hosted(), &fault)?;
        Ok(self.faults_in_place().add(fault))
    }

    /// The faults, in the order in which they were added. Those that have been used up are among them.
    pub fn faults(&self) -> Vec<InjectedFault> {
        self.faults_in_place().list()
    }

    /// Removes a fault; answers whether there was one with this id.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.faults_in_place().remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.faults_in_place().clear();
    }
}

fn check(hosted: &[Arc<Hosted>], fault: &Fault) -> Result<(), FaultError> {
    let operations = operations(hosted, fault)?;
    if let Some(Action::Error { name, .. }) = &fault.action {
        check_error(name, fault, &operations)?;
    }
    if let Some(Action::Answer { status, .. }) = &fault.action
        && !(200..=999).contains(status)
    {
        return Err(FaultError(format!("a status is 200 to 999, and not {status}")));
    }
    match fault.probability {
        Some(chance) if !(0.0..=1.0).contains(&chance) => {
            Err(FaultError(format!("a probability is 0 to 1, and not {chance}")))
        }
        _ => Ok(()),
    }
}

/// The operations that a fault is for.
fn operations(hosted: &[Arc<Hosted>], fault: &Fault) -> Result<Vec<&'static Operation>, UnknownName> {
    let services = match &fault.service {
        Some(name) => vec![names::service(hosted, name)?],
        None => hosted.iter().map(|hosted| hosted.service).collect(),
    };
    let Some(name) = &fault.operation else {
        return Ok(services
            .iter()
            .flat_map(|service| service.operations)
            .copied()
            .collect());
    };
    let (mut found, mut unknown) = (Vec::new(), None);
    for service in services {
        match names::operation(service, name) {
            Ok(operation) => found.push(operation),
            Err(error) => unknown = unknown.or(Some(error)),
        }
    }
    match unknown {
        Some(unknown) if found.is_empty() => Err(unknown),
        _ => Ok(found),
    }
}

fn check_error(name: &str, fault: &Fault, operations: &[&'static Operation]) -> Result<(), FaultError> {
    if operations.iter().any(|operation| modelled(operation, name).is_some()) {
        return Ok(());
    }
    let what = fault
        .operation
        .as_deref()
        .or(fault.service.as_deref())
        .unwrap_or("this mock");
    let there = match operations {
        [one] => one.errors.iter().map(|error| error.name).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let there = if there.is_empty() {
        there
    } else {
        format!("; it has {there}")
    };
    Err(FaultError(format!("{what} has no error `{name}`{there}")))
}

/// The first number that is given.
const FIRST: u64 = 1;

/// The faults of a mock.
pub(crate) struct Faults {
    seed: u64,
    next: AtomicU64,
    active: RwLock<Vec<Arc<Active>>>,
}

struct Active {
    id: u64,
    fault: Fault,
    fired: AtomicU64,
    dice: Mutex<Seed>,
}

/// What faults do to a request.
#[derive(Default)]
pub(crate) struct Verdict {
    /// The faults that do something.
    pub(crate) ids: Vec<u64>,
    pub(crate) delay: Duration,
    pub(crate) end: Option<End>,
}

/// How a fault ends a request.
pub(crate) enum End {
    /// By this answer.
    Answer(Box<Response<Bytes>>),
    /// By none.
    Drop,
    /// In the middle of the answer that it would have had.
    Cut,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(FIRST),
            active: RwLock::default(),
        }
    }

    fn add(&self, fault: Fault) -> u64 {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let dice = match fault.seed {
            Some(seed) => Seed::of(&["fault"]).and(seed),
            None => Seed::of(&["fault of a mock"]).and(self.seed).and(id),
        };
        let active = Arc::new(Active {
            id,
            fault,
            fired: AtomicU64::new(0),
            dice: Mutex::new(dice),
        });
        self.active.write().unwrap_or_else(PoisonError::into_inner).push(active);
        id
    }

    fn list(&self) -> Vec<InjectedFault> {
        let active = self.active.read().unwrap_or_else(PoisonError::into_inner);
        let injected = |active: &Arc<Active>| InjectedFault {
            id: active.id,
            fault: active.fault.clone(),
            fired: active.fired.load(Ordering::Relaxed),
        };
        active.iter().map(injected).collect()
    }

    fn remove(&self, id: u64) -> bool {
        let mut active = self.active.write().unwrap_or_else(PoisonError::into_inner);
        let before = active.len();
        active.retain(|active| active.id != id);
        active.len() < before
    }

    pub(crate) fn clear(&self) {
        self.active.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Clears, and numbers from the first again.
    pub(crate) fn reset(&self) {
        self.clear();
        self.next.store(FIRST, Ordering::Relaxed);
    }

    /// What happens to a request.
    pub(crate) fn judge(&self, subject: &Subject<'_>) -> Verdict {
        let mut verdict = Verdict::default();
        let all = self.active.read().unwrap_or_else(PoisonError::into_inner);
        for active in all.iter().rev() {
            if !active.fault.is_for(subject) || !active.fires() {
                continue;
            }
            verdict.ids.push(active.id);
            verdict.delay = verdict.delay.saturating_add(active.fault.delay);
            if let Some(action) = &active.fault.action {
                verdict.end = action.end(subject);
                break;
            }
        }
        verdict
    }
}

impl Active {
    /// Whether it hits the request that it is for.
    fn fires(&self) -> bool {
        if let Some(chance) = self.fault.probability {
            let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
            if dice.fraction() >= chance {
                return false;
            }
        }
        let most = self.fault.times.unwrap_or(u64::MAX);
        let fired = |fired| (fired < most).then_some(fired + 1);
        self.fired
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, fired)
            .is_ok()
    }
}
