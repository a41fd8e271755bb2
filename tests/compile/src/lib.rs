//! What is generated for the snapshot cases, compiled with all warnings denied. It is never run.

#![deny(warnings, missing_docs)]

include!(concat!(env!("OUT_DIR"), "/cases.rs"));
