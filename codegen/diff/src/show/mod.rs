//! A difference as people read it. The layout is that of pages of API changes: each operation with what its request and
//! response have gained and lost, nested; after it what such pages leave out, and at the end all changes with their verdicts.

mod html;
mod markdown;
mod notation;
mod report;
mod rss;
mod table;
mod text;

pub use html::all_changes;
pub use html::{STYLE, body, html};
pub use markdown::{code, escaped, fenced, markdown, markdown_parts};
pub use notation::notation;
pub use report::{Compared, Report, further, headline, json, line, nested, summary};
pub use rss::{Entry, Feed, rss};
pub use table::rules;
pub use text::text;
