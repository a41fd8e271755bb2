//! Requests and responses in the notation of boto3's reference: what pages show of the three services is what the documents
//! show.

use super::{SERVICES, service};
use crate::support::workspace;
use serde_json::Value;
use shapewright_reference::shown;
use std::{collections::BTreeMap, fs};

/// Without white space, which the documents lost in part.
fn flat(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Without the comma before what closes a structure: a document has one where a paginator's page leaves out the token.
fn even(text: &str) -> String {
    flat(text).replace("],}", "]}")
}

/// The sample of a type in the notation of the facts, without white space.
fn sample(fact: &Value) -> String {
    let Value::Object(fact) = fact else {
        return match fact.as_str() {
            Some("string") => "'string'",
            Some("integer" | "long") => "123",
            Some("float") => "123.0",
            Some("boolean") => "True|False",
            Some("timestamp") => "datetime(2015,1,1)",
            other => panic!("no sample for {other:?}"),
        }
        .to_owned();
    };
    let (kind, inner) = fact.iter().next().expect("a type says what it is");
    match kind.as_str() {
        "struct" => structure(inner),
        "list" => format!("[{},]", sample(inner)),
        "map" => format!("{{'string':{}}}", sample(inner)),
        "enum" => {
            let values = inner.as_array().expect("an enum has values").iter();
            values
                .map(|value| format!("'{}'", value.as_str().unwrap_or_default()))
                .collect::<Vec<_>>()
                .join("|")
        }
        other => panic!("no sample for {other}"),
    }
}

fn structure(members: &Value) -> String {
    let members = members.as_object().expect("members").iter();
    let members: Vec<_> = members
        .map(|(name, fact)| format!("'{name}':{}", sample(fact)))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn arguments(members: &Value) -> String {
    let members = members.as_object().expect("members").iter();
    let members: Vec<_> = members.map(|(name, fact)| format!("{name}={}", sample(fact))).collect();
    format!("({})", members.join(","))
}

#[test]
fn all_operations_and_paginators_are_as_the_facts_say() {
    let facts = fs::read_to_string(workspace().join("tests/facts/contract.json")).expect("the facts can be read");
    let facts: Value = serde_json::from_str(&facts).expect("the facts are JSON");
    let (mut operations, mut paginators) = (0, 0);
    for name in SERVICES {
        let facts = &facts["services"][name];
        for shown in shown(&service(name)) {
            let what = &shown.operation;
            let documented = &facts["operations"][what];
            let request = flat(&shown.request);
            let call = request.split_once('(').map(|(_, rest)| format!("({rest}"));
            assert_eq!(
                call.as_deref(),
                Some(arguments(&documented["request"]).as_str()),
                "request of {what}"
            );
            assert_eq!(
                flat(&shown.response),
                structure(&documented["response"]),
                "response of {what}"
            );
            operations += 1;
            let documented = &facts["paginators"][what];
            if documented.is_null() {
                continue;
            }
            let (request, page) = shown.paginator.unwrap_or_else(|| panic!("{what} has no paginator"));
            let request = flat(&request);
            let call = request.split_once(".paginate(").map(|(_, rest)| format!("({rest}"));
            assert_eq!(
                call.as_deref(),
                Some(arguments(&documented["request"]).as_str()),
                "paginator of {what}"
            );
            assert_eq!(even(&page), structure(&documented["response"]), "a page of {what}");
            paginators += 1;
        }
    }
    assert_eq!((operations, paginators), (72, 8));
}

/// A call in a document, and the response beneath it, both without white space.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    request: String,
    response: String,
}

/// Reads calls out of a document: by the method, or for paginators by `paginator` and the method.
fn blocks(text: &str) -> BTreeMap<String, Block> {
    let mut lines = text.lines().map(str::trim);
    let mut blocks = BTreeMap::new();
    let mut paginator = String::new();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("paginator = client.get_paginator('") {
            paginator = name.trim_end_matches("')").to_owned();
        }
        let call = line
            .strip_prefix("response = client.")
            .or_else(|| line.strip_prefix("client."));
        let (name, rest) = match (call, line.strip_prefix("response_iterator = paginator.paginate(")) {
            (Some(call), _) if call.contains('(') => call.split_once('(').unwrap_or_default(),
            (_, Some(rest)) => ("", rest),
            _ => continue,
        };
        let name = if name.is_empty() {
            format!("paginator {paginator}")
        } else {
            name.to_owned()
        };
        let mut request = flat(rest);
        while request.matches('(').count() >= request.matches(')').count() {
            request += &flat(lines.next().expect("a call ends"));
        }
        let mut response = lines.find(|line| line.starts_with('{')).map(flat).unwrap_or_default();
        while response.matches('{').count() > response.matches('}').count() {
            response += &flat(lines.next().expect("a response ends"));
        }
        blocks.insert(
            name,
            Block {
                request: format!("({request}"),
                response,
            },
        );
    }
    blocks
}

/// The documents themselves, where they lie beside the repository.
#[test]
fn all_operations_and_paginators_are_as_the_documents_show() {
    let folder = workspace().join("../shared/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: there are no documents in {}", folder.display());
        return;
    };
    let mut documented = BTreeMap::new();
    for entry in entries {
        let text = fs::read_to_string(entry.expect("it can be read").path()).expect("a document is text");
        documented.extend(blocks(&text));
    }
    let mut described = BTreeMap::new();
    for name in SERVICES {
        for shown in shown(&service(name)) {
            let (method, block) = blocks(&format!("{}\n{}", shown.request, shown.response))
                .pop_first()
                .expect("what is shown is a call");
            described.insert(method, block);
            if let Some((request, page)) = shown.paginator {
                described.extend(blocks(&format!("{request}\n{page}")));
            }
        }
    }
    // Pages show every paginator, the documents only those that were there when they were written.
    described.retain(|name, _| !name.starts_with("paginator ") || documented.contains_key(name));
    assert_eq!(documented.len(), 80, "72 operations and 8 paginators");
    for (name, block) in &documented {
        assert_eq!(described.get(name), Some(block), "{name}");
    }
    assert_eq!(described.len(), documented.len());
}
