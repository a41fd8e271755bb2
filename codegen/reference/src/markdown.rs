//! Markdown of descriptions as HTML. What is HTML in it already is shown as text: descriptions are not trusted to write
//! markup.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html::push_html};

/// The HTML of a text.
pub fn block(markdown: Option<&str>) -> Markup {
    let mut out = String::new();
    push_html(&mut out, events(markdown.unwrap_or_default()));
    PreEscaped(out)
}

/// The first sentence of a text as plain text, for lists.
pub fn first_sentence(markdown: Option<&str>) -> String {
    let mut text = String::new();
    for event in events(markdown.unwrap_or_default()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    let ends = text.match_indices(['.', '!', '?']).find(|(place, mark)| {
        let after = &text[place + mark.len()..];
        after.starts_with(' ') && !is_abbreviation(&text[..*place])
    });
    match ends {
        Some((place, mark)) => text[..place + mark.len()].to_owned(),
        None => text,
    }
}

/// A note that something should not be used any more.
pub fn deprecation(deprecated: Option<&str>) -> Markup {
    html! {
        @if let Some(note) = deprecated {
            p.note.warning { strong { "Deprecated" } @if !note.is_empty() { ": " (note) } }
        }
    }
}

/// Whether the point after this text ends no sentence.
fn is_abbreviation(text: &str) -> bool {
    ["e.g", "i.e", "etc", "vs", "Inc", "No"].iter().any(|word| {
        text.strip_suffix(word)
            .is_some_and(|before| before.is_empty() || before.ends_with([' ', '(']))
    })
}

/// The text's parts: raw HTML as text, links only to where links may lead, headings below those of the page.
fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let mut links = Vec::new();
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    parser.filter_map(move |event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let leads = leads_to_the_web(dest_url);
            links.push(leads);
            leads.then_some(event)
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or_default().then_some(event),
        // An image would be fetched from elsewhere; its words stay.
        Event::Start(Tag::Image { .. }) => Some(Event::Start(Tag::Emphasis)),
        Event::End(TagEnd::Image) => Some(Event::End(TagEnd::Emphasis)),
        // Headings of a text would stand among those of the page.
        Event::Start(Tag::Heading { .. } | Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::Heading(_) | TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        other => Some(other),
    })
}

/// Whether a link may lead there. Descriptions know nothing of this site's files, so no relative address is one of them.
fn leads_to_the_web(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_is_plain_text() {
        for (markdown, sentence) in [
            ("Lists the *users*. All of them.", "Lists the users."),
            ("See `a.b`, e.g. here. More.", "See a.b, e.g. here."),
            ("No end", "No end"),
            ("First\n\nsecond.", "First"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(Some(markdown)), sentence);
        }
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        let hostile =
            "See <script>alert(1)</script> a <b onclick=x>b</b> [c](javascript:alert(1)) ![d](https://e/f.png) `<i>`";
        let html = block(Some(hostile)).into_string();
        for markup in ["<script", "<b ", "<a ", "<img", "<i>"] {
            assert!(!html.contains(markup), "{html}");
        }
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }
}
