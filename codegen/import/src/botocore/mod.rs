//! botocore's files of a service as a description.

mod extras;
mod json;
mod marks;
mod operation;
mod pages;
mod service;
mod shape;
mod waiters;

use super::{endpoints::Given, model::Model, notes::Notes};
use indexmap::IndexMap;
use json::object;
use serde_json::{Map, Value};
use shapewright_spec::{Protocol, Shape, Spec, VERSION};
use std::collections::{HashMap, HashSet};

/// The texts of the files that botocore has of a service.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The path of `service-2.json`, as messages show it.
    pub path: String,
    /// The name of the service's folder: what crates are called after.
    pub name: Option<String>,
    /// `service-2.json`.
    pub service: String,
    /// `paginators-1.json`.
    pub paginators: Option<String>,
    /// `waiters-2.json`.
    pub waiters: Option<String>,
    /// `endpoint-rule-set-1.json`.
    pub endpoint_rules: Option<String>,
    /// `service-2.sdk-extras.json`.
    pub service_extras: Option<String>,
    /// `paginators-1.sdk-extras.json`.
    pub paginators_extras: Option<String>,
}

/// Reads the files. `None` after an error, which is in the notes.
pub(super) fn read(files: &Files, notes: &mut Notes) -> Option<Model> {
    let mut root = object(&files.service, "service-2.json", notes)?;
    extras::merge(&mut root, files.service_extras.as_deref(), notes);
    let mut paginators = optional(files.paginators.as_deref(), "paginators-1.json", notes);
    extras::merge(&mut paginators, files.paginators_extras.as_deref(), notes);
    let rules = optional(files.endpoint_rules.as_deref(), "endpoint-rule-set-1.json", notes);
    let waiters = optional(files.waiters.as_deref(), "waiters-2.json", notes);
    let none = Map::new();
    let shapes = root.get("shapes").and_then(Value::as_object).unwrap_or(&none);
    let pages = paginators.get("pagination").and_then(Value::as_object).unwrap_or(&none);
    let mut reader = Reader {
        shapes,
        pages,
        notes,
        protocol: Protocol::AwsJson1_1,
        roots: HashMap::new(),
        docs: HashMap::new(),
        streams: HashSet::new(),
    };
    let service = reader.service(&root, files.name.as_deref())?;
    let mut operations = IndexMap::new();
    for (name, value) in root.get("operations").and_then(Value::as_object).unwrap_or(&none) {
        operations.insert(name.clone(), reader.operation(name, value));
    }
    for name in pages.keys().filter(|name| !operations.contains_key(*name)) {
        let place = format!("/pagination/{name}");
        reader
            .notes
            .left_out("pagination", "there is no such operation", &place);
    }
    let mut described: IndexMap<String, Shape> = IndexMap::new();
    for (id, value) in shapes {
        if let Some(shape) = reader.shape(id, value) {
            described.insert(id.clone(), shape);
        }
    }
    for id in &reader.streams {
        if let Some(Shape::Blob(blob)) = described.get_mut(id) {
            blob.streaming = true;
        }
    }
    Some(Model {
        spec: Spec {
            json_schema: Some("spec.schema.json".to_owned()),
            spec: VERSION,
            service,
            operations,
            shapes: described,
            waiters: reader.waiters(&waiters),
            resources: IndexMap::new(),
            tagging: None,
        },
        places: HashMap::new(),
        operations: "operations",
        endpoints: Given {
            rules: Value::Object(rules),
            place: "/metadata/endpointPrefix".to_owned(),
            contexts: contexts(&root),
        },
        resources: Vec::new(),
    })
}

/// What operations say of the parameters of endpoint rules.
fn contexts(root: &Map<String, Value>) -> HashMap<String, Map<String, Value>> {
    let operations = root.get("operations").and_then(Value::as_object).into_iter().flatten();
    let said = operations.filter_map(|(name, operation)| {
        let said = operation.get("staticContextParams")?.as_object()?;
        Some((name.clone(), said.clone()))
    });
    said.collect()
}

fn optional(text: Option<&str>, file: &str, notes: &mut Notes) -> Map<String, Value> {
    text.and_then(|text| object(text, file, notes)).unwrap_or_default()
}

/// What all parts of reading look at.
struct Reader<'a> {
    shapes: &'a Map<String, Value>,
    pages: &'a Map<String, Value>,
    notes: &'a mut Notes,
    protocol: Protocol,
    /// How the bodies of requests are named in XML, by the input's id.
    roots: HashMap<String, shapewright_spec::Xml>,
    /// Documentation of structures that have none themselves, by their ids.
    docs: HashMap<String, String>,
    /// Blobs that members stream, though they do not say so themselves.
    streams: HashSet<String>,
}

impl Reader<'_> {
    fn speaks_xml(&self) -> bool {
        matches!(
            self.protocol,
            Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query
        )
    }
}
