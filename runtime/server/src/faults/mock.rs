//! The faults of a mock: adding them, which checks them, listing and removing them.

use super::{Action, Fault, FaultError, InjectedFault, modelled};
use crate::{
    Mock,
    hosted::Hosted,
    names::{self, UnknownName},
};
use shapewright_schema::Operation;
use std::sync::Arc;

impl Mock {
    /// Adds a fault and gives its id. Where several hit a request, the one that was added last acts; delays add up.
    ///
    /// # Errors
    /// When the fault names a service, operation or error that is not there, or its probability or status is none.
    pub fn inject(&self, fault: Fault) -> Result<u64, FaultError> {
        check(self.hosted(), &fault)?;
        Ok(self.faults_in_place().add(fault))
    }

    /// The faults, in the order in which they were added. Those that have been used up are among them.
    pub fn faults(&self) -> Vec<InjectedFault> {
        self.faults_in_place().list()
    }

    /// Removes a fault; returns whether there was one with this id.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.faults_in_place().remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.faults_in_place().clear();
    }
}

fn check(hosted: &[Arc<Hosted>], fault: &Fault) -> Result<(), FaultError> {
    let operations = operations(hosted, fault)?;
    if let Some(Action::Error { name, .. }) = &fault.action {
        check_error(name, fault, &operations, may_have_more(hosted, fault))?;
    }
    if let Some(Action::Respond { status, .. }) = &fault.action
        && !(200..=999).contains(status)
    {
        return Err(FaultError(format!("a status is 200 to 999, and not {status}")));
    }
    match fault.probability {
        Some(chance) if !(0.0..=1.0).contains(&chance) => {
            Err(FaultError(format!("a probability is 0 to 1, and not {chance}")))
        }
        _ => Ok(()),
    }
}

/// The operations that a fault is for.
fn operations(hosted: &[Arc<Hosted>], fault: &Fault) -> Result<Vec<&'static Operation>, UnknownName> {
    let services = match &fault.service {
        Some(name) => vec![names::service(hosted, name)?],
        None => hosted
            .iter()
            .filter_map(|hosted| hosted.ready())
            .map(|loaded| loaded.service)
            .collect(),
    };
    let Some(name) = &fault.operation else {
        return Ok(services
            .iter()
            .flat_map(|service| service.operations)
            .copied()
            .collect());
    };
    let (mut found, mut unknown) = (Vec::new(), None);
    for service in services {
        match names::operation(service, name) {
            Ok(operation) => found.push(operation),
            Err(error) => unknown = unknown.or(Some(error)),
        }
    }
    match unknown {
        // A service that is not loaded yet may have it.
        Some(unknown) if found.is_empty() && !may_have_more(hosted, fault) => Err(unknown),
        _ => Ok(found),
    }
}

/// Whether the fault is for services of which some are not loaded yet.
fn may_have_more(hosted: &[Arc<Hosted>], fault: &Fault) -> bool {
    fault.service.is_none() && hosted.iter().any(|hosted| hosted.ready().is_none())
}

fn check_error(
    name: &str,
    fault: &Fault,
    operations: &[&'static Operation],
    may_have_more: bool,
) -> Result<(), FaultError> {
    if operations.iter().any(|operation| modelled(operation, name).is_some()) || may_have_more {
        return Ok(());
    }
    let what = fault
        .operation
        .as_deref()
        .or(fault.service.as_deref())
        .unwrap_or("this mock");
    let there = match operations {
        [one] => one.errors.iter().map(|error| error.name).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let there = if there.is_empty() {
        there
    } else {
        format!("; it has {there}")
    };
    Err(FaultError(format!("{what} has no error `{name}`{there}")))
}
