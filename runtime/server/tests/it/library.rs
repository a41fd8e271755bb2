//! A service whose records have ARNs and tags, over awsJson: shelves, which take and show their tags as a list, and books
//! on them, which nobody shows the tags of.

use crate::support::service;
use shapewright_schema::{
    Constraints, EndpointFacts, Fault, Kind, Member, Number, Operation, Pagination, RequestFacts, Schema, Service,
    schema::ErrorFacts,
};
use shapewright_server::{Condition, Lifecycle, Matching, Most, TagOperation, Tagging};

const fn member(name: &'static str, target: &'static Schema) -> Member {
    Member::new(name, target)
}

const fn client_error(code: &'static str) -> ErrorFacts {
    ErrorFacts {
        code,
        fault: Fault::Client,
        status: 400,
        retryable: false,
        throttling: false,
        query_code: None,
    }
}

static STRING: Schema = Schema::new("String", Kind::String);
static ARN: Schema = Schema::new("Arn", Kind::String)
    .constrained(&Constraints::NONE.pattern("^arn:aws:library:[a-z0-9-]+:[0-9]{12}:.+"));
/// Books leave no room for what they stand on.
static BOOK_ARN: Schema =
    Schema::new("BookArn", Kind::String).constrained(&Constraints::NONE.pattern("^arn:[^/]+:picture-book/[^/]+$"));
static MAX: Schema = Schema::new("MaxResults", Kind::Integer)
    .constrained(&Constraints::NONE.min(Number::Integer(1)).max(Number::Integer(50)));
static TAG: Schema = Schema::structure(
    "Tag",
    &[member("TagKey", &STRING).required(), member("TagValue", &STRING)],
);
static TAGS: Schema = Schema::list("Tags", &Member::element(&TAG));
static TAG_MAP: Schema = Schema::map("TagMap", &Member::element(&STRING), &Member::element(&STRING));
static KEYS: Schema = Schema::list("Keys", &Member::element(&STRING));

static MESSAGE: [Member; 1] = [member("Message", &STRING)];
static NOT_FOUND: Schema = Schema::structure("NotFound", &MESSAGE).error(client_error("NotFound"));
static TOO_MANY: Schema = Schema::structure("TooManyTags", &MESSAGE).error(client_error("TooManyTags"));

static EMPTY: Schema = Schema::structure("Empty", &[]);
/// Made with tags as a map, shown with tags as a list.
static CREATE_SHELF_INPUT: Schema = Schema::structure(
    "CreateShelfRequest",
    &[member("Label", &STRING), member("Tags", &TAG_MAP)],
);
static SHELF: Schema = Schema::structure(
    "Shelf",
    &[
        member("ShelfId", &STRING),
        member("Label", &STRING),
        member("Arn", &ARN),
        member("Tags", &TAGS),
    ],
);
static SHELF_KEY: Schema = Schema::structure("ShelfKey", &[member("ShelfId", &STRING).required()]);
static LIST_SHELVES_INPUT: Schema =
    Schema::structure("ListShelvesRequest", &[member("Ids", &KEYS), member("Arns", &KEYS)]);
static SHELVES: Schema = Schema::list("Shelves", &Member::element(&SHELF));
static LIST_SHELVES_OUTPUT: Schema = Schema::structure("ListShelvesResponse", &[member("Shelves", &SHELVES)]);
static BOOK: Schema = Schema::structure(
    "PictureBook",
    &[
        member("ShelfId", &STRING).required(),
        member("Title", &STRING).required(),
        member("BookArn", &BOOK_ARN),
    ],
);
static BOOK_RECORD: Schema = Schema::structure(
    "PictureBook",
    &[
        member("ShelfId", &STRING),
        member("Title", &STRING),
        member("BookArn", &BOOK_ARN),
        member("Tags", &TAG_MAP),
    ],
);
static TAG_INPUT: Schema = Schema::structure(
    "TagRequest",
    &[
        member("ResourceArn", &STRING).required(),
        member("Tags", &TAG_MAP).required(),
    ],
);
static UNTAG_INPUT: Schema = Schema::structure(
    "UntagRequest",
    &[
        member("ResourceArn", &STRING).required(),
        member("Keys", &KEYS).required(),
    ],
);
static LIST_TAGS_INPUT: Schema = Schema::structure(
    "ListTagsRequest",
    &[
        member("ResourceArn", &STRING).required(),
        member("NextToken", &STRING),
        member("MaxResults", &MAX),
    ],
);
static LIST_TAGS_OUTPUT: Schema = Schema::structure(
    "ListTagsResponse",
    &[
        member("ResourceArn", &STRING),
        member("Tags", &TAGS),
        member("NextToken", &STRING),
    ],
);

const fn operation(
    name: &'static str,
    input: &'static Schema,
    output: &'static Schema,
    errors: &'static [&'static Schema],
    pagination: Option<Pagination>,
) -> Operation {
    Operation {
        name,
        method: "POST",
        uri: "/",
        status: 200,
        input,
        output,
        errors,
        readonly: false,
        idempotent: false,
        pagination,
        request: RequestFacts::PLAIN,
    }
}

const PAGES: Option<Pagination> = Some(Pagination {
    input_token: "NextToken",
    output_token: "NextToken",
    page_size: Some("MaxResults"),
    items: Some("Tags"),
});

static CREATE_SHELF: Operation = operation("CreateShelf", &CREATE_SHELF_INPUT, &SHELF, &[], None);
static GET_SHELF: Operation = operation("GetShelf", &SHELF_KEY, &SHELF, &[&NOT_FOUND], None);
static PUT_BOOK: Operation = operation("PutBook", &BOOK, &BOOK, &[&NOT_FOUND], None);
static GET_BOOK: Operation = operation("GetBook", &BOOK, &BOOK, &[&NOT_FOUND], None);
static TAG_RESOURCE: Operation = operation("TagResource", &TAG_INPUT, &EMPTY, &[&NOT_FOUND, &TOO_MANY], None);
static UNTAG_RESOURCE: Operation = operation("UntagResource", &UNTAG_INPUT, &EMPTY, &[], None);
static LIST_TAGS: Operation = operation("ListTags", &LIST_TAGS_INPUT, &LIST_TAGS_OUTPUT, &[&NOT_FOUND], PAGES);
static DELETE_SHELF: Operation = operation("DeleteShelf", &SHELF_KEY, &EMPTY, &[&NOT_FOUND], None);
static LIST_SHELVES: Operation = operation(
    "ListShelves",
    &LIST_SHELVES_INPUT,
    &LIST_SHELVES_OUTPUT,
    &[&NOT_FOUND],
    None,
);

pub static LIBRARY: Service = Service {
    name: "library",
    id: "Library",
    version: "2026-01-01",
    protocols: &["awsJson1_1"],
    target_prefix: "Library",
    signing_name: "library",
    endpoint: EndpointFacts::of("library"),
    headers: &[],
    query_compatible: false,
    operations: &[
        &CREATE_SHELF,
        &GET_SHELF,
        &PUT_BOOK,
        &GET_BOOK,
        &TAG_RESOURCE,
        &UNTAG_RESOURCE,
        &LIST_TAGS,
        &DELETE_SHELF,
        &LIST_SHELVES,
    ],
};

static LIFECYCLES: [Lifecycle; 2] = [
    Lifecycle {
        name: "Shelf",
        collection: "Shelves",
        record: &SHELF,
        id: &["ShelfId"],
        create: Some(0),
        read: &[1],
        delete: Some(7),
        list: Some(8),
        filters: &[
            Condition {
                input: "Ids",
                member: "ShelfId",
                matching: Matching::OneOf,
            },
            Condition {
                input: "Arns",
                member: "Arn",
                matching: Matching::OneOf,
            },
        ],
        not_found: Some(&NOT_FOUND),
        arn: Some("Arn"),
        tags: Some("Tags"),
        ..Lifecycle::NONE
    },
    Lifecycle {
        name: "PictureBook",
        collection: "PictureBooks",
        record: &BOOK_RECORD,
        parent: Some(0),
        id: &["Title"],
        put: Some(2),
        read: &[3],
        not_found: Some(&NOT_FOUND),
        arn: Some("BookArn"),
        tags: Some("Tags"),
        ..Lifecycle::NONE
    },
];

static TAGGING: Tagging = Tagging {
    tag: Some(TagOperation {
        operation: 4,
        resource: "ResourceArn",
        tags: "Tags",
    }),
    untag: Some(TagOperation {
        operation: 5,
        resource: "ResourceArn",
        tags: "Keys",
    }),
    list: Some(TagOperation {
        operation: 6,
        resource: "ResourceArn",
        tags: "Tags",
    }),
    not_found: Some(&NOT_FOUND),
    most: Some(Most {
        count: 3,
        error: &TOO_MANY,
    }),
};

service! {
    Library = LIBRARY, &LIFECYCLES, &TAGGING;
    CreateShelf: CREATE_SHELF, CreateShelfInput = CREATE_SHELF_INPUT, CreateShelfOutput = SHELF;
    GetShelf: GET_SHELF, GetShelfInput = SHELF_KEY, GetShelfOutput = SHELF;
    PutBook: PUT_BOOK, PutBookInput = BOOK, PutBookOutput = BOOK;
    GetBook: GET_BOOK, GetBookInput = BOOK, GetBookOutput = BOOK;
    TagResource: TAG_RESOURCE, TagResourceInput = TAG_INPUT, TagResourceOutput = EMPTY;
    UntagResource: UNTAG_RESOURCE, UntagResourceInput = UNTAG_INPUT, UntagResourceOutput = EMPTY;
    ListTags: LIST_TAGS, ListTagsInput = LIST_TAGS_INPUT, ListTagsOutput = LIST_TAGS_OUTPUT;
    DeleteShelf: DELETE_SHELF, DeleteShelfInput = SHELF_KEY, DeleteShelfOutput = EMPTY;
    ListShelves: LIST_SHELVES, ListShelvesInput = LIST_SHELVES_INPUT, ListShelvesOutput = LIST_SHELVES_OUTPUT;
}
