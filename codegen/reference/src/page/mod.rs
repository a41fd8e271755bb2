//! Pages: their frame, and one file a kind of page.

pub mod change;
mod frame;
pub mod index;
mod links;
mod members;
mod menu;
pub mod operation;
pub mod service;
pub mod shape;
mod waiters;

pub use frame::{GENERATOR, Page};
pub use menu::menu;
