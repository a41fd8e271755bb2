//! Errors: whose fault, which status, and that a client can tell them apart.

use super::context::{Checker, Lookup};
use super::targets;
use crate::{
    diagnostic::{Code, quoted},
    format::{Fault, Shape},
};
use std::collections::HashMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    for (id, shape, structure) in checker.structures() {
        if let (Some(error), Shape::Structure(_)) = (&structure.error, shape)
            && !checker.is_faulty(&["shapes", id])
        {
            facts(checker, id, error);
        }
    }
    let spec = checker.spec;
    for (name, operation) in &spec.operations {
        let mut named: HashMap<&str, usize> = HashMap::new();
        let mut codes: HashMap<&str, &str> = HashMap::new();
        for (at, id) in operation.errors.iter().enumerate() {
            let at_text = at.to_string();
            let path = ["operations", name, "errors", &at_text];
            if named.insert(id, at).is_some() {
                let message = format!("{} is named for the second time", quoted(id));
                checker.report(Code::DuplicateError, &path, message, "remove it");
                continue;
            }
            let Lookup::Found(Shape::Structure(structure)) = checker.shape(id) else {
                continue;
            };
            let code = structure
                .error
                .as_ref()
                .and_then(|error| error.code.as_deref())
                .unwrap_or(id);
            if let Some(other) = codes.insert(code, id) {
                let message = format!(
                    "{} and {} both have the code {}",
                    quoted(other),
                    quoted(id),
                    quoted(code)
                );
                let help = "give one of them another `code`, or remove it: a client takes both for the first";
                checker.report(Code::DuplicateErrorCode, &path, message, help);
            }
        }
    }
    for (name, resource) in &spec.resources {
        if let Some(most) = &resource.most {
            targets::error(checker, &["resources", name, "most", "error"], &most.error);
        }
        for (operation, transition) in &resource.transitions {
            if let Some(error) = &transition.error {
                let path = ["resources", name, "transitions", operation, "error"];
                targets::error(checker, &path, error);
            }
        }
        for (field, error) in [
            ("notFound", &resource.not_found),
            ("alreadyExists", &resource.already_exists),
        ] {
            if let Some(error) = error {
                targets::error(checker, &["resources", name, field], error);
            }
        }
    }
}

fn facts(checker: &mut Checker<'_>, id: &str, error: &crate::format::Error) {
    let path = ["shapes", id, "error"];
    if error.fault.is_none() {
        let message = format!("error {} does not say whose fault it is", quoted(id));
        let help = "add `\"fault\": \"client\"` or `\"fault\": \"server\"`";
        checker.report(Code::MissingFault, &path, message, help);
    }
    if error.code.as_deref().is_some_and(|code| code.trim().is_empty()) {
        let message = format!("the code of error {} is empty", quoted(id));
        checker.report(
            Code::BadName,
            &["shapes", id, "error", "code"],
            message,
            "write the code, or remove `code`",
        );
    }
    let Some(status) = error.status else {
        return;
    };
    let path = ["shapes", id, "error", "status"];
    let (fault, statuses) = match error.fault {
        Some(Fault::Client) => ("client", 400..=499),
        Some(Fault::Server) => ("server", 500..=599),
        None => return,
    };
    if !(400..=599).contains(&status) {
        let message = format!("{status} is not the status of an error");
        checker.report(
            Code::BadStatus,
            &path,
            message,
            "use 400 to 499 for the client's fault, 500 to 599 for the server's",
        );
    } else if !statuses.contains(&status) {
        let message = format!("{status} is not a status for the {fault}'s fault");
        let help = format!("use {} to {}, or the other fault", statuses.start(), statuses.end());
        checker.report(Code::FaultStatus, &path, message, help);
    }
}
