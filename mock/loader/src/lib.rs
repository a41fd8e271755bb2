//! Descriptions as tables, while a program runs.
//!
//! Generated crates hold a service as static tables: schemas, operations, lifecycles. [`tables`] builds the same tables from
//! the representation of a description, and leaks them. What is loaded is bounded and never freed, and from then on costs
//! what generated tables cost: the same codecs, validation and state engine walk them.
//!
//! This crate never reads files, and decides no names.

mod leak;
mod lifecycles;
mod schemas;
mod service;

use leak::Leak;
use shapewright_ir::Ir;
use shapewright_server::{
    Lifecycle, Tagging,
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
