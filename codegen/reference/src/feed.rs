//! The feed of a service's changes.

use super::{
    book::{Book, Version},
    files::{self, FEED},
};
use shapewright_codegen::Artifact;
use shapewright_diff::show::{Entry, Feed, headline, rss};

/// The feed; none where no version is recorded. `url` is that of the site.
pub fn feed(book: &Book<'_>, url: &str) -> Option<Artifact> {
    let folder = &book.files.folder;
    let link = |version: &Version<'_>| {
        format!(
            "{}/{folder}/{}",
            url.trim_end_matches('/'),
            files::change(version.until)
        )
    };
    let entries = book.versions.iter().map(|version| Entry {
        title: format!(
            "{} until {}: {}",
            version.diff.title,
            version.until,
            headline(&version.diff)
        ),
        link: link(version),
        published: rfc2822(version.until),
        diff: &version.diff,
    });
    let latest = book.versions.first()?;
    let feed = Feed {
        title: format!("Changes of {}", book.ir.service.title),
        link: link(latest),
        published: rfc2822(latest.until),
    };
    Some(Artifact {
        path: format!("{folder}/{FEED}"),
        text: rss(&entries.collect::<Vec<_>>(), &feed),
    })
}

/// A day of ISO 8601 as RFC 2822 writes it, at midnight; as it is where it is none.
fn rfc2822(day: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = day.split('-').collect();
    let month = parts.get(1).and_then(|month| month.parse::<usize>().ok());
    match (
        parts.as_slice(),
        month.and_then(|month| MONTHS.get(month.wrapping_sub(1))),
    ) {
        ([year, _, day], Some(month)) => format!("{day} {month} {year} 00:00:00 GMT"),
        _ => day.to_owned(),
    }
}
