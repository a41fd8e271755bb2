//! Smithy 2.0 in its JSON form as a description.

mod closure;
mod mixins;
mod operation;
mod service;
mod shape;
mod traits;
mod waiters;

use super::{Model, endpoints::Given, notes::Notes};
use closure::Closure;
use indexmap::IndexMap;
use serde_json::{Map, Value};
use shapewright_spec::Waiter;
use shapewright_spec::parse::Source;
use shapewright_spec::{Shape, Spec, VERSION};

/// The shapes of a model, by their absolute ids.
type Shapes = Map<String, Value>;

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
        bare_errors: false,
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

fn shapes(text: &str, notes: &mut Notes) -> Option<Shapes> {
    let mut root = match serde_json::from_str(text) {
        Ok(Value::Object(root)) => root,
        Ok(_) => return unreadable(notes, "", "a model is a JSON object"),
        Err(error) => return unreadable(notes, "", &format!("the model is not JSON: {error}")),
    };
    match root.get("smithy").and_then(Value::as_str) {
        Some(version) if version == "2" || version.starts_with("2.") => {}
        Some(version) => {
            let message =
                format!("version {version} of Smithy is not supported: `smithy ast` of a newer tool writes 2.0");
            return unreadable(notes, "/smithy", &message);
        }
        None => return unreadable(notes, "", "a model of Smithy says its version in `smithy`"),
    }
    match root.shift_remove("shapes") {
        Some(Value::Object(shapes)) => Some(shapes),
        Some(_) => unreadable(notes, "/shapes", "an object is expected here"),
        None => unreadable(notes, "", "the model has no shapes"),
    }
}

fn unreadable<T>(notes: &mut Notes, pointer: &str, message: &str) -> Option<T> {
    notes.unreadable(pointer, message);
    None
}

/// What all parts of reading look at.
struct Reader<'a> {
    shapes: &'a Shapes,
    closure: &'a Closure,
    notes: &'a mut Notes,
    /// Whether the protocol binds members to parts of the HTTP message.
    speaks_http: bool,
    /// Whether names in JSON are read from the model.
    speaks_rest_json: bool,
    /// Whether errors go by the codes that they have in queries.
    speaks_query: bool,
    /// Error responses have nothing around them.
    bare_errors: bool,
    /// What the service says about pages, where an operation does not.
    paginated: Option<&'a Value>,
    /// The waiters of all operations.
    waiters: IndexMap<String, Waiter>,
    /// What the model says of its endpoints.
    endpoints: Given,
    /// Errors that every operation can answer.
    service_errors: Vec<&'a str>,
}

/// The JSON pointer of a shape.
fn place(id: &str) -> String {
    format!("/shapes/{}", id.replace('~', "~0").replace('/', "~1"))
}

/// The absolute id in `{ "target": "..." }`.
fn target(value: &Value) -> Option<&str> {
    value.get("target")?.as_str()
}

/// The absolute ids in a list of `{ "target": "..." }`.
fn targets_in(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(target)
}
