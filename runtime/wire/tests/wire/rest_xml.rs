//! The XML codec and restXml, feature by feature.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::Structure;
use shapewright_wire::{DecodeErrorKind, Protocol, decode_error, decode_response, encode_request, error_head, protocol};

fn text(body: &Bytes) -> &str {
    std::str::from_utf8(body).unwrap()
}

/// What a server reads.
fn strict(body: &str) -> Result<Shelf, String> {
    let mut value = Shelf::default();
    let request = Request::post("/shelf").body(Bytes::from(body.to_owned())).unwrap();
    decode_request(&XML, &SHELVE, &request, &[], &mut value)
        .map(|_| value)
        .map_err(|error| error.to_string())
}

/// What a client reads.
fn lenient(body: &str) -> Result<Shelf, String> {
    let mut value = Shelf::default();
    let response = Response::new(Bytes::from(body.to_owned()));
    decode_response(&XML, &SHELVE, &response, &mut value)
        .map(|()| value)
        .map_err(|error| error.to_string())
}

/// What both read.
fn both(body: &str) -> Shelf {
    let value = strict(body).unwrap();
    assert_same(&value, &lenient(body).unwrap());
    value
}

#[test]
fn messages() {
    let request = encode_request(&XML, &SHELVE, &shelf()).unwrap();
    assert_eq!(request.uri(), "/shelf");
    assert_eq!(request.headers()["content-type"], "application/xml");
    let body = text(request.body());
    for part in [
        r#"<Shelf xmlns="https://store.example/doc/"><ShelfName> a &lt; b &amp; c &gt; d&#xD;"#,
        "<tags><tag>x</tag><tag></tag></tags><flat>1</flat><flat>2</flat>",
        r#"<books><member xmlns:x="https://x.example/" x:kind="a &quot;b&quot; &lt;c&gt;&#xA;"><title>One</title>"#,
        "<prices><entry><Shop>one</Shop><Price>1</Price></entry>",
        "<flatPrices><Shop>one</Shop><Price>1</Price></flatPrices><flatPrices>",
        "<when>2023-11-14T22:13:20Z</when><blob>AP8=</blob><double>-Infinity</double>",
        "<choice><item><name>n</name><count>2</count></item></choice>",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert_same(&both(body), &shelf());
    let response = encode_response(&XML, &SHELVE, &shelf()).unwrap();
    assert_eq!(response.headers()["content-type"], "application/xml");
    assert_same(&lenient(text(response.body())).unwrap(), &shelf());
}

#[test]
fn a_structure_that_is_the_body() {
    let input = BookPayload {
        book: Some(Book {
            title: Some("T".to_owned()),
            ..Book::default()
        }),
    };
    let request = encode_request(&BARE_XML, &PUT_BOOK, &input).unwrap();
    let body = r#"<Volume xmlns:x="https://x.example/"><title>T</title><pages>1</pages></Volume>"#;
    assert_eq!(text(request.body()), body);
    let mut back = BookPayload::default();
    decode_request(&BARE_XML, &PUT_BOOK, &request, &[], &mut back).unwrap();
    assert_eq!(back.book.unwrap().pages, Some(1));
    // Nothing set, nothing sent.
    let request = encode_request(&BARE_XML, &PUT_BOOK, &BookPayload::default()).unwrap();
    assert!(request.body().is_empty() && request.headers().get("content-type").is_none());
}

#[test]
fn what_is_no_data_is_passed_over() {
    let body = "\u{feff}<?xml version=\"1.0\"?><!-- a --><s:Any xmlns:s=\"urn:s\" more=\"1\">\n <?pi x?>\
                <Unknown><flat>no</flat></Unknown>\n<s:flat>a<!-- b -->b<![CDATA[<c>]]></s:flat>\
                <flat>&lt;&#x41;&#66;&apos;</flat><above/></s:Any>\n<!-- end -->\n";
    let value = both(body);
    assert_eq!(value.flat, Some(vec!["ab<c>".to_owned(), "<AB'".to_owned()]));
    assert!(value.above.is_some() && value.name.is_none());
}

#[test]
fn white_space_is_data_in_texts_alone() {
    let value = both("<a><ShelfName> \n</ShelfName><double> 1.5\n</double><when> 2023-11-14T22:13:20Z </when></a>");
    assert_eq!(value.name.as_deref(), Some(" \n"));
    assert_eq!(value.double, Some(1.5));
    assert!(value.when.is_some());
}

#[test]
fn clients_accept_other_names_of_elements() {
    let body = "<a><tags><other>x</other></tags></a>";
    assert_eq!(lenient(body).unwrap().tags, Some(vec!["x".to_owned()]));
    assert_eq!(strict(body).unwrap().tags, Some(Vec::new()));
}

#[test]
fn missing_members() {
    let request = Request::post("/shelf").body(Bytes::from_static(b"<a><owner/><choice><item/></choice></a>"));
    let presence = decode_request(&XML, &SHELVE, &request.unwrap(), &[], &mut Shelf::default()).unwrap();
    assert_eq!(presence.missing, ["/owner/name", "/choice/item/name"]);
}

#[test]
fn wrong_documents() {
    let deep = format!("{}{}", "<above>".repeat(200), "</above>".repeat(200));
    let entities = "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a><ShelfName>&c;</ShelfName></a>";
    for (body, wanted) in [
        ("<a><ShelfName>x</a>", "wanted XML"),
        ("<a>", "wanted the end of 1 more element"),
        ("text", "wanted an XML element"),
        ("<a/><b/>", "wanted the end after the outermost element"),
        ("<a><ShelfName><b/></ShelfName></a>", "/name: wanted text, found the element `b`"),
        ("<a><double>x</double></a>", "/double: wanted a number"),
        ("<a><books><member><pages>1.5</pages></member></books></a>", "/books/0/pages: wanted a whole number"),
        ("<a><ShelfName>&nbsp;</ShelfName></a>", "/name: wanted one of the entities of XML, found `&nbsp;`"),
        (&deep, "nested more than 128 deep"),
        (entities, "without a document type"),
        ("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "without a document type"),
        ("<a><prices><entry><Price>1</Price></entry></prices></a>", "/prices: wanted the element `Shop` before `Price`"),
        ("<a><choice><text>a</text><number>1</number></choice></a>", "/choice: wanted one member, found several"),
    ] {
        let found = strict(body).map(|_| ()).unwrap_err();
        assert!(found.contains(wanted), "{body}: {found}");
    }
    let error = decode_response(
        &XML,
        &SHELVE,
        &Response::new(Bytes::from_static(b"<a>\xff</a>")),
        &mut Shelf::default(),
    );
    assert_eq!(error.unwrap_err().kind, DecodeErrorKind::Syntax);
}

#[test]
fn many_attributes_take_no_long_time() {
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=\"\"")).collect();
    let body = format!("<a><books><member{attributes}/></books></a>");
    assert_eq!(both(&body).books.unwrap().len(), 1);
}

#[test]
fn characters_that_xml_cannot_hold() {
    for name in ["a\0", "\u{1}", "\u{ffff}"] {
        let shelf = Shelf {
            name: Some(name.to_owned()),
            ..Shelf::default()
        };
        let error = encode_request(&XML, &SHELVE, &shelf).unwrap_err().to_string();
        assert!(error.starts_with("/name: XML cannot hold the character U+"), "{error}");
    }
}

fn rest_xml() -> &'static dyn Protocol {
    protocol::by_name("restXml").unwrap()
}

#[test]
fn errors() {
    let error = NotFound {
        message: Some("no <shelf>".to_owned()),
        kind: Some("shelf".to_owned()),
    };
    let wrapped = "<ErrorResponse xmlns=\"https://store.example/doc/\"><Error><Type>Sender</Type>\
                   <Code>NotFoundException</Code><Message>no &lt;shelf&gt;</Message></Error>\
                   <RequestId>id-1</RequestId></ErrorResponse>";
    let bare = "<Error><Type>Sender</Type><Code>NotFoundException</Code><Message>no &lt;shelf&gt;</Message><RequestId>id-1</RequestId></Error>";
    for (service, wanted) in [(&XML, wrapped), (&BARE_XML, bare)] {
        let mut response = encode_error(service, &error).unwrap();
        rest_xml().add_request_id(&mut response, "id-1");
        assert_eq!(text(response.body()), wanted);
        assert_eq!((response.status().as_u16(), &response.headers()["x-kind"]), (404, &"shelf".parse().unwrap()));
        let head = error_head(service, &response);
        assert_eq!(head.code, "NotFoundException");
        assert_eq!(head.message.as_deref(), Some("no <shelf>"));
        assert_eq!(head.request_id.as_deref(), Some("id-1"));
        let mut back = NotFound::default();
        decode_error(service, error.schema(), &response, &mut back).unwrap();
        assert_same(&error, &back);
    }
    let unmodelled = encode_unmodelled_error(&BARE_XML, 501, "NotImplemented", "no \u{1}");
    assert_eq!(error_head(&BARE_XML, &unmodelled).message.as_deref(), Some("no \u{fffd}"));
    // A body that cannot be read says nothing.
    let response = Response::new(Bytes::from_static(b"<html><body>Bad gateway"));
    assert_eq!(error_head(&XML, &response), Default::default());
}
