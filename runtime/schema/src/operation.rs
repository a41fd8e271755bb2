//! The types of operations.

use crate::{
    schema::{Operation, Service},
    value::Structure,
};

/// The types of an operation. Generated model crates implement it on one unit type an operation.
pub trait OperationShape: Send + Sync + 'static {
    /// What a request carries.
    type Input: Structure + Default;
    /// What a response carries.
    type Output: Structure + Default;
    /// The operation as data.
    const OPERATION: &'static Operation;
    /// The service that it belongs to.
    const SERVICE: &'static Service;
}
