//! What commands print. Colour appears on a terminal only, and never if `NO_COLOR` is set. A reader that stops reading, such
//! as `head`, is not an error.

use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();

/// Prints text on stdout as it is: what another program may read.
pub fn print(text: &str) {
    ignore_closed(io::stdout().lock().write_all(text.as_bytes()));
}

/// Prints a line on stdout.
pub fn line(text: impl std::fmt::Display) {
    print(&format!("{text}\n"));
}

/// Prints problems on stdout, with colour.
pub fn print_problems(text: &str) {
    ignore_closed(anstream::stdout().lock().write_all(painted(text).as_bytes()));
}

/// Prints a unified diff on stdout, with colour.
pub fn print_diff(text: &str) {
    let painted: String = text.split_inclusive('\n').map(paint_diff).collect();
    ignore_closed(anstream::stdout().lock().write_all(painted.as_bytes()));
}

/// Prints messages on stderr, with colour.
pub fn message(text: impl std::fmt::Display) {
    let text = format!("{}\n", text.to_string().trim_end_matches('\n'));
    ignore_closed(anstream::stderr().lock().write_all(painted(&text).as_bytes()));
}

/// If the reader is gone, nobody misses the rest. Any other failure, such as a full disk, is one of the command.
fn ignore_closed(result: io::Result<()>) {
    if let Err(error) = result
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        // If stderr is what failed, nothing can be said at all.
        let _ = writeln!(io::stderr(), "error: cannot write the output: {error}");
        std::process::exit(2);
    }
}

/// The text with the first words of its messages, and the marks under its excerpts, in colour.
fn painted(text: &str) -> String {
    text.split_inclusive('\n').map(paint).collect()
}

fn paint(line: &str) -> String {
    for (word, style) in [("error", ERROR), ("warning", WARNING), ("note", NOTE)] {
        let Some(rest) = line.strip_prefix(word) else { continue };
        // `error[code]: message` and `error: message`
        let end = match rest.starts_with('[') {
            true => rest.find(']').map(|end| end + 1),
            false => rest.starts_with(':').then_some(0),
        };
        if let Some(end) = end {
            let (head, tail) = line.split_at(word.len() + end);
            return format!("{style}{head}{style:#}{tail}");
        }
    }
    let marks = line.trim_end().trim_start_matches(' ').strip_prefix("| ");
    if let Some(marks) = marks.map(str::trim)
        && !marks.is_empty()
        && marks.bytes().all(|byte| byte == b'^')
    {
        return line.replacen(marks, &format!("{ERROR}{marks}{ERROR:#}"), 1);
    }
    line.to_owned()
}

fn paint_diff(line: &str) -> String {
    let style = match line.as_bytes().first() {
        Some(b'+') => ADDED,
        Some(b'-') => REMOVED,
        Some(b'@') => NOTE,
        _ => return line.to_owned(),
    };
    let text = line.trim_end_matches('\n');
    format!("{style}{text}{style:#}{}", &line[text.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heads_of_messages_and_the_marks_of_excerpts_are_painted() {
        let text = "error[unknown-target]: there is no shape `A`\n  --> a.json:1:2\n   |\n27 |  \"A\"\n   |   ^^^\n";
        let painted = painted(text);
        assert!(painted.contains(&format!("{ERROR}error[unknown-target]{ERROR:#}: there")));
        assert!(painted.contains(&format!("   |   {ERROR}^^^{ERROR:#}\n")));
        assert_eq!(anstream::adapter::strip_str(&painted).to_string(), text);
        for plain in ["errors are few\n", "27 | ^ a\n", "error\n", ""] {
            assert_eq!(super::painted(plain), plain);
        }
        let diff: String = "+a\n-b\n c\n".split_inclusive('\n').map(paint_diff).collect();
        assert_eq!(anstream::adapter::strip_str(&diff).to_string(), "+a\n-b\n c\n");
        assert_ne!(diff, "+a\n-b\n c\n");
    }
}
