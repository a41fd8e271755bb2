//! The text of a description: what belongs together on one line, in the order of the model.

use serde_json::Value;
use shapewright_spec::Spec;

/// The text, the same for the same description.
pub(super) fn text(spec: &Spec) -> String {
    // A description is made of strings, numbers and lists of them, all of which JSON can say.
    let value = serde_json::to_value(spec).unwrap_or_default();
    let mut out = String::new();
    write(&value, &mut Vec::new(), &mut out);
    out.push('\n');
    out
}

/// Whether a value at a path stands on one line.
fn is_short(path: &[&str], value: &Value) -> bool {
    match path {
        [] | ["service" | "operations" | "waiters" | "shapes" | "resources" | "tagging"] => false,
        ["operations" | "waiters" | "resources", _] => false,
        ["service", "endpoint"] | ["operations", _, "endpoint"] => value.get("exceptions").is_none(),
        ["shapes", _] => !(value.get("members").is_some() || value.get("values").is_some()),
        ["shapes", _, "members" | "values"] => value.as_object().is_some_and(serde_json::Map::is_empty),
        _ => true,
    }
}

fn write<'v>(value: &'v Value, path: &mut Vec<&'v str>, out: &mut String) {
    match value {
        Value::Object(object) if !is_short(path, value) => {
            out.push('{');
            let indent = 2 * (path.len() + 1);
            for (at, (name, value)) in object.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(": ");
                path.push(name);
                write(value, path, out);
                path.pop();
            }
            if !object.is_empty() {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent - 2));
            }
            out.push('}');
        }
        Value::Array(values)
            if matches!(
                path.as_slice(),
                ["waiters", _, "acceptors"] | [.., "endpoint", "exceptions"]
            ) =>
        {
            let indent = 2 * path.len();
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                out.extend(std::iter::repeat_n(' ', indent + 2));
                line(value, out);
            }
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            out.push(']');
        }
        _ => line(value, out),
    }
}

/// A value on one line, with spaces where people put them.
fn line(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) if object.is_empty() => out.push_str("{}"),
        Value::Object(object) => {
            out.push_str("{ ");
            for (at, (name, value)) in object.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(": ");
                line(value, out);
            }
            out.push_str(" }");
        }
        Value::Array(values) => {
            out.push('[');
            for (at, value) in values.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                line(value, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
