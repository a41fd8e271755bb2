//! The names of all problems. They are stable: people search for them and scripts match them.

use std::fmt;

/// Whether a problem stands in the way of generating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Everything is generated, but somebody should look.
    Warning,
    /// Nothing is wrong; it is reported so that nothing happens silently.
    Note,
}

/// Declares [`Code`], and tables of what is said about each code here.
macro_rules! codes {
    ($($(#[doc = $summary:literal])+ $code:ident = $name:literal, $severity:ident;)+) => {
        /// Which rule a diagnostic comes from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $summary])+ $code,)+
        }

        impl Code {
            /// All codes, in the order of this enum.
            pub const ALL: &'static [Code] = &[$(Code::$code,)+];

            /// The stable name in kebab case.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$code => $name,)+
                }
            }

            /// What the rule asks for.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Code::$code => concat!($($summary, "\n",)+).trim_ascii(),)+
                }
            }

            /// Whether breaking the rule stands in the way of generating.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$code => Severity::$severity,)+
                }
            }
        }
    };
}

codes! {
    // The file.
    /// The file is UTF-8.
    InvalidUtf8 = "invalid-utf8", Error;
    /// The file is one JSON value (RFC 8259), without comments and trailing commas, nested at most 512 deep.
    Syntax = "syntax", Error;
    /// An object has each key once.
    DuplicateKey = "duplicate-key", Error;
    /// `spec` is the version of the format that this generator reads.
    UnsupportedVersion = "unsupported-version", Error;
    /// Every field is one that the format has in its place.
    UnknownField = "unknown-field", Error;
    /// Every value has the JSON type that its field asks for.
    WrongType = "wrong-type", Error;
    /// Fields that the format asks for are there.
    MissingField = "missing-field", Error;
    /// `type` is one that the format has.
    UnknownType = "unknown-type", Error;
    /// `protocol` is one that the format has.
    UnknownProtocol = "unknown-protocol", Error;
    /// A value out of a fixed list is in that list.
    UnknownVariant = "unknown-variant", Error;

    // Names and the service.
    /// Names of operations, shapes, waiters and resources are identifiers; no name is empty or without a letter or digit.
    BadName = "bad-name", Error;
    /// `service.name` can be part of a crate name: lower case letters, digits and hyphens, a letter first.
    BadServiceName = "bad-service-name", Error;
    /// Of several descriptions that are generated into one folder, each is of another service.
    DuplicateService = "duplicate-service", Error;
    /// Host names are made of what can stand in one, and each exception can count.
    BadEndpoint = "bad-endpoint", Error;
    /// The protocol has codecs.
    ProtocolNotSupported = "protocol-not-supported", Error;
    /// What streams is a blob that is the body of a request or a response; events are not streamed yet.
    StreamingNotSupported = "streaming-not-supported", Error;
    /// Generated code acts on what the description says.
    NotSupportedYet = "not-supported-yet", Warning;
    /// An awsJson service has a `targetPrefix`.
    MissingTargetPrefix = "missing-target-prefix", Error;
    /// Operations of an awsJson service are `POST /`.
    RpcRoute = "rpc-route", Error;
    /// Members are bound to parts of the HTTP message only where the protocol has such bindings.
    BindingNotSupported = "binding-not-supported", Error;

    // Targets.
    /// Every shape that is named exists.
    UnknownTarget = "unknown-target", Error;
    /// Input and output of an operation are structures.
    NotAStructure = "not-a-structure", Error;
    /// Errors of operations and resources are structures with `error` facts.
    NotAnError = "not-an-error", Error;
    /// An error structure is not the input or output of an operation.
    ErrorAsInput = "error-as-input", Error;
    /// The keys of a map are strings or enums.
    MapKey = "map-key", Error;
    /// Every shape is reached from an operation.
    UnusedShape = "unused-shape", Warning;

    // HTTP.
    /// The method is a known one, in capitals.
    BadMethod = "bad-method", Error;
    /// The URI starts with a slash, and its labels are well formed.
    BadUri = "bad-uri", Error;
    /// A status is one that its place allows.
    BadStatus = "bad-status", Error;
    /// Each label of the URI has a member.
    UnboundLabel = "unbound-label", Error;
    /// Each member bound to a label finds it in the URI.
    LabelNotInUri = "label-not-in-uri", Error;
    /// Members bound to labels are required: there is no request without them.
    LabelNotRequired = "label-not-required", Error;
    /// Members are bound where the role of their structure allows it.
    BindingPlace = "binding-place", Error;
    /// The type of a bound member can be written in that part of the message.
    BindingType = "binding-type", Error;
    /// Headers and query parameters have names that HTTP allows.
    BindingName = "binding-name", Error;
    /// No two members are bound to the same header, query parameter, label or status.
    DuplicateBinding = "duplicate-binding", Error;
    /// There is one payload, and nothing else in the body beside it.
    PayloadConflict = "payload-conflict", Error;
    /// No two operations have the same method and URI.
    RouteConflict = "route-conflict", Error;
    /// Members in a host prefix are required strings marked `hostLabel`, and the other way round.
    HostLabel = "host-label", Error;

    /// Headers of all requests have names and values that HTTP allows, and no other writer.
    ServiceHeader = "service-header", Error;
    /// The member that is the endpoint of a request is a string of an input, and the only one that says the host.
    EndpointMember = "endpoint-member", Error;
    /// The tree hash of a body goes into a string of the input that is a header.
    TreeHash = "tree-hash", Error;

    // Shapes.
    /// No two members of a structure have the same name in the body.
    DuplicateWireName = "duplicate-wire-name", Error;
    /// A value of every shape can end.
    EndlessRecursion = "endless-recursion", Error;
    /// An enum has values.
    EmptyEnum = "empty-enum", Error;
    /// No two values of an enum have the same number or the same name in code.
    DuplicateEnumValue = "duplicate-enum-value", Error;
    /// A union has members.
    EmptyUnion = "empty-union", Error;
    /// Patterns are regular expressions of ECMA 262.
    BadPattern = "bad-pattern", Error;
    /// Bounds are in order, and values of the type can lie between them.
    BadBounds = "bad-bounds", Error;
    /// A constraint stands on a type that it can hold for.
    UnfitConstraint = "unfit-constraint", Error;
    /// A fact other than a constraint stands where it has a meaning.
    UnfitFact = "unfit-fact", Error;
    /// A default, or what a new record holds, is a value of its type.
    BadDefault = "bad-default", Error;

    // Errors.
    /// An error says whose fault it is.
    MissingFault = "missing-fault", Error;
    /// The status of an error agrees with its fault: 4xx for the client's, 5xx for the server's.
    FaultStatus = "fault-status", Warning;
    /// A service names each protocol once.
    DuplicateProtocol = "duplicate-protocol", Error;
    /// An operation names each error once.
    DuplicateError = "duplicate-error", Warning;
    /// No two errors of an operation have the same code on the wire: a client could not tell them apart.
    DuplicateErrorCode = "duplicate-error-code", Warning;

    // Pagination.
    /// The members that pagination names exist.
    PaginationMember = "pagination-member", Error;
    /// The members that pagination names have types that can do it.
    PaginationType = "pagination-type", Error;

    // Waiters.
    /// Delays of a waiter are at least a second and in order, and it asks at least once.
    WaiterLimits = "waiter-limits", Error;
    /// A waiter has an acceptor for success: it would never end well.
    NoSuccess = "no-success", Error;
    /// Paths are JMESPath expressions of known functions and of no great size.
    BadPath = "bad-path", Error;
    /// Members that a path names exist, and lists are where it expects lists.
    PathMember = "path-member", Error;
    /// Errors that a waiter names are errors of its operation.
    WaiterError = "waiter-error", Warning;
    /// What a path leads to can be what is expected there.
    NeverEquals = "never-equals", Warning;

    // Resources.
    /// Operations that a resource or a waiter names exist.
    UnknownOperation = "unknown-operation", Error;
    /// The parent of a resource exists.
    UnknownResource = "unknown-resource", Error;
    /// No resource lives under itself.
    ParentCycle = "parent-cycle", Error;
    /// The operations of a resource carry its identifiers and those of its parents, or the resource declares them.
    ResourceIdentifier = "resource-identifier", Error;
    /// What records are found by tells them apart.
    ResourceKey = "resource-key", Error;
    /// The resources that a member refers to live where the resource of the member can see them.
    ResourceReference = "resource-reference", Error;
    /// Operations with a transition change or remove a record.
    TransitionOperation = "transition-operation", Error;
    /// An operation belongs to one resource, and does one thing to it.
    OperationClaimed = "operation-claimed", Error;
    /// The output member that holds a record exists.
    ResourceItem = "resource-item", Error;
    /// Members that a resource names appear in one of its operations.
    UnknownRecordMember = "unknown-record-member", Warning;
    /// The filters of a list are set by members of its input, and compare or leave out.
    ResourceFilter = "resource-filter", Error;
    /// The members that ARNs and tags travel in exist, and hold them.
    TagMember = "tag-member", Error;
    /// No two resources have the same name in seeds.
    DuplicateCollection = "duplicate-collection", Error;
    /// Members that are set to the time are timestamps.
    RecordTimestamp = "record-timestamp", Warning;

    // Import of models.
    /// A model is one of Smithy 2.0 or of botocore, and whole.
    ImportUnreadable = "import-unreadable", Error;
    /// The operations that are asked for are in the model.
    ImportUnknownOperation = "import-unknown-operation", Error;
    /// A fix-up finds the fault that it repairs.
    ImportStaleFixup = "import-stale-fixup", Warning;
    /// Two models of one service say the same.
    ImportConflict = "import-conflict", Warning;
    /// What a model says has a place in a description.
    ImportLeftOut = "import-left-out", Note;
    /// A description says what the model says, as the model says it.
    ImportChanged = "import-changed", Note;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
