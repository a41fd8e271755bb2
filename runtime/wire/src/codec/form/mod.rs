//! The codec of the requests of query protocols: any value as the pairs of a form, and back.
//!
//! A structure's member is a pair `Member=value`, one of a nested structure `Outer.Member=value`; elements of lists and
//! entries of maps are numbered: `List.member.1=value`. It walks the schema as the other codecs do. Responses of these
//! protocols are XML.

mod decode;
mod encode;
mod names;
mod pairs;

pub(crate) use decode::read;
pub(crate) use encode::write;
pub(crate) use names::Dialect;
pub(crate) use pairs::Pairs;
