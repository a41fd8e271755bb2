//! The page at `/_mock/`: what the JSON says, for people.
//!
//! It is whole without JavaScript: forms post, links lead on. The script only keeps it up to date. Everything shown goes
//! through maud's escaping, and the policy of its responses lets nothing run but what is served here.

mod control;
mod forms;
mod journal;
mod layout;
mod routes;
mod services;
mod state;
mod text;

pub(super) use routes::ROUTES;
