//! The rules: each kind of change has a name that stays, one sentence, and a verdict for each direction.
//!
//! Verdicts follow what the generated code is. Structures are not `#[non_exhaustive]`, so a new member breaks a literal
//! without `..`; enums, unions and errors are, so a new value or member does not break a `match`. Operations of a mock
//! have defaults, so a new one does not break an `impl`. The client validates nothing, the mock all that it is given.
//!
//! By Smithy's rules for evolving models a service may require a new member of requests if clients may leave it out
//! (`clientOptional`): it must still take the requests of old clients. So that is no breaking change of the wire. It is one of the
//! mock, which refuses a request without a required member, as the description says.

use serde::Serialize;
use std::fmt;

/// What a change means to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Nothing breaks, and nothing behaves otherwise than before.
    Compatible,
    /// Nothing has to break, but something may behave otherwise.
    Caution,
    /// Something that worked does not work any more.
    Breaking,
}

impl Verdict {
    /// All, the mildest first.
    pub const ALL: [Self; 3] = [Self::Compatible, Self::Caution, Self::Breaking];

    /// The name in files and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Caution => "caution",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a change does to the Rust API of the generated crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RustApi {
    /// Nothing.
    Same,
    /// It adds public items or variants.
    Adds,
    /// Code still compiles, but the compiler warns or a value shows otherwise.
    Warns,
    /// Code that compiled may not compile any more.
    Breaks,
    /// It breaks where a type or method of the API is another one, and does nothing elsewhere.
    ByType,
}

impl RustApi {
    /// The verdict on code that was written against the old API.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Same | Self::Adds => Verdict::Compatible,
            Self::Warns => Verdict::Caution,
            Self::Breaks | Self::ByType => Verdict::Breaking,
        }
    }
}

/// The verdicts of a rule in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells {
    /// For a client of the old description that calls a service of the new one.
    pub wire: Verdict,
    /// For code that was written against the crates of the old description.
    pub rust: RustApi,
    /// For tests that ran against the mock of the old description.
    pub mock: Verdict,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Family {
    /// The service as a whole.
    Service,
    /// Operations, their errors, pages, waiters and their HTTP line.
    Operation,
    /// Shapes, and what a list or map holds.
    Shape,
    /// Members of structures and unions.
    Member,
    /// Values of enums.
    Enum,
    /// What values must obey.
    Constraint,
    /// What the mock keeps state for.
    Lifecycle,
    /// The names and types of generated code, where the description did not change at the place itself.
    Rust,
    /// Words for people, and what should not be used any more.
    Documentation,
}

/// A kind of change.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which stays.
    pub name: &'static str,
    /// What has happened, in one sentence.
    pub says: &'static str,
    /// What it is about.
    pub family: Family,
    /// The verdicts where the value travels in requests, in responses, and in errors.
    pub cells: [Cells; 3],
}

impl Rule {
    /// Whether its verdicts are the same in all directions.
    pub fn is_same_everywhere(&self) -> bool {
        self.cells[0] == self.cells[1] && self.cells[1] == self.cells[2]
    }

    /// Whether it is about words for people only.
    pub fn is_documentation(&self) -> bool {
        self.name == DOCUMENTATION_CHANGED.name
    }
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

use RustApi::{Adds, Breaks, ByType, Same, Warns};
use Verdict::{Breaking as Break, Caution as Care, Compatible as Fine};

/// One direction.
const fn way(wire: Verdict, rust: RustApi, mock: Verdict) -> Cells {
    Cells { wire, rust, mock }
}

/// The same in all directions.
const fn all(wire: Verdict, rust: RustApi, mock: Verdict) -> [Cells; 3] {
    [way(wire, rust, mock); 3]
}

/// One for requests, another for responses and errors.
const fn ways(input: Cells, output: Cells) -> [Cells; 3] {
    [input, output, output]
}

macro_rules! rules {
    ($($family:ident { $($id:ident $name:literal $says:literal $cells:expr;)* })*) => {
        $($(
            pub(super) static $id: Rule = Rule {
                name: $name,
                says: $says,
                family: Family::$family,
                cells: $cells,
            };
        )*)*

        /// All rules, by family.
        pub static RULES: &[&Rule] = &[$($(&$id),*),*];
    };
}

rules! {
    Service {
        SERVICE_ADDED "service-added" "There is a service that was not there."
            all(Fine, Adds, Fine);
        SERVICE_REMOVED "service-removed" "A service is gone, and so are its crates."
            all(Break, Breaks, Break);
        SERVICE_RENAMED "service-renamed" "The service's crates have another name."
            all(Fine, Breaks, Break);
        SERVICE_ID_CHANGED "service-id-changed" "The service has another id, after which the mock's type is named."
            all(Fine, ByType, Care);
        API_VERSION_CHANGED "api-version-changed" "The service has another API version."
            all(Care, Same, Fine);
        PROTOCOL_CHANGED "protocol-changed" "Requests and responses are written otherwise."
            all(Break, Same, Break);
        PROTOCOL_ADDED "protocol-added" "The service speaks another protocol besides."
            all(Fine, Same, Fine);
        PROTOCOL_PREFERRED "protocol-preferred" "The service prefers another protocol, and still speaks the one before."
            all(Care, Same, Care);
        TARGET_PREFIX_CHANGED "target-prefix-changed" "The header that names the operation starts otherwise."
            all(Break, Same, Break);
        SIGNING_NAME_CHANGED "signing-name-changed" "Requests are signed for another name."
            all(Break, Same, Break);
        AUTH_ADDED "auth-added" "There is another way to prove who calls."
            all(Fine, Same, Fine);
        AUTH_REMOVED "auth-removed" "A way to prove who calls is gone."
            all(Break, Same, Care);
        AUTH_ORDER_CHANGED "auth-order-changed" "Another way to prove who calls is preferred."
            all(Care, Same, Fine);
        ENDPOINT_CHANGED "endpoint-changed" "The host name is made otherwise."
            all(Break, Same, Care);
        SERVICE_HEADERS_CHANGED "service-headers-changed" "All requests carry other headers that no member says."
            all(Care, Same, Fine);
        XML_NAMESPACE_CHANGED "xml-namespace-changed" "XML bodies have another namespace."
            all(Break, Same, Break);
        QUERY_COMPATIBLE_CHANGED "query-compatible-changed" "Errors begin or cease to carry their codes of `awsQuery`."
            all(Care, Same, Care);
    }
    Operation {
        OPERATION_ADDED "operation-added" "There is an operation that was not there."
            all(Fine, Adds, Fine);
        OPERATION_REMOVED "operation-removed" "An operation is gone."
            all(Break, Breaks, Break);
        OPERATION_INPUT_CHANGED "operation-input-changed" "An operation takes another structure. What differs in it is reported on its own."
            all(Fine, ByType, Fine);
        OPERATION_OUTPUT_CHANGED "operation-output-changed" "An operation returns another structure. What differs in it is reported on its own."
            all(Fine, ByType, Fine);
        ERROR_ADDED "error-added" "An operation can return an error that it could not."
            all(Care, Adds, Fine);
        ERROR_REMOVED "error-removed" "An operation cannot return an error any more."
            all(Fine, Breaks, Care);
        HTTP_METHOD_CHANGED "http-method-changed" "An operation has another HTTP method."
            all(Break, Same, Break);
        HTTP_URI_CHANGED "http-uri-changed" "An operation has another URI."
            all(Break, Same, Break);
        HTTP_LABEL_RENAMED "http-label-renamed" "A label of the URI has another name, at the same place."
            all(Fine, Same, Fine);
        HTTP_STATUS_CHANGED "http-status-changed" "Success has another HTTP status."
            all(Care, Same, Care);
        READONLY_ADDED "readonly-added" "An operation is said to change nothing."
            all(Fine, Same, Fine);
        READONLY_REMOVED "readonly-removed" "An operation is no longer said to change nothing."
            all(Care, Same, Fine);
        IDEMPOTENT_ADDED "idempotent-added" "Sending a request again is said to have no further effect."
            all(Fine, Same, Fine);
        IDEMPOTENT_REMOVED "idempotent-removed" "Sending a request again is no longer said to have no further effect."
            all(Care, Same, Fine);
        PAGINATION_ADDED "pagination-added" "An operation can be read page by page."
            all(Fine, Adds, Care);
        PAGINATION_REMOVED "pagination-removed" "An operation cannot be read page by page any more."
            all(Care, Breaks, Care);
        PAGINATION_CHANGED "pagination-changed" "An operation is read page by page otherwise."
            all(Care, ByType, Care);
        WAITER_ADDED "waiter-added" "Something can be waited for."
            all(Fine, Adds, Fine);
        WAITER_REMOVED "waiter-removed" "Something cannot be waited for any more."
            all(Fine, Breaks, Fine);
        WAITER_CHANGED "waiter-changed" "A waiter asks or judges otherwise."
            all(Care, ByType, Care);
        OPERATION_ENDPOINT_CHANGED "operation-endpoint-changed" "The host name of an operation is made otherwise."
            all(Break, Same, Fine);
        HOST_PREFIX_CHANGED "host-prefix-changed" "An operation has another prefix of the host name."
            all(Break, Same, Care);
        UNSIGNED_PAYLOAD_CHANGED "unsigned-payload-changed" "The signature begins or ceases to cover the body."
            all(Care, Same, Care);
        CHECKSUM_REQUIRED "checksum-required" "A request without a checksum is refused."
            all(Break, Same, Care);
        CHECKSUM_CHANGED "checksum-changed" "Bodies carry checksums otherwise."
            all(Care, Same, Fine);
        COMPRESSION_CHANGED "compression-changed" "Bodies may be compressed otherwise."
            all(Care, Same, Fine);
    }
    Shape {
        SHAPE_ADDED "shape-added" "There is a shape that was not there."
            all(Fine, Adds, Fine);
        SHAPE_REMOVED "shape-removed" "A shape is gone, with its type and its schema. What held it is reported on its own."
            all(Fine, Breaks, Fine);
        SHAPE_TYPE_CHANGED "shape-type-changed" "A value has another type, which is written otherwise."
            all(Break, ByType, Break);
        SHAPE_BECAME_ENUM "shape-became-enum" "A value must be one of a set."
            ways(way(Care, ByType, Break), way(Fine, ByType, Fine));
        SHAPE_WAS_ENUM "shape-was-enum" "A value need not be one of a set any more."
            ways(way(Fine, ByType, Fine), way(Care, ByType, Care));
        NUMBER_WIDENED "number-widened" "A number has a type that holds more."
            ways(way(Fine, ByType, Fine), way(Care, ByType, Care));
        NUMBER_NARROWED "number-narrowed" "A number has a type that holds less."
            ways(way(Break, ByType, Break), way(Fine, ByType, Fine));
        TARGET_CHANGED "target-changed" "A member, or what a list or map holds, has another shape. What differs in it is reported on its own."
            all(Fine, ByType, Fine);
        ERROR_FACTS_ADDED "error-added-to-structure" "A structure has become an error."
            all(Care, ByType, Care);
        ERROR_FACTS_REMOVED "error-removed-from-structure" "A structure is no error any more."
            all(Break, ByType, Break);
        ERROR_STATUS_CHANGED "error-status-changed" "An error has another HTTP status."
            all(Care, Same, Care);
        ERROR_CODE_CHANGED "error-code-changed" "An error has another code on the wire."
            all(Break, Same, Break);
        ERROR_FAULT_CHANGED "error-fault-changed" "An error is the fault of the other side."
            all(Care, Same, Care);
        ERROR_RETRY_CHANGED "error-retry-changed" "Whether an error is worth a retry, or says that too much is asked, has changed."
            all(Care, Same, Care);
        SPARSE_ADDED "sparse-added" "A list or map may hold null."
            ways(way(Fine, ByType, Fine), way(Break, ByType, Care));
        SPARSE_REMOVED "sparse-removed" "A list or map may not hold null any more."
            ways(way(Break, ByType, Break), way(Fine, ByType, Fine));
        STREAMING_CHANGED "streaming-changed" "A value begins or ceases to be a stream."
            all(Break, Breaks, Break);
        MEDIA_TYPE_CHANGED "media-type-changed" "Text or a blob holds something else."
            all(Care, Same, Care);
        TIMESTAMP_FORMAT_CHANGED "timestamp-format-changed" "A point in time is written otherwise."
            all(Break, Same, Break);
        SENSITIVE_ADDED "sensitive-added" "A value is not shown any more in logs."
            all(Fine, Same, Fine);
        SENSITIVE_REMOVED "sensitive-removed" "A value that was hidden is shown in logs."
            all(Fine, Warns, Care);
        XML_CHANGED "xml-changed" "A value is written otherwise in XML."
            all(Break, Same, Break);
    }
    Member {
        MEMBER_ADDED "member-added" "A structure has a member that it had not, which may be left out."
            all(Fine, Breaks, Fine);
        MEMBER_ADDED_REQUIRED "member-added-required" "A structure has a member that it had not, and that must be there."
            ways(way(Break, Breaks, Break), way(Fine, Breaks, Fine));
        MEMBER_ADDED_CLIENT_OPTIONAL "member-added-client-optional" "A structure has a member that it had not, which is required but may be left out by clients; the mock asks for it."
            ways(way(Care, Breaks, Break), way(Fine, Breaks, Fine));
        MEMBER_REMOVED "member-removed" "A structure has lost a member."
            all(Break, Breaks, Break);
        UNION_MEMBER_ADDED "union-member-added" "A union has a member that it had not."
            ways(way(Fine, Adds, Fine), way(Care, Adds, Fine));
        UNION_MEMBER_REMOVED "union-member-removed" "A union has lost a member."
            ways(way(Break, Breaks, Break), way(Fine, Breaks, Care));
        MEMBER_ORDER_CHANGED "member-order-changed" "The members are in another order, and so are type parameters of calls."
            ways(way(Fine, ByType, Fine), way(Fine, Same, Fine));
        REQUIRED_ADDED "required-added" "A member must be there that could be left out."
            ways(way(Break, ByType, Break), way(Fine, ByType, Fine));
        REQUIRED_ADDED_CLIENT_OPTIONAL "required-added-client-optional" "A member is required that was not, but may be left out by clients; the mock asks for it."
            ways(way(Care, ByType, Break), way(Fine, ByType, Fine));
        REQUIRED_REMOVED "required-removed" "A member may be left out that had to be there."
            ways(way(Fine, ByType, Fine), way(Care, ByType, Care));
        CLIENT_OPTIONAL_CHANGED "client-optional-changed" "Whether clients hold a required member as optional has changed."
            all(Fine, ByType, Fine);
        DEFAULT_ADDED "default-added" "A member has a default that had none."
            ways(way(Care, ByType, Care), way(Fine, ByType, Care));
        DEFAULT_REMOVED "default-removed" "A member has no default any more."
            all(Care, ByType, Care);
        DEFAULT_CHANGED "default-changed" "A member has another default."
            all(Break, Same, Break);
        HTTP_BINDING_CHANGED "http-binding-changed" "A member travels elsewhere in the HTTP message."
            all(Break, Same, Break);
        WIRE_NAME_CHANGED "wire-name-changed" "A member has another name in bodies."
            all(Break, Same, Break);
        IDEMPOTENCY_TOKEN_ADDED "idempotency-token-added" "Clients fill a member with a random token."
            all(Fine, ByType, Care);
        IDEMPOTENCY_TOKEN_REMOVED "idempotency-token-removed" "Clients do not fill a member with a random token any more."
            all(Care, ByType, Care);
        HOST_LABEL_CHANGED "host-label-changed" "A member begins or ceases to be part of the host name."
            all(Break, Same, Care);
        ENDPOINT_MEMBER_CHANGED "endpoint-member-changed" "A member begins or ceases to say which host its request goes to."
            all(Break, Same, Fine);
        EVENT_BINDING_CHANGED "event-binding-changed" "A member travels elsewhere in an event."
            all(Break, Same, Break);
    }
    Enum {
        ENUM_VALUE_ADDED "enum-value-added" "An enum has a value that it had not."
            ways(way(Fine, Adds, Fine), way(Care, Adds, Fine));
        ENUM_VALUE_REMOVED "enum-value-removed" "An enum has lost a value."
            ways(way(Break, Breaks, Break), way(Fine, Breaks, Care));
        ENUM_NAME_CHANGED "enum-name-changed" "A value of an enum has another name in code."
            all(Fine, ByType, Fine);
        ENUM_NUMBER_CHANGED "enum-number-changed" "A value of an enum has another number on the wire."
            all(Break, Same, Break);
        ENUM_INTERNAL_CHANGED "enum-internal-changed" "Messages of a server begin or cease to name a value of an enum."
            all(Fine, Same, Care);
        ENUM_ORDER_CHANGED "enum-order-changed" "The values of an enum are in another order."
            all(Fine, Same, Fine);
    }
    Constraint {
        LENGTH_TIGHTENED "length-tightened" "A length is allowed no more."
            ways(way(Break, Same, Break), way(Fine, Same, Fine));
        LENGTH_LOOSENED "length-loosened" "A length is allowed that was not."
            ways(way(Fine, Same, Fine), way(Care, Same, Fine));
        RANGE_TIGHTENED "range-tightened" "A number is allowed no more."
            ways(way(Break, Same, Break), way(Fine, Same, Fine));
        RANGE_LOOSENED "range-loosened" "A number is allowed that was not."
            ways(way(Fine, Same, Fine), way(Care, Same, Fine));
        PATTERN_ADDED "pattern-added" "Text must match a pattern."
            ways(way(Break, Same, Break), way(Fine, Same, Fine));
        PATTERN_REMOVED "pattern-removed" "Text need not match a pattern any more."
            ways(way(Fine, Same, Fine), way(Care, Same, Fine));
        PATTERN_CHANGED "pattern-changed" "Text must match another pattern."
            ways(way(Care, Same, Care), way(Care, Same, Fine));
        UNIQUE_ITEMS_ADDED "unique-items-added" "No element of a list may be there twice."
            ways(way(Break, Same, Break), way(Fine, Same, Fine));
        UNIQUE_ITEMS_REMOVED "unique-items-removed" "Elements of a list may be there twice."
            ways(way(Fine, Same, Fine), way(Care, Same, Fine));
        REQUIRES_LENGTH_CHANGED "requires-length-changed" "Whether the length of a stream must be known has changed."
            all(Care, Same, Care);
    }
    Lifecycle {
        LIFECYCLE_ADDED "lifecycle-added" "The mock keeps records that it did not keep."
            all(Fine, Adds, Care);
        LIFECYCLE_REMOVED "lifecycle-removed" "The mock does not keep records any more."
            all(Fine, Breaks, Break);
        LIFECYCLE_IDENTIFIERS_CHANGED "lifecycle-identifiers-changed" "Records are found by other members, or live under another resource."
            all(Fine, ByType, Break);
        LIFECYCLE_COLLECTION_CHANGED "lifecycle-collection-changed" "Seeds call the records otherwise."
            all(Fine, ByType, Break);
        LIFECYCLE_CHANGED "lifecycle-changed" "The mock keeps records by other rules."
            all(Fine, ByType, Care);
        TAGGING_CHANGED "tagging-changed" "The mock keeps tags by other operations or rules."
            all(Fine, Same, Care);
    }
    Rust {
        RUST_NAME_CHANGED "rust-name-changed" "Generated code gives another name to what the description calls the same."
            all(Fine, Breaks, Fine);
        RUST_TYPE_CHANGED "rust-type-changed" "A field is held otherwise, because its structure leads back to itself now, or no longer does."
            all(Fine, Breaks, Fine);
    }
    Documentation {
        DEPRECATION_ADDED "deprecation-added" "Something should not be used any more."
            all(Fine, Warns, Fine);
        DEPRECATION_REMOVED "deprecation-removed" "Something may be used again."
            all(Fine, Same, Fine);
        DEPRECATION_CHANGED "deprecation-changed" "What to use instead, or since when, is said otherwise."
            all(Fine, Same, Fine);
        DOCUMENTATION_CHANGED "documentation-changed" "Something is explained otherwise."
            all(Fine, Same, Fine);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_kebab_case_and_there_once() {
        let mut seen = HashSet::new();
        for rule in RULES {
            let is_kebab = rule
                .name
                .split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(is_kebab && seen.insert(rule.name), "{}", rule.name);
            assert!(rule.says.ends_with('.') && !rule.says.ends_with(".."), "{}", rule.name);
        }
    }
}
