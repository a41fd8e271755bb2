//! From a checked description to the read-only representation that emitters read.
//!
//! [`load()`] parses, checks and lowers in one go. The types at the root are the [`Ir`]: Rust names, boxing, usage, bindings and
//! lifecycles, all decided. It never does I/O and reads no tokens.

mod ir;
mod load;
mod lower;

pub use ir::*;
pub use load::{check_services, load, load_both, load_only};
pub use lower::{Unlowerable, lower};
