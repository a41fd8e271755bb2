// The modules of `it`, which `by_schema.rs` has too. A file that is included has no inner attributes.

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
    mod determinism;
    mod checks;
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
mod loading;
mod made_up;
mod office;
mod support;
mod zoo;
