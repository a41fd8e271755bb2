//! Every service that Shapewright describes, ready to be served.
//!
//! What a lifecycle in a description can say runs in the state engine; a service whose behaviour needs more gets a
//! module here, on the generated trait.
//!
//! A Rust test takes this crate without its default feature, which is the program's, and starts with
//! [`workmail::start`] or [`sesv2::start`].

#[cfg(feature = "server")]
pub mod server;
pub mod sesv2;
pub mod workmail;

use shapewright_server::Handler;
use std::sync::Arc;

/// The services, in the order of their names.
pub fn services() -> Vec<Arc<dyn Handler>> {
    vec![
        macie2_mock::handler(macie2_mock::Defaults),
        sesv2::handler(),
        workmail::handler(),
    ]
}
