//! The frame of pages, and what every kind of page has.

use crate::{book::Book, files};
use maud::{DOCTYPE, Markup, html};
use shapewright_codegen::Artifact;

/// What tells a page of this tool, so that another's is never written over.
pub const GENERATOR: &str = "Shapewright";

/// A page before its frame is put around it.
pub struct Page {
    /// Where it lies under the root.
    pub path: String,
    /// Its title, without that of the service.
    pub title: String,
    /// The way to it: names with links from the root.
    pub trail: Vec<(String, String)>,
    /// The headings that can be jumped to: their ids and words.
    pub contents: Vec<(String, String)>,
    /// What it says.
    pub body: Markup,
}

impl Page {
    /// The page in its frame. `menu` stands at its side, `feed` is where its changes are listed.
    pub fn artifact(self, menu: Option<Markup>, feed: Option<&str>) -> Artifact {
        let root = files::to_root(&self.path);
        let title = match self.trail.first() {
            Some((service, _)) if *service != self.title => format!("{} · {service}", self.title),
            _ => self.title.clone(),
        };
        let markup = html! {
            (DOCTYPE)
            html lang="en" data-root=(root) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content=(GENERATOR);
                    title { (title) }
                    link rel="stylesheet" href=(format!("{root}reference.css"));
                    @if let Some(feed) = feed { link rel="alternate" type="application/rss+xml" title="Changes" href=(feed); }
                    script src=(format!("{root}reference.js")) {}
                }
                body {
                    a.skip href="#content" { "Skip to the content" }
                    header.top {
                        @if menu.is_some() { a.menu-link href="#menu" { "Menu" } }
                        a.home href=(format!("{root}index.html")) { "API reference" }
                        search.search hidden {
                            input type="search" role="combobox" aria-label="Search operations and shapes" aria-expanded="false"
                                aria-controls="results" aria-autocomplete="list" placeholder="Search" autocomplete="off" spellcheck="false";
                            kbd aria-hidden="true" { "/" }
                            ul #results role="listbox" aria-label="Results" hidden {}
                        }
                        button.theme type="button" hidden { "Dark" }
                    }
                    div.frame {
                        @if let Some(menu) = menu {
                            nav.menu #menu aria-label="Service" {
                                a.close href="#" { "Close the menu" }
                                (menu)
                            }
                        }
                        main #content tabindex="-1" {
                            @if !self.trail.is_empty() {
                                nav.trail aria-label="Breadcrumbs" {
                                    ol {
                                        @for (name, path) in &self.trail { li { a href=(format!("{root}{path}")) { (name) } } }
                                    }
                                }
                            }
                            (self.body)
                        }
                        @if self.contents.len() > 1 {
                            nav.contents aria-label="On this page" {
                                p { "On this page" }
                                ul { @for (id, words) in &self.contents { li { a href=(format!("#{id}")) { (words) } } } }
                            }
                        }
                    }
                    footer { "Made from the service's description by " (GENERATOR) "." }
                }
            }
        };
        Artifact {
            path: self.path,
            text: markup.into_string() + "\n",
        }
    }
}

/// The way to a page of a service.
pub fn trail(book: &Book<'_>) -> Vec<(String, String)> {
    vec![(
        book.ir.service.title.clone(),
        format!("{}/index.html", book.files.folder),
    )]
}

/// What can be jumped to: the ids and words of sections.
pub fn contents<T>(sections: &[(&str, &str, T)]) -> Vec<(String, String)> {
    let contents = sections
        .iter()
        .map(|(id, words, _)| ((*id).to_owned(), (*words).to_owned()));
    contents.collect()
}

/// A section with its heading.
pub fn section(id: &str, words: &str, body: Markup) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (words) a.anchor href=(format!("#{id}")) aria-label=(format!("Link to {words}")) { "#" } }
            (body)
        }
    }
}

/// A name, which may be broken between its words.
pub fn name(name: &str) -> Markup {
    let starts = |place: usize, c: char| {
        let before = name[..place].chars().next_back();
        before.is_some_and(|before| c.is_uppercase() && before.is_lowercase())
    };
    let places = name
        .char_indices()
        .filter(|(place, c)| starts(*place, *c))
        .map(|(place, _)| place);
    let mut start = 0;
    html! {
        @for place in places {
            (&name[std::mem::replace(&mut start, place)..place]) wbr;
        }
        (&name[start..])
    }
}

/// A block of code, which scripts may colour.
pub fn code(language: &str, text: &str) -> Markup {
    html! { pre tabindex="0" data-language=(language) { code { (text) } } }
}

/// `1 operation`, `2 operations`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
