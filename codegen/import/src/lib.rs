//! Models of Smithy 2.0 and of botocore in, descriptions out.
//!
//! | step | what it does |
//! |---|---|
//! | [`find`] | reads the files: the only I/O |
//! | `smithy`, `botocore` | a model as a [`Spec`], with all facts that the format has a place for |
//! | `merge` | two models of one service as one |
//! | `fixups` | repairs known faults of published models |
//! | `endpoints` | runs the endpoint rules of a model, and looks for facts that lead to the same addresses |
//! | `customizations` | adds what clients of one service do, and no model says |
//! | `select` | keeps the operations that are asked for, and the shapes that they reach |
//! | `settle` | leaves out what `check` refuses and a service does not need, for instance a pattern that is none |
//! | `lifecycles` | infers what the mock keeps state for |
//! | `write` | the text of the description |
//!
//! Nothing is dropped silently: what has no place in a description is reported, with its reason.

mod botocore;
mod customizations;
mod docs;
mod endpoints;
mod facts;
pub mod find;
mod fixups;
mod input;
mod lifecycles;
mod merge;
mod model;
mod names;
mod notes;
mod patterns;
mod protocols;
mod rules;
mod select;
mod settle;
mod smithy;
mod waiters;
mod write;

pub use botocore::Files;
pub use input::{Input, Options};
pub use lifecycles::Lifecycles;

use model::Model;
use notes::Notes;
use shapewright_spec::Spec;
use shapewright_spec::diagnostic::Diagnostics;

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
