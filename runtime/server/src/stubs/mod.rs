//! Stubs: answers that a test gives in the place of the service's behaviour.
//!
//! A stub sees a request once it has been read and validated, after the faults; a request that is not valid is refused
//! as ever. The stub that was added last is asked first; one that does not match, or has been used up, leaves the request
//! to the one before it, and the last to the behaviour. A request that a stub answers changes no state and spends no
//! idempotency token.

mod named;
mod on;

pub use named::{OnNamed, StubError, StubbedNamed};
pub use on::{On, Stubbed};

use crate::{Context, Mock, Refusal, Request, names::Target, streams};
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
type Input = Box<dyn Any + Send>;
/// Reads a request; `None` where it is not one that the stub is for.
type Match = Box<dyn Fn(&Request) -> Option<Input> + Send + Sync>;
/// Makes an answer.
type Make = Box<dyn Fn(Input, &Context) -> Result<Box<dyn Structure>, Refusal> + Send + Sync>;

/// What is answered.
enum Answer {
    Output(Box<dyn Structure>),
    Error(Refusal),
    Made(Make),
}

/// One answer of a stub, and how often it is given.
struct Step {
    what: Arc<What>,
    /// None: once when a step follows, else for ever.
    times: Option<u64>,
    used: u64,
}

/// Which requests get which answer.
struct What {
    matches: Match,
    answer: Answer,
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
    /// How many more it answers; none: there is no end.
    pub left: Option<u64>,
}

impl Mock {
    /// The stubs, in the order in which they were added. Those that have been used up are among them.
    pub fn stubs(&self) -> Vec<InjectedStub> {
        self.stubs_in_place().list()
    }

    /// Removes a stub; answers whether there was one with this id.
    pub fn remove_stub(&self, id: u64) -> bool {
        self.stubs_in_place().remove(id)
    }

    /// Removes all stubs.
    pub fn clear_stubs(&self) {
        self.stubs_in_place().clear();
    }
}

/// The first number that is given.
const FIRST: u64 = 1;

/// The stubs of a mock.
pub(crate) struct Stubs {
    next: AtomicU64,
    all: RwLock<Vec<Arc<Stub>>>,
}

struct Stub {
    id: u64,
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

    fn list(&self) -> Vec<InjectedStub> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|stub| stub.described()).collect()
    }

    fn remove(&self, id: u64) -> bool {
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

    /// The answer of the stub that is for a request, and its id.
    pub(crate) fn answer(&self, request: &Request, context: &Context) -> Option<(u64, Response<Bytes>)> {
        self.of(request).iter().find_map(|stub| {
            let (what, input) = stub.take(request)?;
            Some((stub.id, respond(request, context, &what.answer, input)))
        })
    }
}

/// Where an answer goes: into a new stub, or after the others of one.
enum Where {
    New(Mock, Target),
    After(Mock, Arc<Stub>),
}

impl Where {
    fn add(self, step: Step) -> Added {
        match self {
            Self::New(mock, target) => {
                let stub = mock.stubs_in_place().add(target, step);
                Added { mock, stub }
            }
            Self::After(mock, stub) => {
                stub.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
                Added { mock, stub }
            }
        }
    }

    fn target(&self) -> Target {
        match self {
            Self::New(_, target) => *target,
            Self::After(_, stub) => stub.target,
        }
    }
}

/// A stub, and the mock that has it.
struct Added {
    mock: Mock,
    stub: Arc<Stub>,
}

impl Added {
    fn after(&self) -> Where {
        Where::After(self.mock.clone(), Arc::clone(&self.stub))
    }
}

fn respond(request: &Request, context: &Context, answer: &Answer, input: Input) -> Response<Bytes> {
    let written = match answer {
        Answer::Output(output) => streams::answer(request, &**output),
        Answer::Error(refusal) => return refusal.response_to(request),
        Answer::Made(make) => match make(input, context) {
            Ok(mut output) => streams::answer_once(request, &mut *output),
            Err(refusal) => return refusal.response_to(request),
        },
    };
    written.unwrap_or_else(|fault| {
        let message = format!(
            "the stub's answer of {} cannot be sent: {fault}",
            request.operation.name
        );
        Refusal::internal(message).response_to(request)
    })
}

impl Stub {
    /// Takes the answer whose turn it is, where it is for this request.
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

    fn described(&self) -> InjectedStub {
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
    fn new(matches: Match, answer: Answer, times: Option<u64>) -> Self {
        Self {
            what: Arc::new(What { matches, answer }),
            times,
            used: 0,
        }
    }

    fn most(&self, is_last: bool) -> Option<u64> {
        self.times.or(if is_last { None } else { Some(1) })
    }
}
