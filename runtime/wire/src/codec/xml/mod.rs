//! The XML codec: any value of any shape to an XML document and back.
//!
//! As the other codecs do, it walks the schema: one function over [`View`](shapewright_schema::View) to write, one over
//! [`Slot`](shapewright_schema::Slot) to read. `quick-xml` splits documents into tags and text. Document types, and with
//! them entities of a document's own, are refused: nothing expands, and nothing outside of a document is read.

mod codec;
mod decode;
mod encode;
mod envelope;
mod names;
mod scan;

pub(crate) use codec::Xml;
pub(crate) use encode::Encoder;
pub(crate) use envelope::{ErrorForm, add_to_end, read_error, read_result, write_error};
