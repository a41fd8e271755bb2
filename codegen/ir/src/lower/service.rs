//! The service, and where it is.

use super::{
    docs::{docs, one_line},
    naming,
    unlowerable::Unlowerable,
};
use crate::ir;
use shapewright_spec::{self as spec, diagnostic::Code};

pub(super) fn service(service: &spec::Service) -> Result<ir::Service, Unlowerable> {
    let protocols = service.protocol.iter().map(|protocol| match protocol {
        spec::Protocol::AwsJson1_0 => Ok(ir::Protocol::AwsJson1_0),
        spec::Protocol::AwsJson1_1 => Ok(ir::Protocol::AwsJson1_1),
        spec::Protocol::RestJson1 => Ok(ir::Protocol::RestJson1),
        spec::Protocol::RpcV2Cbor => Ok(ir::Protocol::RpcV2Cbor),
        other => {
            let message = format!("the protocol `{}` cannot be generated yet", other.name());
            Err(Unlowerable::new(Code::ProtocolNotSupported, message))
        }
    });
    let protocols = protocols.collect::<Result<_, _>>()?;
    let type_name = naming::service_type(&service.id);
    Ok(ir::Service {
        name: service.name.clone(),
        id: service.id.clone(),
        docs: docs(service.docs.as_deref(), ""),
        title: one_line(&service.title),
        version: one_line(&service.version),
        protocols,
        target_prefix: service.target_prefix.clone().unwrap_or_default(),
        signing_name: service.signing.name.clone(),
        endpoint: endpoint(&service.endpoint),
        headers: service.headers.clone().into_iter().collect(),
        query_compatible: service.query_compatible,
        trait_name: format!("{type_name}Service"),
        type_name,
    })
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
