//! Loaded tables are equal to generated ones: for every committed description, and for every feature of the format,
//! fact by fact, through all circles.

use shapewright_schema::{Member, Operation, Schema, Service};
use shapewright_server::{Handler, Lifecycle, Tagging};
use shapewright_spec::{diagnostic::Diagnostics, parse::Source};
use std::{
    collections::HashSet,
    fmt::Debug,
    fs,
    path::{Path, PathBuf},
};

/// Compares, and collects what differs.
#[derive(Default)]
struct Comparison {
    /// The pairs that are compared already, or are being compared further out.
    seen: HashSet<(usize, usize)>,
    schemas: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn equal<T: Debug + ?Sized>(&mut self, place: &str, loaded: &T, generated: &T) {
        let (loaded, generated) = (format!("{loaded:?}"), format!("{generated:?}"));
        if loaded != generated {
            self.differences
                .push(format!("{place}: loaded {loaded}, generated {generated}"));
        }
    }

    fn schema(&mut self, place: &str, loaded: &'static Schema, generated: &'static Schema) {
        use shapewright_schema::Kind as K;
        let address = |schema: &'static Schema| std::ptr::from_ref(schema).addr();
        if !self.seen.insert((address(loaded), address(generated))) {
            return;
        }
        self.schemas += 1;
        // Every field is named, so that a new one does not compile until it is compared.
        let Schema {
            name,
            kind,
            constraints,
            sensitive,
            timestamp_format,
            media_type,
            internal,
            error,
            streaming,
        } = loaded;
        let place = format!("{place}/{name}");
        self.equal(&place, name, &generated.name);
        self.equal(&place, kind.type_name(), generated.kind.type_name());
        self.equal(&place, constraints, &generated.constraints);
        self.equal(&place, sensitive, &generated.sensitive);
        self.equal(&place, timestamp_format, &generated.timestamp_format);
        self.equal(&place, media_type, &generated.media_type);
        self.equal(&place, internal, &generated.internal);
        self.equal(&place, error, &generated.error);
        self.equal(&place, streaming, &generated.streaming);
        match (kind, &generated.kind) {
            (K::Enum(loaded), K::Enum(generated)) => self.equal(&place, loaded, generated),
            (K::IntEnum(loaded), K::IntEnum(generated)) => self.equal(&place, loaded, generated),
            (
                K::List { member, sparse },
                K::List {
                    member: other,
                    sparse: other_sparse,
                },
            ) => {
                self.equal(&place, sparse, other_sparse);
                self.member(&place, member, other);
            }
            (
                K::Map { key, value, sparse },
                K::Map {
                    key: other_key,
                    value: other_value,
                    sparse: other_sparse,
                },
            ) => {
                self.equal(&place, sparse, other_sparse);
                self.member(&place, key, other_key);
                self.member(&place, value, other_value);
            }
            (K::Structure(loaded), K::Structure(generated)) | (K::Union(loaded), K::Union(generated)) => {
                self.equal(&place, &loaded.len(), &generated.len());
                for (loaded, generated) in loaded.all().iter().zip(generated.all()) {
                    self.member(&place, loaded, generated);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, place: &str, loaded: &'static Member, generated: &'static Member) {
        let Member {
            name,
            wire_name,
            target,
            binding,
            constraints,
            required,
            idempotency_token,
            endpoint,
            sensitive,
            timestamp_format,
            media_type,
            default,
        } = loaded;
        let place = format!("{place}.{name}");
        self.equal(&place, name, &generated.name);
        self.equal(&place, wire_name, &generated.wire_name);
        self.equal(&place, binding, &generated.binding);
        self.equal(&place, constraints, &generated.constraints);
        self.equal(&place, required, &generated.required);
        self.equal(&place, idempotency_token, &generated.idempotency_token);
        self.equal(&place, endpoint, &generated.endpoint);
        self.equal(&place, sensitive, &generated.sensitive);
        self.equal(&place, timestamp_format, &generated.timestamp_format);
        self.equal(&place, media_type, &generated.media_type);
        self.equal(&place, default, &generated.default);
        self.schema(&place, target, generated.target);
    }

    fn optional_schema(&mut self, place: &str, loaded: Option<&'static Schema>, generated: Option<&'static Schema>) {
        match (loaded, generated) {
            (Some(loaded), Some(generated)) => self.schema(place, loaded, generated),
            (loaded, generated) => self.equal(place, &loaded.is_some(), &generated.is_some()),
        }
    }

    fn service(&mut self, loaded: &'static Service, generated: &'static Service) {
        let Service {
            name,
            id,
            version,
            protocols,
            target_prefix,
            signing_name,
            endpoint,
            headers,
            query_compatible,
            operations,
        } = loaded;
        self.equal(name, name, &generated.name);
        self.equal(name, id, &generated.id);
        self.equal(name, version, &generated.version);
        self.equal(name, protocols, &generated.protocols);
        self.equal(name, target_prefix, &generated.target_prefix);
        self.equal(name, signing_name, &generated.signing_name);
        self.equal(name, endpoint, &generated.endpoint);
        self.equal(name, headers, &generated.headers);
        self.equal(name, query_compatible, &generated.query_compatible);
        self.equal(name, &operations.len(), &generated.operations.len());
        for (loaded, generated) in operations.iter().zip(generated.operations) {
            self.operation(loaded, generated);
        }
    }

    fn operation(&mut self, loaded: &'static Operation, generated: &'static Operation) {
        let Operation {
            name,
            method,
            uri,
            status,
            input,
            output,
            errors,
            readonly,
            idempotent,
            pagination,
            request,
        } = loaded;
        self.equal(name, name, &generated.name);
        self.equal(name, method, &generated.method);
        self.equal(name, uri, &generated.uri);
        self.equal(name, status, &generated.status);
        self.equal(name, readonly, &generated.readonly);
        self.equal(name, idempotent, &generated.idempotent);
        self.equal(name, pagination, &generated.pagination);
        self.equal(name, request, &generated.request);
        self.schema(name, input, generated.input);
        self.schema(name, output, generated.output);
        self.equal(name, &errors.len(), &generated.errors.len());
        for (loaded, generated) in errors.iter().zip(generated.errors) {
            self.schema(name, loaded, generated);
        }
    }

    fn lifecycle(&mut self, loaded: &'static Lifecycle, generated: &'static Lifecycle) {
        let name = loaded.name;
        self.schema(name, loaded.record, generated.record);
        self.optional_schema(name, loaded.not_found, generated.not_found);
        self.optional_schema(name, loaded.already_exists, generated.already_exists);
        self.most(name, loaded.most, generated.most);
        self.equal(name, &loaded.transitions.len(), &generated.transitions.len());
        for (loaded, generated) in loaded.transitions.iter().zip(generated.transitions) {
            self.optional_schema(name, loaded.error, generated.error);
            let facts = |facts: &shapewright_server::Transition| (facts.operation, facts.when, facts.set, facts.stamp);
            self.equal(name, &facts(loaded), &facts(generated));
        }
        // What refers to schemas is compared above: in a circle it has no end as text.
        let rest = |lifecycle: &Lifecycle| Lifecycle {
            record: Lifecycle::NONE.record,
            not_found: None,
            already_exists: None,
            most: None,
            transitions: &[],
            ..*lifecycle
        };
        self.equal(name, &rest(loaded), &rest(generated));
    }

    fn most(
        &mut self,
        place: &str,
        loaded: Option<shapewright_server::Most>,
        generated: Option<shapewright_server::Most>,
    ) {
        let count = |most: Option<shapewright_server::Most>| most.map(|most| most.count);
        self.equal(place, &count(loaded), &count(generated));
        self.optional_schema(place, loaded.map(|most| most.error), generated.map(|most| most.error));
    }

    fn tagging(&mut self, loaded: Option<&'static Tagging>, generated: Option<&'static Tagging>) {
        self.equal("tagging", &loaded.is_some(), &generated.is_some());
        if let (Some(loaded), Some(generated)) = (loaded, generated) {
            self.equal("tagging", &loaded.tag, &generated.tag);
            self.equal("tagging", &loaded.untag, &generated.untag);
            self.equal("tagging", &loaded.list, &generated.list);
            self.optional_schema("tagging", loaded.not_found, generated.not_found);
            self.most("tagging", loaded.most, generated.most);
        }
    }
}

fn compare(description: &Path, generated: &dyn Handler) -> Comparison {
    let text = fs::read_to_string(description).expect("the description can be read");
    let source = Source::new(description.display().to_string(), text);
    let mut sink = Diagnostics::new();
    let ir = shapewright_ir::load(&source, &mut sink).expect("the description is valid");
    let loaded = shapewright_loader::tables(&ir);
    let mut comparison = Comparison::default();
    comparison.service(loaded.service, generated.service());
    let (lifecycles, others) = (loaded.lifecycles, generated.lifecycles());
    comparison.equal("lifecycles", &lifecycles.len(), &others.len());
    for (loaded, generated) in lifecycles.iter().zip(others) {
        comparison.lifecycle(loaded, generated);
    }
    comparison.tagging(loaded.tagging, generated.tagging());
    comparison
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn loaded_tables_of_committed_services_are_the_generated_ones() {
    let services = [
        ("workmail.json", workmail_mock::handler(workmail_mock::Defaults)),
        ("sesv2.json", sesv2_mock::handler(sesv2_mock::Defaults)),
        ("macie2.json", macie2_mock::handler(macie2_mock::Defaults)),
    ];
    for (description, generated) in services {
        let comparison = compare(&workspace().join("specs").join(description), &*generated);
        assert_eq!(comparison.differences, [""; 0], "{description}");
        assert!(comparison.schemas > 20, "{description}: {} schemas", comparison.schemas);
    }
}

#[test]
fn loaded_tables_of_every_feature_of_the_format_are_the_generated_ones() {
    let mut recursive = 0;
    for (case, generated) in shapewright_test_compile::handlers() {
        let description = workspace()
            .join("codegen/emit/tests/cases")
            .join(case)
            .join("spec.json");
        let comparison = compare(&description, &*generated);
        assert_eq!(comparison.differences, [""; 0], "{case}");
        recursive += usize::from(case.starts_with("recursion"));
    }
    assert!(recursive >= 2, "no case has shapes that lead back to themselves");
}

#[test]
fn the_comparison_finds_what_differs() {
    let macie2 = macie2_mock::handler(macie2_mock::Defaults);
    let comparison = compare(&workspace().join("specs/workmail.json"), &*macie2);
    assert!(comparison.differences.len() > 20, "{:?}", comparison.differences);
}
