//! Signing against what botocore signs.

use super::{ACCESS_KEY_ID, at, head, keys};
use http::{
    Request,
    header::{AUTHORIZATION, HOST, USER_AGENT},
};
use shapewright_sigv4::{Scope, SignError, Signer, payload_hash};

struct Signed {
    request: http::request::Builder,
    body: &'static str,
    scope: Scope<'static>,
    secret: &'static str,
    token: Option<&'static str>,
    signed_headers: &'static str,
    signature: &'static str,
}

/// The responses are those of botocore 1.43.11, `botocore.auth.SigV4Auth`, for the same requests with its clock at
/// 2026-01-31T12:34:56Z.
fn signed() -> Vec<Signed> {
    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    let request = |method, uri| Request::builder().method(method).uri(uri);
    vec![
        Signed {
            request: request("POST", "https://workmail.us-east-1.amazonaws.com/")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "WorkMailService.ListUsers")
                .header("User-Agent", "not signed"),
            body: r#"{"OrganizationId":"m-0123"}"#,
            scope: Scope {
                region: "us-east-1",
                service: "workmail",
            },
            secret: SECRET,
            token: None,
            signed_headers: "content-type;host;x-amz-date;x-amz-target",
            signature: "745c6efae1f92c9e590145698c2069a61d8aec858805a89e4d908cfec25b88af",
        },
        // A label with a colon and a slash in it, and temporary credentials.
        Signed {
            request: request(
                "GET",
                "https://email.us-east-1.amazonaws.com/v2/email/reputation/entities/RESOURCE/\
                 arn%3Aaws%3Ases%3Aus-east-1%3A123456789012%3Aidentity%2Fexample.com",
            ),
            body: "",
            scope: Scope {
                region: "us-east-1",
                service: "ses",
            },
            secret: "secret",
            token: Some("IQoJb3JpZ2luX2VjE+/="),
            signed_headers: "host;x-amz-date;x-amz-security-token",
            signature: "56839ee5e4c879e2be8be23f4f63b8601b63166a53930b3c4f5cb44a2f3ba180",
        },
        // A query out of order, with a name twice and one without a value.
        Signed {
            request: request(
                "DELETE",
                "https://macie2.eu-west-1.amazonaws.com/tags/arn%3Aaws%3Amacie2\
                 ?tagKeys=b%20c&tagKeys=a&tagKeys=A%2FB&flag&Z=%7E",
            ),
            body: "",
            scope: Scope {
                region: "eu-west-1",
                service: "macie2",
            },
            secret: SECRET,
            token: None,
            signed_headers: "host;x-amz-date",
            signature: "2bf426d72fff56c3be4a65ce415462ab3203ef7aff8e1fb7a3fb648e17ad1d1b",
        },
        // A port, a path to normalize, spaces in a header, a body that is no ASCII, a secret longer than a block.
        Signed {
            request: request("PUT", "http://localhost:4566/aws//x/../y%2520z/")
                .header("X-Custom", "  two   words ")
                .header("Content-Type", "application/json"),
            body: "\u{e4} body",
            scope: Scope {
                region: "cn-north-1",
                service: "ses",
            },
            secret: "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
            token: None,
            signed_headers: "content-type;host;x-amz-date;x-custom",
            signature: "4851a9d4546ffb6b7973efbd8a59e8e9b5b5b04d73eead0b91feba2e25acda61",
        },
    ]
}

struct Presigned {
    request: http::request::Builder,
    body: &'static str,
    service: &'static str,
    region: &'static str,
    token: Option<&'static str>,
    seconds: u64,
    query: &'static str,
}

/// The responses are those of botocore 1.43.11 with its clock at 2026-01-31T12:34:56Z: the first two of
/// `generate_presigned_url`, the others of `botocore.auth.SigV4QueryAuth` kept from moving the body into the query.
fn presigned() -> Vec<Presigned> {
    let request = |method, uri| Request::builder().method(method).uri(uri);
    let members =
        "https://macie2.eu-west-1.amazonaws.com/members?maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false";
    vec![
        Presigned {
            request: request("GET", members),
            body: "",
            service: "macie2",
            region: "eu-west-1",
            token: None,
            seconds: 3600,
            query: "maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                    &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Feu-west-1%2Fmacie2%2Faws4_request\
                    &X-Amz-Date=20260131T123456Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host\
                    &X-Amz-Signature=f4941400333c31b380771a2531812f1d7ef8b28980cff43756ae993785fe8358",
        },
        Presigned {
            request: request("GET", members),
            body: "",
            service: "macie2",
            region: "eu-west-1",
            token: Some("IQoJb3JpZ2luX2VjE+/="),
            seconds: 604_800,
            query: "maxResults=5&nextToken=a%20b%2Fc&onlyAssociated=false&X-Amz-Algorithm=AWS4-HMAC-SHA256\
                    &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Feu-west-1%2Fmacie2%2Faws4_request\
                    &X-Amz-Date=20260131T123456Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host\
                    &X-Amz-Security-Token=IQoJb3JpZ2luX2VjE%2B%2F%3D\
                    &X-Amz-Signature=4b28227441215222060ae440f17b67fa812e1c413fbdfd931ed472a9a109a76a",
        },
        Presigned {
            request: request("POST", "https://workmail.us-east-1.amazonaws.com/")
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "WorkMailService.ListUsers")
                .header("User-Agent", "not signed"),
            body: r#"{"OrganizationId":"m-0123"}"#,
            service: "workmail",
            region: "us-east-1",
            token: None,
            seconds: 900,
            query: "X-Amz-Algorithm=AWS4-HMAC-SHA256\
                    &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Fus-east-1%2Fworkmail%2Faws4_request\
                    &X-Amz-Date=20260131T123456Z&X-Amz-Expires=900\
                    &X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-target\
                    &X-Amz-Signature=49506f6f6f1eebeb2a94a5b1741f01a3856103469e8af1bb07a75fb1abefe66d",
        },
        // A label with colons and a slash in it, and a port.
        Presigned {
            request: request(
                "PUT",
                "http://127.0.0.1:4566/v2/email/reputation/entities/RESOURCE/\
                 arn%3Aaws%3Ases%3Aus-east-1%3A123456789012%3Aidentity%2Fexample.com/customer-managed-status",
            )
            .header("Content-Type", "application/json"),
            body: r#"{"SendingStatus":"ENABLED"}"#,
            service: "ses",
            region: "us-east-1",
            token: None,
            seconds: 60,
            query: "X-Amz-Algorithm=AWS4-HMAC-SHA256\
                    &X-Amz-Credential=AKIDEXAMPLE%2F20260131%2Fus-east-1%2Fses%2Faws4_request\
                    &X-Amz-Date=20260131T123456Z&X-Amz-Expires=60&X-Amz-SignedHeaders=content-type%3Bhost\
                    &X-Amz-Signature=360c3683f6f4ef1014abb0e887607c8d4ab72846e674f92398df9ea769fe3929",
        },
    ]
}

#[test]
fn signatures_are_those_of_botocore() {
    for case in signed() {
        let mut head = head(case.request);
        let key = keys().get(case.secret, "20260131", case.scope);
        let signer = Signer {
            access_key_id: ACCESS_KEY_ID,
            session_token: case.token,
            key: &key,
        };
        signer.sign(&mut head, &payload_hash(case.body), at(0)).unwrap();

        let Scope { region, service } = case.scope;
        let expect = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/{region}/{service}/aws4_request, \
             SignedHeaders={}, Signature={}",
            case.signed_headers, case.signature
        );
        assert_eq!(head.headers[AUTHORIZATION], expect, "{}", head.uri);
        assert_eq!(head.headers["x-amz-date"], "20260131T123456Z");
        let token = head.headers.get("x-amz-security-token");
        assert_eq!(token.map(|token| token.to_str().unwrap()), case.token);
    }
}

#[test]
fn urls_are_those_of_botocore() {
    for case in presigned() {
        let mut head = head(case.request);
        let path = head.uri.path().to_owned();
        let scope = Scope {
            region: case.region,
            service: case.service,
        };
        let key = keys().get("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20260131", scope);
        let signer = Signer {
            access_key_id: ACCESS_KEY_ID,
            session_token: case.token,
            key: &key,
        };
        head.headers.remove(USER_AGENT);
        signer
            .presign(&mut head, &payload_hash(case.body), at(0), case.seconds)
            .unwrap();
        assert_eq!(head.uri.query(), Some(case.query));
        assert_eq!(head.uri.path(), path);
        assert!(head.headers.contains_key(HOST) && !head.headers.contains_key(AUTHORIZATION));
    }
}

#[test]
fn what_is_no_header_or_of_another_day_cannot_be_signed() {
    let scope = Scope {
        region: "r",
        service: "s",
    };
    let key = keys().get("secret", "20260131", scope);
    let sign = |token, now| {
        let signer = Signer {
            access_key_id: ACCESS_KEY_ID,
            session_token: Some(token),
            key: &key,
        };
        signer.sign(&mut head(Request::get("http://a/")), &payload_hash(""), now)
    };
    assert!(matches!(sign("line\nbreak", at(0)), Err(SignError::Header(_))));
    assert!(matches!(sign("token", at(86_400)), Err(SignError::OtherDay)));
    assert!(sign("token", at(0)).is_ok());
}
