//! What is generated for the snapshot cases, and the examples of reference pages, compiled with all warnings denied. Nothing of
//! it is run.

#![deny(warnings, missing_docs)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Calls, as reference pages show them.
#[allow(deprecated, reason = "what should not be used any more has an example too")]
pub mod examples {
    include!(concat!(env!("OUT_DIR"), "/examples.rs"));
}
