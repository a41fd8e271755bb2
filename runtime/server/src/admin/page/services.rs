//! What is mocked.

use super::super::{Asked, services::Service};
use maud::{Markup, html};

pub(super) fn section(asked: &Asked<'_>) -> Markup {
    let services = asked.offered();
    html! {
        section #services {
            h2 { "Services" }
            p.note { span.dot {} " keeps state; the responses of the others are made up" }
            @for service in &services { (card(service)) }
            datalist #operations {
                @for operation in services.iter().flat_map(|service| &service.operations) {
                    option value=(operation.name) {}
                }
            }
            datalist #errors {
                @for error in errors(&services) { option value=(error) {} }
            }
        }
    }
}

fn card(service: &Service) -> Markup {
    html! {
        details.service id=(format!("service-{}", service.name)) {
            summary {
                b { (service.id) }
                @if service.loaded { span { (service.operations.len()) " operations" } } @else { span { "not loaded yet" } }
            }
            p.note { (service.protocols.join(", ")) " · " (service.version) " · signed as " code { (service.signing_name) } }
            ul.operations {
                @for operation in &service.operations {
                    li {
                        @if operation.stateful { span.dot title="keeps state" {} } @else { span.dot.hollow title="made up" {} }
                        a href=(format!("/_mock/?service={}&operation={}", service.name, operation.name)) { (operation.name) }
                        @if operation.uri != "/" { code { (operation.method) " " (operation.uri) } }
                    }
                }
            }
        }
    }
}

fn errors(services: &[Service]) -> Vec<&'static str> {
    let operations = services.iter().flat_map(|service| &service.operations);
    let mut errors: Vec<&str> = operations
        .flat_map(|operation| operation.errors.iter().copied())
        .collect();
    errors.sort_unstable();
    errors.dedup();
    errors
}
