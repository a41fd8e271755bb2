//! Names of members in the body.

use super::context::Checker;
use crate::diagnostic::{Code, quoted};
use std::collections::HashMap;

pub(super) fn check(checker: &mut Checker<'_>) {
    for (id, _, structure) in checker.structures() {
        let mut first: HashMap<&str, &str> = HashMap::new();
        for (name, member) in &structure.members {
            if member.http.is_some() || checker.is_faulty(&["shapes", id, "members", name]) {
                continue;
            }
            let wire = member.name.as_deref().unwrap_or(name);
            let path: &[&str] = match member.name {
                Some(_) => &["shapes", id, "members", name, "name"],
                None => &["shapes", id, "members", name],
            };
            if name.is_empty() {
                // The name of the member has been reported.
            } else if wire.is_empty() {
                let message = format!("the name of member {} in the body is empty", quoted(name));
                checker.report(Code::BadName, path, message, "write the name, or remove `name`");
            } else if let Some(other) = first.insert(wire, name) {
                let message = format!(
                    "{} and {} are both {} in the body",
                    quoted(other),
                    quoted(name),
                    quoted(wire)
                );
                checker.report(
                    Code::DuplicateWireName,
                    path,
                    message,
                    "give one of them another `name`",
                );
            }
        }
    }
}
