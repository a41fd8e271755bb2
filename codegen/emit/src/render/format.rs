//! The layout of Rust text.

use proc_macro2::TokenStream;

/// Formatted text of items. Emitters give valid Rust; where one did not, the file says so to the compiler.
pub fn format_tokens(items: TokenStream) -> String {
    match syn::parse2::<syn::File>(items) {
        Ok(file) => spaced(&prettyplease::unparse(&file)),
        Err(error) => format!(
            "compile_error!({:?});\n",
            format!("the generator made no valid Rust here: {error}")
        ),
    }
}

/// The text with an empty line between items, as people write it; the formatter leaves none.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 50);
    let mut previous = "";
    let mut in_inner_attribute = false;
    for line in text.lines() {
        if ends_item(previous, line) || in_inner_attribute && previous.ends_with(']') {
            out.push('\n');
            in_inner_attribute = false;
        }
        in_inner_attribute |= line.starts_with("#![");
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

/// Whether `previous` ends an item, or a method of one, and `line` starts another.
fn ends_item(previous: &str, line: &str) -> bool {
    if line.trim_start().starts_with('}') || previous.starts_with('/') {
        return false;
    }
    let ends_statement = previous.ends_with(';') && !line.starts_with([' ', ')']) && !declares(line);
    let ends_block = previous == "    }" || !previous.starts_with(' ') && previous.ends_with('}');
    ends_statement || ends_block
}

/// Whether a line starts an import or declares a module. They stand together.
fn declares(line: &str) -> bool {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    line.starts_with("use ") || line.starts_with("mod ") && line.ends_with(';') || line.starts_with("#[path")
}
