//! Forms, awsQuery and ec2Query, feature by feature.

use crate::shapes::*;
use bytes::Bytes;
use http::{Request, Response};
use shapewright_schema::{Service, Structure};
use shapewright_wire::{decode_error, decode_response, encode_request, error_head, protocol};

fn text(body: &Bytes) -> &str {
    std::str::from_utf8(body).unwrap()
}

fn read(service: &'static Service, body: &str) -> Result<Shelf, String> {
    let mut value = Shelf::default();
    let request = Request::post("/").body(Bytes::from(body.to_owned())).unwrap();
    decode_request(service, &SHELVE, &request, &[], &mut value)
        .map(|_| value)
        .map_err(|error| error.to_string())
}

#[test]
fn requests_of_aws_query() {
    let request = encode_request(&QUERY, &SHELVE, &shelf()).unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/"));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let body = text(request.body());
    assert!(body.starts_with("Action=Do&Version=2026-01-01&ShelfName=%20a%20%3C%20b"), "{body}");
    for part in [
        "&tags.tag.1=x&tags.tag.2=&flat.1=1&",
        "&books.member.2.title=Zw%C3%B6lf&books.member.2.x%3Akind=",
        "&prices.entry.1.Shop=one&prices.entry.1.Price=1&",
        "&flatPrices.2.Shop=two%20%26%20three&flatPrices.2.Price=-2&",
        "&above.ShelfName=above&choice.item.name=n&",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert_same(&read(&QUERY, body).unwrap(), &shelf());
    let empty = Shelf {
        tags: Some(Vec::new()),
        ..Shelf::default()
    };
    let request = encode_request(&QUERY, &SHELVE, &empty).unwrap();
    assert_eq!(text(request.body()), "Action=Do&Version=2026-01-01&tags=");
    assert_same(&read(&QUERY, text(request.body())).unwrap(), &empty);
}

#[test]
fn requests_of_ec2() {
    let shelf = Shelf {
        prices: None,
        flat_prices: None,
        ..shelf()
    };
    let request = encode_request(&EC2, &SHELVE, &shelf).unwrap();
    let body = text(request.body());
    for part in ["&Label=%20a", "&Tags.1=x&Tags.2=&Flat.1=1", "&Books.1.Title=One", "&Above.Label=above"] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert_same(&read(&EC2, body).unwrap(), &shelf);
}

#[test]
fn the_order_of_pairs_means_nothing() {
    let value = read(&QUERY, "flat.10=j&flat.2=b&Action=Do&flat.1=a&unknown.1.x=y&above.flat.1=c&ShelfName=a+b%2Bc").unwrap();
    assert_eq!(value.flat, Some(["a", "b", "j"].map(str::to_owned).into()));
    assert_eq!(value.above.unwrap().flat, Some(vec!["c".to_owned()]));
    assert_eq!(value.name.as_deref(), Some("a b+c"));
}

#[test]
fn a_form_in_the_uri() {
    let request = Request::get("/?Action=Do&Version=1&ShelfName=x").body(Bytes::new()).unwrap();
    assert_eq!(protocol::action(&request), Some(("Do".to_owned(), "1".to_owned())));
    let mut value = Shelf::default();
    decode_request(&QUERY, &SHELVE, &request, &[], &mut value).unwrap();
    assert_eq!(value.name.as_deref(), Some("x"));
}

#[test]
fn wrong_forms() {
    let deep = format!("{}name=1", "above.".repeat(200));
    for (body, wanted) in [
        ("double=x", "/double: wanted a number"),
        ("books.member.2.pages=x", "/books/0/pages: wanted a whole number"),
        ("double.1=x", "/double: wanted a value, found names below it"),
        ("prices.entry.1.Price=1", "/prices: wanted the key of entry 1, found none"),
        ("choice.text=a&choice.number=1", "/choice: wanted one member, found none or several"),
        ("choice.other=a", "/choice: wanted one of text, number, item, unit, found `other`"),
        ("ShelfName=%ff", "wanted UTF-8 in the form"),
        (&deep, "nested more than 128 deep"),
    ] {
        let found = read(&QUERY, body).map(|_| ()).unwrap_err();
        assert!(found.contains(wanted), "{body}: {found}");
    }
}

#[test]
fn responses() {
    let id = "<ResponseMetadata><RequestId>a&amp;b</RequestId></ResponseMetadata></DoResponse>";
    for (service, name, start, end) in [
        (&QUERY, "awsQuery", "<DoResponse><DoResult><ShelfName>", id),
        (&EC2, "ec2Query", "<DoResponse><ShelfName>", "<requestId>a&amp;b</requestId></DoResponse>"),
    ] {
        let mut response = encode_response(service, &SHELVE, &shelf()).unwrap();
        protocol::by_name(name).unwrap().add_request_id(&mut response, "a&b");
        assert_eq!(response.headers()["content-type"], "text/xml");
        let body = text(response.body());
        assert!(body.starts_with(start) && body.ends_with(end), "{body}");
        let mut back = Shelf::default();
        decode_response(service, &SHELVE, &response, &mut back).unwrap();
        assert_same(&shelf(), &back);
    }
}

#[test]
fn errors() {
    let error = Full {
        shelf: Some("s".to_owned()),
        message: Some("full".to_owned()),
    };
    let aws = "<ErrorResponse><Error><Type>Receiver</Type><Code>Shelf.Full</Code><Message>full</Message><shelf>s</shelf>\
               </Error><RequestId>id</RequestId></ErrorResponse>";
    let ec2 = "<Response><Errors><Error><Code>Shelf.Full</Code><Message>full</Message><shelf>s</shelf></Error></Errors>\
               <RequestID>id</RequestID></Response>";
    for (service, name, wanted) in [(&QUERY, "awsQuery", aws), (&EC2, "ec2Query", ec2)] {
        let mut response = encode_error(service, &error).unwrap();
        protocol::by_name(name).unwrap().add_request_id(&mut response, "id");
        assert_eq!(text(response.body()), wanted);
        assert_eq!(response.status(), 507);
        let head = error_head(service, &response);
        assert_eq!((head.code.as_str(), head.query_code.as_deref()), ("ShelfFull", Some("Shelf.Full")));
        assert_eq!(head.request_id.as_deref(), Some("id"));
        let mut back = Full::default();
        decode_error(service, error.schema(), &response, &mut back).unwrap();
        assert_same(&error, &back);
    }
    let response = Response::new(Bytes::from_static(b"not XML"));
    assert_eq!(error_head(&QUERY, &response), Default::default());
}
