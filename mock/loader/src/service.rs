//! The service and its operations.

use crate::leak::{self, Leak};
use shapewright_ir as ir;
use shapewright_schema::{EndpointException, EndpointFacts, Operation, Pagination, RequestFacts, Schema, Service};

/// The service with all of its operations.
pub(crate) fn service(ir: &ir::Ir, schemas: &[&'static Schema], leak: &mut Leak) -> &'static Service {
    let operations = ir.operations.iter().map(|one| operation(ir, one, schemas, leak));
    let operations = leak::list(operations);
    let service = &ir.service;
    leak::one(Service {
        name: leak.text(&service.name),
        id: leak.text(&service.id),
        version: leak.text(&service.version),
        protocols: leak::list(service.protocols.iter().map(|protocol| protocol.name())),
        target_prefix: leak.text(&service.target_prefix),
        signing_name: leak.text(&service.signing_name),
        endpoint: endpoint(&service.endpoint, leak),
        headers: leak.pairs(&service.headers),
        query_compatible: service.query_compatible,
        operations,
    })
}

fn operation(
    ir: &ir::Ir,
    operation: &ir::Operation,
    schemas: &[&'static Schema],
    leak: &mut Leak,
) -> &'static Operation {
    let errors = ir.errors(operation).iter().map(|error| schemas[error.shape.0]);
    leak::one(Operation {
        name: leak.text(&operation.name),
        method: leak.text(&operation.method),
        uri: leak.text(&operation.uri),
        status: operation.status,
        input: schemas[operation.input.0],
        output: schemas[operation.output.0],
        errors: leak::list(errors),
        readonly: operation.readonly,
        idempotent: operation.idempotent,
        pagination: operation.pagination.as_ref().map(|pages| pagination(pages, leak)),
        request: request(&operation.request, leak),
    })
}

fn pagination(pages: &ir::Pagination, leak: &mut Leak) -> Pagination {
    Pagination {
        input_token: leak.text(&pages.input_token),
        output_token: leak.text(&pages.output_token),
        page_size: leak.optional_text(pages.page_size.as_deref()),
        items: leak.optional_text(pages.items.as_deref()),
    }
}

fn request(facts: &ir::RequestFacts, leak: &mut Leak) -> RequestFacts {
    RequestFacts {
        endpoint: facts.endpoint.as_ref().map(|own| leak::one(endpoint(own, leak))),
        host_prefix: leak.optional_text(facts.host_prefix.as_deref()),
        anonymous: facts.anonymous,
        unsigned_payload: facts.unsigned_payload,
        checksum: facts.checksum,
        tree_hash: leak.optional_text(facts.tree_hash.as_deref()),
        gzip: facts.gzip,
    }
}

fn endpoint(endpoint: &ir::Endpoint, leak: &mut Leak) -> EndpointFacts<'static> {
    let exceptions = endpoint.exceptions.iter().map(|exception| EndpointException {
        partition: leak.optional_text(exception.partition.as_deref()),
        region: leak.optional_text(exception.region.as_deref()),
        fips: exception.fips,
        dual_stack: exception.dual_stack,
        host: leak.text(&exception.host),
        signing_region: leak.optional_text(exception.signing_region.as_deref()),
    });
    let exceptions = leak::list(exceptions);
    EndpointFacts {
        prefix: leak.text(&endpoint.prefix),
        multi_region: leak.optional_text(endpoint.multi_region.as_deref()),
        dual_stack_only: endpoint.dual_stack_only,
        exceptions,
    }
}
