//! Responses without code or state obey the schema.

use crate::{
    support::{shape, zoo},
    zoo::Zoo,
};
use serde_json::json;
use shapewright_schema::{Constraints, Document, EndpointFacts, Kind, Member, Schema};
use shapewright_server::Mock;

#[tokio::test]
async fn a_response_obeys_its_schema() {
    let mock = Mock::new(Zoo);
    let response = zoo(&mock, "GET", "/animals/7", "").await;
    assert_eq!(response.status, 200);
    let body = response.ok();
    assert_eq!(body["id"], "7", "what the request says is given back");
    assert!(body.get("nextToken").is_none(), "{body}");
    let animal = body["animal"].clone();
    for member in [
        "name",
        "species",
        "weight",
        "photo",
        "nicknames",
        "gaps",
        "tags",
        "cubs",
        "food",
        "tame",
        "born",
    ] {
        assert!(!animal[member].is_null(), "{member} in {animal}");
    }
    assert_eq!(animal["species"], "LION");
    assert!(
        animal["cubs"][0]["name"].is_string() && animal["cubs"][0].get("cubs").is_none(),
        "{animal}"
    );
    // The checking operation finds nothing wrong with it.
    let checked = zoo(&mock, "POST", "/checks", &animal.to_string()).await;
    assert_eq!(checked.status, 200, "{checked:?} for {animal}");
    let again = zoo(&Mock::new(Zoo), "GET", "/animals/7", "").await.ok();
    let same = |body: &serde_json::Value| {
        let mut body = body.clone();
        body["animal"]["born"] = json!(null);
        body
    };
    assert_eq!(same(&again), same(&body));
}

/// Patterns of real services with a length each: 0 is no bound.
const PATTERNS: &[(&str, u64, u64)] = &[
    (r"^[a-zA-Z]+$", 1, 64),
    (r"^[\u0020-\u00FF]+$", 0, 256),
    (
        r"^arn:aws:workmail:[a-z0-9-]*:[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$",
        1,
        1011,
    ),
    (
        r"^arn:(aws|aws-us-gov|aws-cn|aws-iso|aws-iso-b):sso::\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}$",
        10,
        1224,
    ),
    (r"^[\S\s]*$", 1, 1024),
    (r"^d-[0-9a-f]{10}$", 12, 12),
    (r"^[a-zA-Z0-9.-]+$", 3, 209),
    (r"^[a-zA-Z0-9._%+-]{1,64}@[a-zA-Z0-9.-]+\.[a-zA-Z-]{2,}$", 1, 254),
    (r"^[^/\\]*$", 1, 32),
    (r"^[\x21-\x7e]+$", 1, 256),
    (
        r"^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$",
        1,
        47,
    ),
    (
        r"^$|^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$",
        0,
        47,
    ),
    (r"^[^\x00-\x09\x0B\x0C\x0E-\x1F\x7F\x3C\x3E\x5C]+$", 1, 256),
    (
        r"^(([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\.){3}([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])/([0-9]|[12][0-9]|3[0-2])$",
        1,
        18,
    ),
    (
        r"^arn:aws:kms:[a-z0-9-]*:[a-z0-9-]+:[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,1023}$",
        20,
        2048,
    ),
    (
        r"^arn:aws:lambda:[a-z]{2}-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9\-_\.]+(:(\$LATEST|[a-zA-Z0-9\-_]+))?$",
        49,
        256,
    ),
    (
        r"^arn:aws:logs:[a-z\-0-9]*:[0-9]{12}:log-group:([\.\-_/#A-Za-z0-9]+):\*$",
        47,
        562,
    ),
    (r"^[\S\s]*|[a-zA-Z0-9/+=]{1,1024}$", 1, 1024),
    (r"^m-[0-9a-f]{32}$", 34, 34),
    (r"^(?!d-)([\da-zA-Z]+)([-][\da-zA-Z]+)*$", 1, 62),
    (r"^[\w\d\s\S\-!?=,.;:'_]+$", 0, 256),
    (r"^[\w\-.]+(@[a-zA-Z0-9.\-]+\.[a-zA-Z0-9-]{2,})?$", 1, 64),
    (r"^[A-Za-z0-9!_.*'()/-]+$", 1, 1023),
    (r"^https?://[A-Za-z0-9.-]+(:[0-9]+)?/", 0, 256),
    (r"^[0-9a-zA-Z_\\-]*$", 0, 0),
    (r"^.*$", 0, 0),
    (r"^[a-z0-9]{22}$", 22, 22),
    (
        r"^arn:(aws|aws-cn|aws-us-gov):macie2:[a-z1-9-]{9,20}:\d{12}:allow-list\/[a-z0-9]{22}$",
        71,
        89,
    ),
    (r"^(.+)@(.+)$", 6, 254),
    (
        r"^arn:(aws|aws-[a-z-]+):ses:[a-z]{2}-[a-z-]+-[0-9]:[0-9]{1,20}:mailmanager-archive/a-[a-z0-9]{24,62}$",
        20,
        1011,
    ),
    (r"^[!-9;-@A-~]+$", 1, 126),
    (
        r"^^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        1,
        5000,
    ),
    (r"^[a-zA-Z0-9+\/]+={0,2}$", 1, 20480),
    (r"^s3:\/\/([^\/]+)\/(.*?([^\/]+)\/?)$", 0, 0),
    (r"^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9]))$", 1, 63),
    (r"^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\?([^#]*))?(#(.*))?$", 1, 1000),
    (r"^[a-z]+$", 500, 600),
    (r"(?=.*[a-z])(?=.*[0-9])^[a-z0-9]{8,}$", 0, 0),
    (r"[\p{L}\p{N}]{3}", 0, 0),
    (r"^(?<year>\d{4})-(?<month>\d{2})$", 7, 7),
];

shape!(Held = HELD_BY_NOTHING);
static HELD_BY_NOTHING: Schema = Schema::structure("Held", &[]);

#[test]
fn text_has_its_length_and_matches_its_pattern() {
    for (pattern, least, most) in PATTERNS {
        let mut constraints = Constraints::NONE.pattern(pattern).min_length(*least);
        if *most > 0 {
            constraints = constraints.max_length(*most);
        }
        let schema: &'static Schema = Box::leak(Box::new(
            Schema::new("Text", Kind::String).constrained(Box::leak(Box::new(constraints))),
        ));
        let text = made_up(schema);
        let length = text.chars().count() as u64;
        assert!(
            *least <= length && (*most == 0 || length <= *most),
            "{pattern} with {least} to {most}: {text:?}"
        );
        let flags = if pattern.contains(r"\p") { "u" } else { "" };
        let regex = regress::Regex::with_flags(pattern, flags).unwrap();
        assert!(regex.find(&text).is_some(), "{pattern}: {text:?}");
    }
}

/// Text of this shape as a mock makes it up.
fn made_up(schema: &'static Schema) -> String {
    use shapewright_schema::{Operation, OperationShape, RequestFacts, Service, Structure, Value};
    // One service for all: what differs is leaked.
    let members: &'static [Member] = Box::leak(Box::new([Member::new("text", schema)]));
    let output: &'static Schema = Box::leak(Box::new(Schema::structure("Output", members)));
    thread_local!(static OUTPUT: std::cell::Cell<Option<&'static Schema>> = const { std::cell::Cell::new(None) });
    OUTPUT.set(Some(output));

    struct Any(shapewright_server::Dynamic);
    impl Default for Any {
        fn default() -> Self {
            Self(shapewright_server::Dynamic::new(OUTPUT.get().unwrap()))
        }
    }
    impl Structure for Any {
        fn schema(&self) -> &'static Schema {
            self.0.schema()
        }
        fn member(&self, index: usize) -> &dyn Value {
            self.0.member(index)
        }
        fn member_mut(&mut self, index: usize) -> &mut dyn Value {
            self.0.member_mut(index)
        }
    }
    static OPERATION: Operation = Operation {
        name: "Make",
        method: "POST",
        uri: "/",
        status: 200,
        input: &HELD_BY_NOTHING,
        output: &HELD_BY_NOTHING,
        errors: &[],
        readonly: true,
        idempotent: true,
        pagination: None,
        request: RequestFacts::PLAIN,
    };
    static SERVICE: Service = Service {
        name: "any",
        id: "Any",
        version: "1",
        protocols: &["awsJson1_1"],
        target_prefix: "Any",
        signing_name: "any",
        endpoint: EndpointFacts::of("any"),
        headers: &[],
        query_compatible: false,
        operations: &[&OPERATION],
    };
    struct Make;
    impl OperationShape for Make {
        type Input = Held;
        type Output = Any;
        const OPERATION: &'static Operation = &OPERATION;
        const SERVICE: &'static Service = &SERVICE;
    }
    struct Nobody;
    impl shapewright_server::Handler for Nobody {
        fn service(&self) -> &'static Service {
            &SERVICE
        }
        fn lifecycles(&self) -> &'static [shapewright_server::Lifecycle] {
            &[]
        }
        fn call<'a>(
            &'a self,
            _: usize,
            _: &'a shapewright_server::Request,
            _: &'a shapewright_server::Context,
        ) -> shapewright_server::ResponseFuture<'a> {
            unreachable!()
        }
    }
    let mock = Mock::new(Nobody);
    let made = mock
        .transact("any", "1", "r", |state| {
            state.default_response::<Make>(&Held::default())
        })
        .unwrap();
    match Document::of(made.member(0)) {
        Document::String(text) => text,
        other => panic!("{other:?}"),
    }
}
