//! What services are loaded from: a description, models, the folder of botocore, the catalogue.

use crate::{
    leak::{self, Leak},
    tables,
};
use shapewright_import::{self as import, Input, Options, find};
use shapewright_ir::{load, lower};
use shapewright_schema::{EndpointFacts, Service};
use shapewright_server::SchemaHandler;
use shapewright_spec::{
    Spec,
    diagnostic::{Diagnostics, Severity},
    parse::Source,
};
use std::{fmt, path::Path, sync::Arc};

/// A service that can be loaded.
#[derive(Clone)]
pub struct Available {
    facts: &'static Service,
    load: Load,
}

type Load = Arc<dyn Fn() -> Result<SchemaHandler, String> + Send + Sync>;

impl fmt::Debug for Available {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Available").field(&self.facts.name).finish()
    }
}

impl Available {
    /// What is known of it without loading it: everything but its operations.
    pub fn facts(&self) -> &'static Service {
        self.facts
    }

    /// Loads it. The tables are never freed, so load a service once.
    ///
    /// # Errors
    /// What is wrong with what it is loaded from.
    pub fn load(&self) -> Result<SchemaHandler, String> {
        (self.load)()
    }
}

/// Loads the service of a description.
///
/// # Errors
/// All errors of the description, each with its place and what to do.
pub fn description(source: &Source) -> Result<SchemaHandler, String> {
    let mut sink = Diagnostics::new();
    match load(source, &mut sink) {
        Some(ir) => Ok(tables(&ir).handler()),
        None => Err(errors(&sink)),
    }
}

/// Loads the service of Smithy or botocore models, with the resources that can be inferred. Operations that stream events
/// are left out.
///
/// # Errors
/// What is wrong with the models.
pub fn models(models: &[Input]) -> Result<SchemaHandler, String> {
    let mut sink = Diagnostics::new();
    let options = Options {
        without_event_streams: true,
        ..Options::default()
    };
    match import::import(models, &options, &mut sink) {
        Some(imported) => lowered(&imported.spec),
        None => Err(errors(&sink)),
    }
}

/// The services of botocore in the folder of its data.
///
/// # Errors
/// When the folder cannot be read, or a file in it is none of botocore.
pub fn botocore(data: &Path) -> Result<Vec<Available>, String> {
    let names = find::services(data).map_err(|error| error.to_string())?;
    let services = names.iter().map(|name| {
        let known = find::metadata(data, name).map_err(|error| error.to_string())?;
        let said = |key: &str| known.get(key).and_then(|value| value.as_str());
        let prefix = said("endpointPrefix").unwrap_or(name);
        let protocols = known.get("protocols").and_then(|protocols| protocols.as_array());
        let protocols = protocols.into_iter().flatten().filter_map(|protocol| protocol.as_str());
        let facts = facts(&Known {
            name,
            id: said("serviceId").unwrap_or(name),
            version: said("apiVersion").unwrap_or_default(),
            protocols: protocols.chain(said("protocol")).collect(),
            target_prefix: said("targetPrefix").unwrap_or_default(),
            signing_name: said("signingName").unwrap_or(prefix),
            endpoint_prefix: prefix,
        });
        let (data, name) = (data.to_owned(), name.clone());
        let load = move || {
            let files = find::service(&data, &name).map_err(|error| error.to_string())?;
            models(&[files])
        };
        Ok(Available {
            facts,
            load: Arc::new(load),
        })
    });
    services.collect()
}

/// The services of the catalogue in this program.
///
/// # Errors
/// When the catalogue is damaged.
#[cfg(feature = "catalog")]
pub fn catalog() -> Result<Vec<Available>, String> {
    let catalog = shapewright_catalog::Catalog::embedded().map_err(|error| error.to_string())?;
    let catalog: &'static shapewright_catalog::Catalog<'static> = leak::one(catalog);
    let services = catalog.services().map(|service| Available {
        facts: facts(&Known {
            name: &service.name,
            id: &service.id,
            version: &service.version,
            protocols: service.protocols.iter().map(String::as_str).collect(),
            target_prefix: &service.target_prefix,
            signing_name: &service.signing_name,
            endpoint_prefix: &service.endpoint_prefix,
        }),
        load: Arc::new(|| {
            let text = catalog.description(&service.name).map_err(|error| error.to_string())?;
            let spec: Spec = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            lowered(&spec)
        }),
    });
    Ok(services.collect())
}

/// A description that was checked before.
fn lowered(spec: &Spec) -> Result<SchemaHandler, String> {
    let ir = lower(spec, "").map_err(|unlowerable| format!("{}: {}", unlowerable.code, unlowerable.message))?;
    Ok(tables(&ir).handler())
}

fn errors(sink: &Diagnostics) -> String {
    let errors = sink.iter().filter(|found| found.severity == Severity::Error);
    let said: Vec<String> = errors.map(ToString::to_string).collect();
    said.join("\n")
}

/// What is known of a service before it is loaded.
struct Known<'a> {
    name: &'a str,
    id: &'a str,
    version: &'a str,
    protocols: Vec<&'a str>,
    target_prefix: &'a str,
    signing_name: &'a str,
    endpoint_prefix: &'a str,
}

fn facts(known: &Known<'_>) -> &'static Service {
    let leak = &mut Leak::default();
    leak::one(Service {
        name: leak.text(known.name),
        id: leak.text(known.id),
        version: leak.text(known.version),
        protocols: leak.texts(&known.protocols),
        target_prefix: leak.text(known.target_prefix),
        signing_name: leak.text(known.signing_name),
        endpoint: EndpointFacts::of(leak.text(known.endpoint_prefix)),
        headers: &[],
        query_compatible: false,
        operations: &[],
    })
}
