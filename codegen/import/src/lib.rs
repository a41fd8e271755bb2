//! Models of Smithy 2.0 and of botocore in, descriptions out.
//!
//! | step | what it does |
//! |---|---|
//! | [`find`] | reads the files: the only I/O |
//! | `smithy`, `botocore` | a model as a [`Spec`], with all facts that the format has a place for |
//! | `merge` | two models of one service as one |
//! | `fixups` | mends known faults of published models |
//! | `endpoints` | runs the endpoint rules of a model, and looks for facts that lead to the same addresses |
//! | `customizations` | adds what clients of one service do, and no model says |
//! | `select` | keeps the operations that are asked for, and the shapes that they reach |
//! | `settle` | leaves out what `check` refuses and a service does not need, for instance a pattern that is none |
//! | `lifecycles` | infers what the mock keeps state for |
//! | `write` | the text of the description |
//!
//! Nothing is dropped silently: what has no place in a description is told, with its reason.

mod botocore;
mod customizations;
mod docs;
mod endpoints;
mod facts;
pub mod find;
mod fixups;
mod lifecycles;
mod merge;
mod notes;
mod patterns;
mod rules;
mod select;
mod settle;
mod smithy;
mod waiters;
mod write;

pub use botocore::Files;
pub use lifecycles::Lifecycles;

use notes::Notes;
use shapewright_spec::diagnostic::Diagnostics;
use shapewright_spec::{Protocol, Protocols, Spec, parse::Source};
use std::collections::HashMap;

/// A model that somebody has read.
#[derive(Debug, Clone)]
pub enum Input {
    /// A model of Smithy 2.0 in its JSON form.
    Smithy(Source),
    /// The files that botocore has of a service.
    Botocore(Box<Files>),
}

/// What to import of a model.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these operations, and the shapes that they reach. Empty: all.
    pub operations: Vec<String>,
    /// Leave out operations that send or answer streams of events, which cannot be generated yet.
    pub without_event_streams: bool,
    /// Infer no lifecycles: every operation is answered by its schema.
    pub without_lifecycles: bool,
}

/// A description made of a model.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What it says.
    pub spec: Spec,
    /// Its text, as it is written into a file.
    pub text: String,
    /// Which of its operations work on records. Nothing where none were inferred.
    pub lifecycles: Lifecycles,
}

/// Makes a description of a service's models: one, or several of the same service, of which the first decides where they
/// differ. `None` when there is an error; the sink then says which.
///
/// The description passes `check`, but for what cannot be generated yet: a protocol without codecs, a stream of events.
pub fn import(inputs: &[Input], options: &Options, sink: &mut Diagnostics) -> Option<Imported> {
    let mut merged: Option<Model> = None;
    let mut all = Vec::new();
    for input in inputs {
        let (model, mut notes) = read(input);
        merged = match (merged, model) {
            (Some(first), Some(second)) => merge::merge(first, second, &mut notes),
            (None, model) if all.is_empty() => model,
            _ => None,
        };
        all.push(notes);
    }
    let has_errors = all.iter().any(Notes::has_errors);
    let spec = match (merged, all.first_mut()) {
        (Some(model), Some(notes)) if !has_errors => finished(model, options, notes),
        _ => None,
    };
    let has_errors = all.iter().any(Notes::has_errors);
    all.into_iter().for_each(|notes| notes.finish(sink));
    let (spec, lifecycles) = spec.filter(|_| !has_errors)?;
    let text = write::text(&spec);
    Some(Imported { spec, text, lifecycles })
}

fn read(input: &Input) -> (Option<Model>, Notes) {
    let (mut model, mut notes) = match input {
        Input::Smithy(source) => {
            let mut notes = Notes::new(&source.path);
            (smithy::read(source, &mut notes), notes)
        }
        Input::Botocore(files) => {
            let mut notes = Notes::new(&files.path);
            let mut model = botocore::read(files, &mut notes);
            if let Some(model) = &mut model {
                fixups::botocore(&mut model.spec, &mut notes);
            }
            (model, notes)
        }
    };
    if let Some(model) = &mut model {
        endpoints::describe(&mut model.spec, &model.endpoints, &mut notes);
        customizations::add(&mut model.spec, &mut notes);
    }
    (model, notes)
}

fn finished(mut model: Model, options: &Options, notes: &mut Notes) -> Option<(Spec, Lifecycles)> {
    select::select(&mut model, options, notes)?;
    let modelled = std::mem::take(&mut model.resources);
    let spec = settle::settle(model, notes)?;
    Some(match options.without_lifecycles {
        true => (spec, Lifecycles::default()),
        false => lifecycles::infer(spec, &modelled),
    })
}

/// A model as a description, before it is settled.
struct Model {
    spec: Spec,
    /// Where the model says what: the places of shapes and operations in it, by their names in the description. A name that
    /// is not here has its own place.
    places: HashMap<String, String>,
    /// Where the model keeps operations.
    operations: &'static str,
    /// What it says of its endpoints.
    endpoints: endpoints::Given,
    /// The resources that it says itself.
    resources: Vec<lifecycles::Group>,
}

impl Model {
    /// The JSON pointer, in the model, of what stands at a path of the description.
    fn pointer(&self, path: &[&str]) -> String {
        let place = |section: &str, name: &str| match self.places.get(name) {
            Some(place) => place.clone(),
            None => format!("/{section}/{name}"),
        };
        match path {
            ["operations", name, ..] => place(self.operations, name),
            ["shapes", id, part @ ("members" | "values"), name, ..] => format!("{}/{part}/{name}", place("shapes", id)),
            ["waiters", name, ..] => format!("/waiters/{name}"),
            ["shapes", id, ..] => place("shapes", id),
            _ => String::new(),
        }
    }
}

/// The protocols of a description, of those that a service speaks: all that have codecs, JSON before others; where none
/// has one, the first.
fn chosen(protocols: &[Protocol]) -> Option<Protocols> {
    let rank = |protocol: &Protocol| {
        let is_json = matches!(
            protocol,
            Protocol::AwsJson1_0 | Protocol::AwsJson1_1 | Protocol::RestJson1
        );
        !is_json
    };
    let mut supported = protocols.to_vec();
    supported.retain(|protocol| shapewright_spec::check::is_supported(*protocol));
    supported.sort_by_key(rank);
    supported.dedup();
    // Streams and names in URIs of the one kind have no place in the other.
    let has_bindings = supported.first().copied().is_some_and(Protocol::has_http_bindings);
    supported.retain(|protocol| protocol.has_http_bindings() == has_bindings);
    Protocols::new(supported).or_else(|| protocols.first().copied().map(Protocols::from))
}

/// Why a protocol of a service is not among those of its description.
fn why_not(other: Protocol, chosen: &Protocols) -> String {
    let first = chosen.first().name();
    match shapewright_spec::check::is_supported(other) {
        true => format!("it and `{first}` do not agree on which members travel in the body"),
        false => format!("it cannot be generated yet, and `{first}` can"),
    }
}

/// What crates of a service are called, by the service's id: `directory-service`.
fn crate_prefix(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_end_matches('-');
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("service-{name}"),
        false => name.to_owned(),
    }
}
