//! The JSON Schema of the description format, for editors.

use shapewright_spec::Spec;

/// The schema as text.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn text() -> Result<String, serde_json::Error> {
    let schema = schemars::schema_for!(Spec);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}
