//! ARNs of records, and the tags of what they name.

use crate::{
    library::Library,
    support::{TestResponse, authorization},
};
use bytes::Bytes;
use http::Request;
use serde_json::{Value as Json, json};
use shapewright_server::Mock;

/// Calls the library from a region.
async fn call_in(region: &str, mock: &Mock, operation: &str, body: Json) -> TestResponse {
    let request = Request::post("/")
        .header("authorization", authorization("123456789012", region, "library"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("Library.{operation}"))
        .body(Bytes::from(body.to_string()))
        .unwrap();
    TestResponse::of(mock.call(request).await.unwrap())
}

async fn call(mock: &Mock, operation: &str, body: Json) -> TestResponse {
    call_in("eu-west-1", mock, operation, body).await
}

async fn shelf(mock: &Mock, tags: Json) -> Json {
    call(mock, "CreateShelf", json!({ "Label": "one", "Tags": tags }))
        .await
        .ok()
}

async fn tags(mock: &Mock, arn: &Json) -> Json {
    let listed = call(mock, "ListTags", json!({ "ResourceArn": arn })).await.ok();
    assert_eq!(listed["ResourceArn"], *arn);
    listed["Tags"].clone()
}

fn tag(key: &str, value: &str) -> Json {
    json!({ "TagKey": key, "TagValue": value })
}

#[tokio::test]
async fn a_new_record_has_an_arn_that_finds_it() {
    let mock = Mock::new(Library);
    let made = shelf(&mock, json!({})).await;
    let id = made["ShelfId"].as_str().unwrap();
    let arn = format!("arn:aws:library:eu-west-1:123456789012:shelf/{id}");
    assert_eq!(made["Arn"], arn);
    for name in [id, &arn] {
        let found = call(&mock, "GetShelf", json!({ "ShelfId": name })).await.ok();
        assert_eq!((&found["ShelfId"], &found["Arn"]), (&json!(id), &json!(arn)));
    }
    // What lives under it is found by it too, and is named as its own pattern asks.
    let book = json!({ "ShelfId": arn, "Title": "moby" });
    let book = call(&mock, "PutBook", book).await.ok();
    let of_book = "arn:aws:library:eu-west-1:123456789012:picture-book/moby";
    assert_eq!((&book["ShelfId"], &book["BookArn"]), (&json!(id), &json!(of_book)));
    for title in ["moby", of_book] {
        let found = call(&mock, "GetBook", json!({ "ShelfId": id, "Title": title }))
            .await
            .ok();
        assert_eq!((&found["Title"], &found["BookArn"]), (&json!("moby"), &json!(of_book)));
    }
    let elsewhere = json!({ "ShelfId": "elsewhere", "Title": of_book });
    assert_eq!(call(&mock, "GetBook", elsewhere).await.code(), "NotFound");
    call(&mock, "DeleteShelf", json!({ "ShelfId": arn })).await.ok();
    assert_eq!(
        call(&mock, "GetShelf", json!({ "ShelfId": arn })).await.code(),
        "NotFound"
    );
}

#[tokio::test]
async fn no_two_records_have_one_arn() {
    let mock = Mock::new(Library);
    let mut arns = Vec::new();
    for _ in 0..2 {
        let shelf = shelf(&mock, json!({})).await;
        let book = json!({ "ShelfId": shelf["ShelfId"], "Title": "moby" });
        arns.push(call(&mock, "PutBook", book).await.ok()["BookArn"].clone());
    }
    assert_ne!(arns[0], arns[1]);
    assert!(arns[1].as_str().unwrap().contains(":picture-book/"), "{arns:?}");
}

#[tokio::test]
async fn arns_are_of_the_partition_of_their_region() {
    let mock = Mock::new(Library);
    for (region, partition) in [
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-east-1", "aws"),
    ] {
        let made = call_in(region, &mock, "CreateShelf", json!({})).await.ok();
        let start = format!("arn:{partition}:library:{region}:123456789012:shelf/");
        assert!(made["Arn"].as_str().unwrap().starts_with(&start), "{made}");
    }
}

#[tokio::test]
async fn tags_come_change_and_go() {
    let mock = Mock::new(Library);
    let made = shelf(&mock, json!({ "b": "1", "a": "2" })).await;
    // They are given as a map, and shown and kept as a list.
    assert_eq!(made["Tags"], json!([tag("a", "2"), tag("b", "1")]));
    let arn = &made["Arn"];
    assert_eq!(tags(&mock, arn).await, made["Tags"]);
    let more = json!({ "ResourceArn": arn, "Tags": { "b": "3", "c": "4" } });
    call(&mock, "TagResource", more).await.ok();
    assert_eq!(
        tags(&mock, arn).await,
        json!([tag("a", "2"), tag("b", "3"), tag("c", "4")])
    );
    let less = json!({ "ResourceArn": arn, "Keys": ["a", "never"] });
    call(&mock, "UntagResource", less).await.ok();
    let read = call(&mock, "GetShelf", json!({ "ShelfId": made["ShelfId"] }))
        .await
        .ok();
    assert_eq!(read["Tags"], json!([tag("b", "3"), tag("c", "4")]));
    assert_eq!(read["Tags"], tags(&mock, arn).await);
}

#[tokio::test]
async fn tags_that_nobody_shows_are_kept_too_when_the_record_is_replaced() {
    let mock = Mock::new(Library);
    let shelf = shelf(&mock, json!({})).await;
    let book = json!({ "ShelfId": shelf["ShelfId"], "Title": "moby" });
    let arn = call(&mock, "PutBook", book.clone()).await.ok()["BookArn"].clone();
    assert_eq!(tags(&mock, &arn).await, json!([]));
    call(
        &mock,
        "TagResource",
        json!({ "ResourceArn": arn, "Tags": { "a": "1" } }),
    )
    .await
    .ok();
    let again = call(&mock, "PutBook", book).await.ok();
    assert_eq!(again["BookArn"], arn);
    assert_eq!(tags(&mock, &arn).await, json!([tag("a", "1")]));
    assert_eq!(tags(&mock, &shelf["Arn"]).await, json!([]));
}

#[tokio::test]
async fn what_is_not_there_and_what_is_too_much_is_refused() {
    let mock = Mock::new(Library);
    let arn = shelf(&mock, json!({ "a": "1" })).await["Arn"].clone();
    let many = json!({ "ResourceArn": arn, "Tags": { "a": "2", "b": "", "c": "", "d": "" } });
    let (_, code, message) = call(&mock, "TagResource", many).await.err();
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("TooManyTags", "It would carry 4 tags, and may carry 3")
    );
    assert_eq!(tags(&mock, &arn).await, json!([tag("a", "1")]));
    let nothing = "arn:aws:library:eu-west-1:123456789012:shelf/none";
    let (_, code, message) = call(&mock, "TagResource", json!({ "ResourceArn": nothing, "Tags": {} }))
        .await
        .err();
    assert_eq!(code, "NotFound");
    assert_eq!(message, format!("There is no resource with ResourceArn '{nothing}'"));
    assert_eq!(
        call(&mock, "ListTags", json!({ "ResourceArn": nothing })).await.code(),
        "NotFound"
    );
    // This one has no error for that.
    call(&mock, "UntagResource", json!({ "ResourceArn": nothing, "Keys": [] }))
        .await
        .ok();
    // The same ARN in another region is that of nothing.
    let elsewhere = call_in("us-east-1", &mock, "ListTags", json!({ "ResourceArn": arn })).await;
    assert_eq!(elsewhere.code(), "NotFound");
}

#[tokio::test]
async fn tags_are_listed_page_by_page() {
    let mock = Mock::new(Library);
    let arn = shelf(&mock, json!({ "a": "1", "b": "2", "c": "3" })).await["Arn"].clone();
    let first = json!({ "ResourceArn": arn, "MaxResults": 2 });
    let first = call(&mock, "ListTags", first).await.ok();
    assert_eq!(first["Tags"], json!([tag("a", "1"), tag("b", "2")]));
    let rest = json!({ "ResourceArn": arn, "MaxResults": 2, "NextToken": first["NextToken"] });
    let rest = call(&mock, "ListTags", rest).await.ok();
    assert_eq!((&rest["Tags"], rest.get("NextToken")), (&json!([tag("c", "3")]), None));
    let other = shelf(&mock, json!({})).await["Arn"].clone();
    let wrong = json!({ "ResourceArn": other, "NextToken": first["NextToken"] });
    call(&mock, "ListTags", wrong).await.err();
}

#[tokio::test]
async fn seeds_say_tags_and_arns() {
    let mock = Mock::new(Library);
    let seed = json!({ "library": { "Shelves": [
        { "ShelfId": "s-1", "Tags": [tag("a", "1")] },
        { "ShelfId": "s-2", "Arn": "arn:aws:library:eu-west-1:000000000000:of-old" },
        { "ShelfId": "s-3", "Arn": null },
    ] } });
    mock.seed(&seed.to_string()).unwrap();
    let read = |id: &'static str| {
        let request = Request::post("/")
            .header("authorization", authorization("AKID", "us-east-1", "library"))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", "Library.GetShelf")
            .body(Bytes::from(json!({ "ShelfId": id }).to_string()))
            .unwrap();
        let mock = mock.clone();
        async move { TestResponse::of(mock.call(request).await.unwrap()).ok() }
    };
    let first = read("s-1").await;
    assert_eq!(first["Arn"], "arn:aws:library:us-east-1:000000000000:shelf/s-1");
    assert_eq!(first["Tags"], json!([tag("a", "1")]));
    assert_eq!(
        read("s-2").await["Arn"],
        "arn:aws:library:eu-west-1:000000000000:of-old"
    );
    assert_eq!(read("s-3").await.get("Arn"), None);
}

#[tokio::test]
async fn a_list_shows_those_that_it_is_asked_for() {
    let mock = Mock::new(Library);
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(shelf(&mock, json!({})).await);
    }
    let listed = async |body: Json| {
        let response = call(&mock, "ListShelves", body).await.ok();
        let shelves = response["Shelves"].as_array().unwrap().clone();
        shelves
            .into_iter()
            .map(|shelf| shelf["ShelfId"].clone())
            .collect::<Vec<_>>()
    };
    let ids: Vec<Json> = made.iter().map(|shelf| shelf["ShelfId"].clone()).collect();
    assert_eq!(listed(json!({})).await, ids);
    assert_eq!(listed(json!({ "Ids": [] })).await, ids);
    assert_eq!(
        listed(json!({ "Ids": [ids[2], ids[0]] })).await,
        [ids[0].clone(), ids[2].clone()]
    );
    assert_eq!(listed(json!({ "Arns": [made[1]["Arn"]] })).await, [ids[1].clone()]);
    assert_eq!(
        listed(json!({ "Ids": [ids[0]], "Arns": [made[1]["Arn"]] })).await,
        Vec::<Json>::new()
    );
    let unknown = json!({ "Ids": [ids[0], "none"] });
    let (_, code, message) = call(&mock, "ListShelves", unknown).await.err();
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NotFound", "There is no Shelf with ShelfId 'none'")
    );
}
