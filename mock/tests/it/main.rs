//! The documented behaviour of the services, rule by rule, where Rust shows it best; and the program.
//!
//! A test is named after its rule: `s04_...` is rule S4. Most rules are shown by boto3, in `tests/clients`.

mod macie2;
mod program;
mod sesv2;
mod workmail;
mod workmail_seeds;
