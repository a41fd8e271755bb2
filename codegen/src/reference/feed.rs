//! The feed of a service's changes.

use super::{book::Book, page};
use crate::{
    diff::show::{Compared, Feed, Report, rss},
    render::Artifact,
};

/// Where it lies under the service's folder.
pub const PATH: &str = "changes.xml";

/// The feed; none where no version is recorded. `url` is that of the site.
pub fn feed(book: &Book<'_>, url: &str) -> Option<Artifact> {
    let latest = book.versions.first()?;
    let services = book.versions.iter().map(|version| Compared {
        old: version.until.to_owned(),
        new: version.next.unwrap_or("now").to_owned(),
        diff: version.diff.clone(),
    });
    let report = Report {
        services: services.collect(),
    };
    let folder = &book.files.folder;
    let feed = Feed {
        title: format!("Changes of {}", book.ir.service.title),
        link: format!("{}/{folder}/{}", url.trim_end_matches('/'), page::change::path(latest)),
        published: rfc2822(latest.until),
    };
    Some(Artifact {
        path: format!("{folder}/{PATH}"),
        text: rss(&report, &feed),
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
