//! What generated code names. Users find what they need elsewhere in the crate; nothing here is for them.

#[cfg(feature = "waiters")]
pub use crate::call::waiters::{
    WaitState, Waiter,
    facts::{Acceptor, Comparator, Matcher, PathMatcher, WaiterFacts},
};
pub use crate::{
    builder::{Builder, from_env},
    call::{Call, Presigning, Set, Unset, pagination::Paginator},
    core::{ServiceClient, shared::Core},
    errors::{
        ConfigError, ConstructionError, DecodeFailure, Modelled, OperationError, Timeout, Unknown,
        details::ErrorVariant,
        failure::Failure,
        operation::{debug, display},
    },
    transport::TransportError,
};
pub use shapewright_schema as schema;
