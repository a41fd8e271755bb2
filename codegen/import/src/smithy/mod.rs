//! Smithy 2.0 in its JSON form as a description.

mod closure;
mod mixins;
mod operation;
mod reader;
mod service;
mod shape;
mod shapes;
mod traits;
mod waiters;

use super::{endpoints::Given, model::Model, notes::Notes};
use closure::Closure;
use indexmap::IndexMap;
use reader::Reader;
use shapes::{shapes, targets_in};
use shapewright_spec::{Shape, Spec, VERSION, parse::Source};

/// Reads a model. `None` after an error, which is in the notes.
pub(super) fn read(source: &Source, notes: &mut Notes) -> Option<Model> {
    let shapes = shapes(&source.text, notes)?;
    let shapes = mixins::flattened(shapes, notes);
    let (service_id, service) = service::find(&shapes, notes)?;
    let operations = service::operations(service, &shapes, notes);
    let closure = Closure::new(&shapes, service_id, service, &operations, notes);
    let resources = service::resources(service, &shapes, &closure);
    let mut reader = Reader {
        shapes: &shapes,
        closure: &closure,
        notes,
        speaks_http: false,
        speaks_rest_json: false,
        speaks_query: false,
        paginated: None,
        waiters: IndexMap::new(),
        endpoints: Given::default(),
        service_errors: targets_in(service.get("errors")).collect(),
    };
    let service = reader.service(service_id, service)?;
    let operations: IndexMap<_, _> = operations
        .iter()
        .filter_map(|id| Some((closure.name(id).to_owned(), reader.operation(id)?)))
        .collect();
    let mut described: IndexMap<String, Shape> = IndexMap::new();
    for (id, value) in &shapes {
        if closure.has(id)
            && let Some(shape) = reader.shape(id, value)
        {
            described.insert(closure.name(id).to_owned(), shape);
        }
    }
    for id in closure.prelude() {
        described.insert(closure.name(id).to_owned(), shape::prelude(id));
    }
    let places = closure.places();
    Some(Model {
        spec: Spec {
            json_schema: Some("spec.schema.json".to_owned()),
            spec: VERSION,
            service,
            operations,
            waiters: reader.waiters,
            shapes: described,
            resources: IndexMap::new(),
            tagging: None,
        },
        places,
        operations: "shapes",
        endpoints: reader.endpoints,
        resources,
    })
}
