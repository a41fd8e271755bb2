//! The stubs that there are, and which of their responses a request gets.

use crate::{Context, Refusal, Request, names::Target, streams};
use bytes::Bytes;
use http::Response;
use shapewright_schema::Structure;
use std::{
    any::Any,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// An input of whatever type the stub reads.
pub(super) type Input = Box<dyn Any + Send>;
/// Reads a request; `None` where it is not one that the stub is for.
pub(super) type Match = Box<dyn Fn(&Request) -> Option<Input> + Send + Sync>;
/// Makes a response.
pub(super) type Make = Box<dyn Fn(Input, &Context) -> Result<Box<dyn Structure>, Refusal> + Send + Sync>;

/// What a stub responds with.
pub(super) enum StubResponse {
    Output(Box<dyn Structure>),
    Error(Refusal),
    Made(Make),
}

/// One response of a stub, and how often it is given.
pub(super) struct Step {
    what: Arc<What>,
    /// None: once when a step follows, else for ever.
    times: Option<u64>,
    used: u64,
}

/// Which requests get which response.
struct What {
    matches: Match,
    response: StubResponse,
}

/// A stub that a mock has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InjectedStub {
    /// By which it is removed, and named in the journal.
    pub id: u64,
    /// The service, as its crate is named.
    pub service: &'static str,
    /// The operation.
    pub operation: &'static str,
    /// How many requests it has answered.
    pub used: u64,
    /// How many more responses it gives; none: there is no end.
    pub left: Option<u64>,
}

/// The first number that is given.
const FIRST: u64 = 1;

/// The stubs of a mock.
pub(crate) struct Stubs {
    next: AtomicU64,
    all: RwLock<Vec<Arc<Stub>>>,
}

pub(super) struct Stub {
    pub(super) id: u64,
    target: Target,
    steps: Mutex<Vec<Step>>,
}

impl Stubs {
    pub(crate) fn new() -> Self {
        Self {
            next: AtomicU64::new(FIRST),
            all: RwLock::default(),
        }
    }

    fn add(&self, target: Target, step: Step) -> Arc<Stub> {
        let stub = Arc::new(Stub {
            id: self.next.fetch_add(1, Ordering::Relaxed),
            target,
            steps: Mutex::new(vec![step]),
        });
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.push(Arc::clone(&stub));
        stub
    }

    pub(super) fn list(&self) -> Vec<InjectedStub> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|stub| stub.described()).collect()
    }

    pub(super) fn remove(&self, id: u64) -> bool {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let before = all.len();
        all.retain(|stub| stub.id != id);
        all.len() < before
    }

    pub(crate) fn clear(&self) {
        self.all.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Clears, and numbers from the first again.
    pub(crate) fn reset(&self) {
        self.clear();
        self.next.store(FIRST, Ordering::Relaxed);
    }

    /// The stubs for a request's operation, the one that was added last first. Nothing is locked when somebody's code
    /// runs.
    fn of(&self, request: &Request) -> Vec<Arc<Stub>> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let is_for = |stub: &&Arc<Stub>| stub.target.is(request.service, request.operation);
        all.iter().rev().filter(is_for).cloned().collect()
    }

    /// Whether there is a stub for a request's operation.
    pub(crate) fn has_for(&self, request: &Request) -> bool {
        !self.of(request).is_empty()
    }

    /// The response of the stub that is for a request, and its id.
    pub(crate) fn respond(&self, request: &Request, context: &Context) -> Option<(u64, Response<Bytes>)> {
        self.of(request).iter().find_map(|stub| {
            let (what, input) = stub.take(request)?;
            Some((stub.id, respond(request, context, &what.response, input)))
        })
    }
}

/// Where a response goes: into a new stub, or after the others of one.
pub(super) enum Where {
    New(Arc<Stubs>, Target),
    After(Arc<Stubs>, Arc<Stub>),
}

impl Where {
    pub(super) fn add(self, step: Step) -> Added {
        match self {
            Self::New(stubs, target) => {
                let stub = stubs.add(target, step);
                Added { stubs, stub }
            }
            Self::After(stubs, stub) => {
                stub.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
                Added { stubs, stub }
            }
        }
    }

    pub(super) fn target(&self) -> Target {
        match self {
            Self::New(_, target) => *target,
            Self::After(_, stub) => stub.target,
        }
    }
}

/// A stub, among those of its mock.
pub(super) struct Added {
    stubs: Arc<Stubs>,
    pub(super) stub: Arc<Stub>,
}

impl Added {
    pub(super) fn after(&self) -> Where {
        Where::After(Arc::clone(&self.stubs), Arc::clone(&self.stub))
    }

    pub(super) fn remove(&self) {
        self.stubs.remove(self.stub.id);
    }
}

fn respond(request: &Request, context: &Context, response: &StubResponse, input: Input) -> Response<Bytes> {
    let written = match response {
        StubResponse::Output(output) => streams::write(request, &**output),
        StubResponse::Error(refusal) => return refusal.response_to(request),
        StubResponse::Made(make) => match make(input, context) {
            Ok(mut output) => streams::write_once(request, &mut *output),
            Err(refusal) => return refusal.response_to(request),
        },
    };
    written.unwrap_or_else(|fault| {
        let message = format!(
            "the stub's response of {} cannot be sent: {fault}",
            request.operation.name
        );
        Refusal::internal(message).response_to(request)
    })
}

impl Stub {
    /// Takes the response whose turn it is, where it is for this request.
    fn take(&self, request: &Request) -> Option<(Arc<What>, Input)> {
        loop {
            let (turn, what) = self.turn()?;
            let input = (what.matches)(request)?;
            let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
            // Another request may have taken the last one meanwhile.
            if next(&steps) == Some(turn) {
                steps[turn].used += 1;
                return Some((what, input));
            }
        }
    }

    fn turn(&self) -> Option<(usize, Arc<What>)> {
        let steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = next(&steps)?;
        Some((turn, Arc::clone(&steps[turn].what)))
    }

    pub(super) fn described(&self) -> InjectedStub {
        let steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        let last = steps.len().saturating_sub(1);
        let left = steps.iter().enumerate().map(|(place, step)| {
            let most = step.most(place == last)?;
            Some(most.saturating_sub(step.used))
        });
        InjectedStub {
            id: self.id,
            service: self.target.service.name,
            operation: self.target.operation.name,
            used: steps.iter().map(|step| step.used).sum(),
            left: left.sum(),
        }
    }
}

/// The step whose turn it is.
fn next(steps: &[Step]) -> Option<usize> {
    let last = steps.len().saturating_sub(1);
    let has_left = |(place, step): (usize, &Step)| step.most(place == last).is_none_or(|most| step.used < most);
    steps.iter().enumerate().position(has_left)
}

impl Step {
    pub(super) fn new(matches: Match, response: StubResponse, times: Option<u64>) -> Self {
        Self {
            what: Arc::new(What { matches, response }),
            times,
            used: 0,
        }
    }

    fn most(&self, is_last: bool) -> Option<u64> {
        self.times.or(if is_last { None } else { Some(1) })
    }
}
