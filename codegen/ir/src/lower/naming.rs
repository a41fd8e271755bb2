//! Every Rust name that generated code has, decided here and nowhere else: case, keywords, names of the prelude, and
//! collisions.
//!
//! Names follow `heck`. What cannot be a name is repaired in a fixed way, so that the same description always gives the
//! same names:
//! - a field or method that is a keyword becomes a raw identifier, or gets `_` where Rust allows no raw one;
//! - a type that a prelude name would shadow gets the suffix `Shape`, a variant that Rust reserves the suffix `Value`;
//! - a name that starts with a digit gets `V` or `v` in front; one without a letter or digit is spelled out;
//! - the second of two equal names gets the suffix `2`, the third `3`.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};

/// Names that types in generated code must not take: the prelude, and what generated files import.
const TYPE_NAMES_TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "BTreeMap",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "PhantomData",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Names that operations must not take besides: what generated files of operations, calls and errors import or declare.
const OPERATION_NAMES_TAKEN: &[&str] = &[
    "Call",
    "ConstructionError",
    "Core",
    "DecodeFailure",
    "Duration",
    "ErrorVariant",
    "Failure",
    "Modelled",
    "Operation",
    "OperationError",
    "OperationShape",
    "Pagination",
    "Paginator",
    "Presigning",
    "SERVICE",
    "Service",
    "Set",
    "Timeout",
    "TransportError",
    "Unknown",
    "Unset",
    "Waiter",
];

/// Names that the type of a service must not take besides: what the file that declares it imports or declares.
const SERVICE_NAMES_TAKEN: &[&str] = &[
    "Client",
    "ConfigError",
    "Defaults",
    "Deref",
    "Mock",
    "MockBuilder",
    "Place",
    "SeedError",
    "Seeded",
];

/// Keywords that Rust allows as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that Rust does not allow even as raw identifiers.
const NEVER_RAW: &[&str] = &["self", "super", "crate", "_"];

/// Methods that every generated client or the mock's trait has of its own, and those that every type has: a call would
/// mean the latter.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "builder",
    "from_env",
    "from_core",
    "can_paginate",
    "core",
    "seeded",
    "keeps_state",
    "clone",
    "into",
    "try_into",
];

/// Methods that every call builder has of its own.
pub(super) const CALL_METHODS: &[&str] = &["send", "when_some", "with_input", "paginate", "presign", "clone"];

/// Names given out in one scope, so that no two are equal.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which `names` are taken from the start.
    pub fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Gives `wanted`, or `wanted` with the first free number from 2 on.
    pub fn claim(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let raw = wanted.strip_prefix("r#").unwrap_or(&wanted);
        // A digit before the number would make another name of it.
        let joint = if raw.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let mut number = 2_u32;
        loop {
            let name = format!("{raw}{joint}{number}");
            if self.taken.insert(name.clone()) {
                return name;
            }
            number += 1;
        }
    }
}

/// The scope of operations: of their types, error types and statics.
pub fn operation_scope() -> Scope {
    Scope::with(OPERATION_NAMES_TAKEN.iter().copied())
}

/// The scope of the type parameters of a call builder, of which `call` is the name.
pub fn parameter_scope(call: &str) -> Scope {
    Scope::with(OPERATION_NAMES_TAKEN.iter().copied().chain([call]))
}

/// The name of the type of a shape.
pub fn type_name(id: &str) -> String {
    let name = camel(id, "V");
    if TYPE_NAMES_TAKEN.contains(&name.as_str()) {
        format!("{name}Shape")
    } else {
        name
    }
}

/// The name of the type of an operation.
pub fn operation(id: &str) -> String {
    let name = camel(id, "V");
    if TYPE_NAMES_TAKEN.contains(&name.as_str()) || OPERATION_NAMES_TAKEN.contains(&name.as_str()) {
        format!("{name}Operation")
    } else {
        name
    }
}

/// The name of a type parameter. Names of the prelude would be shadowed, so they get a suffix too.
pub fn type_parameter(member: &str) -> String {
    let name = camel(member, "V");
    if TYPE_NAMES_TAKEN.contains(&name.as_str()) {
        format!("{name}Member")
    } else {
        name
    }
}

/// The name of the type that stands for the service: the words of its id, each with a capital.
pub fn service_type(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric());
    let name: String = words
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_ascii_uppercase(), rest.to_owned()]
        })
        .collect();
    match name.chars().next() {
        None => "Service".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("V{name}"),
        Some(_) if TYPE_NAMES_TAKEN.contains(&name.as_str()) || SERVICE_NAMES_TAKEN.contains(&name.as_str()) => {
            format!("{name}Mock")
        }
        Some(_) => name,
    }
}

/// The name of a variant of an enum or union.
pub fn variant(value: &str) -> String {
    let name = camel(value, "V");
    // `Unknown` is the variant for values that the description does not have.
    if name == "Self" || name == "Unknown" {
        format!("{name}Value")
    } else {
        name
    }
}

/// The name of a field or method.
pub fn field(member: &str) -> String {
    keyword_free(&snake(member))
}

/// The name of a static.
pub fn constant(id: &str) -> String {
    let name = spelled(id).to_shouty_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("V{name}")
    } else {
        name
    }
}

/// The name of the method that seeds the records of a collection.
pub fn seed_method(collection: &str) -> String {
    format!("seed_{}", snake(collection))
}

/// The name of the method that asks whether an error is this one.
pub fn predicate(error: &str) -> String {
    format!("is_{}", snake(error))
}

/// The name of the type for a set of errors. It follows from their names alone, whatever order they are in and whichever
/// operations have them.
pub fn error_set<'a>(errors: impl IntoIterator<Item = &'a str>) -> String {
    let errors: BTreeSet<&str> = errors.into_iter().collect();
    let mut hash = Sha256::new();
    for error in errors {
        hash.update(error);
        hash.update(b"\n");
    }
    let hash = hash.finalize();
    let digits: String = hash[..3].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("ErrorSet{digits}")
}

/// The name of the method that waits.
pub fn waiter(id: &str) -> String {
    format!("wait_until_{}", snake(id))
}

fn keyword_free(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

fn snake(text: &str) -> String {
    let name = spelled(text).to_snake_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("v{name}")
    } else {
        name
    }
}

fn camel(text: &str, digit_prefix: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for word in spelled(text)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let digits_meet =
            name.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit());
        if digits_meet {
            name.push('_');
        }
        name.push_str(&word.to_upper_camel_case());
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{digit_prefix}{name}")
    } else {
        name
    }
}

/// The text with ASCII letters and digits in it, spelling out symbols where there is nothing else.
fn spelled(text: &str) -> String {
    if text.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return text.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    }
    if text.is_empty() {
        return "Empty".to_owned();
    }
    let words: Vec<String> = text
        .chars()
        .map(|c| match c {
            '*' => "Star".to_owned(),
            '+' => "Plus".to_owned(),
            '-' => "Minus".to_owned(),
            '.' => "Dot".to_owned(),
            '/' => "Slash".to_owned(),
            '_' => "Underscore".to_owned(),
            '=' => "Equal".to_owned(),
            '<' => "Less".to_owned(),
            '>' => "Greater".to_owned(),
            '!' => "Not".to_owned(),
            '?' => "Question".to_owned(),
            '&' => "And".to_owned(),
            '|' => "Or".to_owned(),
            ' ' => "Space".to_owned(),
            other => format!("U{:04X}", u32::from(other)),
        })
        .collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (member, name) in [
            ("OrganizationId", "organization_id"),
            ("Type", "r#type"),
            ("self", "self_"),
            ("crate", "crate_"),
            ("2xx", "v2xx"),
            ("x-amz-meta", "x_amz_meta"),
            ("ACRONYMInside", "acronym_inside"),
            ("", "empty"),
            ("né", "n"),
        ] {
            assert_eq!(field(member), name);
        }
    }

    #[test]
    fn types_and_variants() {
        for (id, name) in [
            ("Option", "OptionShape"),
            ("Result", "ResultShape"),
            ("S3Bucket", "S3Bucket"),
            ("self", "SelfShape"),
        ] {
            assert_eq!(type_name(id), name);
        }
        for (value, name) in [
            ("ENABLED", "Enabled"),
            ("SELF", "SelfValue"),
            ("UNKNOWN", "UnknownValue"),
            ("0.5", "V0_5"),
            ("TLSv1.2", "TlSv1_2"),
            ("*", "Star"),
            ("", "Empty"),
            ("äö", "U00e4U00f6"),
        ] {
            assert_eq!(variant(value), name);
        }
        assert_eq!(service_type("SESv2"), "SESv2");
        assert_eq!(service_type("Directory Service"), "DirectoryService");
        assert_eq!(service_type("kendra-ranking"), "KendraRanking");
        assert_eq!(service_type("Client"), "ClientMock");
        assert_eq!(operation("Set"), "SetOperation");
        assert_eq!(operation("Drop"), "DropOperation");
    }

    #[test]
    fn a_set_of_errors_has_one_name_in_any_order() {
        assert_eq!(error_set(["NotFound", "Conflict"]), error_set(["Conflict", "NotFound"]));
        assert_ne!(error_set(["NotFound", "Conflict"]), error_set(["NotFoundConflict"]));
        assert_ne!(error_set(["NotFound"]), error_set([]));
    }

    #[test]
    fn the_second_of_two_equal_names_gets_a_number() {
        let mut scope = Scope::default();
        assert_eq!(scope.claim("r#type".to_owned()), "r#type");
        assert_eq!(scope.claim("r#type".to_owned()), "type2");
        assert_eq!(scope.claim("v1".to_owned()), "v1");
        assert_eq!(scope.claim("v1".to_owned()), "v1_2");
        assert_eq!(scope.claim("v1".to_owned()), "v1_3");
    }
}
