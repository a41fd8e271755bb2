//! The CBOR codec (RFC 8949): any value of any shape to bytes and back.
//!
//! As the JSON codec does, it walks the schema: one function over [`View`](shapewright_schema::View) to write, one over
//! [`Slot`](shapewright_schema::Slot) to read. It reads items itself (`read`), rather than by a crate: a key is compared
//! where it lies with the member that is likely next, text is borrowed, and memory grows with the bytes that are there, not
//! with the lengths that they claim. What is left for a crate is a page of code.

mod codec;
mod decode;
mod digits;
mod document;
mod encode;
mod initial;
mod number;
mod read;

pub(crate) use codec::Cbor;
