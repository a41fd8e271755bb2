//! Operations, their calls and their pages.

use super::{Docs, Endpoint, Holding, ShapeId, Waiter};

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// The name in the description.
    pub name: String,
    /// The name of its marker type, of its call builder, and of its static in the other case.
    pub type_name: String,
    /// The static with its schema.
    pub static_name: String,
    /// The method of the client and of the mock's trait.
    pub method_name: String,
    /// The client's name for its error type.
    pub error_name: String,
    /// The error type, as an index into [`Ir::error_types`](super::Ir::error_types).
    pub error_type: usize,
    /// Documentation.
    pub docs: Docs,
    /// Present when it should not be used any more; the text may be empty.
    pub deprecated: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The URI.
    pub uri: String,
    /// The HTTP status of success.
    pub status: u16,
    /// The structure that a request carries.
    pub input: ShapeId,
    /// The structure that a response carries.
    pub output: ShapeId,
    /// It changes nothing on the server.
    pub readonly: bool,
    /// Sending the same request again has no further effect.
    pub idempotent: bool,
    /// How it is read page by page.
    pub pagination: Option<Pagination>,
    /// What its requests have that those of most operations do not.
    pub request: RequestFacts,
    /// The setters of its call builder, one a member of the input.
    pub setters: Vec<Setter>,
    /// What can be waited for with it.
    pub waiters: Vec<Waiter>,
}

/// What can go wrong with those operations that can return the same errors: one type, generic over the operation.
#[derive(Debug)]
pub struct ErrorType {
    /// The type.
    pub name: String,
    /// The errors, in the order of the description's shapes.
    pub errors: Vec<OperationError>,
}

/// What the requests of some operations have.
#[derive(Debug, Default)]
pub struct RequestFacts {
    /// How the host name is made, where it is not the way of the service.
    pub endpoint: Option<Endpoint>,
    /// A prefix of the host name.
    pub host_prefix: Option<String>,
    /// Requests are not signed.
    pub anonymous: bool,
    /// A signature may leave the body out.
    pub unsigned_payload: bool,
    /// The request must carry a checksum of its body.
    pub checksum: bool,
    /// The header for the tree hash of the body, which the request must carry.
    pub tree_hash: Option<String>,
    /// A large body may be compressed with gzip.
    pub gzip: bool,
}

/// An error of an operation.
#[derive(Debug)]
pub struct OperationError {
    /// The error structure.
    pub shape: ShapeId,
    /// The variant of the operation's error type.
    pub variant: String,
}

/// A method that asks whether an error is a certain one.
#[derive(Debug)]
pub struct Predicate {
    /// The method.
    pub method: String,
    /// The code on the wire.
    pub code: String,
}

/// A setter of a call builder.
#[derive(Debug)]
pub struct Setter {
    /// The index of the member of the input.
    pub member: usize,
    /// The method.
    pub method: String,
    /// For a member that the caller must set: its type parameter and marker.
    pub required: Option<Required>,
}

/// A member that the caller must set.
#[derive(Debug)]
pub struct Required {
    /// The type parameter of the builder.
    pub parameter: String,
    /// The marker type that the parameter defaults to.
    pub marker: String,
}

/// How an operation is read page by page.
#[derive(Debug)]
pub struct Pagination {
    /// The input member that takes the token.
    pub input_token: String,
    /// The output member that gives the next token.
    pub output_token: String,
    /// The input member that limits a page.
    pub page_size: Option<String>,
    /// The output member that holds a page's items.
    pub items: Option<String>,
    /// The way to the items.
    pub path: Option<ItemsPath>,
}

/// The way from an output to a page's items.
#[derive(Debug)]
pub struct ItemsPath {
    /// The list or map.
    pub shape: ShapeId,
    /// The fields on the way, and how each holds what is in it. The last is that of the list or map.
    pub steps: Vec<(String, Holding)>,
}
