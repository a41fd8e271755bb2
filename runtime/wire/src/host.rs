//! What the members of an input say of the host.

use crate::{
    error::{EncodeError, Unwritable, unwritable},
    text::{self, Place},
};
use shapewright_schema::{Operation, Structure, View};

/// The URL that the input says its request goes to. `None` where it says nothing, or an empty text.
pub fn endpoint(input: &dyn Structure) -> Option<&str> {
    let members = input.schema().members();
    let index = members.iter().position(|member| member.endpoint)?;
    match input.member(index).view() {
        View::String(url) if !url.is_empty() => Some(url),
        _ => None,
    }
}

/// What an operation puts before the host name, its labels filled in; `None` when it puts nothing there.
///
/// # Errors
/// When a member in it is not there, or is no label of a host name: 1 to 63 letters, digits and hyphens.
pub fn host_prefix(operation: &'static Operation, input: &dyn Structure) -> Result<Option<String>, EncodeError> {
    operation
        .request
        .host_prefix
        .map(|prefix| fill(prefix, input))
        .transpose()
        .map_err(|error| *error)
}

fn fill(prefix: &'static str, input: &dyn Structure) -> Result<String, Unwritable> {
    let mut out = String::new();
    let mut rest = prefix;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let Some((index, member)) = input.schema().member(name) else {
            return Err(unwritable(format!(
                "the host prefix `{prefix}` names `{name}`, which is no member"
            )));
        };
        let text = text::write(input.member(index).view(), member, Place::Plain).unwrap_or_default();
        let label = (1..=63).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !label {
            let message =
                format!("member `{name}` is part of the host name and must be 1 to 63 letters, digits or hyphens");
            return Err(unwritable(message).under(name));
        }
        out.push_str(before);
        out.push_str(&text);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
