//! What stands around a structure: the elements of error responses, and those of responses of query protocols.

use super::{
    decode::Decoder,
    encode::{Encoder, is_unwritable},
    scan::Scanner,
};
use crate::{
    codec::interface::{BodyHead, ErrorBody},
    error::{Fault, Unwritable},
    part::Part,
    strictness::Strictness,
};
use bytes::Bytes;
use shapewright_schema::{Fault as Blame, Kind, Member, Service, Structure, View};

/// Which elements stand around an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorForm {
    /// `ErrorResponse`, `Error`.
    Wrapped,
    /// `Error` alone.
    Bare,
    /// `Response`, `Errors`, `Error`.
    Ec2,
}

/// Writes an error without the id of its request.
pub(crate) fn write_error(
    form: ErrorForm,
    service: &'static Service,
    error: &ErrorBody<'_>,
) -> Result<Vec<u8>, Unwritable> {
    let mut encoder = Encoder::new(true);
    let outer: &[&str] = match form {
        ErrorForm::Wrapped => &["ErrorResponse", "Error"],
        ErrorForm::Bare => &["Error"],
        ErrorForm::Ec2 => &["Response", "Errors", "Error"],
    };
    let namespace = service.xml_namespace.filter(|_| form == ErrorForm::Wrapped);
    for (index, name) in outer.iter().enumerate() {
        encoder.open(name, namespace.filter(|_| index == 0));
    }
    if form != ErrorForm::Ec2 {
        let blame = match error.fault {
            Blame::Client => "Sender",
            Blame::Server => "Receiver",
        };
        encoder.element("Type", None, blame)?;
    }
    encoder.element("Code", None, error.code)?;
    let message = error.members.and_then(|(value, _)| message_of(value));
    let text = match message {
        Some((_, text)) => Some(text),
        None => error.message,
    };
    if let Some(text) = text {
        // What a server says of its own accord may quote anything.
        let text = text.replace(is_unwritable, "\u{fffd}");
        encoder.element("Message", None, &text)?;
    }
    if let Some((value, part)) = error.members {
        encoder.members_but(value, part, message.map(|(index, _)| index))?;
    }
    for name in outer.iter().rev() {
        encoder.close(name);
    }
    Ok(encoder.out.into_bytes())
}

/// Adds a text in the elements of `path` to the end of the outermost element of a document.
pub(crate) fn add_to_end(document: &mut Bytes, path: &[&str], text: &str) {
    let Some(end) = document.windows(2).rposition(|window| window == b"</") else {
        return;
    };
    let mut encoder = Encoder::new(true);
    let Some((last, outer)) = path.split_last() else { return };
    outer.iter().for_each(|name| encoder.open(name, None));
    if encoder.element(last, None, text).is_err() {
        return;
    }
    outer.iter().rev().for_each(|name| encoder.close(name));
    let (before, after) = document.split_at(end);
    *document = [before, encoder.out.as_bytes(), after].concat().into();
}

/// The member that is the message of an error, and its text. Services call its element `Message`, whatever is modelled.
fn message_of(error: &dyn Structure) -> Option<(usize, &str)> {
    let is_message =
        |member: &Member| member.name.eq_ignore_ascii_case("message") && matches!(member.target.kind, Kind::String);
    let index = error.schema().members().iter().position(is_message)?;
    match error.member(index).view() {
        View::String(text) => Some((index, text)),
        _ => None,
    }
}

/// Reads what the body of every error response says, in any of its forms. What cannot be read is left out.
pub(crate) fn error_head(bytes: &[u8]) -> BodyHead {
    let mut head = BodyHead::default();
    let _ = Scanner::new(bytes).and_then(|mut scan| {
        scan.root()?;
        read_head(&mut scan, &mut head)
    });
    head
}

fn read_head(scan: &mut Scanner<'_>, head: &mut BodyHead) -> Result<(), Fault> {
    while let Some(child) = scan.child()? {
        match child.name() {
            "Error" | "Errors" => read_head(scan, head)?,
            "Code" => head.codes.push(scan.text()?.trim().to_owned()),
            "Message" | "message" => head.message = Some(scan.text()?.into_owned()),
            "RequestId" | "RequestID" | "requestId" => head.request_id = Some(scan.text()?.trim().to_owned()),
            _ => scan.skip()?,
        }
    }
    Ok(())
}

/// Reads the members of an error response, in any of its forms.
pub(crate) fn read_error(bytes: &[u8], error: &mut dyn Structure, part: Part) -> Result<(), Fault> {
    let mut decoder = Decoder::new(bytes, Strictness::Lenient)?;
    let mut element = decoder.scan.root()?;
    while element.name() != "Error" {
        match decoder.scan.child()? {
            Some(child) if matches!(child.name(), "Error" | "Errors") => element = child,
            Some(_) => decoder.scan.skip()?,
            None => return Ok(()),
        }
    }
    decoder.structure(&element, error, part)
}

/// Reads the result out of a response of `awsQuery`: what stands in the element whose name ends with `Result`.
pub(crate) fn read_result(bytes: &[u8], output: &mut dyn Structure) -> Result<(), Fault> {
    let mut decoder = Decoder::new(bytes, Strictness::Lenient)?;
    decoder.scan.root()?;
    while let Some(child) = decoder.scan.child()? {
        if child.name().ends_with("Result") {
            decoder.structure(&child, output, Part::All)?;
        } else {
            decoder.scan.skip()?;
        }
    }
    decoder.finish().map(drop)
}
