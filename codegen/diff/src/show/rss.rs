//! As a feed.

use super::body;
use crate::Diff;
use rss::{ChannelBuilder, GuidBuilder, ItemBuilder};
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

/// Differences as RSS 2.0. An entry's id is the hash of what it shows, so the same difference is told once.
pub fn rss(entries: &[Entry<'_>], feed: &Feed) -> String {
    let items = entries.iter().map(|entry| {
        let html = body(entry.diff).into_string();
        let hash = Sha256::digest(html.as_bytes());
        let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let guid = GuidBuilder::default()
            .value(format!("{}-{hash}", entry.diff.service))
            .permalink(false)
            .build();
        ItemBuilder::default()
            .title(entry.title.clone())
            .link(entry.link.clone())
            .guid(guid)
            .pub_date(entry.published.clone())
            .description(html)
            .build()
    });
    ChannelBuilder::default()
        .title(feed.title.clone())
        .link(feed.link.clone())
        .description("What has changed in the descriptions of services.".to_owned())
        .pub_date(feed.published.clone())
        .generator("Shapewright".to_owned())
        .items(items.collect::<Vec<_>>())
        .build()
        .to_string()
        + "\n"
}
