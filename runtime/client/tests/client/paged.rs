//! A service with two paginated operations, in the shape that generated crates have, that a function stands for.

use crate::{
    calls::http_response,
    sample::{CreateUserError, structure},
};
use shapewright_client::{
    Builder, Credentials, ServiceClient,
    bytes::Bytes,
    codegen::Core,
    errors::{TransportError, TransportErrorKind},
    http::{Request, Response},
    pagination::Paginator,
    transport_fn,
};
use shapewright_schema::{
    Document, EndpointFacts, Kind, Member, Operation, OperationShape, Pagination, RequestFacts, Schema, Service,
    Structure, Value,
};
use shapewright_wire::json::parse_document;
use std::{collections::BTreeMap, fmt};

static STRING: Schema = Schema::new("String", Kind::String);
static INTEGER: Schema = Schema::new("Integer", Kind::Integer);
static NUMBERS: Schema = Schema::list("Numbers", &Member::element(&INTEGER));
static ENTRIES: Schema = Schema::map("Entries", &Member::element(&STRING), &Member::element(&INTEGER));
static KEY: Schema = Schema::map("Key", &Member::element(&STRING), &Member::element(&STRING));

structure!(
    Page,
    PAGE = Schema::structure(
        "Page",
        &[
            Member::new("NextToken", &STRING),
            Member::new("MaxResults", &INTEGER),
            Member::new("StartKey", &KEY),
            Member::new("ClientToken", &STRING).idempotency_token(),
        ]
    ),
    [0: next_token: Option<String>, 1: max_results: Option<i32>, 2: start_key: Option<BTreeMap<String, String>>,
     3: client_token: Option<String>],
    client_token
);
structure!(
    Counted,
    COUNTED = Schema::structure("Counted", &[Member::new("Numbers", &NUMBERS), Member::new("NextToken", &STRING)]),
    [0: numbers: Option<Vec<i32>>, 1: next_token: Option<String>],
    next_token
);
structure!(
    Found,
    FOUND = Schema::structure("Found", &[Member::new("Entries", &ENTRIES), Member::new("LastKey", &KEY)]),
    [0: entries: BTreeMap<String, i32>, 1: last_key: Option<BTreeMap<String, String>>],
    last_key
);
structure!(
    Looked,
    LOOKED = Schema::structure("Looked", &[Member::new("Result", &FOUND)]),
    [0: result: Option<Found>],
    result
);

pub static COUNT: Operation = operation(
    "Count",
    &COUNTED,
    Pagination {
        input_token: "NextToken",
        output_token: "NextToken",
        page_size: Some("MaxResults"),
        items: Some("Numbers"),
    },
);
static LOOK: Operation = operation(
    "Look",
    &LOOKED,
    Pagination {
        input_token: "StartKey",
        output_token: "Result.LastKey",
        page_size: None,
        items: Some("Result.Entries"),
    },
);
static SERVICE: Service = Service {
    name: "paged",
    id: "Paged",
    version: "1",
    protocols: &["awsJson1_1"],
    target_prefix: "Paged",
    signing_name: "paged",
    endpoint: EndpointFacts::of("paged"),
    headers: &[],
    query_compatible: false,
    operations: &[&COUNT, &LOOK],
};

const fn operation(name: &'static str, output: &'static Schema, pagination: Pagination) -> Operation {
    Operation {
        name,
        method: "POST",
        uri: "/",
        status: 200,
        input: &PAGE,
        output,
        errors: &[],
        readonly: true,
        idempotent: false,
        pagination: Some(pagination),
        request: RequestFacts::PLAIN,
    }
}

pub struct Count;
pub struct Look;

impl OperationShape for Count {
    type Input = Page;
    type Output = Counted;
    const OPERATION: &'static Operation = &COUNT;
    const SERVICE: &'static Service = &SERVICE;
}

impl OperationShape for Look {
    type Input = Page;
    type Output = Looked;
    const OPERATION: &'static Operation = &LOOK;
    const SERVICE: &'static Service = &SERVICE;
}

pub struct Client(pub Core);

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Core) -> Self {
        Self(core)
    }
}

impl Client {
    pub fn count(&self) -> Paginator<Count, CreateUserError, Vec<i32>> {
        self.0
            .paginate::<Count, _, _>(Page::default(), |output| output.numbers.as_mut())
    }

    pub fn look(&self) -> Paginator<Look, CreateUserError, BTreeMap<String, i32>> {
        self.0.paginate::<Look, _, _>(Page::default(), |output| {
            output.result.as_mut().map(|result| &mut result.entries)
        })
    }
}

pub type Fields = BTreeMap<String, Document>;

/// A client of a service that responds to each request's fields with a text, or not at all.
pub fn client(responses: impl Fn(Fields) -> Option<String> + Send + Sync + 'static) -> Client {
    let transport = move |request: Request<Bytes>| {
        let Ok(Document::Map(fields)) = parse_document(request.body()) else {
            panic!("not an object: {:?}", request.body());
        };
        let response: Option<Response<Bytes>> = responses(fields).map(|text| {
            let mut response = http_response(200, &[], "");
            *response.body_mut() = text.into();
            response
        });
        let gone = || TransportError::new(TransportErrorKind::Other, "gone");
        std::future::ready(response.ok_or_else(gone))
    };
    Builder::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(transport))
        .build()
        .unwrap()
}
