//! Marks in a builder's type: which required members have been set.
//!
//! A builder has one type parameter a required member. It starts as [`Unset`], the member's setter makes it [`Set`], and
//! `send` asks that it implements the trait that is named after the member in the generated module `required`. Each of
//! these traits is implemented for [`Set`] only and carries the words of the compile error:
//!
//! ```
//! pub mod required {
//!     #![allow(non_camel_case_types)]
//!     use shapewright_client::Set;
//!
//!     #[diagnostic::on_unimplemented(
//!         message = "required member `name` has not been set",
//!         label = "call `.name(...)` before this"
//!     )]
//!     pub trait name {}
//!     #[diagnostic::do_not_recommend]
//!     impl name for Set {}
//! }
//! ```
//!
//! One trait for all with marker types named after the members would be shorter, but a compiler writes the whole path of
//! a type whose name is not the only one of its kind in all crates: `my_client::missing::name`.

/// The required member has been set.
#[derive(Debug, Clone, Copy)]
pub struct Set;

/// The required member has not been set yet.
#[derive(Debug, Clone, Copy)]
pub struct Unset;
