//! Bodies that are not held in memory.
//!
//! A [`ByteStream`] comes from bytes, a file, a reader, a stream of chunks or an HTTP body, and is read as any of them.
//! Generated structures hold one where a description has a streaming blob.
//!
//! This crate knows no shape, no service and no protocol.

mod body;
mod carried;
mod error;
#[cfg(feature = "fs")]
mod file;
#[cfg(feature = "tokio")]
mod idle;
#[cfg(feature = "tokio")]
mod reader;
mod stream;

pub use carried::Carried;
pub use error::{StreamError, StreamErrorKind};
#[cfg(feature = "tokio")]
pub use reader::Reader;
pub use stream::ByteStream;
