//! The rules that a description must obey, one file a family.
//!
//! A rule reads the [`Spec`](crate::format::Spec) and reports; it changes nothing, and nothing that it finds out is kept for `lower`. What
//! could not be parsed has been reported already: rules ask [`Parsed::is_faulty`] before they say that it is missing.
//!
//! Descriptions may be hostile: no rule recurses along them, and each is linear in their size, or nearly.

mod bindings;
mod bounds;
mod constraints;
mod context;
mod cycles;
mod digits;
mod endpoints;
mod enums;
mod errors;
mod facts;
mod filters;
mod host;
mod names;
mod pagination;
mod paths;
mod pattern;
mod protocol;
mod record;
mod recursion;
mod relations;
mod requests;
mod resources;
mod tagging;
mod targets;
mod times;
mod unsupported;
mod uri;
mod usage;
mod values;
mod waiters;
mod wire_names;

pub use protocol::is_supported;

use crate::{diagnostic::Diagnostics, parse::Parsed};
use context::Checker;

/// Checks a description against every rule.
pub fn check(parsed: &Parsed, sink: &mut Diagnostics) {
    let mut checker = Checker::new(parsed, sink);
    names::check(&mut checker);
    protocol::check(&mut checker);
    endpoints::check(&mut checker);
    targets::check(&mut checker);
    enums::check(&mut checker);
    wire_names::check(&mut checker);
    recursion::check(&mut checker);
    constraints::check(&mut checker);
    facts::check(&mut checker);
    errors::check(&mut checker);
    uri::check(&mut checker);
    bindings::check(&mut checker);
    host::check(&mut checker);
    requests::check(&mut checker);
    pagination::check(&mut checker);
    waiters::check(&mut checker);
    resources::check(&mut checker);
    relations::check(&mut checker);
    record::check(&mut checker);
    tagging::check(&mut checker);
    filters::check(&mut checker);
    unsupported::check(&mut checker);
    // The last rule: it is silent when something that is wrong may be why a shape seems unused.
    usage::check(&mut checker);
}

/// What is wrong with a pattern, if something is.
pub fn pattern_error(text: &str) -> Option<String> {
    pattern::compile(text).err()
}
