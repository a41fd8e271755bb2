//! The runtime of mock servers, as generated code and users see it: over small services made by hand.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod state {
    pub mod crud;
    mod filters;
    mod pages;
    mod relations;
    mod seeding;
    mod tags;
    mod transactions;
}
mod protocol {
    mod hostile;
    mod routing;
    mod several;
    mod sockets;
    mod validation;
}
mod testing {
    mod checks;
    mod determinism;
    mod faults;
    mod journal;
    mod snapshots;
    mod stubs;
}
#[cfg(feature = "admin")]
mod admin {
    mod access;
    mod control;
    mod journal;
    #[cfg(feature = "page")]
    mod page;
    mod routes;
    mod state;
    mod support;
}
mod fuzz;
mod handlers;
mod hangar;
mod library;
mod made_up;
mod office;
mod support;
mod zoo;
