//! Services and operations by name, for doors that no type names.

use crate::hosted::Hosted;
use shapewright_schema::{Operation, OperationShape, Service};
use std::{fmt, sync::Arc};

/// A service or operation that is not in a mock. It says which ones are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName(String);

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownName {}

/// How many names are listed where none of them is the one that was asked for.
const MOST_NAMES: usize = 20;

/// An operation of a service that a mock has.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
}

impl Target {
    /// The operation of a type.
    pub(crate) fn of<O: OperationShape>(hosted: &[Arc<Hosted>]) -> Result<Self, UnknownName> {
        Self::named(hosted, O::SERVICE.name, O::OPERATION.name)
    }

    /// The operation with these names.
    pub(crate) fn named(hosted: &[Arc<Hosted>], service: &str, operation: &str) -> Result<Self, UnknownName> {
        let service = self::service(hosted, service)?;
        let operation = self::operation(service, operation)?;
        Ok(Self { service, operation })
    }

    /// Whether it is this operation of this service.
    pub(crate) fn is(&self, service: &Service, operation: &Operation) -> bool {
        self.service.name == service.name && self.operation.name == operation.name
    }
}

/// The service that is named as its crate is.
pub(crate) fn service(hosted: &[Arc<Hosted>], name: &str) -> Result<&'static Service, UnknownName> {
    let found = hosted.iter().find(|hosted| hosted.name() == name);
    found
        .map(|hosted| hosted.service())
        .ok_or_else(|| unknown(hosted, name))
}

/// There is no service of this name.
pub(crate) fn unknown(hosted: &[Arc<Hosted>], name: &str) -> UnknownName {
    let names: Vec<&str> = hosted.iter().map(|hosted| hosted.name()).collect();
    let there = match closest(name, &names) {
        _ if names.is_empty() => "it has none".to_owned(),
        Some(meant) if names.len() > MOST_NAMES => format!("did you mean `{meant}`?"),
        None if names.len() > MOST_NAMES => format!("it has {} others", names.len()),
        _ => format!("it has {}", names.join(", ")),
    };
    UnknownName(format!("there is no service `{name}` in this mock; {there}"))
}

/// The name that was meant, if one is close.
pub(crate) fn closest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let furthest = (name.len() / 4).max(1);
    names
        .iter()
        .map(|candidate| match candidate.eq_ignore_ascii_case(name) {
            true => (0, *candidate),
            false => (strsim::osa_distance(name, candidate), *candidate),
        })
        .filter(|(distance, _)| *distance <= furthest && name.len() < 100)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The operation of a service.
pub(crate) fn operation(service: &'static Service, name: &str) -> Result<&'static Operation, UnknownName> {
    if let Some((_, operation)) = service.operation(name) {
        return Ok(operation);
    }
    let mut names = service.operations.iter().map(|operation| operation.name);
    let hint = match names.find(|other| other.eq_ignore_ascii_case(name)) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => String::new(),
    };
    Err(UnknownName(format!("{} has no operation `{name}`{hint}", service.id)))
}
