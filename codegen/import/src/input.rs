//! What is imported, and how.

use super::Files;
use shapewright_spec::parse::Source;

/// A model that somebody has read.
#[derive(Debug, Clone)]
pub enum Input {
    /// A model of Smithy 2.0 in its JSON form.
    Smithy(Source),
    /// The files that botocore has of a service.
    Botocore(Box<Files>),
}

/// What to import of a model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these operations, and the shapes that they reach. Empty: all.
    pub operations: Vec<String>,
    /// Leave out operations that send or return streams of events, which cannot be generated yet.
    pub without_event_streams: bool,
    /// Infer no lifecycles: every response is made of its schema.
    pub without_lifecycles: bool,
}
