//! A service without lifecycles, over restJson, whose shapes have every kind and constraint.

use crate::support::service;
use shapewright_schema::{
    Binding, Constraints, EndpointFacts, Fault, Kind, Member, Number, Operation, RequestFacts, Schema, Service,
    schema::ErrorFacts,
};

static STRING: Schema = Schema::new("String", Kind::String);
static BOOLEAN: Schema = Schema::new("Boolean", Kind::Boolean);
static TIMESTAMP: Schema = Schema::new("Timestamp", Kind::Timestamp);
static BLOB: Schema = Schema::new("Blob", Kind::Blob).constrained(&Constraints::NONE.min_length(2).max_length(4));
static SPECIES: Schema = Schema::new("Species", Kind::Enum(&["LION", "EMU"]));
static LEGS: Schema = Schema::new("Legs", Kind::IntEnum(&[2, 4]));
static WEIGHT: Schema =
    Schema::new("Weight", Kind::Double).constrained(&Constraints::NONE.min(Number::Float(2.5)).max(Number::Integer(8)));
static AGE: Schema =
    Schema::new("Age", Kind::Integer).constrained(&Constraints::NONE.min(Number::Integer(3)).max(Number::Integer(9)));
static NAME: Schema =
    Schema::new("Name", Kind::String).constrained(&Constraints::NONE.min_length(2).max_length(8).pattern("^[a-m]+$"));
static SECRET: Schema = Schema::new("Secret", Kind::String)
    .constrained(&Constraints::NONE.max_length(4))
    .sensitive();
static EVIL: Schema = Schema::new("Evil", Kind::String).constrained(&Constraints::NONE.pattern("^([0-9]+)+$"));
static NICKNAMES: Schema =
    Schema::list("Nicknames", &Member::element(&NAME)).constrained(&Constraints::NONE.max_length(3).unique_items());
static GAPS: Schema = Schema::sparse_list("Gaps", &Member::element(&STRING));
static TAGS: Schema = Schema::map("Tags", &Member::element(&NAME), &Member::element(&NAME));
static CUB: Schema = Schema::structure(
    "Cub",
    &[
        Member::new("name", &NAME).required(),
        Member::new("mother", &ANIMAL),
        Member::new("cubs", &CUBS),
    ],
);
static CUBS: Schema = Schema::list("Cubs", &Member::element(&CUB));
static FOOD: Schema = Schema::union("Food", &[Member::new("mixed", &FOODS), Member::new("plant", &NAME)]);
static FOODS: Schema = Schema::list("Foods", &Member::element(&FOOD));
static ANIMAL_MEMBERS: [Member; 16] = [
    Member::new("name", &NAME),
    Member::new("species", &SPECIES),
    Member::new("legs", &LEGS),
    Member::new("weight", &WEIGHT),
    Member::new("age", &AGE),
    Member::new("young", &AGE).constrained(&Constraints::NONE.max(Number::Integer(5))),
    Member::new("secret", &SECRET),
    Member::new("evil", &EVIL),
    Member::new("photo", &BLOB),
    Member::new("nicknames", &NICKNAMES),
    Member::new("gaps", &GAPS),
    Member::new("tags", &TAGS),
    Member::new("cubs", &CUBS),
    Member::new("food", &FOOD),
    Member::new("tame", &BOOLEAN),
    Member::new("born", &TIMESTAMP),
];
static ANIMAL: Schema = Schema::structure("Animal", &ANIMAL_MEMBERS);
static EMPTY: Schema = Schema::structure("Empty", &[]);
static GET_INPUT: Schema = Schema::structure(
    "GetAnimalRequest",
    &[Member::new("id", &STRING).required().bound(Binding::Label("id"))],
);
static GET_OUTPUT: Schema = Schema::structure(
    "GetAnimalResponse",
    &[
        Member::new("id", &STRING).required(),
        Member::new("code", &LEGS_CODE).bound(Binding::Status),
        Member::new("animal", &ANIMAL),
        Member::new("nextToken", &STRING),
    ],
);
static LEGS_CODE: Schema = Schema::new("Code", Kind::Integer);
static FILE_INPUT: Schema = Schema::structure(
    "GetFileRequest",
    &[Member::new("path", &STRING).required().bound(Binding::Label("path"))],
);
static COUNT: Schema = Schema::structure("Count", &[Member::new("count", &AGE).required()]);
static FIELD: Schema = Schema::structure(
    "ValidationExceptionField",
    &[Member::new("path", &STRING), Member::new("message", &STRING)],
);
static FIELDS: Schema = Schema::list("ValidationExceptionFieldList", &Member::element(&FIELD));
static VALIDATION: Schema = Schema::structure(
    "ValidationException",
    &[
        Member::new("message", &STRING).required(),
        Member::new("fieldList", &FIELDS),
    ],
)
.error(ErrorFacts {
    code: "ValidationException",
    fault: Fault::Client,
    status: 400,
    retryable: false,
    throttling: false,
    query_code: None,
});

macro_rules! operations {
    ($($data:ident: $name:literal, $method:literal, $uri:literal, $input:ident, $output:ident, $errors:expr;)*) => {
        $(pub static $data: Operation = Operation {
            name: $name,
            method: $method,
            uri: $uri,
            status: 200,
            input: &$input,
            output: &$output,
            errors: $errors,
            readonly: false,
            idempotent: false,
            pagination: None,
            request: RequestFacts::PLAIN,
        };)*

        pub static ZOO: Service = Service {
            name: "zoo",
            id: "Zoo",
            version: "2026-01-01",
            protocols: &["restJson1"],
            target_prefix: "",
            signing_name: "zoo",
            endpoint: EndpointFacts::of("animals"),
            headers: &[],
            query_compatible: false,
            operations: &[$(&$data),*],
        };
    };
}

operations! {
    GET_ANIMAL: "GetAnimal", "GET", "/animals/{id}", GET_INPUT, GET_OUTPUT, &[];
    COUNT_ANIMALS: "CountAnimals", "GET", "/animals/count", EMPTY, COUNT, &[];
    PUT_ANIMAL: "PutAnimal", "PUT", "/animals", ANIMAL, ANIMAL, &[];
    CHECK_ANIMAL: "CheckAnimal", "POST", "/checks", ANIMAL, EMPTY, &[&VALIDATION];
    GET_FILE: "GetFile", "GET", "/files/{path+}", FILE_INPUT, FILE_INPUT, &[];
    GET_OLD_FILE: "GetOldFile", "GET", "/files/{path+}?old", FILE_INPUT, EMPTY, &[];
}

service! {
    Zoo = ZOO, &[];
    GetAnimal: GET_ANIMAL, GetAnimalInput = GET_INPUT, GetAnimalOutput = GET_OUTPUT;
    CountAnimals: COUNT_ANIMALS, CountAnimalsInput = EMPTY, CountAnimalsOutput = COUNT;
    PutAnimal: PUT_ANIMAL, PutAnimalInput = ANIMAL, PutAnimalOutput = ANIMAL;
    CheckAnimal: CHECK_ANIMAL, CheckAnimalInput = ANIMAL, CheckAnimalOutput = EMPTY;
    GetFile: GET_FILE, GetFileInput = FILE_INPUT, GetFileOutput = FILE_INPUT;
    GetOldFile: GET_OLD_FILE, GetOldFileInput = FILE_INPUT, GetOldFileOutput = EMPTY;
}
