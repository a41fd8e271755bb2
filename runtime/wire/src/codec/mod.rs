//! Codecs: any value of any shape to bytes and back. They know no HTTP and no protocol.

#[cfg(feature = "cbor")]
pub(crate) mod cbor;
#[cfg(feature = "xml")]
pub(crate) mod form;
pub(crate) mod interface;
pub mod json;
mod seen;
#[cfg(feature = "xml")]
pub(crate) mod xml;
