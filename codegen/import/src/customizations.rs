//! What the clients of one service do, and no model says: each SDK has code for it, a description has facts. Unlike a
//! fix-up it repairs no fault: the model of such a service is as it should be.

use super::notes::Notes;
use serde_json::json;
use shapewright_spec::{Checksum, Member, Shape, Spec};

/// What is added to the description of a service.
struct Customization {
    /// The service's id.
    service: &'static str,
    /// What the service asks for, and where it says so.
    reason: &'static str,
    /// Adds it, as far as the model has the operations and members.
    add: fn(&mut Spec),
}

const CUSTOMIZATIONS: [Customization; 3] = [
    Customization {
        service: "API Gateway",
        reason: "without `Accept: application/json` the service returns HAL, a format of hypertext, by its API reference",
        add: |spec| header(spec, "Accept", "application/json"),
    },
    Customization {
        service: "Glacier",
        reason: "by its developer guide every request names the API version in a header, uploads carry the SHA-256 and the \
                 tree hash of what they upload, and `-` is the account of who calls",
        add: |spec| {
            let version = spec.service.version.clone();
            header(spec, "X-Amz-Glacier-Version", &version);
            for operation in ["UploadArchive", "UploadMultipartPart"] {
                tree_hash(spec, operation, "checksum");
            }
            of_inputs(spec, "accountId", |member| member.default = Some(json!("-")));
        },
    },
    Customization {
        service: "Machine Learning",
        reason: "predictions are asked for at the endpoint of the model, which is a member of the request, by the \
                 documentation of `Predict`",
        add: |spec| of_inputs(spec, "PredictEndpoint", |member| member.endpoint = true),
    },
];

/// Adds what is known of the service.
pub(super) fn add(spec: &mut Spec, notes: &mut Notes) {
    for customization in &CUSTOMIZATIONS {
        if spec.service.id == customization.service {
            (customization.add)(spec);
            notes.changed("", "what no model says is added", customization.reason);
        }
    }
}

fn header(spec: &mut Spec, name: &str, value: &str) {
    spec.service.headers.insert(name.to_owned(), value.to_owned());
}

fn tree_hash(spec: &mut Spec, operation: &str, member: &str) {
    let Some(operation) = spec.operations.get_mut(operation) else {
        return;
    };
    let input = operation.input.as_ref().and_then(|input| spec.shapes.get(input));
    if matches!(input, Some(Shape::Structure(structure)) if structure.members.contains_key(member)) {
        operation.checksum = Some(Checksum {
            required: true,
            tree_hash: Some(member.to_owned()),
            ..Checksum::default()
        });
    }
}

/// Changes the members of this name of all inputs.
fn of_inputs(spec: &mut Spec, name: &str, change: fn(&mut Member)) {
    for input in spec
        .operations
        .values()
        .filter_map(|operation| operation.input.as_ref())
    {
        if let Some(Shape::Structure(structure)) = spec.shapes.get_mut(input)
            && let Some(member) = structure.members.get_mut(name)
        {
            change(member);
        }
    }
}
