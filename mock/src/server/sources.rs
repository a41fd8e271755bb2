//! Which services are served, and what each is loaded from.

use crate::services;
use clap::Args;
use shapewright_import::find;
use shapewright_loader::{
    compose,
    source::{self, Available},
};
use shapewright_server::{Handler, Mock, MockBuilder, SchemaHandler, schema::Service};
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The services to serve.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Services")]
pub struct Sources {
    /// Serve these services, by the names that botocore and the AWS CLI have for them; separate several with commas. The
    /// default is the services whose behavior is documented: macie2, sesv2 and workmail.
    #[arg(
        long,
        visible_alias = "only",
        value_name = "NAME",
        value_delimiter = ',',
        conflicts_with = "all"
    )]
    pub service: Vec<String>,
    /// Serve every service. Each is loaded when its first request comes.
    #[arg(long)]
    pub all: bool,
    /// Serve the service of this description; may be given more than once.
    #[arg(long, value_name = "FILE")]
    pub spec: Vec<PathBuf>,
    /// Serve the service of this Smithy or botocore model, a file or a folder; may be given more than once.
    #[arg(long, value_name = "PATH")]
    pub model: Vec<PathBuf>,
    /// Load services from the models in this folder of botocore, instead of those in this program. Without `--service` all of
    /// them are served.
    #[arg(long, value_name = "DIR")]
    pub botocore: Option<PathBuf>,
    /// Load the files of `--spec` again when they change. Records that still fit are kept; a file with an error is reported,
    /// and the service stays as it is.
    #[arg(long, requires = "spec")]
    pub watch: bool,
}

/// The services that were chosen.
pub struct Chosen {
    /// Services that are loaded already.
    loaded: Vec<Arc<dyn Handler>>,
    /// Services that are loaded when they are first needed, and the documented behaviour that some have.
    lazy: Vec<(Available, Option<Arc<dyn Handler>>)>,
    /// Services with documented behaviour alone.
    documented: Vec<Arc<dyn Handler>>,
    on_demand: bool,
}

impl Sources {
    /// The services that the options choose. Descriptions and models that are named are loaded now, so that nothing is served
    /// where one is bad.
    ///
    /// # Errors
    /// When there is no such service, or a description or model has errors.
    pub fn choose(&self) -> Result<Chosen, String> {
        let mut loaded: Vec<Arc<dyn Handler>> = Vec::new();
        for path in &self.spec {
            loaded.push(Arc::new(description(path)?));
        }
        for path in &self.model {
            loaded.push(Arc::new(model(path)?));
        }
        for (place, handler) in loaded.iter().enumerate() {
            let name = handler.service().name;
            if loaded[..place].iter().any(|other| other.service().name == name) {
                return Err(format!(
                    "two of the files describe the service `{name}`; name one of them"
                ));
            }
        }
        let available = self.available()?;
        let mut chosen = Chosen {
            loaded,
            lazy: Vec::new(),
            documented: Vec::new(),
            on_demand: self.service.is_empty(),
        };
        let serves_all = self.all || (self.botocore.is_some() && self.service.is_empty());
        let serves_files_alone = !chosen.loaded.is_empty() && self.service.is_empty() && !serves_all;
        if serves_files_alone {
            return Ok(chosen);
        }
        let documented = services();
        for name in &self.service {
            let is_known = documented.iter().any(|handler| handler.service().name == name)
                || available.iter().any(|service| service.facts().name == name);
            if !is_known {
                return Err(unknown(name, &documented, &available));
            }
        }
        // A file of one's own stands for the service.
        let is_described = |name: &str, chosen: &Chosen| chosen.loaded.iter().any(|own| own.service().name == name);
        let is_asked_for = |name: &str| serves_all || self.service.iter().any(|asked| asked == name);
        let by_default = self.service.is_empty();
        for handler in documented {
            let service = handler.service();
            if !(by_default || is_asked_for(service.name)) || is_described(service.name, &chosen) {
                continue;
            }
            match available.iter().find(|rest| rest.facts().name == service.name) {
                Some(rest) => chosen.lazy.push((rest.clone(), Some(handler))),
                None => chosen.documented.push(handler),
            }
        }
        for service in available {
            let name = service.facts().name;
            let is_there = chosen.lazy.iter().any(|(there, _)| there.facts().name == name);
            if is_asked_for(name) && !is_there && !is_described(name, &chosen) {
                chosen.lazy.push((service, None));
            }
        }
        Ok(chosen)
    }

    /// What can be loaded by name.
    fn available(&self) -> Result<Vec<Available>, String> {
        match &self.botocore {
            Some(folder) => {
                let data = find::data(Some(folder)).map_err(|error| error.to_string())?;
                source::botocore(&data)
            }
            None => in_program(),
        }
    }
}

#[cfg(feature = "catalog")]
fn in_program() -> Result<Vec<Available>, String> {
    source::catalog()
}

#[cfg(not(feature = "catalog"))]
fn in_program() -> Result<Vec<Available>, String> {
    Ok(Vec::new())
}

fn unknown(name: &str, documented: &[Arc<dyn Handler>], available: &[Available]) -> String {
    let mut names: Vec<&str> = documented.iter().map(|handler| handler.service().name).collect();
    names.extend(available.iter().map(|service| service.facts().name));
    names.sort_unstable();
    names.dedup();
    let asked = name.to_lowercase();
    // Services are often asked for by their id, with or without its spaces.
    let bare = |text: &str| text.to_lowercase().replace([' ', '-', '_'], "");
    let by_id = available.iter().find(|service| bare(service.facts().id) == bare(name));
    let close = names
        .iter()
        .filter(|candidate| candidate.contains(&asked) || asked.contains(**candidate));
    let close: Vec<&str> = by_id
        .map(|service| service.facts().name)
        .into_iter()
        .chain(close.copied())
        .take(5)
        .collect();
    let help = match close.as_slice() {
        [] if names.len() <= 20 => format!("there are {}", names.join(", ")),
        [] => format!("there are {}; their names are those of the AWS CLI", names.len()),
        close => format!("did you mean {}?", close.join(" or ")),
    };
    format!("there is no service `{name}`; {help}")
}

fn description(path: &Path) -> Result<SchemaHandler, String> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let mut sink = Diagnostics::new();
    match Source::from_bytes(shown, bytes, &mut sink) {
        Some(source) => source::description(&source),
        None => Err(sink.to_string()),
    }
}

fn model(path: &Path) -> Result<SchemaHandler, String> {
    // A folder or file that is written without a slash is no service of botocore.
    let argument = match path.components().count() {
        1 => Path::new(".").join(path),
        _ => path.to_owned(),
    };
    let files = find::models(&argument.to_string_lossy(), None, None).map_err(|error| error.to_string())?;
    source::models(&files)
}

impl Chosen {
    /// Adds the services to a mock.
    pub fn add_to(self, mut mock: MockBuilder) -> MockBuilder {
        for handler in self.loaded.into_iter().chain(self.documented) {
            mock = mock.add(handler);
        }
        for (service, documented) in self.lazy {
            let facts = documented.as_ref().map_or(service.facts(), |handler| handler.service());
            let is_named = documented.is_some() || !self.on_demand;
            let load = move || handler(&service, documented.as_ref());
            mock = match is_named {
                true => mock.add_lazy(facts, load),
                false => mock.add_on_demand(facts, load),
            };
        }
        mock
    }
}

fn handler(service: &Available, documented: Option<&Arc<dyn Handler>>) -> Result<Arc<dyn Handler>, String> {
    let loaded = service.load()?;
    Ok(match documented {
        Some(documented) => Arc::new(compose(Arc::clone(documented), &loaded)),
        None => Arc::new(loaded),
    })
}

/// Loads descriptions again when their files change.
pub struct Watch {
    files: Vec<Watched>,
}

struct Watched {
    path: PathBuf,
    /// What was read last.
    text: Vec<u8>,
}

impl Watch {
    /// Watches these files.
    pub fn new(paths: &[PathBuf]) -> Self {
        let files = paths.iter().map(|path| Watched {
            path: path.clone(),
            text: fs::read(path).unwrap_or_default(),
        });
        Self { files: files.collect() }
    }

    /// Loads those that have changed since the last time. Says what came of it.
    pub fn reload(&mut self, mock: &Mock) -> Vec<String> {
        self.files.iter_mut().flat_map(|file| file.reload(mock)).collect()
    }
}

impl Watched {
    fn reload(&mut self, mock: &Mock) -> Vec<String> {
        // A file that is not there is being replaced; one that is cut off has changed again the next time.
        let Ok(text) = fs::read(&self.path) else {
            return Vec::new();
        };
        if text == self.text {
            return Vec::new();
        }
        self.text = text;
        let shown = self.path.display();
        let handler = match description(&self.path) {
            Ok(handler) => handler,
            Err(errors) => {
                return vec![format!(
                    "{errors}\nerror: {shown} was not loaded; its service stays as it was"
                )];
            }
        };
        let service: &Service = handler.service();
        match mock.replace(handler) {
            Ok(lost) => {
                let mut said = vec![format!("note: {shown} was loaded again")];
                said.extend(lost.iter().map(|what| format!("note: {} lost {what}", service.name)));
                said
            }
            Err(unknown) => vec![format!(
                "error: {shown} was not loaded: {unknown}. Start the mock again."
            )],
        }
    }
}
