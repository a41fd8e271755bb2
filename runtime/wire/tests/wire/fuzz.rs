//! Fuzz targets: the decoders of requests, one a protocol, and the templates of URIs. They run on stable Rust, a bounded
//! number of times here, without an end under `cargo bolero test`.
//!
//! An input is a seed and edits of it. Seeds are a request with every member set and, where they are, the requests of the
//! protocols' own test suites.

use crate::shapes::*;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use shapewright_schema::{Blob, Document, Operation, Service, Structure};
use shapewright_wire::{
    decode_error, decode_response, encode_request, error_head,
    json::to_vec,
    uri::{self, Template},
};
use std::{fs, path::Path};

const SUITES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/protocol-tests/smithy/cases"
);

/// How often each target runs in a test.
const RUNS: usize = 4_000;

/// What an edit puts in, besides single bytes: what parsers stumble over.
const PIECES: [&str; 24] = [
    "null",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "-",
    "1e999",
    "\0",
    "\u{fffd}",
    "%",
    "%2F",
    "%ff",
    "/",
    "//",
    "?",
    "&",
    "=",
    "\"nested\":{",
];

/// A seed's number, and edits: what to do, where, and with what.
type Input = (u16, Vec<(u8, u16, u8)>);

/// A request as the suites write it down.
#[derive(Clone, Default)]
struct Seed {
    uri: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// The requests of a protocol's suite. Says so where there is none.
fn suite(protocol: &str) -> Vec<Seed> {
    let Ok(files) = fs::read_dir(Path::new(SUITES)) else {
        println!("SKIPPED: seeds from the test suites of the protocols, because there is no {SUITES}");
        return Vec::new();
    };
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    let is_wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(protocol) && !name.contains("responses")
            || protocol == "restJson1" && name.contains("malformed")
    };
    let texts = paths
        .iter()
        .filter(|path| is_wanted(path))
        .map(|path| fs::read_to_string(path).unwrap());
    let seeds: Vec<Seed> = texts
        .flat_map(|text| text.lines().filter_map(seed).collect::<Vec<_>>())
        .collect();
    assert!(!seeds.is_empty(), "the suites have no requests of {protocol}");
    seeds
}

fn seed(line: &str) -> Option<Seed> {
    let case: serde_json::Value = serde_json::from_str(line).unwrap();
    let request = case.get("request").unwrap_or(&case);
    let query = request.get("queryParams").and_then(|query| query.as_array());
    let query: Vec<&str> = query.into_iter().flatten().filter_map(|pair| pair.as_str()).collect();
    let uri = request.get("uri")?.as_str()?;
    let separator = if uri.contains('?') { "&" } else { "?" };
    let headers = request.get("headers").and_then(|headers| headers.as_object());
    Some(Seed {
        uri: format!("{uri}{separator}{}", query.join("&")),
        headers: headers
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
        body: request
            .get("body")
            .and_then(|body| body.as_str())
            .unwrap_or_default()
            .into(),
    })
}

/// Makes edits.
fn edited(bytes: Vec<u8>, edits: &[(u8, u16, u8)]) -> Vec<u8> {
    edited_with(bytes, edits, &PIECES.map(str::as_bytes))
}

fn edited_with(mut bytes: Vec<u8>, edits: &[(u8, u16, u8)], pieces: &[&[u8]]) -> Vec<u8> {
    for (what, place, with) in edits {
        let at = usize::from(*place) % (bytes.len() + 1);
        let piece = pieces[usize::from(*with) % pieces.len()];
        match what % 5 {
            0 if at < bytes.len() => bytes[at] = *with,
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => drop(bytes.splice(at..at, piece.iter().copied())),
            3 => bytes.truncate(at),
            _ => {
                let part = bytes[at..(at + usize::from(*with)).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, part));
            }
        }
    }
    bytes
}

/// Reads a request; one that can be read and written reads the same again.
fn read<T: Structure + Default>(
    service: &'static Service,
    operation: &'static Operation,
    request: &Request<Bytes>,
    labels: &[(&'static str, String)],
) {
    let mut first = T::default();
    if decode_request(service, operation, request, labels, &mut first).is_err() {
        return;
    }
    let Ok(again) = encode_request(service, operation, &first) else {
        return;
    };
    let labels = match service.protocols {
        ["restJson1"] => Template::parse(operation.uri).unwrap().match_path(again.uri().path()),
        _ => Some(Vec::new()),
    };
    let labels = labels.unwrap_or_else(|| panic!("{} is not found by {}", again.uri(), operation.uri));
    let mut second = T::default();
    if let Err(error) = decode_request(service, operation, &again, &labels, &mut second) {
        panic!("{error}: {again:?}, from {request:?}");
    }
    // By text: not a number is no number's equal.
    let text = |input: &T| format!("{:?}", Document::of(input));
    assert_eq!(text(&first), text(&second), "{again:?}");
}

fn json_bodies(service: &'static Service, protocol: &str) {
    let mut seeds: Vec<Vec<u8>> = vec![to_vec(&full()).unwrap()];
    seeds.extend(suite(protocol).into_iter().map(|seed| seed.body));
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(|(seed, edits)| {
            // Half of the runs start from the request that has every member.
            let seed = if seed % 2 == 0 {
                0
            } else {
                usize::from(*seed) % seeds.len()
            };
            let body = edited(seeds[seed].clone(), edits);
            read::<All>(
                service,
                &EVERYTHING,
                &Request::post("/all").body(body.into()).unwrap(),
                &[],
            );
        });
}

/// What an edit puts into CBOR: heads, breaks, lengths that lie.
const CBOR_PIECES: [&[u8]; 12] = [
    b"\xbf",
    b"\x9f",
    b"\xff",
    b"\x7f",
    b"\x5f",
    b"\xf6",
    b"\xc1",
    b"\xc2\x49\x01",
    b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\x5a\xff\xff\xff\xff",
    b"\xfb\x7f\xf0\0\0\0\0\0\0",
    b"\xf9\x7e\0",
];

#[test]
fn cbor() {
    let mut seeds: Vec<Vec<u8>> = vec![encode_request(&CBOR, &EVERYTHING, &full()).unwrap().body().to_vec()];
    let decoded = |seed: Seed| {
        let text = String::from_utf8(seed.body).unwrap();
        Blob::from_base64(&text).unwrap().into_inner()
    };
    seeds.extend(suite("rpcv2Cbor.").into_iter().map(decoded));
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(|(seed, edits)| {
            let seed = if seed % 2 == 0 {
                0
            } else {
                usize::from(*seed) % seeds.len()
            };
            let body = edited_with(seeds[seed].clone(), edits, &CBOR_PIECES);
            let response = Response::new(Bytes::from(body.clone()));
            let _ = decode_response(&CBOR, &EVERYTHING, &response, &mut All::default());
            error_head(&CBOR, &response);
            read::<All>(
                &CBOR,
                &EVERYTHING,
                &Request::post("/all").body(body.into()).unwrap(),
                &[],
            );
        });
}

/// What an edit puts into XML: tags, entities, what is not data.
const XML_PIECES: [&[u8]; 16] = [
    b"<",
    b">",
    b"</",
    b"/>",
    b"<name>",
    b"</name>",
    b"<flat>",
    b"<above>",
    b"&amp;",
    b"&#0;",
    b"&x;",
    b"<!DOCTYPE a [<!ENTITY x \"y\">]>",
    b"<!--",
    b"<![CDATA[",
    b"<?x ?>",
    b" a=\"b\"",
];

/// What an edit puts into a form.
const FORM_PIECES: [&[u8]; 12] = [
    b"&",
    b"=",
    b".",
    b"%",
    b"%2E",
    b"+",
    b"Flat.1",
    b"flat.99999999999",
    b"&above.above.name=",
    b"&choice.number=1",
    b"&books.member.0.title=",
    b"&prices.entry.1.Shop=a",
];

fn shelves(service: &'static Service, protocol: &str, pieces: &[&[u8]]) {
    let mut seeds: Vec<Vec<u8>> = vec![encode_request(service, &SHELVE, &shelf()).unwrap().body().to_vec()];
    seeds.extend(suite(protocol).into_iter().map(|seed| seed.body));
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(|(seed, edits)| {
            let seed = if seed % 2 == 0 {
                0
            } else {
                usize::from(*seed) % seeds.len()
            };
            let body = edited_with(seeds[seed].clone(), edits, pieces);
            let response = Response::new(Bytes::from(body.clone()));
            let _ = decode_response(service, &SHELVE, &response, &mut Shelf::default());
            error_head(service, &response);
            let _ = decode_error(service, SHELVE.errors[0], &response, &mut NotFound::default());
            let request = Request::post("/shelf").body(body.into()).unwrap();
            read_shelf(service, &request);
        });
}

/// Reads a request; what is read and can be written is written the same once more. Values without content have no form
/// of their own in a query.
fn read_shelf(service: &'static Service, request: &Request<Bytes>) {
    let written = |request: &Request<Bytes>| {
        let mut value = Shelf::default();
        decode_request(service, &SHELVE, request, &[], &mut value).ok()?;
        encode_request(service, &SHELVE, &value).ok()
    };
    if let Some(first) = written(request) {
        let second = written(&first).unwrap_or_else(|| panic!("{first:?} cannot be read, from {request:?}"));
        assert_eq!(first.body(), second.body(), "from {request:?}");
    }
}

#[test]
fn rest_xml() {
    shelves(&XML, "restXml", &XML_PIECES);
}

#[test]
fn aws_query() {
    shelves(&QUERY, "awsQuery", &FORM_PIECES);
    shelves(&QUERY, "awsQuery", &XML_PIECES);
}

#[test]
fn ec2_query() {
    shelves(&EC2, "ec2Query", &FORM_PIECES);
}

#[test]
fn aws_json_1_0() {
    json_bodies(&JSON_1_0, "awsJson1_0");
}

#[test]
fn aws_json_1_1() {
    json_bodies(&JSON_1_1, "awsJson1_1");
}

#[test]
fn rest_json_bodies() {
    json_bodies(&REST, "restJson1");
}

/// The headers that the seeds' are sent as too: those of the operation that has all bindings.
const HEADERS: [&str; 6] = ["x-text", "x-texts", "x-times", "x-meta-a", "x-numbers", "content-type"];

#[test]
fn rest_json_heads_and_payloads() {
    let mut seeds = suite("restJson1");
    seeds.push(Seed {
        uri: "/things/a/b/end?a=b&q=1".to_owned(),
        headers: HEADERS.map(|name| (name.to_owned(), "a, \"b\"".to_owned())).into(),
        body: b"{\"name\":\"a\"}".to_vec(),
    });
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<(Input, u8)>()
        .for_each(|((seed, edits), part)| {
            let seed = seeds[usize::from(*seed) % seeds.len()].clone();
            let query = seed.uri.split_once('?').map_or("", |(_, query)| query).to_owned();
            let edit = |wanted: u8, bytes: Vec<u8>| {
                if part % 4 == wanted {
                    edited(bytes, edits)
                } else {
                    bytes
                }
            };
            let query = String::from_utf8_lossy(&edit(0, query.into_bytes())).into_owned();
            let uri = format!("/x?mode=full&{}", query.escape_default());
            let Ok(mut request) = Request::put(uri).body(Bytes::new()) else {
                return;
            };
            for (index, (name, value)) in seed.headers.iter().enumerate() {
                let name = HeaderName::try_from(name).unwrap();
                let renamed = HeaderName::from_static(HEADERS[(index + usize::from(*part)) % HEADERS.len()]);
                if let Ok(value) = HeaderValue::from_bytes(&edit(1, value.clone().into_bytes())) {
                    request.headers_mut().append(name, value.clone());
                    request.headers_mut().append(renamed, value);
                }
            }
            *request.body_mut() = edit(2, seed.body).into();
            let label = String::from_utf8_lossy(&edit(3, b"a/b".to_vec())).into_owned();
            read::<Bound>(&REST, &BIND, &request, &[("Id", label.clone()), ("Path", label)]);
            read::<TextPayload>(&REST, &PUT_TEXT, &request, &[]);
            read::<BlobPayload>(&REST, &PUT_BLOB, &request, &[]);
            read::<ItemPayload>(&REST, &PUT_ITEM, &request, &[]);
            read::<ChoicePayload>(&REST, &PUT_CHOICE, &request, &[]);
        });
}

#[test]
fn uri_templates() {
    const TEMPLATES: [&str; 6] = [
        "/",
        "/things/{Id}/{Path+}/end?mode=full",
        "/{a}",
        "/{a}/b/{c}",
        "/{rest+}",
        "/a%2Fb/{x}/",
    ];
    let templates = TEMPLATES.map(|uri| (uri, Template::parse(uri).unwrap()));
    let mut seeds: Vec<String> = TEMPLATES.map(str::to_owned).into();
    seeds.extend(suite("restJson1").into_iter().map(|seed| seed.uri));
    bolero::check!()
        .with_iterations(RUNS)
        .with_type::<Input>()
        .for_each(|(seed, edits)| {
            let seed = seeds[usize::from(*seed) % seeds.len()].clone();
            let edited = String::from_utf8_lossy(&edited(seed.into_bytes(), edits)).into_owned();
            let (path, query) = edited
                .split_once('?')
                .map_or((&*edited, None), |(path, query)| (path, Some(query)));
            for (uri, template) in &templates {
                template.match_query(query);
                let Some(labels) = template.match_path(path) else {
                    continue;
                };
                let given = |name: &str| {
                    labels
                        .iter()
                        .find(|(label, _)| *label == name)
                        .map(|(_, value)| value.clone())
                };
                let filled = uri::fill(uri, |name| given(name).ok_or(())).unwrap();
                let path = filled.split('?').next().unwrap_or_default();
                assert_eq!(
                    template.match_path(path).as_ref(),
                    Some(&labels),
                    "{uri}: {edited} became {filled}"
                );
            }
        });
}
