//! The models' documentation, which is HTML or Markdown, as clean Markdown.
//!
//! The HTML of models is tag soup: unclosed paragraphs, lists in paragraphs, tags of a publisher's own. A tokenizer of the
//! HTML standard reads it; what a tag means for the text is decided here, and tags that mean nothing are passed over.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// The Markdown of a model's documentation. None where it has no text.
pub(super) fn markdown(text: &str) -> Option<String> {
    let markdown = if is_html(text) { from_html(text) } else { tidied(text) };
    (!markdown.is_empty()).then_some(markdown)
}

/// Whether there is a tag or a character reference in the text.
fn is_html(text: &str) -> bool {
    let after = |mark: char| {
        text.match_indices(mark)
            .filter_map(|(at, _)| text[at + 1..].chars().next())
    };
    let has_tag = after('<').any(|next| next.is_ascii_alphabetic() || next == '/' || next == '!');
    has_tag || after('&').any(|next| next.is_ascii_alphabetic() || next == '#') && text.contains(';')
}

/// Markdown without white space at the ends of lines and without more than one empty line.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.trim().lines() {
        let line = line.trim_end();
        if !(line.is_empty() && out.ends_with("\n\n")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn from_html(html: &str) -> String {
    let mut writer = Writer::default();
    let callback = |event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        let text = |bytes| String::from_utf8_lossy(bytes);
        match event {
            CallbackEvent::OpenStartTag { name } => writer.tag = text(name).into_owned(),
            CallbackEvent::AttributeName { name } => writer.is_href = name == b"href",
            CallbackEvent::AttributeValue { value } if writer.is_href => writer.href = text(value).into_owned(),
            CallbackEvent::CloseStartTag { .. } => writer.start(),
            CallbackEvent::EndTag { name } => writer.end(&text(name)),
            CallbackEvent::String { value } => writer.text(&text(value)),
            _ => {}
        }
        None
    };
    // The callback gives nothing back, so there is nothing to collect.
    for token in Tokenizer::new_with_emitter(html, CallbackEmitter::new(callback)) {
        let Ok(()) = token;
    }
    writer.finish()
}

/// What stands between what is written and what comes next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// Writes Markdown as tags and text come in.
#[derive(Default)]
struct Writer {
    out: String,
    gap: Gap,
    /// The start tag that is being read, and its address.
    tag: String,
    is_href: bool,
    href: String,
    /// The lists that are open: the number of the last item, or none where items are not numbered.
    lists: Vec<Option<usize>>,
    /// Marks of emphasis that are open, and whether each has been written.
    marks: Vec<(&'static str, bool)>,
    /// Where the text of a link starts, and its address.
    link: Option<(usize, String)>,
    /// The code that is being read.
    code: Option<String>,
    is_block_of_code: bool,
}

impl Writer {
    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        let href = std::mem::take(&mut self.href);
        self.is_href = false;
        match tag.as_str() {
            "code" | "tt" if self.code.is_none() => self.code = Some(String::new()),
            "pre" | "programlisting" => {
                self.block(Gap::Paragraph);
                self.code = Some(String::new());
                self.is_block_of_code = true;
            }
            _ if self.code.is_some() => {}
            "i" | "em" => self.marks.push(("*", false)),
            "b" | "strong" | "fullname" => self.marks.push(("**", false)),
            "a" if self.link.is_none() => {
                self.fill();
                self.link = Some((self.out.len(), href));
            }
            "ul" => self.list(None),
            "ol" => self.list(Some(0)),
            "li" => self.item(),
            "note" | "important" | "warning" | "caution" | "tip" => {
                self.block(Gap::Paragraph);
                let word = tag[..1].to_uppercase() + &tag[1..];
                self.fill();
                self.out.push_str(&format!("**{word}:**"));
                self.gap = Gap::Space;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "dt" => {
                self.block(Gap::Paragraph);
                self.marks.push(("**", false));
            }
            "td" | "th" => self.gap = self.gap.max(Gap::Space),
            "br" | "tr" => self.block(Gap::Line),
            _ if is_block(&tag) && !self.is_after_notice() => self.block(Gap::Paragraph),
            _ => {}
        }
    }

    /// A paragraph in a note goes on after the word that introduces it.
    fn is_after_notice(&self) -> bool {
        self.gap == Gap::Space && self.out.ends_with(":**")
    }

    fn end(&mut self, tag: &str) {
        match tag {
            "pre" | "programlisting" => self.end_of_code_block(),
            "code" | "tt" if !self.is_block_of_code => self.end_of_code(),
            _ if self.code.is_some() => {}
            "i" | "em" => self.unmark("*"),
            "b" | "strong" => self.unmark("**"),
            "a" => self.end_of_link(),
            "ul" | "ol" => {
                self.block(Gap::Paragraph);
                self.lists.pop();
                self.block(Gap::Paragraph);
            }
            "li" => self.block(Gap::Line),
            "note" | "important" | "warning" | "caution" | "tip" | "fullname" | "title" => self.block(Gap::Paragraph),
            "td" | "th" => self.gap = self.gap.max(Gap::Space),
            "tr" => self.block(Gap::Line),
            _ if is_block(tag) => self.block(Gap::Paragraph),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let mut is_first = true;
        for word in text.split(|c: char| c.is_whitespace()) {
            if !is_first && !self.out.is_empty() {
                self.gap = self.gap.max(Gap::Space);
            }
            is_first = false;
            if !word.is_empty() {
                self.fill();
                self.word(word);
            }
        }
    }

    /// A word, so that Markdown reads it as it is.
    fn word(&mut self, word: &str) {
        if self.is_line_start() && starts_block(word) {
            let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            self.out.push_str(&word[..digits]);
            self.out.push('\\');
            return self.escaped(&word[digits..]);
        }
        self.escaped(word);
    }

    fn escaped(&mut self, word: &str) {
        let mut rest = word.chars().peekable();
        let mut before = None;
        while let Some(c) = rest.next() {
            let is_inside =
                before.is_some_and(char::is_alphanumeric) && rest.peek().is_some_and(|next| next.is_alphanumeric());
            let is_special = match c {
                '\\' | '*' | '`' => true,
                '_' => !is_inside,
                '<' => rest
                    .peek()
                    .is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(*next)),
                _ => false,
            };
            if is_special {
                self.out.push('\\');
            }
            self.out.push(c);
            before = Some(c);
        }
    }

    fn is_line_start(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty()
    }

    /// Writes the gap, and the marks that wait for text.
    fn fill(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        let is_item = self.out.ends_with("- ") || self.out.ends_with(". ") && self.is_item_start();
        if !self.out.is_empty() && !is_item {
            match gap {
                Gap::None => {}
                Gap::Space if self.is_line_start() => {}
                Gap::Space => self.out.push(' '),
                Gap::Line => self.line(1),
                Gap::Paragraph => self.line(2),
            }
        }
        for (mark, is_written) in &mut self.marks {
            if !std::mem::replace(is_written, true) {
                self.out.push_str(mark);
            }
        }
    }

    fn is_item_start(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim();
        let digits = line.strip_suffix('.').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Starts a line under the text of the items that are open.
    fn line(&mut self, breaks: usize) {
        self.out.truncate(self.out.trim_end().len());
        self.out.extend(std::iter::repeat_n('\n', breaks));
        let indent: usize = self.lists.iter().map(|list| if list.is_some() { 3 } else { 2 }).sum();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Ends what is being written.
    fn block(&mut self, gap: Gap) {
        while let Some((mark, is_written)) = self.marks.pop() {
            if is_written {
                self.close(mark);
            }
        }
        self.end_of_link();
        self.gap = self.gap.max(gap);
    }

    fn list(&mut self, number: Option<usize>) {
        self.block(if self.lists.is_empty() {
            Gap::Paragraph
        } else {
            Gap::Line
        });
        self.lists.push(number);
    }

    fn item(&mut self) {
        self.block(Gap::Line);
        if self.lists.is_empty() {
            self.lists.push(None);
        }
        let own = self.lists.pop().unwrap_or_default();
        let gap = std::mem::take(&mut self.gap);
        if !self.out.is_empty() {
            self.line(
                if gap == Gap::Paragraph && own.unwrap_or_default() == 0 && !self.is_in_list() {
                    2
                } else {
                    1
                },
            );
        }
        let mark = match own {
            Some(number) => format!("{}. ", number + 1),
            None => "- ".to_owned(),
        };
        self.out.push_str(&mark);
        self.lists.push(own.map(|number| number + 1));
    }

    /// Whether the last block is an item of a list.
    fn is_in_list(&self) -> bool {
        let block = self.out.rsplit("\n\n").next().unwrap_or_default().trim_start();
        block.starts_with("- ") || block.starts_with(|c: char| c.is_ascii_digit()) && block.contains(". ")
    }

    fn unmark(&mut self, mark: &'static str) {
        let Some(place) = self.marks.iter().rposition(|(open, _)| *open == mark) else {
            return;
        };
        if self.marks.remove(place).1 {
            self.close(mark);
        }
    }

    fn close(&mut self, mark: &str) {
        let end = self.out.trim_end().len();
        let has_space = end < self.out.len();
        self.out.truncate(end);
        self.out.push_str(mark);
        if has_space {
            self.gap = self.gap.max(Gap::Space);
        }
    }

    fn end_of_link(&mut self) {
        let Some((start, href)) = self.link.take() else {
            return;
        };
        let text = self.out.split_off(start.min(self.out.len()));
        let text = text.trim();
        let is_name = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_:.".contains(c));
        let is_address = href.starts_with("http://") || href.starts_with("https://");
        if text.is_empty() {
        } else if is_address && (text == href || text.contains("://")) {
            self.out.push_str(&format!("<{href}>"));
        } else if is_address {
            let href = href.trim().replace(' ', "%20").replace('(', "%28").replace(')', "%29");
            self.out.push_str(&format!("[{text}]({href})"));
        } else if href.is_empty() && is_name {
            self.out.push_str(&format!("`{text}`"));
        } else {
            self.out.push_str(text);
        }
    }

    fn end_of_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let words: Vec<&str> = code.split_whitespace().collect();
        let code = words.join(" ");
        if code.is_empty() {
            return;
        }
        self.fill();
        match code.contains('`') {
            true => self.out.push_str(&format!("`` {code} ``")),
            false => self.out.push_str(&format!("`{code}`")),
        }
    }

    fn end_of_code_block(&mut self) {
        self.is_block_of_code = false;
        let Some(code) = self.code.take() else { return };
        if code.trim().is_empty() {
            return;
        }
        self.fill();
        let fence = if code.contains("```") { "~~~~" } else { "```" };
        self.out.push_str(&format!("{fence}text"));
        for line in code.trim_matches('\n').trim_end().lines() {
            self.line_of_code(line.trim_end());
        }
        self.line_of_code(fence);
        self.gap = Gap::Paragraph;
    }

    fn line_of_code(&mut self, line: &str) {
        self.line(1);
        self.out.push_str(line);
        if line.is_empty() {
            // An empty line has no indentation either.
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\u{0}');
        }
    }

    fn finish(mut self) -> String {
        self.end_of_code();
        self.block(Gap::None);
        let mut out = self.out.replace('\u{0}', "");
        out.truncate(out.trim_end().len());
        out.trim_start().to_owned()
    }
}

/// Tags that end a paragraph.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "para"
            | "div"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "section"
            | "blockquote"
            | "body"
            | "html"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "figure"
            | "example"
            | "examples"
    )
}

/// Whether a word would begin a block of Markdown at the start of a line.
fn starts_block(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.len() < word.len() {
        true => rest == "." || rest == ")",
        false => {
            matches!(word, "-" | "+" | "*")
                || word.starts_with(['#', '>'])
                || word.starts_with("---")
                || word.starts_with("===")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn html_becomes_markdown() {
        for (html, expected) in [
            ("<p>One  two\n three.</p>", "One two three."),
            ("<p>One.</p> <p>Two.</p>", "One.\n\nTwo."),
            ("<p>One.<p>Two.", "One.\n\nTwo."),
            ("<p>A <b> bold </b>word, <i>so</i>.</p>", "A **bold** word, *so*."),
            ("Use <code>a_b</code> or <code>x`y</code>.", "Use `a_b` or `` x`y ``."),
            (
                "<a>ListUsers</a> and <a href=\"https://a.b/c d\">the <i>page</i></a>.",
                "`ListUsers` and [the *page*](https://a.b/c%20d).",
            ),
            ("<a href=\"https://a.b\">https://a.b</a>", "<https://a.b>"),
            (
                "<p>Either:</p> <ul> <li> <p>one</p> </li> <li><p>two</p> <p>more</p></li> </ul> <p>End.</p>",
                "Either:\n\n- one\n- two\n\n  more\n\nEnd.",
            ),
            (
                "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>",
                "- a\n  - b\n  - c\n- d",
            ),
            ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
            (
                "<note> <p>Mind <code>it</code>.</p> </note><p>Then.</p>",
                "**Note:** Mind `it`.\n\nThen.",
            ),
            (
                "<pre><code>{\n  \"a\": 1\n\n}</code></pre> after",
                "```text\n{\n  \"a\": 1\n\n}\n```\n\nafter",
            ),
            (
                "<p>2 &lt; 3 &amp; *x* snake_case _y_ &lt;b&gt;</p>",
                "2 < 3 & \\*x\\* snake_case \\_y\\_ \\<b>",
            ),
            (
                "<p># no heading</p><p>1. no item</p><p>- nor this</p>",
                "\\# no heading\n\n1\\. no item\n\n\\- nor this",
            ),
            ("<p><b>Open</p><p>closed</p>", "**Open**\n\nclosed"),
            ("<fullname>Amazon X</fullname><p>Text.</p>", "**Amazon X**\n\nText."),
            ("<dl><dt>Term</dt><dd>What it is.</dd></dl>", "**Term**\n\nWhat it is."),
        ] {
            assert_eq!(markdown(html).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(markdown("<p></p>"), None);
        assert_eq!(markdown(" "), None);
    }

    #[test]
    fn markdown_stays_as_it_is() {
        let text = "Uses `a < b` and\n\n- items  \n- *more*\n\n\n\n# Heading";
        let expected = "Uses `a < b` and\n\n- items\n- *more*\n\n# Heading";
        assert_eq!(markdown(text).as_deref(), Some(expected));
    }
}
