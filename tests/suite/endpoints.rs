//! Endpoints against the services' own test cases. They are another project's, so they are read from beside the
//! repository where they are present, and never copied.

use crate::support::workspace;
use serde_json::Value;
use shapewright_client::{ConfigError, EndpointParams, SigningScheme, resolve_endpoint, schema::Service};

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

/// What is wrong with our answer to a case.
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
