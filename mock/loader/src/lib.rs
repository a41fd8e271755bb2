//! Descriptions as tables, while a program runs.
//!
//! Generated crates hold a service as static tables: schemas, operations, lifecycles. [`tables`] builds the same tables from
//! the representation of a description, and leaks them. What is loaded is bounded and never freed, and from then on costs
//! what generated tables cost: the same codecs, validation and state engine walk them.
//!
//! [`source`] says what services are loaded from, [`compose()`] makes one of a service that is documented in part. This crate
//! decides no names.

mod compose;
mod leak;
mod lifecycles;
mod schemas;
mod service;
pub mod source;

pub use compose::{Composed, compose};

use leak::Leak;
use shapewright_ir::Ir;
use shapewright_server::{
    Lifecycle, SchemaHandler, Tagging,
    schema::{Schema, Service},
};

/// A service as tables.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    /// Its operations and schemas.
    pub service: &'static Service,
    /// The lifecycles of its resources.
    pub lifecycles: &'static [Lifecycle],
    /// The operations on tags.
    pub tagging: Option<&'static Tagging>,
}

impl Tables {
    /// A handler that answers every operation by these tables.
    pub fn handler(self) -> SchemaHandler {
        SchemaHandler::new(self.service, self.lifecycles, self.tagging)
    }
}

/// Builds the tables of a service. They are never freed.
pub fn tables(ir: &Ir) -> Tables {
    let leak = &mut Leak::default();
    let schemas: Vec<&'static Schema> = schemas::all(ir, leak);
    let (lifecycles, tagging) = lifecycles::all(ir, &schemas, leak);
    Tables {
        service: service::service(ir, &schemas, leak),
        lifecycles,
        tagging,
    }
}
