//! One shape of every kind, and an operation of every binding.

use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{
    BigDecimal, BigInteger, Binding, Blob, Document, EndpointFacts, Fault, IntEnumValue, Kind, Member, Operation,
    RequestFacts, Schema, Service, Slot, Structure, TextEnum, Timestamp, TimestampFormat, Union, Value, View, XmlFacts,
    XmlNamespace,
    schema::ErrorFacts,
};
use shapewright_wire::{DecodeError, EncodeError, Presence, Protocol, protocol};
use std::collections::BTreeMap;

pub static STRING: Schema = Schema::new("String", Kind::String);
static BOOLEAN: Schema = Schema::new("Boolean", Kind::Boolean);
static BYTE: Schema = Schema::new("Byte", Kind::Byte);
static SHORT: Schema = Schema::new("Short", Kind::Short);
static INTEGER: Schema = Schema::new("Integer", Kind::Integer);
static LONG: Schema = Schema::new("Long", Kind::Long);
static FLOAT: Schema = Schema::new("Float", Kind::Float);
static DOUBLE: Schema = Schema::new("Double", Kind::Double);
static BIG_INTEGER: Schema = Schema::new("BigInteger", Kind::BigInteger);
static BIG_DECIMAL: Schema = Schema::new("BigDecimal", Kind::BigDecimal);
static TIMESTAMP: Schema = Schema::new("Timestamp", Kind::Timestamp);
static HTTP_DATE: Schema = Schema::new("HttpDate", Kind::Timestamp).written_as(TimestampFormat::HttpDate);
static BLOB: Schema = Schema::new("Blob", Kind::Blob);
static DOCUMENT: Schema = Schema::new("Document", Kind::Document);
static STRINGS: Schema = Schema::list("Strings", &Member::element(&STRING));
static INTEGERS: Schema = Schema::list("Integers", &Member::element(&INTEGER));
static TIMES: Schema = Schema::list("Times", &Member::element(&TIMESTAMP));
static SPARSE: Schema = Schema::sparse_list("Sparse", &Member::element(&INTEGER));
static LONGS: Schema = Schema::map("Longs", &Member::element(&STRING), &Member::element(&LONG));
static SPARSE_MAP: Schema = Schema::sparse_map("SparseMap", &Member::element(&STRING), &Member::element(&STRING));
static STRING_MAP: Schema = Schema::map("StringMap", &Member::element(&STRING), &Member::element(&STRING));
static LISTS: Schema = Schema::map("Lists", &Member::element(&STRING), &Member::element(&STRINGS));
pub static ITEMS: Schema = Schema::list("Items", &Member::element(&ITEM));
static ITEM_MAP: Schema = Schema::map("ItemMap", &Member::element(&STRING), &Member::element(&ITEM));

text_enum! { STATE, State { Enabled = "ENABLED", Disabled = "DISABLED" } }

static LEVEL: Schema = Schema::new("Level", Kind::IntEnum(&[1, 2]));

#[derive(Default, Clone)]
pub struct Level(pub i32);

impl IntEnumValue for Level {
    fn number(&self) -> i32 {
        self.0
    }

    fn set(&mut self, number: i32) {
        self.0 = number;
    }
}

impl Value for Level {
    fn view(&self) -> View<'_> {
        View::Integer(self.0.into())
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::IntEnum(self)
    }
}

structure! { ITEM, Item {
    0 name: String => Member::new("name", &STRING).required();
    1 count: Option<i32> => Member::new("count", &INTEGER).default_value("7");
} }

structure! { EMPTY, Empty {} }

static CHOICE: Schema = Schema::union(
    "Choice",
    &[
        Member::new("text", &STRING).wire_name("TEXT"),
        Member::new("number", &INTEGER),
        Member::new("item", &ITEM),
        Member::new("unit", &EMPTY),
    ],
);

#[derive(Clone)]
pub enum Choice {
    Text(String),
    Number(i32),
    Item(Item),
    Unit(Empty),
    Unknown(String),
}

impl Default for Choice {
    fn default() -> Self {
        Self::Unknown(String::new())
    }
}

impl Value for Choice {
    fn view(&self) -> View<'_> {
        View::Union(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Union(self)
    }
}

impl Union for Choice {
    fn schema(&self) -> &'static Schema {
        &CHOICE
    }

    fn variant(&self) -> Option<(usize, &dyn Value)> {
        match self {
            Self::Text(value) => Some((0, value)),
            Self::Number(value) => Some((1, value)),
            Self::Item(value) => Some((2, value)),
            Self::Unit(value) => Some((3, value)),
            Self::Unknown(_) => None,
        }
    }

    fn select(&mut self, index: usize) -> &mut dyn Value {
        *self = match index {
            0 => Self::Text(String::new()),
            1 => Self::Number(0),
            2 => Self::Item(Item::default()),
            _ => Self::Unit(Empty::default()),
        };
        match self {
            Self::Text(value) => value,
            Self::Number(value) => value,
            Self::Item(value) => value,
            Self::Unit(value) => value,
            Self::Unknown(_) => self,
        }
    }

    fn select_unknown(&mut self, name: &str) {
        *self = Self::Unknown(name.to_owned());
    }

    fn unknown(&self) -> Option<&str> {
        match self {
            Self::Unknown(name) => Some(name),
            _ => None,
        }
    }
}

structure! { ALL, All {
    0 text: Option<String> => Member::new("text", &STRING);
    1 boolean: Option<bool> => Member::new("boolean", &BOOLEAN);
    2 byte: Option<i8> => Member::new("byte", &BYTE);
    3 short: Option<i16> => Member::new("short", &SHORT);
    4 integer: Option<i32> => Member::new("integer", &INTEGER);
    5 long: Option<i64> => Member::new("long", &LONG);
    6 float: Option<f32> => Member::new("float", &FLOAT);
    7 double: Option<f64> => Member::new("double", &DOUBLE);
    8 big_integer: Option<BigInteger> => Member::new("bigInteger", &BIG_INTEGER);
    9 big_decimal: Option<BigDecimal> => Member::new("bigDecimal", &BIG_DECIMAL);
    10 time: Option<Timestamp> => Member::new("time", &TIMESTAMP);
    11 date_time: Option<Timestamp> => Member::new("dateTime", &TIMESTAMP).written_as(TimestampFormat::DateTime);
    12 http_date: Option<Timestamp> => Member::new("httpDate", &HTTP_DATE);
    13 blob: Option<Blob> => Member::new("blob", &BLOB);
    14 document: Option<Document> => Member::new("document", &DOCUMENT);
    15 state: Option<State> => Member::new("state", &STATE);
    16 level: Option<Level> => Member::new("level", &LEVEL);
    17 strings: Option<Vec<String>> => Member::new("strings", &STRINGS);
    18 sparse: Option<Vec<Option<i32>>> => Member::new("sparse", &SPARSE);
    19 longs: Option<BTreeMap<String, i64>> => Member::new("longs", &LONGS);
    20 sparse_map: Option<BTreeMap<String, Option<String>>> => Member::new("sparseMap", &SPARSE_MAP);
    21 nested: Option<Box<All>> => Member::new("nested", &ALL);
    22 choice: Option<Choice> => Member::new("choice", &CHOICE).wire_name("Choice");
    23 items: Option<Vec<Item>> => Member::new("items", &ITEMS);
    24 item_map: Option<BTreeMap<String, Item>> => Member::new("itemMap", &ITEM_MAP);
    25 greeting: Option<String> => Member::new("greeting", &STRING).default_value("\"hi\"");
    26 since: Option<Timestamp> => Member::new("since", &TIMESTAMP).written_as(TimestampFormat::DateTime).default_value("0");
} }

structure! { BOUND, Bound {
    0 id: Option<String> => Member::new("id", &STRING).required().bound(Binding::Label("Id"));
    1 path: Option<String> => Member::new("path", &STRING).required().bound(Binding::Label("Path"));
    2 reasons: Option<Vec<String>> => Member::new("reasons", &STRINGS).bound(Binding::Query("Reason"));
    3 limit: Option<i32> => Member::new("limit", &INTEGER).bound(Binding::Query("limit"));
    4 since: Option<Timestamp> => Member::new("since", &TIMESTAMP).bound(Binding::Query("since"));
    5 params: Option<BTreeMap<String, Vec<String>>> => Member::new("params", &LISTS).bound(Binding::QueryParams);
    6 text: Option<String> => Member::new("text", &STRING).bound(Binding::Header("X-Text"));
    7 texts: Option<Vec<String>> => Member::new("texts", &STRINGS).bound(Binding::Header("X-Texts"));
    8 times: Option<Vec<Timestamp>> => Member::new("times", &TIMES).bound(Binding::Header("X-Times"));
    9 meta: Option<BTreeMap<String, String>> => Member::new("meta", &STRING_MAP).bound(Binding::PrefixHeaders("X-Meta-"));
    10 name: Option<String> => Member::new("name", &STRING).required().wire_name("Name");
    11 numbers: Option<Vec<i32>> => Member::new("numbers", &INTEGERS).bound(Binding::Header("X-Numbers"));
} }

structure! { ANSWER, Answer {
    0 status: Option<i32> => Member::new("status", &INTEGER).bound(Binding::Status);
    1 etag: Option<String> => Member::new("etag", &STRING).bound(Binding::Header("ETag"));
    2 name: Option<String> => Member::new("name", &STRING);
} }

structure! { TEXT_PAYLOAD, TextPayload { 0 text: Option<String> => Member::new("text", &STRING).bound(Binding::Payload); } }
structure! { BLOB_PAYLOAD, BlobPayload { 0 blob: Option<Blob> => Member::new("blob", &BLOB).bound(Binding::Payload); } }
structure! { ITEM_PAYLOAD, ItemPayload { 0 item: Option<Item> => Member::new("item", &ITEM).bound(Binding::Payload); } }
structure! { CHOICE_PAYLOAD, ChoicePayload {
    0 choice: Option<Choice> => Member::new("choice", &CHOICE).bound(Binding::Payload);
} }
structure! { HOST, Host { 0 account: Option<String> => Member::new("account", &STRING); } }
structure! { HEADER_ONLY, HeaderOnly {
    0 text: Option<String> => Member::new("text", &STRING).bound(Binding::Header("X-Text"));
} }

const fn xml(name: &'static str) -> XmlFacts {
    XmlFacts {
        name: Some(name),
        ..XmlFacts::NONE
    }
}

const FLAT: XmlFacts = XmlFacts {
    flattened: true,
    ..XmlFacts::NONE
};

static TAGGED: Schema = Schema::list("Tagged", &Member::element(&STRING).xml(&xml("tag")));
static BOOKS: Schema = Schema::list("Books", &Member::element(&BOOK));
static PRICES: Schema = Schema::map(
    "Prices",
    &Member::element(&STRING).xml(&xml("Shop")),
    &Member::element(&INTEGER).xml(&xml("Price")),
);

structure! { BOOK, Book {
    0 title: Option<String> => Member::new("title", &STRING);
    1 kind: Option<String> => Member::new("kind", &STRING).xml(&XmlFacts { attribute: true, ..xml("x:kind") });
    2 pages: Option<i32> => Member::new("pages", &INTEGER).default_value("1");
} .xml(&XmlFacts { name: Some("Volume"), namespace: Some(XmlNamespace { prefix: Some("x"), uri: "https://x.example/" }), ..XmlFacts::NONE }) }

structure! { SHELF, Shelf {
    0 name: Option<String> => Member::new("name", &STRING).xml(&XmlFacts { query_name: Some("Label"), ..xml("ShelfName") });
    1 tags: Option<Vec<String>> => Member::new("tags", &TAGGED);
    2 flat: Option<Vec<String>> => Member::new("flat", &STRINGS).xml(&FLAT);
    3 books: Option<Vec<Book>> => Member::new("books", &BOOKS);
    4 prices: Option<BTreeMap<String, i32>> => Member::new("prices", &PRICES);
    5 flat_prices: Option<BTreeMap<String, i32>> => Member::new("flatPrices", &PRICES).xml(&FLAT);
    6 when: Option<Timestamp> => Member::new("when", &TIMESTAMP);
    7 blob: Option<Blob> => Member::new("blob", &BLOB);
    8 double: Option<f64> => Member::new("double", &DOUBLE);
    9 above: Option<Box<Shelf>> => Member::new("above", &SHELF);
    10 choice: Option<Choice> => Member::new("choice", &CHOICE);
    11 owner: Option<Item> => Member::new("owner", &ITEM);
} }

structure! { BOOK_PAYLOAD, BookPayload { 0 book: Option<Book> => Member::new("book", &BOOK).bound(Binding::Payload); } }

structure! { FULL, Full {
    0 shelf: Option<String> => Member::new("shelf", &STRING);
    1 message: Option<String> => Member::new("message", &STRING);
} .error(ErrorFacts { code: "ShelfFull", fault: Fault::Server, status: 507, retryable: false, throttling: false, query_code: Some("Shelf.Full") }) }

/// A shelf with every member set.
pub fn shelf() -> Shelf {
    let book = |title: &str| Book {
        title: Some(title.to_owned()),
        kind: Some("a \"b\" <c>\n".to_owned()),
        pages: Some(3),
    };
    let prices = BTreeMap::from([("one".to_owned(), 1), ("two & three".to_owned(), -2)]);
    Shelf {
        name: Some(" a < b & c > d\r\n ".to_owned()),
        tags: Some(vec!["x".to_owned(), String::new()]),
        flat: Some((1..=12).map(|number| number.to_string()).collect()),
        books: Some(vec![book("One"), book("Zw\u{f6}lf")]),
        prices: Some(prices.clone()),
        flat_prices: Some(prices),
        when: Some(Timestamp::new(1_700_000_000, 0).unwrap()),
        blob: Some(Blob::from(&b"\0\xff"[..])),
        double: Some(f64::NEG_INFINITY),
        above: Some(Box::new(Shelf {
            name: Some("above".to_owned()),
            ..Shelf::default()
        })),
        choice: Some(Choice::Item(Item {
            name: "n".to_owned(),
            count: Some(2),
        })),
        owner: Some(Item {
            name: "o".to_owned(),
            count: Some(7),
        }),
    }
}

structure! { NOT_FOUND, NotFound {
    0 message: Option<String> => Member::new("message", &STRING);
    1 kind: Option<String> => Member::new("kind", &STRING).bound(Binding::Header("X-Kind"));
} .error(ErrorFacts { code: "NotFoundException", fault: Fault::Client, status: 404, retryable: false, throttling: false, query_code: None }) }

/// Whether two values are the same, and both if they are not.
pub fn assert_same(left: &dyn Value, right: &dyn Value) {
    assert_eq!(Document::of(left), Document::of(right));
}

const fn service(protocols: &'static [&'static str]) -> Service {
    Service {
        name: "store",
        id: "Store",
        version: "2026-01-01",
        protocols,
        target_prefix: "StoreService",
        signing_name: "store",
        endpoint: EndpointFacts::of("store"),
        headers: &[],
        query_compatible: false,
        xml_namespace: None,
        bare_errors: false,
        operations: &[],
    }
}

pub static REST: Service = service(&["restJson1"]);
pub static JSON_1_0: Service = service(&["awsJson1_0"]);
pub static JSON_1_1: Service = service(&["awsJson1_1"]);
pub static CBOR: Service = service(&["rpcv2Cbor"]);
pub static XML: Service = Service {
    xml_namespace: Some(XmlNamespace {
        prefix: None,
        uri: "https://store.example/doc/",
    }),
    operations: &[&SHELVE],
    ..service(&["restXml"])
};
pub static BARE_XML: Service = Service {
    bare_errors: true,
    ..service(&["restXml"])
};
pub static QUERY: Service = Service {
    operations: &[&SHELVE],
    ..service(&["awsQuery"])
};
pub static EC2: Service = Service {
    operations: &[&SHELVE],
    ..service(&["ec2Query"])
};

pub static SHELVE: Operation = Operation {
    errors: &[&NOT_FOUND, &FULL],
    ..operation("POST", "/shelf", &SHELF, &SHELF)
};
pub static PUT_BOOK: Operation = operation("PUT", "/book", &BOOK_PAYLOAD, &BOOK_PAYLOAD);

const fn operation(
    method: &'static str,
    uri: &'static str,
    input: &'static Schema,
    output: &'static Schema,
) -> Operation {
    Operation {
        name: "Do",
        method,
        uri,
        status: 200,
        input,
        output,
        errors: &[],
        readonly: false,
        idempotent: false,
        pagination: None,
        request: RequestFacts {
            host_prefix: Some("{account}.data."),
            ..RequestFacts::PLAIN
        },
    }
}

pub static BIND: Operation = operation("PUT", "/things/{Id}/{Path+}/end?mode=full", &BOUND, &ANSWER);
pub static EVERYTHING: Operation = operation("POST", "/all", &ALL, &ALL);
pub static PUT_TEXT: Operation = operation("PUT", "/text", &TEXT_PAYLOAD, &TEXT_PAYLOAD);
pub static PUT_BLOB: Operation = operation("PUT", "/blob", &BLOB_PAYLOAD, &BLOB_PAYLOAD);
pub static PUT_ITEM: Operation = operation("PUT", "/item", &ITEM_PAYLOAD, &ITEM_PAYLOAD);
pub static PUT_CHOICE: Operation = operation("PUT", "/choice", &CHOICE_PAYLOAD, &CHOICE_PAYLOAD);
pub static GET_HEADER: Operation = operation("GET", "/header", &HEADER_ONLY, &HEADER_ONLY);
pub static NOTHING: Operation = operation("POST", "/nothing", &EMPTY, &EMPTY);
pub static DELETE: Operation = Operation {
    status: 204,
    ..operation("DELETE", "/nothing", &EMPTY, &EMPTY)
};

/// A value with every member set.
pub fn full() -> All {
    let time = Timestamp::new(1_398_796_238, 500_000_000).unwrap();
    let whole = Timestamp::new(1_398_796_238, 0).unwrap();
    let item = Item {
        name: "a".to_owned(),
        count: Some(1),
    };
    All {
        text: Some("plain \"quoted\" back\\slash \n\r\t\u{8}\u{c}\u{1} /äöü/ 😹 \u{2028}".to_owned()),
        boolean: Some(true),
        byte: Some(-128),
        short: Some(32767),
        integer: Some(i32::MIN),
        long: Some(i64::MIN),
        float: Some(1.1),
        double: Some(123_456_789.123_456_79),
        big_integer: Some("123456789012345678901234567890".parse().unwrap()),
        big_decimal: Some("0.10000000000000000000000000000000001e-7".parse().unwrap()),
        time: Some(time),
        date_time: Some(time),
        http_date: Some(whole),
        blob: Some(Blob::new(*b"\0\xff blob")),
        document: Some(Document::List(vec![
            Document::Null,
            Document::Boolean(false),
            Document::Integer(-1),
            Document::Float(1.5),
            Document::String("x".to_owned()),
            Document::Map(BTreeMap::from([("k".to_owned(), Document::List(Vec::new()))])),
        ])),
        state: Some(State::Enabled),
        level: Some(Level(2)),
        strings: Some(vec![String::new(), "b".to_owned()]),
        sparse: Some(vec![None, Some(1), None]),
        longs: Some(BTreeMap::from([("".to_owned(), 0), ("k\"".to_owned(), i64::MAX)])),
        sparse_map: Some(BTreeMap::from([
            ("n".to_owned(), None),
            ("t".to_owned(), Some("t".to_owned())),
        ])),
        nested: Some(Box::new(All {
            choice: Some(Choice::Item(item.clone())),
            greeting: Some("ho".to_owned()),
            since: Some(whole),
            ..All::default()
        })),
        choice: Some(Choice::Text("t".to_owned())),
        items: Some(vec![item.clone(), item.clone()]),
        item_map: Some(BTreeMap::from([("i".to_owned(), item)])),
        greeting: Some("hello".to_owned()),
        since: Some(whole),
    }
}

fn protocol(service: &'static Service) -> &'static dyn Protocol {
    protocol::preferred(service).unwrap()
}

/// What a server reads of a request in the protocol of a service.
pub fn decode_request(
    service: &'static Service,
    operation: &'static Operation,
    request: &Request<Bytes>,
    labels: &[(&'static str, String)],
    input: &mut dyn Structure,
) -> Result<Presence, DecodeError> {
    protocol(service)
        .decode_request(operation, request, labels, input)
        .map_err(|error| *error)
}

/// A successful response in the protocol of a service.
pub fn encode_response(
    service: &'static Service,
    operation: &'static Operation,
    output: &dyn Structure,
) -> Result<Response<Bytes>, EncodeError> {
    protocol(service)
        .encode_response(service, operation, output)
        .map_err(|error| *error)
}

/// A modelled error in the protocol of a service.
pub fn encode_error(service: &'static Service, error: &dyn Structure) -> Result<Response<Bytes>, EncodeError> {
    protocol(service).encode_error(service, error).map_err(|error| *error)
}

/// An unmodelled error in the protocol of a service.
pub fn encode_unmodelled_error(service: &'static Service, status: u16, code: &str, message: &str) -> Response<Bytes> {
    protocol(service).encode_unmodelled_error(service, status, code, message)
}
