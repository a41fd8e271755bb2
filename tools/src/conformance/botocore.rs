//! botocore's protocol suites, in the form of the others.
//!
//! A file of theirs holds groups, each with the shapes of its cases; a case brings the operation that it is about. Groups are
//! laid together to services as far as no two of them mean something else by the same name, so that a few crates do for
//! all of them. The cases become lines like Smithy's.

use super::suite::{PROTOCOLS, Suite, imported_ir};
use crate::failure::Failure;
use serde_json::{Map, Value, json};
use shapewright_import::{Files, Input};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the suites come to.
pub(super) struct Suites {
    /// The services, for those protocols that there are codecs for.
    pub(super) services: Vec<Suite>,
    /// The cases, one a line.
    pub(super) cases: String,
}

/// Reads `input` and `output`, whichever files are there.
pub(super) fn read(folder: &Path) -> Result<Suites, Failure> {
    let list = folder.join("protocol-tests-ignore-list.json");
    let ignored = Ignored(if list.is_file() { json_of(&list)? } else { Value::Null });
    let mut services: Vec<Draft> = Vec::new();
    let mut cases = String::new();
    for direction in ["input", "output"] {
        for path in files(&folder.join(direction))? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let unfit = |what: &str| Failure::new(format!("error: {}: {what}", path.display()));
            let json = json_of(&path)?;
            for group in objects(&json) {
                let shapes = group["shapes"]
                    .as_object()
                    .ok_or_else(|| unfit("a group has no `shapes`"))?;
                for case in objects(&group["cases"]) {
                    let operation = &case["given"];
                    let protocol = protocol(&group["metadata"]);
                    let service = if PROTOCOLS.contains(&protocol) {
                        place(&mut services, &group["metadata"], operation, shapes)
                    } else {
                        0
                    };
                    let mut line = line(group, case, direction).ok_or_else(|| unfit("a case has no `id`"))?;
                    line.extend([
                        ("suite".to_owned(), format!("botocore {stem}").into()),
                        ("service".to_owned(), name(service).into()),
                        ("protocol".to_owned(), protocol.into()),
                        ("operation".to_owned(), operation["name"].clone()),
                        (
                            "ignored".to_owned(),
                            ignored.contains(&stem, direction, group, case).into(),
                        ),
                    ]);
                    cases.push_str(&format!("{}\n", Value::Object(line)));
                }
            }
        }
    }
    let services = services.into_iter().enumerate();
    let services = services.map(|(index, draft)| draft.generate(&name(index)));
    Ok(Suites {
        services: services.collect::<Result<_, _>>()?,
        cases,
    })
}

fn name(service: usize) -> String {
    format!("botocore-{}", service + 1)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    if !folder.is_dir() {
        return Ok(paths);
    }
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

fn json_of(path: &Path) -> Result<Value, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| Failure::new(format!("error: {}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    serde_json::from_str(&text).map_err(|error| unreadable(&error))
}

fn objects(list: &Value) -> impl Iterator<Item = &Value> + Clone {
    list.as_array().into_iter().flatten()
}

/// The protocol by Smithy's name.
fn protocol(metadata: &Value) -> &str {
    match (
        metadata["protocol"].as_str().unwrap_or_default(),
        metadata["jsonVersion"].as_str(),
    ) {
        ("json", Some("1.0")) => "awsJson1_0",
        ("json", _) => "awsJson1_1",
        ("rest-json", _) => "restJson1",
        ("rest-xml", _) => "restXml",
        ("query", _) => "awsQuery",
        ("ec2", _) => "ec2Query",
        ("smithy-rpc-v2-cbor", _) => "rpcv2Cbor",
        (other, _) => other,
    }
}

/// The cases that botocore itself leaves out.
struct Ignored(Value);

impl Ignored {
    fn contains(&self, protocol: &str, direction: &str, group: &Value, case: &Value) -> bool {
        let lists = [&self.0["general"][direction], &self.0["protocols"][protocol][direction]];
        lists.iter().any(|list| {
            objects(&list["suites"]).any(|suite| *suite == group["description"])
                || objects(&list["cases"]).any(|id| *id == case["id"])
        })
    }
}

/// A case in Smithy's form.
fn line(group: &Value, case: &Value, direction: &str) -> Option<Map<String, Value>> {
    let mut line = Map::from_iter([
        // The suites have ids in common, and what one of them is wrong about the other may be right about.
        ("id".to_owned(), format!("botocore/{}", case["id"].as_str()?).into()),
        // They are for clients, and do not say which of them hold for servers word for word.
        ("wayBack".to_owned(), true.into()),
    ]);
    let mut add = |key: &str, value: &Value| {
        if !value.is_null() {
            line.insert(key.to_owned(), value.clone());
        }
    };
    if direction == "input" {
        let sent = &case["serialized"];
        let (path, query) = sent["uri"].as_str()?.split_once('?').unzip();
        add("params", &case["params"]);
        add("method", &sent["method"]);
        add("uri", &path.or(sent["uri"].as_str()).into());
        add(
            "queryParams",
            &query.map(|query| query.split('&').collect::<Vec<_>>()).into(),
        );
        for key in ["headers", "requireHeaders", "forbidHeaders", "body"] {
            add(key, &sent[key]);
        }
        add("bodyMediaType", &media_type(group, &sent["body"]));
        let endpoint = group["clientEndpoint"].as_str().unwrap_or_default();
        let host = endpoint.split_once("://").map(|(_, host)| host.trim_end_matches('/'));
        add("host", &host.into());
        add("resolvedHost", &sent["host"]);
    } else {
        let response = &case["response"];
        add("code", &response["status_code"]);
        add("headers", &response["headers"]);
        add("body", &response["body"]);
        add("bodyMediaType", &media_type(group, &response["body"]));
        add("errorCode", &case["errorCode"]);
        add("errorShape", &error_shape(group, case).into());
        add(
            "params",
            if case["errorCode"].is_null() {
                &case["result"]
            } else {
                &case["error"]
            },
        );
    }
    Some(line)
}

/// Bodies that are JSON or CBOR mean the same however they are written.
fn media_type(group: &Value, body: &Value) -> Value {
    if protocol(&group["metadata"]) == "rpcv2Cbor" {
        return "application/cbor".into();
    }
    let is_json = body
        .as_str()
        .is_some_and(|body| serde_json::from_str::<Value>(body).is_ok());
    is_json.then_some("application/json").into()
}

/// The shape that an error's code stands for, among those that the operation can return.
fn error_shape<'a>(group: &'a Value, case: &'a Value) -> Option<&'a str> {
    let code = case["errorCode"].as_str()?;
    let shapes = objects(&case["given"]["errors"]).filter_map(|error| error["shape"].as_str());
    let is_it = |shape: &&str| *shape == code || group["shapes"][*shape]["error"]["code"] == code;
    shapes.clone().find(is_it).or(shapes.clone().next())
}

/// A model that groups are laid into.
struct Draft {
    metadata: Value,
    operations: Map<String, Value>,
    shapes: Map<String, Value>,
}

/// Puts a case's operation and its group's shapes into the first service that means the same by all of their names, and
/// gives that service's place.
fn place(services: &mut Vec<Draft>, metadata: &Value, operation: &Value, shapes: &Map<String, Value>) -> usize {
    if let Some(found) = services
        .iter_mut()
        .position(|draft| draft.take(metadata, operation, shapes))
    {
        return found;
    }
    let mut draft = Draft {
        metadata: metadata.clone(),
        operations: Map::new(),
        shapes: Map::new(),
    };
    draft.take(metadata, operation, shapes);
    services.push(draft);
    services.len() - 1
}

impl Draft {
    fn take(&mut self, metadata: &Value, operation: &Value, shapes: &Map<String, Value>) -> bool {
        let name = operation["name"].as_str().unwrap_or_default();
        let fits = |(id, shape)| self.shapes.get(id).is_none_or(|other| other == shape);
        let merged = match self.operations.get(name) {
            Some(other) => merged(other, operation),
            None => Some(operation.clone()),
        };
        let Some(merged) = merged.filter(|_| self.metadata == *metadata && shapes.iter().all(fits)) else {
            return false;
        };
        self.operations.insert(name.to_owned(), merged);
        self.shapes
            .extend(shapes.iter().map(|(id, shape)| (id.clone(), shape.clone())));
        true
    }

    fn generate(self, name: &str) -> Result<Suite, Failure> {
        let mut metadata = json!({ "serviceId": name, "serviceFullName": name, "endpointPrefix": name });
        if let (Some(all), Value::Object(given)) = (metadata.as_object_mut(), self.metadata) {
            all.extend(given);
        }
        let service = json!({ "metadata": metadata, "operations": self.operations, "shapes": self.shapes });
        let files = Files {
            path: format!("{name}.json"),
            name: Some(name.to_owned()),
            service: service.to_string(),
            ..Files::default()
        };
        Ok(Suite {
            name: name.to_owned(),
            ir: imported_ir(name, &[Input::Botocore(Box::new(files))])?,
        })
    }
}

/// What two cases say of an operation, laid together: one has its input, the other its output, and each the errors that
/// it is about. `None` where they contradict each other.
fn merged(one: &Value, other: &Value) -> Option<Value> {
    let (Value::Object(one), Value::Object(other)) = (one, other) else {
        return (one == other).then(|| one.clone());
    };
    let mut all = one.clone();
    for (key, value) in other {
        let together = match (key.as_str(), one.get(key)) {
            (_, None) => value.clone(),
            ("documentation", Some(first)) => first.clone(),
            ("errors", Some(first)) => {
                let mut errors: Vec<Value> = objects(first).cloned().collect();
                errors.extend(
                    objects(value)
                        .filter(|error| !objects(first).any(|known| known == *error))
                        .cloned(),
                );
                errors.into()
            }
            (_, Some(first)) => merged(first, value)?,
        };
        all.insert(key.clone(), together);
    }
    Some(all.into())
}
