//! Endpoints against the services' own test cases, and those of every service against botocore. The cases are another
//! project's, so they are read from beside the repository where they are present, and never copied.

use crate::support::workspace;
use serde_json::Value;
use shapewright_client::{
    ConfigError,
    endpoint::{EndpointParams, SigningScheme, resolve_endpoint},
    schema::Service,
};
use shapewright_endpoint::Asked;
use shapewright_import::{Files, Input, Options, import};
use shapewright_ir::load;
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

fn params(case: &Value) -> EndpointParams {
    let text = |name: &str| case["params"][name].as_str().map(str::to_owned);
    let flag = |name: &str| case["params"][name].as_bool().unwrap_or(false);
    EndpointParams {
        region: text("Region"),
        fips: flag("UseFIPS"),
        dual_stack: flag("UseDualStack"),
        url: text("Endpoint"),
        endpoint_id: text("EndpointId"),
    }
}

/// Whether our error says what the case's error says.
fn is_expected(error: &ConfigError, expect: &str) -> bool {
    let conflict = |first: &str, second: &str| match error {
        ConfigError::Conflict { one, other } => one.contains(first) && other.contains(second),
        _ => false,
    };
    match expect {
        "Invalid Configuration: Missing Region" => matches!(error, ConfigError::MissingRegion),
        "Invalid Configuration: FIPS and custom endpoint are not supported" => conflict("FIPS", "endpoint_url"),
        "Invalid Configuration: Dualstack and custom endpoint are not supported" => {
            conflict("dual-stack", "endpoint_url")
        }
        "Invalid Configuration: FIPS is not supported with multi-region endpoints" => conflict("FIPS", "endpoint_id"),
        "EndpointId must be a valid host label" => matches!(error, ConfigError::InvalidEndpointId(_)),
        _ => false,
    }
}

/// What is wrong with our response to a case.
fn mismatch(service: &Service, case: &Value) -> Option<String> {
    let expect = &case["expect"];
    match resolve_endpoint(service, &params(case)) {
        Ok(found) => {
            let scheme = expect["endpoint"]["properties"]["authSchemes"][0]["name"].as_str();
            let signing = match scheme {
                Some("sigv4a") => SigningScheme::V4aAnyRegion,
                _ => SigningScheme::V4,
            };
            let same = expect["endpoint"]["url"] == found.url.as_str() && signing == found.signing;
            (!same).then(|| format!("{found:?}"))
        }
        Err(error) => {
            let same = expect["error"]
                .as_str()
                .is_some_and(|expect| is_expected(&error, expect));
            (!same).then(|| format!("{error}"))
        }
    }
}

#[test]
fn endpoints_are_those_of_the_services_own_cases() {
    let folder = workspace().join("../shared/endpoint-tests");
    for service in [
        &workmail_client::model::operations::SERVICE,
        &sesv2_client::model::operations::SERVICE,
        &macie2_client::model::operations::SERVICE,
    ] {
        let path = folder.join(format!("{}.json", service.name));
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: {} is not there", path.display());
            continue;
        };
        let cases: Value = serde_json::from_str(&text).expect("the file is JSON");
        let cases = cases["testCases"].as_array().expect("a list of cases");
        let wrong: Vec<String> = cases
            .iter()
            .filter_map(|case| Some(format!("{}: {}", case["documentation"], mismatch(service, case)?)))
            .collect();
        assert!(!cases.is_empty() && wrong.is_empty(), "{}: {wrong:#?}", service.name);
        eprintln!("{}: {} cases", service.name, cases.len());
    }
}

/// What differs between botocore's addresses of a service and ours, and how many were compared. What botocore refuses is no
/// address, and what is no https is a server of one's own: callers name that themselves.
fn compared(service: &Value) -> (usize, Vec<String>) {
    let name = service["service"].as_str().unwrap();
    let files = Files {
        path: name.to_owned(),
        service: service["model"].to_string(),
        endpoint_rules: Some(service["rules"].to_string()),
        ..Files::default()
    };
    let mut sink = Diagnostics::new();
    let options = Options {
        without_lifecycles: true,
        ..Options::default()
    };
    let imported = import(&[Input::Botocore(Box::new(files))], &options, &mut sink);
    let text = imported.map_or_else(|| panic!("{name}: {sink}"), |imported| imported.text);
    let ir = load(&Source::new(format!("{name}.json"), text), &mut sink);
    let ir = ir.unwrap_or_else(|| panic!("{name}: {sink}"));
    let operation = |name: &str| ir.operations.iter().find(|operation| operation.name == name);
    let mut differences = Vec::new();
    let addresses = service["addresses"].as_array().unwrap();
    let is_https = |url: &Value| url.as_str().is_some_and(|url| url.starts_with("https://"));
    let found = addresses.iter().filter(|address| is_https(&address["found"]["url"]));
    let mut count = 0;
    for found in found {
        count += 1;
        let wanted = &found["found"];
        let operation = operation(found["operation"].as_str().unwrap()).unwrap();
        let asked = Asked {
            region: found["asked"]["region"].as_str().unwrap(),
            fips: found["asked"]["fips"].as_bool().unwrap(),
            dual_stack: found["asked"]["dualStack"].as_bool().unwrap(),
        };
        let address = operation
            .request
            .endpoint
            .as_ref()
            .unwrap_or(&ir.service.endpoint)
            .address(asked);
        let ours = [
            &format!("https://{}", address.host),
            &ir.service.signing_name,
            &address.signing_region,
        ];
        let theirs = ["url", "signingName", "signingRegion"].map(|key| wanted[key].as_str().unwrap());
        if ours != theirs {
            let operation = &operation.name;
            differences.push(format!(
                "{name} {operation} {asked:?}: botocore {theirs:?}, here {ours:?}"
            ));
        }
    }
    (count, differences)
}

/// Every service that speaks JSON, in all partitions, with everything that can be asked for: the facts that the importer finds
/// lead where botocore's own rules lead.
#[test]
fn addresses_of_every_service_are_those_of_botocore() {
    let python = workspace().join("target/clients-venv/bin/python");
    if !python.exists() {
        println!("SKIPPED: there is no botocore in target/clients-venv; `cargo xtask test` puts it there");
        return;
    }
    let script = workspace().join("tests/clients/botocore_endpoints.py");
    let mut running = Command::new(python).arg(script).stdout(Stdio::piped()).spawn().unwrap();
    let (mut services, mut addresses, mut differences) = (0, 0, Vec::new());
    for line in BufReader::new(running.stdout.take().unwrap()).lines() {
        let (count, found) = compared(&serde_json::from_str(&line.unwrap()).unwrap());
        services += 1;
        addresses += count;
        differences.extend(found);
    }
    assert!(running.wait().unwrap().success());
    assert!(
        services >= 400 && addresses >= 30_000,
        "{services} services, {addresses} addresses"
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    println!("{addresses} addresses of {services} services are those of botocore");
}
