//! The admin interface: JSON over HTTP under `/_mock/`, for tests in any language and for people.
//!
//! One file a subject. It says and does what [`Mock`] can, and knows no service. A request that carries a credential scope
//! is for a service, whatever its path is; so no operation is out of reach because its URI begins with `/_mock/`.
//! docs/admin.md is the reference.

mod access;
mod asked;
mod clock;
mod faults;
mod health;
#[cfg(feature = "page")]
mod page;
mod query;
mod redact;
mod requests;
mod response;
mod route;
mod routes;
mod services;
mod settings;
mod state;
mod stubs;

pub use settings::Admin;

use asked::Asked;
use response::{AdminResponse, Failure};
