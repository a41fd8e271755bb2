//! What the launcher of the repository's commands and the commands themselves have in common.

pub mod fingerprint;
