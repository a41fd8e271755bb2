//! What was signed is verified, and what was changed is not.

use super::{ACCESS_KEY_ID, at, head, keys};
use http::{HeaderName, HeaderValue, Method, Request, header::AUTHORIZATION, request::Parts};
use shapewright_sigv4::{Claim, Expect, Scope, Signer, UNSIGNED_PAYLOAD, VerifyError, payload_hash, verify};

const SECRET: &str = "secret";
const SCOPE: Scope<'_> = Scope {
    region: "eu-west-1",
    service: "sample",
};
const BODY: &str = r#"{"a":1}"#;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Header,
    Query,
}

const WAYS: [Way; 2] = [Way::Header, Way::Query];

/// A request signed at `at(0)`; in the query for 600 seconds.
fn signed(way: Way) -> Parts {
    signed_with(way, |_| {})
}

fn signed_with(way: Way, change: impl FnOnce(&mut Parts)) -> Parts {
    let request = Request::post("https://sample.example:8443/a%2Fb/./c/?z=%20&flag&a=2&a=1")
        .header("X-Amz-Target", "Sample.Do")
        .header("X-Odd", "  two   words ")
        .header("X-Odd", "again")
        .header("Traceparent", "00-1")
        .header("User-Agent", "any");
    let mut head = head(request);
    change(&mut head);
    let key = keys().get(SECRET, "20260131", SCOPE);
    let signer = Signer {
        access_key_id: ACCESS_KEY_ID,
        session_token: Some("token+/="),
        key: &key,
    };
    match way {
        Way::Header => signer.sign(&mut head, &payload_hash(BODY), at(0)).unwrap(),
        Way::Query => signer.presign(&mut head, &payload_hash(BODY), at(0), 600).unwrap(),
    }
    head
}

/// Verifies for the scope that it was signed for, `later` seconds later.
fn verified<'a>(head: &'a Parts, body: &str, later: i64) -> Result<Claim<'a>, VerifyError> {
    let expect = Expect {
        now: at(later),
        region: Some(SCOPE.region),
        service: Some(SCOPE.service),
    };
    expected(head, body, &expect)
}

fn expected<'a>(head: &'a Parts, body: &str, expect: &Expect<'_>) -> Result<Claim<'a>, VerifyError> {
    verify(head, &payload_hash(body), expect, |claim| {
        let known = claim.access_key_id() == ACCESS_KEY_ID && claim.session_token() == Some("token+/=");
        known.then(|| keys().get(SECRET, claim.date(), claim.scope()))
    })
}

#[test]
fn what_is_signed_is_verified() {
    for way in WAYS {
        let head = signed(way);
        let claim = verified(&head, BODY, 599).unwrap();
        assert_eq!((claim.access_key_id(), claim.date()), (ACCESS_KEY_ID, "20260131"));
        assert_eq!(claim.scope(), SCOPE);
        assert_eq!(claim.session_token(), Some("token+/="));
        assert_eq!(claim.time().epoch_seconds(), at(0).epoch_seconds());
        assert_eq!(claim.is_presigned(), way == Way::Query);
        assert_eq!(claim.expires(), (way == Way::Query).then_some(600));
        assert!(!format!("{claim:?}").contains("token+"));
    }
}

#[test]
fn what_is_on_the_way_anyway_may_change() {
    for way in WAYS {
        let mut head = signed(way);
        head.headers.insert("user-agent", HeaderValue::from_static("another"));
        head.headers.insert("traceparent", HeaderValue::from_static("00-2"));
        head.headers
            .insert("x-forwarded-for", HeaderValue::from_static("proxy"));
        head.headers
            .insert("x-amzn-trace-id", HeaderValue::from_static("Root=1"));
        verified(&head, BODY, 0).unwrap();
        // An HTTP/2 server has no `Host`, but an authority.
        head.headers.remove("host");
        verified(&head, BODY, 0).unwrap();
    }
}

#[test]
fn nothing_that_is_signed_may_change() {
    let uri = |from: &'static str, to: &'static str| {
        move |head: &mut Parts| head.uri = head.uri.to_string().replace(from, to).parse().unwrap()
    };
    let header = |name: &'static str, value: &'static str| {
        move |head: &mut Parts| {
            let name = HeaderName::from_static(name);
            drop(head.headers.insert(name, HeaderValue::from_static(value)));
        }
    };
    let changes: [&dyn Fn(&mut Parts); 10] = [
        &|head| head.method = Method::PUT,
        &uri("a%2Fb", "a/b"),
        &uri("/c/", "/c"),
        &uri("a=1", "a=3"),
        &uri("&flag", ""),
        &uri("z=%20", "z=%20&y="),
        &header("x-amz-target", "Sample.DoNot"),
        &header("x-odd", "two words"),
        &header("host", "sample.example"),
        &|head| drop(head.headers.remove("x-odd")),
    ];
    for way in WAYS {
        for (index, change) in changes.iter().enumerate() {
            let mut head = signed(way);
            change(&mut head);
            let error = verified(&head, BODY, 0).unwrap_err();
            assert!(
                matches!(error, VerifyError::Mismatch { .. }),
                "change {index}: {error:?}"
            );
        }
        let head = signed(way);
        let error = verified(&head, r#"{"a":2}"#, 0).unwrap_err();
        assert_eq!(
            (error.code(), error.query_code()),
            ("InvalidSignatureException", "SignatureDoesNotMatch")
        );
        let shown = error.to_string();
        assert!(
            shown.starts_with("The request signature we calculated does not match"),
            "{shown}"
        );
        assert!(
            shown.contains("POST\n/a%252Fb/c/\n") && shown.contains("a=1&a=2&flag=&z=%20"),
            "{shown}"
        );
    }
}

#[test]
fn signatures_of_another_form_or_key_do_not_match() {
    let signature = |to: &dyn Fn(&str) -> String| {
        let mut head = signed(Way::Header);
        let value = head.headers[AUTHORIZATION].to_str().unwrap();
        let (before, signature) = value.rsplit_once('=').unwrap();
        let value = format!("{before}={}", to(signature));
        head.headers
            .insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
        verified(&head, BODY, 0).map(|_| ())
    };
    signature(&str::to_owned).unwrap();
    let changed: [&dyn Fn(&str) -> String; 4] = [
        &str::to_uppercase,
        &|signature| signature[1..].to_owned(),
        &|signature| signature.chars().rev().collect(),
        &|_| "none".to_owned(),
    ];
    for change in changed {
        assert!(matches!(signature(change), Err(VerifyError::Mismatch { .. })));
    }
    let head = signed(Way::Header);
    let expect = Expect {
        now: at(0),
        region: None,
        service: None,
    };
    let other = verify(&head, &payload_hash(BODY), &expect, |claim| {
        Some(keys().get("another secret", claim.date(), claim.scope()))
    });
    assert!(matches!(other, Err(VerifyError::Mismatch { .. })));
}

#[test]
fn the_hash_in_the_header_is_the_bodys_or_none() {
    let content = |hash: &str| {
        let hash = HeaderValue::from_str(hash).unwrap();
        let head = signed_with(Way::Header, |head| {
            drop(head.headers.insert("x-amz-content-sha256", hash))
        });
        verified(&head, BODY, 0).map(|_| ())
    };
    content(&payload_hash(BODY)).unwrap();
    content(UNSIGNED_PAYLOAD).unwrap();
    assert!(matches!(
        content(&payload_hash("other")),
        Err(VerifyError::Mismatch { .. })
    ));
}

#[test]
fn unsigned_and_twice_signed_requests() {
    let unsigned = head(Request::get("http://a/"));
    let error = verified(&unsigned, "", 0).unwrap_err();
    assert_eq!(error, VerifyError::Missing);
    assert_eq!(
        (error.code(), error.status()),
        ("MissingAuthenticationTokenException", 403)
    );
    assert_eq!(error.query_code(), "MissingAuthenticationToken");
    for other in ["Bearer x", "AWS AKID:x"] {
        let bearer = head(Request::get("http://a/").header("authorization", other));
        assert_eq!(verified(&bearer, "", 0).unwrap_err(), VerifyError::Missing);
    }
    let mut twice = signed(Way::Query);
    twice
        .headers
        .insert(AUTHORIZATION, HeaderValue::from_static("AWS4-HMAC-SHA256 Credential=a"));
    assert_eq!(verified(&twice, BODY, 0).unwrap_err(), VerifyError::Both);
}

/// The parts and the start of the message for an `Authorization` header of these parameters.
fn incomplete(authorization: &str, date: Option<&str>) -> (Vec<&'static str>, String) {
    let mut request = Request::get("http://a/").header("authorization", authorization);
    if let Some(date) = date {
        request = request.header("x-amz-date", date);
    }
    match verified(&head(request), "", 0).unwrap_err() {
        VerifyError::Incomplete { parts, message } => (parts, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_missing_is_named() {
    const NOW: Option<&str> = Some("20260131T123456Z");
    let whole = "Credential=AKIDEXAMPLE/20260131/eu-west-1/sample/aws4_request, SignedHeaders=host, Signature=00";
    for (authorization, date, parts, message) in [
        (
            "AWS4-HMAC-SHA256 Credential=a",
            None,
            &["Signature", "SignedHeaders", "X-Amz-Date"][..],
            "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' \
             parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. \
             Authorization=AWS4-HMAC-SHA256 Credential=a",
        ),
        (
            "AWS4-HMAC-SHA256 Credential",
            NOW,
            &["Authorization"],
            "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: \
             'AWS4-HMAC-SHA256 Credential'.",
        ),
        (
            &format!("AWS4-HMAC-SHA256 {whole}"),
            Some("201"),
            &["X-Amz-Date"],
            "Date must be in ISO-8601 'basic format'. Got '201'. See http://en.wikipedia.org/wiki/ISO_8601",
        ),
        (
            &format!("AWS4-HMAC-SHA1 {whole}"),
            NOW,
            &["Algorithm"],
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now). ",
        ),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders=host, Signature=00",
            NOW,
            &["Credential"],
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'",
        ),
    ] {
        assert_eq!(incomplete(authorization, date), (parts.to_vec(), message.to_owned()));
    }
}

#[test]
fn what_is_missing_in_a_query_is_named() {
    let missing = |query: &str| {
        let head = head(Request::get(format!(
            "http://a/?X-Amz-Algorithm=AWS4-HMAC-SHA256{query}"
        )));
        verified(&head, "", 0).unwrap_err()
    };
    let error = missing("&X-Amz-Credential=a&X-Amz-SignedHeaders=host");
    assert_eq!(
        error.to_string(),
        "AWS query-string parameters must include 'X-Amz-Date'. AWS query-string parameters must include \
         'X-Amz-Signature'. Re-examine the query-string parameters."
    );
    assert_eq!((error.code(), error.status()), ("IncompleteSignatureException", 400));
    for expires in ["0", "604801", "soon", "-1"] {
        let mut head = signed(Way::Query);
        let from = "X-Amz-Expires=600";
        head.uri = head
            .uri
            .to_string()
            .replace(from, &format!("X-Amz-Expires={expires}"))
            .parse()
            .unwrap();
        let error = verified(&head, BODY, 0).unwrap_err();
        assert!(error.to_string().contains("X-Amz-Expires must be"), "{error}");
    }
}

#[test]
fn a_signature_without_host_is_refused() {
    let mut head = signed(Way::Header);
    let value = head.headers[AUTHORIZATION].to_str().unwrap().replace("host;", "");
    head.headers
        .insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
    assert_eq!(verified(&head, BODY, 0).unwrap_err(), VerifyError::HostNotSigned);
}

#[test]
fn a_signature_holds_for_its_time() {
    for (way, later, expect) in [
        (Way::Header, 900, None),
        (
            Way::Header,
            901,
            Some(
                "Signature expired: 20260131T123456Z is now earlier than 20260131T123457Z (20260131T124957Z - 15 min.)",
            ),
        ),
        (Way::Query, 600, None),
        (
            Way::Query,
            601,
            Some(
                "Signature expired: 20260131T123456Z is now earlier than 20260131T123457Z (20260131T124457Z - 10 min.)",
            ),
        ),
        (Way::Header, -300, None),
        (
            Way::Query,
            -301,
            Some(
                "Signature not yet current: 20260131T123456Z is still later than 20260131T123455Z (20260131T122955Z + 5 min.)",
            ),
        ),
    ] {
        let head = signed(way);
        let error = verified(&head, BODY, later).err();
        assert_eq!(error.as_ref().map(ToString::to_string).as_deref(), expect, "{later}");
        assert!(error.is_none_or(|error| error.code() == "InvalidSignatureException"));
    }
}

#[test]
fn a_signature_is_for_one_day_region_and_service() {
    let head = signed(Way::Header);
    let expect = Expect {
        now: at(0),
        region: Some("us-east-1"),
        service: Some("other"),
    };
    assert_eq!(
        expected(&head, BODY, &expect).unwrap_err().to_string(),
        "Credential should be scoped to a valid region, not 'eu-west-1'. Credential should be scoped to correct \
         service: 'other'."
    );
    let mut head = signed(Way::Header);
    let value = head.headers[AUTHORIZATION].to_str().unwrap();
    let value = value
        .replace("/20260131/", "/20260130/")
        .replace("aws4_request", "aws3");
    head.headers
        .insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
    let error = verified(&head, BODY, 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3'. Date in Credential scope does \
         not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260130' != '20260131', from '20260131T123456Z'."
    );
    assert!(matches!(error, VerifyError::Scope(_)));
}

#[test]
fn a_key_that_nobody_knows() {
    let mut head = signed(Way::Header);
    let value = head.headers[AUTHORIZATION]
        .to_str()
        .unwrap()
        .replace(ACCESS_KEY_ID, "AKIDOTHER");
    head.headers
        .insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
    let error = verified(&head, BODY, 0).unwrap_err();
    assert_eq!(error, VerifyError::UnknownKey);
    assert_eq!(
        (error.code(), error.query_code()),
        ("UnrecognizedClientException", "InvalidClientTokenId")
    );
    assert_eq!(
        error.to_string(),
        "The security token included in the request is invalid."
    );
}
