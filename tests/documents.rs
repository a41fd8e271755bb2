//! The examples of the documents: those that are not marked `ignore` run as doc tests.

/// The front page.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// Tests with a mock.
#[cfg(doctest)]
#[doc = include_str!("../docs/testing.md")]
pub struct Testing;

/// Seeds.
#[cfg(doctest)]
#[doc = include_str!("../docs/seeding.md")]
pub struct Seeding;
