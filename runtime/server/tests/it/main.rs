//! The runtime of mock servers, as generated code and users see it: over small services made by hand.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

include!("modules.rs");
