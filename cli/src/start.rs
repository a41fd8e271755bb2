//! `new`: a description to start from.

use crate::{failure::Failure, schema, terminal};
use shapewright_codegen::fs;
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::path::{Path, PathBuf};

/// A REST service. For an RPC service the HTTP bindings are left out.
const TEMPLATE: &str = include_str!("../templates/rest.json");
const SCHEMA: &str = "spec.schema.json";

/// The options of the command.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The name of the service: lower-case letters, digits and hyphens. Its crates are called NAME-model, NAME-client and
    /// NAME-mock
    #[arg(value_name = "NAME")]
    name: String,
    /// What the service keeps: a singular word in upper camel case
    #[arg(long, value_name = "WORD", default_value = "Item", value_parser = word)]
    resource: String,
    /// The protocol
    #[arg(long, value_enum, value_name = "PROTOCOL", default_value_t)]
    protocol: Protocol,
    /// The folder to write into
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

/// The protocols that a new service can start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Protocol {
    /// REST with JSON bodies.
    #[default]
    #[value(name = "restJson1")]
    RestJson1,
    /// RPC with JSON bodies, version 1.0.
    #[value(name = "awsJson1_0")]
    AwsJson1_0,
    /// RPC with JSON bodies, version 1.1.
    #[value(name = "awsJson1_1")]
    AwsJson1_1,
    /// RPC with CBOR bodies.
    #[value(name = "rpcv2Cbor")]
    RpcV2Cbor,
}

impl Protocol {
    /// Its name in a description, and what goes with it.
    fn members(self, target: &str) -> String {
        let name = self.name();
        match self {
            Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RpcV2Cbor => {
                format!("\"{name}\",\n    \"targetPrefix\": \"{target}\",")
            }
            Self::RestJson1 => format!("\"{name}\","),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::RestJson1 => "restJson1",
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RpcV2Cbor => "rpcv2Cbor",
        }
    }
}

fn word(text: &str) -> Result<String, String> {
    let starts_well = text.starts_with(|first: char| first.is_ascii_uppercase());
    match starts_well && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Ok(text.to_owned()),
        false => {
            Err("a word starts with an upper-case letter and has letters and digits only, such as `Station`".to_owned())
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When the name cannot be that of a service, or a file of the name exists.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let text = description(&arguments.name, &arguments.resource, arguments.protocol);
    let path = arguments.out.join(format!("{}.json", arguments.name));
    let mut sink = Diagnostics::new();
    let service = load(&Source::new(path.display().to_string(), text.as_str()), &mut sink);
    if service.is_none() || !sink.is_empty() {
        return Err(Failure::new(format!(
            "{sink}\nerror: `{}` cannot be the name of a service that keeps a `{}`",
            arguments.name, arguments.resource
        )));
    }
    if path.exists() {
        return Err(Failure::new(format!("error: {} exists already", path.display())));
    }
    fs::write(&path, &text)?;
    let schema = arguments.out.join(SCHEMA);
    let with_schema = !schema.exists();
    if with_schema {
        fs::write(&schema, &schema::text()?)?;
    }
    let shown = |path: &Path| path.strip_prefix(".").unwrap_or(path).display().to_string();
    let path = shown(&path);
    terminal::line(format_args!("{path}: a service with five operations on one resource"));
    if with_schema {
        terminal::line(format_args!(
            "{}: completion and validation for your editor",
            shown(&schema)
        ));
    }
    terminal::line(format_args!(
        "next: edit {path}, then run `shapewright generate {path}`"
    ));
    Ok(())
}

fn description(name: &str, resource: &str, protocol: Protocol) -> String {
    let title: Vec<String> = name.split('-').map(capitalized).collect();
    let item = spaced(resource);
    let article = if item.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let text = match protocol {
        Protocol::RestJson1 => TEMPLATE.to_owned(),
        _ => without_bindings(TEMPLATE),
    };
    // The label of a URI has braces of its own around it.
    text.replace("{{{Item}}Id}", &format!("{{{resource}Id}}"))
        .replace("{{service}}", name)
        .replace("{{Service}}", &title.concat())
        .replace("{{Title}}", &title.join(" "))
        .replace("\"{{protocol}}\",", &protocol.members(&title.concat()))
        .replace(
            "{{date}}",
            &jiff::Timestamp::now()
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date()
                .to_string(),
        )
        .replace(
            "\"uri\": \"/{{items}}",
            &format!("\"uri\": \"/{}s", item.replace(' ', "-")),
        )
        .replace("{{Item}}", resource)
        .replace("{{items}}", &format!("{item}s"))
        .replace("{{an item}}", &format!("{article} {item}"))
        .replace("{{An item}}", &format!("{} {item}", capitalized(article)))
        .replace("{{item}}", &item)
}

/// The template with `POST /` for every operation, and no bindings of members.
fn without_bindings(template: &str) -> String {
    let lines = template.lines().map(|line| {
        if line.trim_start().starts_with("\"http\"") {
            return "      \"http\": { \"method\": \"POST\", \"uri\": \"/\" },".to_owned();
        }
        match (line.find(", \"http\": {"), line.find("} }")) {
            (Some(start), Some(end)) => format!("{}{}", &line[..start], &line[end + 1..]),
            _ => line.to_owned(),
        }
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// `WeatherStation` as `weather station`.
fn spaced(word: &str) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_protocol_has_a_description_without_problems() {
        for protocol in Protocol::value_variants() {
            for (name, resource) in [("weather", "Station"), ("a-b2", "OpenAlert"), ("x", "Item")] {
                let text = description(name, resource, *protocol);
                let mut sink = Diagnostics::new();
                let ir = load(&Source::new("new.json", text.as_str()), &mut sink);
                assert!(ir.is_some() && sink.is_empty(), "{sink}\n{text}");
                assert!(!text.contains("{{"), "{text}");
                assert_eq!(text.contains("\"label\""), *protocol == Protocol::RestJson1, "{text}");
            }
        }
        let text = description("weather", "OpenAlert", Protocol::RestJson1);
        for part in [
            "/open-alerts/{OpenAlertId}",
            "Creates an open alert.",
            "\"docs\": \"An open alert.\"",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }
}
