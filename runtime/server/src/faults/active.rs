//! The faults that there are, and which of them a request meets.

use super::fault::{End, Fault, Subject};
use crate::seed::Seed;
use std::{
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

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

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(FIRST),
            active: RwLock::default(),
        }
    }

    pub(super) fn add(&self, fault: Fault) -> u64 {
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

    pub(super) fn list(&self) -> Vec<InjectedFault> {
        let active = self.active.read().unwrap_or_else(PoisonError::into_inner);
        let injected = |active: &Arc<Active>| InjectedFault {
            id: active.id,
            fault: active.fault.clone(),
            fired: active.fired.load(Ordering::Relaxed),
        };
        active.iter().map(injected).collect()
    }

    pub(super) fn remove(&self, id: u64) -> bool {
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
