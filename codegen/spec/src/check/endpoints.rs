//! How host names are made.

use super::context::Checker;
use crate::{
    diagnostic::{Code, quoted},
    format::{Endpoint, EndpointException},
};
use shapewright_endpoint::{PLACEHOLDERS, partition, partitions};

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    if !checker.is_faulty(&["service"]) {
        exceptions(checker, &["service", "endpoint"], &spec.service.endpoint);
    }
    for (name, operation) in &spec.operations {
        if let Some(endpoint) = &operation.endpoint {
            let path = ["operations", name, "endpoint"];
            if endpoint.prefix.trim().is_empty() {
                let message = "`prefix` is empty".to_owned();
                checker.report(
                    Code::BadEndpoint,
                    &path,
                    message,
                    "write the first label of the host name",
                );
            }
            exceptions(checker, &path, endpoint);
        }
    }
}

fn exceptions(checker: &mut Checker<'_>, path: &[&str], endpoint: &Endpoint) {
    for (at, exception) in endpoint.exceptions.iter().enumerate() {
        let place = at.to_string();
        let path = [path, &["exceptions", &place]].concat();
        if let Some((message, help)) = fault(exception) {
            checker.report(Code::BadEndpoint, &path, message, help);
        } else if let Some(hidden) = endpoint.exceptions[..at]
            .iter()
            .position(|earlier| hides(earlier, exception))
        {
            let message = format!("this exception never counts: that at {hidden} always does first");
            checker.report(
                Code::BadEndpoint,
                &path,
                message,
                "put it before the other, or remove it",
            );
        }
    }
}

fn fault(exception: &EndpointException) -> Option<(String, String)> {
    let EndpointException {
        partition: in_partition,
        region,
        host,
        signing_region,
        ..
    } = exception;
    if let Some(id) = in_partition
        && partitions().all(|partition| partition.id != id)
    {
        let known: Vec<&str> = partitions().map(|partition| partition.id).collect();
        return Some((
            format!("there is no partition {}", quoted(id)),
            format!("the partitions are `{}`", known.join("`, `")),
        ));
    }
    if let (Some(id), Some(region)) = (in_partition, region) {
        let of_region = partition(region).id;
        if of_region != id {
            return Some((
                format!(
                    "the region {} is in the partition {}",
                    quoted(region),
                    quoted(of_region)
                ),
                "remove `partition`, or name another region".to_owned(),
            ));
        }
    }
    if host.is_empty() {
        return Some(("`host` is empty".to_owned(), "write a host name".to_owned()));
    }
    for text in [Some(host), signing_region.as_ref()].into_iter().flatten() {
        let without = PLACEHOLDERS
            .iter()
            .fold(text.clone(), |text, name| text.replace(name, ""));
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-./".contains(c);
        if !without.chars().all(allowed) || text.starts_with('/') {
            return Some((
                format!("{} is no host name", quoted(text)),
                format!(
                    "write letters, digits, hyphens and dots, and for what differs `{}`",
                    PLACEHOLDERS.join("`, `")
                ),
            ));
        }
    }
    None
}

/// Whether an exception holds wherever another one does.
fn hides(earlier: &EndpointException, later: &EndpointException) -> bool {
    let of_region = later.region.as_deref().map(|region| partition(region).id);
    let partition = later.partition.as_deref().or(of_region);
    let covers = |earlier: Option<bool>, later: Option<bool>| earlier.is_none() || earlier == later;
    (earlier.region.is_none() || earlier.region == later.region)
        && (earlier.partition.is_none() || earlier.partition.as_deref() == partition)
        && covers(earlier.fips, later.fips)
        && covers(earlier.dual_stack, later.dual_stack)
}
