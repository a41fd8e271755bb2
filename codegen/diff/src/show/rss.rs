//! As a feed.

use super::body;
use crate::Diff;
use maud::html;
use sha2::{Digest, Sha256};

/// What a feed says of itself.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub link: String,
    /// When it was made, as RFC 2822 writes it.
    pub published: String,
}

/// A difference, and what a feed says of it.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub link: String,
    /// When it was made, as RFC 2822 writes it.
    pub published: String,
    /// What it shows.
    pub diff: &'a Diff,
}

/// Differences as RSS 2.0. An entry's id is the hash of what it shows, so the same difference is reported once.
pub fn rss(entries: &[Entry<'_>], feed: &Feed) -> String {
    // What maud escapes in HTML is what XML wants escaped.
    let channel = html! {
        rss version="2.0" {
            channel {
                title { (text(&feed.title)) }
                link { (text(&feed.link)) }
                description { "What has changed in the descriptions of services." }
                pubDate { (text(&feed.published)) }
                @for entry in entries {
                    @let shown = body(entry.diff).into_string();
                    item {
                        title { (text(&entry.title)) }
                        link { (text(&entry.link)) }
                        description { (text(&shown)) }
                        guid isPermaLink="false" { (text(&entry.diff.service)) "-" (hash(&shown)) }
                        pubDate { (text(&entry.published)) }
                    }
                }
            }
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{}\n", channel.into_string())
}

/// The text without the control characters that XML has no way to write.
fn text(text: &str) -> String {
    let is_allowed = |letter: &char| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r');
    text.chars().filter(is_allowed).collect()
}

fn hash(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
