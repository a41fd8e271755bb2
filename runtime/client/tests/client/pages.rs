//! Pages and items, one by one, cut, and gone on with.

use crate::{
    calls::http_response,
    paged::{Client, Count, Fields, Page, client},
    sample::CreateUserError,
};
use futures_util::{StreamExt, TryStreamExt};
use shapewright_client::{
    Builder, Credentials, Overrides, bytes::Bytes, http::Request, pagination::Pages, transport_fn,
};
use shapewright_schema::Document;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

/// Ten numbers; the token is the first of the next page.
pub fn numbers(fields: Fields) -> Option<String> {
    let from: usize = fields
        .get("NextToken")
        .map_or(0, |token| token.as_str().unwrap().parse().unwrap());
    let size = match fields.get("MaxResults") {
        Some(Document::Integer(size)) => usize::try_from(*size).unwrap(),
        _ => 4,
    };
    let page: Vec<usize> = (from..10.min(from + size)).collect();
    let token = if from + size < 10 {
        format!(", \"NextToken\": \"{}\"", from + size)
    } else {
        String::new()
    };
    Some(format!("{{\"Numbers\": {page:?}{token}}}"))
}

#[tokio::test]
async fn items_of_all_pages_in_their_order() {
    let items: Vec<i32> = client(numbers).count().items().try_collect().await.unwrap();
    assert_eq!(items, Vec::from_iter(0..10));
    let sizes = client(numbers)
        .count()
        .page_size(3)
        .pages()
        .map(|page| page.unwrap().numbers.unwrap().len());
    assert_eq!(sizes.collect::<Vec<_>>().await, [3, 3, 3, 1]);
}

/// Each page is a request of its own: with the token of the one before, a service may respond with that page again.
#[tokio::test]
async fn tokens_that_nobody_gave_are_new_for_each_page() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let client = client(move |fields| {
        let token = fields["ClientToken"].as_str().unwrap().to_owned();
        keep.lock().unwrap().push(token);
        numbers(fields)
    });
    client.count().items().try_collect::<Vec<i32>>().await.unwrap();
    let given = Page {
        client_token: Some("mine".to_owned()),
        ..Page::default()
    };
    let pages = client
        .0
        .paginate::<Count, CreateUserError, _>(given, |output| output.numbers.as_mut());
    pages.items().try_collect::<Vec<i32>>().await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[3..], ["mine"; 3]);
    assert_eq!(seen[..3].iter().collect::<BTreeSet<_>>().len(), 3, "{seen:?}");
}

/// Whatever the sizes of pages before and after, nothing is missed and nothing comes twice.
#[tokio::test]
async fn reading_goes_on_exactly_where_it_was_cut() {
    let client = client(numbers);
    for (before, after, most) in (1..5).flat_map(|a| (1..5).flat_map(move |b| (0..12).map(move |c| (a, b, c)))) {
        let mut items = client.count().page_size(before).max_items(most).items();
        let mut pages = client.count().page_size(before).max_items(most).pages();
        let mut found = Vec::new();
        while let Some(item) = items.try_next().await.unwrap() {
            found.push(item);
        }
        assert_eq!(found.len(), most.min(10));
        let paged = all(&mut pages).await;
        assert_eq!(found, paged);
        assert_eq!(items.resume_token(), pages.resume_token());
        assert_eq!(items.resume_token().is_none(), most >= 10);
        if let Some(token) = items.resume_token() {
            // A limit on the second reading does not count what the first gave.
            let rest = client.count().page_size(after).starting_token(&token).max_items(3);
            let mut rest = rest.items();
            while let Some(item) = rest.try_next().await.unwrap() {
                found.push(item);
            }
            assert_eq!(found, Vec::from_iter(0..10.min(most as i32 + 3)));
        }
    }
}

async fn all(pages: &mut Pages<Count, CreateUserError, Vec<i32>>) -> Vec<i32> {
    let mut found = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        found.extend(page.numbers.unwrap());
    }
    found
}

#[tokio::test]
async fn reading_can_stop_anywhere() {
    let client = client(numbers);
    for stop in 0..=10 {
        let mut items = client.count().items();
        for _ in 0..stop {
            items.next().await.unwrap().unwrap();
        }
        let rest = match items.resume_token() {
            Some(token) => client
                .count()
                .starting_token(token)
                .items()
                .try_collect()
                .await
                .unwrap(),
            None => Vec::new(),
        };
        assert_eq!(rest, Vec::from_iter(stop..10));
    }
}

#[tokio::test]
async fn a_token_that_comes_again_is_an_error() {
    // After a comes b, after b comes a.
    let client = client(|fields| {
        let next = if fields.get("NextToken").and_then(Document::as_str) == Some("a") {
            "b"
        } else {
            "a"
        };
        Some(format!("{{\"Numbers\": [1], \"NextToken\": \"{next}\"}}"))
    });
    let mut items = client.count().items();
    for _ in 0..3 {
        assert_eq!(items.try_next().await.unwrap(), Some(1));
    }
    let error = items.try_next().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "CreateUser failed: the next page cannot be asked for: the service gave the token of a page that has been \
         read already"
    );
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn reading_goes_on_after_an_error() {
    let calls = Arc::new(Mutex::new(0));
    let client = client(move |fields| {
        *calls.lock().unwrap() += 1;
        if *calls.lock().unwrap() == 2 {
            None
        } else {
            numbers(fields)
        }
    });
    let mut items = client.count().items();
    for _ in 0..4 {
        items.next().await.unwrap().unwrap();
    }
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
    let rest = client.count().starting_token(items.resume_token().unwrap()).items();
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap(), Vec::from_iter(4..10));
}

#[tokio::test]
async fn maps_and_members_of_members() {
    let client = client(|fields| {
        Some(match fields.get("StartKey") {
            None => r#"{"Result": {"Entries": {"b": 2, "a": 1}, "LastKey": {"id": "b"}}}"#.to_owned(),
            Some(key) => {
                assert_eq!(
                    key,
                    &Document::Map([("id".to_owned(), Document::String("b".to_owned()))].into())
                );
                r#"{"Result": {"Entries": {"c": 3}, "LastKey": {}}}"#.to_owned()
            }
        })
    });
    let entry = |key: &str, value| (key.to_owned(), value);
    let items: Vec<_> = client.look().items().try_collect().await.unwrap();
    assert_eq!(items, [entry("a", 1), entry("b", 2), entry("c", 3)]);

    let mut first = client.look().max_items(1).pages();
    let page = first.try_next().await.unwrap().unwrap();
    assert_eq!(page.result.unwrap().entries, BTreeMap::from([entry("a", 1)]));
    let rest = client.look().starting_token(first.resume_token().unwrap()).items();
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap(), items[1..]);
}

#[tokio::test]
async fn what_cannot_be_asked_for() {
    let client = client(|_| panic!("sent"));
    let refused = [
        client.look().page_size(5).pages().try_next().await.unwrap_err(),
        client
            .look()
            .starting_token("abc")
            .pages()
            .try_next()
            .await
            .unwrap_err(),
        client.count().page_size(u32::MAX).pages().try_next().await.unwrap_err(),
    ];
    assert_eq!(
        refused.map(|error| error.to_string().replace("CreateUser failed: ", "")),
        [
            "the size of a page cannot be set: Look takes none",
            "the starting token cannot be used: it is not one that `resume_token` gave",
            "the size of a page cannot be set: the document must be a whole number of 32 bits, but is 4294967295",
        ]
    );
}

#[test]
fn what_can_be_paginated() {
    let client = client(numbers);
    assert!(client.0.can_paginate("Count") && !client.0.can_paginate("Other"));
}

#[tokio::test]
async fn each_page_and_a_presigned_request_have_the_overrides() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let client: Client = Builder::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret", None))
        .transport(transport_fn(move |request: Request<Bytes>| {
            let first = keep.lock().unwrap().is_empty();
            keep.lock().unwrap().push((
                request.uri().host().unwrap().to_owned(),
                request.headers()["x-team"].to_str().unwrap().to_owned(),
            ));
            let body = if first { r#"{"NextToken": "a"}"# } else { "{}" };
            std::future::ready(Ok(http_response(200, &[], body)))
        }))
        .build()
        .unwrap();
    let overrides = Overrides::new().endpoint_url("http://other").header("x-team", "blue");
    let items = client.count().with(overrides.clone()).items();
    assert!(items.try_collect::<Vec<_>>().await.unwrap().is_empty());
    assert_eq!(*seen.lock().unwrap(), vec![("other".to_owned(), "blue".to_owned()); 2]);

    let minute = std::time::Duration::from_secs(60);
    let presigned = client
        .0
        .presign::<Count>(Page::default(), minute)
        .with(overrides)
        .await
        .unwrap();
    assert_eq!(presigned.uri.host(), Some("other"));
    let mut headers: Vec<&str> = presigned.headers.keys().map(|name| name.as_str()).collect();
    headers.sort_unstable();
    assert_eq!(headers, ["content-type", "x-amz-target", "x-team"]);
    let query = presigned.uri.query().unwrap();
    assert!(
        query.contains("X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-target%3Bx-team&"),
        "{query}"
    );
}
