//! What the README shows of clients and mocks, run as shown: its whole programs are doc tests, and each other snippet stands
//! here, in an example or in `tests/consumer`, word for word. `examples/list_users.rs` is run by
//! `tests/clients/test_readme.py`.

use crate::support::workspace;
use std::{error::Error, fs};

/// The blocks of Rust in a section.
fn blocks<'a>(readme: &'a str, section: &str) -> Vec<&'a str> {
    let (_, section) = readme
        .split_once(&format!("\n## {section}\n"))
        .expect("the section is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let blocks = section.split("```rust,ignore\n").skip(1);
    blocks.filter_map(|block| block.split("```").next()).collect()
}

/// The code without spaces and without the commas that rustfmt puts at the ends of lines.
fn flat(code: &str) -> String {
    let flat: String = code.split_whitespace().collect();
    [",}", ",]", ",)"]
        .into_iter()
        .fold(flat, |flat, end| flat.replace(end, &end[1..]))
}

#[test]
fn every_snippet_is_run_as_shown() {
    let read = |path: &str| fs::read_to_string(workspace().join(path)).expect("the file can be read");
    let readme = read("README.md");
    let run = [
        flat(include_str!("readme.rs")),
        flat(&read("tests/examples/list_users.rs")),
        flat(&read("tests/consumer/src/findings.rs")),
    ];
    let mut count = 0;
    for section in ["A client", "A mock in a test"] {
        for block in blocks(&readme, section) {
            count += 1;
            assert!(
                run.iter().any(|code| code.contains(&flat(block))),
                "nothing runs this:\n{block}"
            );
        }
    }
    assert!(count >= 2, "{count} snippets");
}

#[tokio::test]
async fn calls() -> Result<(), Box<dyn Error>> {
    let mock = workmail_mock::WorkMail::start();
    let client = mock.client();
    let made = client.create_organization().alias("example").send().await?;
    let (org, secret) = (made.organization_id.unwrap(), "Correct-Horse-7");

    let call = client
        .create_user()
        .organization_id(&org)
        .name("ann")
        .display_name("Ann")
        .password(secret);
    let id = call.send().await?.user_id;

    let mut users = client
        .list_users()
        .organization_id(&org)
        .paginate()
        .page_size(50)
        .max_items(500)
        .items();
    while let Some(user) = users.try_next().await? {
        println!("{:?}", user.name); // a futures Stream too
    }
    let go_on_later = users.resume_token();

    match client.delete_user().organization_id(&org).user_id("bob").send().await {
        Err(error) if error.is_entity_not_found_exception() => println!("gone already"),
        other => println!("{other:?}"),
    }

    let response = client.list_users().organization_id(&org).send().with_metadata().await?;
    println!(
        "request {:?}, {} users",
        response.metadata.request_id(),
        response.output.users().len()
    );

    assert!(id.is_some() && go_on_later.is_none());
    assert!(response.metadata.request_id().is_some() && response.output.users().len() == 1);
    Ok(())
}

#[test]
fn blocking_calls() -> Result<(), Box<dyn Error>> {
    let mock = workmail_mock::WorkMail::start();
    let client = mock.client();
    let made = client.create_organization().alias("example").send().block()?;
    let org = made.organization_id.unwrap();

    for user in client.list_users().organization_id(&org).paginate().items().block() {
        println!("{:?}", user?.name);
    }
    Ok(())
}
