//! Operations that are read page by page.

mod pager;
mod paginator;
mod resume;

pub use paginator::{Itemized, Items, PageItems, Pages, Paginator};
