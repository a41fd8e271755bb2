//! The service, and where it is.

use super::{
    docs::{docs, one_line},
    naming,
};
use crate::ir;
use shapewright_spec as spec;

pub(super) fn service(service: &spec::Service) -> ir::Service {
    let type_name = naming::service_type(&service.id);
    ir::Service {
        name: service.name.clone(),
        id: service.id.clone(),
        docs: docs(service.docs.as_deref(), ""),
        title: one_line(&service.title),
        version: one_line(&service.version),
        protocols: service.protocol.iter().collect(),
        target_prefix: service.target_prefix.clone().unwrap_or_default(),
        signing_name: service.signing.name.clone(),
        endpoint: endpoint(&service.endpoint),
        headers: service.headers.clone().into_iter().collect(),
        query_compatible: service.query_compatible,
        xml_namespace: service.xml_namespace.clone(),
        bare_errors: service.bare_errors,
        trait_name: format!("{type_name}Service"),
        type_name,
    }
}

pub(super) fn endpoint(endpoint: &spec::Endpoint) -> ir::Endpoint {
    ir::Endpoint {
        prefix: endpoint.prefix.clone(),
        multi_region: endpoint.multi_region.clone(),
        dual_stack_only: endpoint.dual_stack_only,
        exceptions: endpoint
            .exceptions
            .iter()
            .map(|exception| ir::EndpointException {
                partition: exception.partition.clone(),
                region: exception.region.clone(),
                fips: exception.fips,
                dual_stack: exception.dual_stack,
                host: exception.host.clone(),
                signing_region: exception.signing_region.clone(),
            })
            .collect(),
    }
}
