//! What a service's endpoint rules say that the one rule of all services leaves open: the first label of the host, whether
//! there are addresses of both IP versions only, multi-region endpoints, and the addresses that are made otherwise.
//!
//! A rule set is run for regions of every partition, with everything that can be asked for, and facts are looked for that
//! give the same addresses: so they are right by construction, however the rules are written.

use super::{
    notes::Notes,
    rules::{Outcome, RuleSet, Template},
};
use serde_json::{Map, Value};
use shapewright_endpoint::{Address, Asked, EndpointFacts, partitions};
use shapewright_spec::{Endpoint, EndpointException, Spec};
use std::collections::{BTreeSet, HashMap};

/// What a model says of its endpoints.
#[derive(Default)]
pub(super) struct Given {
    /// The rule set, where there is one.
    pub(super) rules: Value,
    /// Where it stands.
    pub(super) place: String,
    /// What operations say of the rules' parameters, by their names.
    pub(super) contexts: HashMap<String, Map<String, Value>>,
}

/// Writes the endpoints of the service, and of those operations that have others, into the description. Its service has the
/// prefix that other parts of the model say. Notes what is left out.
pub(super) fn describe(spec: &mut Spec, given: &Given, notes: &mut Notes) {
    let Some(rules) = RuleSet::of(&given.rules) else {
        return;
    };
    let (samples, none) = (Samples::of(&rules), Map::new());
    let mut groups = groups(spec, given, &none).into_iter();
    let mut found = |context: &Map<String, Value>, prefix: &str| {
        let points = samples.points(&rules, context, notes, given);
        (!points.is_empty()).then(|| facts(&points, prefix))
    };
    // The service's endpoint is that of most operations.
    let (most, _) = groups.next().unwrap_or((&none, Vec::new()));
    let service = found(most, &spec.service.endpoint.prefix);
    let has_address = service.is_some();
    let endpoint = service.unwrap_or_else(|| spec.service.endpoint.clone());
    for (context, names) in groups {
        let Some(own) = found(context, &endpoint.prefix).filter(|own| *own != endpoint) else {
            continue;
        };
        for name in names {
            if let Some(operation) = spec.operations.get_mut(&name) {
                operation.endpoint = Some(own.clone());
            }
        }
    }
    let multi_region = multi_region(&given.rules);
    if !has_address {
        let why = "they lead to no address without what only a request says; set the endpoint where it is needed";
        notes.left_out("endpoint rules", why, &given.place);
    }
    let is_said = |name: &&str| given.contexts.values().any(|context| context.contains_key(*name));
    let is_read = |name: &&str| is_said(name) || multi_region.is_some() && *name == ENDPOINT_ID;
    let unread: Vec<&str> = rules.own_parameters().filter(|name| !is_read(name)).collect();
    if !unread.is_empty() {
        let why = format!(
            "the address does not depend on the account or on a member of the request; these rules do, on `{}`",
            unread.join("`, `")
        );
        notes.left_out("endpoint rules of requests", &why, &given.place);
    }
    spec.service.endpoint = Endpoint {
        multi_region,
        ..endpoint
    };
}

/// The names of operations that say the same of the rules' parameters, the most first.
fn groups<'g>(
    spec: &Spec,
    given: &'g Given,
    none: &'g Map<String, Value>,
) -> Vec<(&'g Map<String, Value>, Vec<String>)> {
    let mut groups: Vec<(&Map<String, Value>, Vec<String>)> = Vec::new();
    for name in spec.operations.keys() {
        let context = given.contexts.get(name).unwrap_or(none);
        match groups.iter_mut().find(|(said, _)| *said == context) {
            Some((_, names)) => names.push(name.clone()),
            None => groups.push((context, vec![name.clone()])),
        }
    }
    groups.sort_by_key(|(_, names)| std::cmp::Reverse(names.len()));
    groups
}

/// The parameter of multi-region endpoints.
const ENDPOINT_ID: &str = "EndpointId";

/// For what a rule set is run.
struct Samples {
    /// The regions, and how much it counts to be right about one: a region that rules name less than all others.
    regions: Vec<(String, i64)>,
}

/// What is asked for, and where the rules lead.
struct Point {
    region: String,
    weight: i64,
    fips: bool,
    dual_stack: bool,
    template: Template,
    address: Address,
}

impl Point {
    fn asked(&self) -> Asked<'_> {
        Asked {
            region: &self.region,
            fips: self.fips,
            dual_stack: self.dual_stack,
        }
    }
}

impl Samples {
    fn of(rules: &RuleSet<'_>) -> Self {
        let mut regions: Vec<(String, i64)> = partitions()
            .map(|partition| match partition.starts {
                "" => ("xx-sample-1".to_owned(), 100),
                starts => (format!("{starts}sample-1"), 100),
            })
            .collect();
        regions.extend(rules.regions().into_iter().map(|region| (region.to_owned(), 1)));
        Self { regions }
    }

    /// Where the rules lead. What they refuse is no point: facts may say anything of it.
    fn points(
        &self,
        rules: &RuleSet<'_>,
        context: &Map<String, Value>,
        notes: &mut Notes,
        given: &Given,
    ) -> Vec<Point> {
        let mut points = Vec::new();
        let mut unknown = BTreeSet::new();
        for (region, weight) in &self.regions {
            for (fips, dual_stack) in [(false, false), (false, true), (true, false), (true, true)] {
                let asked = Asked {
                    region,
                    fips,
                    dual_stack,
                };
                match rules.run(asked, context) {
                    Outcome::Host(template) => points.push(Point {
                        region: region.clone(),
                        weight: *weight,
                        fips,
                        dual_stack,
                        address: exception(&template).address(false, asked),
                        template,
                    }),
                    Outcome::Refused => {}
                    Outcome::Unknown(name) => drop(unknown.insert(name)),
                }
            }
        }
        if !unknown.is_empty() {
            let names: Vec<String> = unknown.into_iter().collect();
            let why = format!("a description has no place for `{}` in them", names.join("`, `"));
            notes.left_out("endpoint rules", &why, &given.place);
        }
        points
    }
}

fn exception(template: &Template) -> shapewright_endpoint::EndpointException<'_> {
    shapewright_endpoint::EndpointException {
        signing_region: template.signing_region.as_deref(),
        ..shapewright_endpoint::EndpointException::of(&template.host)
    }
}

/// The fewest facts that give these addresses.
fn facts(points: &[Point], otherwise: &str) -> Endpoint {
    let mut endpoint = base(points, otherwise);
    let facts = EndpointFacts {
        dual_stack_only: endpoint.dual_stack_only,
        ..EndpointFacts::of(&endpoint.prefix)
    };
    let mut right: Vec<bool> = points
        .iter()
        .map(|point| facts.address(point.asked()) == point.address)
        .collect();
    let templates = templates(points);
    // Which template gives the right address at which point.
    let fits: Vec<Vec<bool>> = templates
        .iter()
        .map(|template| {
            let address = |point: &Point| exception(template).address(endpoint.dual_stack_only, point.asked());
            points.iter().map(|point| address(point) == point.address).collect()
        })
        .collect();
    let conditions = conditions(points);
    // The last exception is found first: it stands before what it makes an exception of.
    while right.contains(&false) {
        let mut best: Option<(i64, &Conditions<'_>, usize)> = None;
        for condition in &conditions {
            let met: Vec<usize> = (0..points.len()).filter(|at| condition.hold(&points[*at])).collect();
            for (template, fits) in fits.iter().enumerate() {
                let gain = |at: &usize| points[*at].weight * (i64::from(fits[*at]) - i64::from(right[*at]));
                let gain: i64 = met.iter().map(gain).sum();
                // Conditions go from the most general on, so the first of a gain has the fewest.
                if best.is_none_or(|(most, ..)| gain > most) {
                    best = Some((gain, condition, template));
                }
            }
        }
        let Some((_, condition, template)) = best.filter(|(gain, ..)| *gain > 0) else {
            break;
        };
        for at in (0..points.len()).filter(|at| condition.hold(&points[*at])) {
            right[at] = fits[template][at];
        }
        endpoint.exceptions.insert(0, condition.exception(&templates[template]));
    }
    endpoint
}

/// The facts that most addresses follow from.
fn base(points: &[Point], otherwise: &str) -> Endpoint {
    let regional = |suffix: &str| {
        let prefixes = points
            .iter()
            .filter_map(|point| point.template.host.strip_suffix(suffix));
        prefixes.filter(|prefix| is_label(prefix)).map(str::to_owned).next()
    };
    let candidates = [
        regional(".{region}.{plainSuffix}"),
        regional(".{region}.{dualStackSuffix}"),
        Some(otherwise.to_owned()),
    ];
    let mut best: Option<(i64, Endpoint)> = None;
    for prefix in candidates.into_iter().flatten() {
        for dual_stack_only in [false, true] {
            let facts = EndpointFacts {
                dual_stack_only,
                ..EndpointFacts::of(&prefix)
            };
            let right = points
                .iter()
                .filter(|point| facts.address(point.asked()) == point.address);
            let right: i64 = right.map(|point| point.weight).sum();
            if best.as_ref().is_none_or(|(most, _)| right > *most) {
                let endpoint = Endpoint {
                    prefix: prefix.clone(),
                    multi_region: None,
                    dual_stack_only,
                    exceptions: Vec::new(),
                };
                best = Some((right, endpoint));
            }
        }
    }
    // There is always the last candidate.
    best.map(|(_, endpoint)| endpoint).unwrap_or_default()
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)) && !text.ends_with("-fips")
}

/// The templates that exceptions can have, the most general first: those of the rules, and the same with what is asked for in
/// place of what it is there.
fn templates(points: &[Point]) -> Vec<Template> {
    let mut templates = Vec::new();
    for point in points {
        let partition = shapewright_endpoint::partition(&point.region);
        let Template { host, signing_region } = &point.template;
        let plain = [
            "{plainSuffix}",
            "{dualStackSuffix}",
            partition.suffix,
            partition.dual_stack_suffix,
        ];
        let (name, path) = host.split_at(host.find('/').unwrap_or(host.len()));
        let by_suffix = plain
            .iter()
            .find_map(|suffix| Some(format!("{}{{suffix}}{path}", name.strip_suffix(suffix)?)));
        for host in by_suffix.iter().chain([host]) {
            for host in [host.replacen("-fips", "{fips}", 1), host.clone()] {
                let global = partition.global_region;
                templates.push(Template {
                    host: host.replace(&format!(".{global}."), ".{globalRegion}."),
                    signing_region: signing_region
                        .as_ref()
                        .map(|region| region.replace(global, "{globalRegion}")),
                });
                templates.push(Template {
                    host,
                    signing_region: signing_region.clone(),
                });
            }
        }
    }
    // A region that is signed for anyway is not said.
    for template in &mut templates {
        template.signing_region = template.signing_region.take().filter(|region| region != "{region}");
    }
    templates.sort_by_key(|template| std::cmp::Reverse(template.host.matches('{').count()));
    let mut once: Vec<Template> = Vec::new();
    for template in templates {
        if !once.contains(&template) {
            once.push(template);
        }
    }
    once
}

/// When an exception counts.
struct Conditions<'a> {
    place: Place<'a>,
    fips: Option<bool>,
    dual_stack: Option<bool>,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Anywhere,
    Partition(&'a str),
    Region(&'a str),
}

/// All conditions, the most general first.
fn conditions(points: &[Point]) -> Vec<Conditions<'_>> {
    let partitions = partitions().map(|partition| Place::Partition(partition.id));
    let named = points.iter().filter(|point| point.weight == 1);
    let regions: BTreeSet<&str> = named.map(|point| point.region.as_str()).collect();
    let places: Vec<Place<'_>> = std::iter::once(Place::Anywhere)
        .chain(partitions)
        .chain(regions.into_iter().map(Place::Region))
        .collect();
    let either = [None, Some(false), Some(true)];
    let mut all = Vec::new();
    for place in places {
        for fips in either {
            all.extend(either.map(|dual_stack| Conditions {
                place,
                fips,
                dual_stack,
            }));
        }
    }
    all.sort_by_key(Conditions::count);
    all
}

impl Conditions<'_> {
    /// How many there are.
    fn count(&self) -> usize {
        let places = match self.place {
            Place::Anywhere => 0,
            Place::Partition(_) => 1,
            Place::Region(_) => 2,
        };
        places + usize::from(self.fips.is_some()) + usize::from(self.dual_stack.is_some())
    }

    fn hold(&self, point: &Point) -> bool {
        let here = match self.place {
            Place::Anywhere => true,
            Place::Partition(id) => shapewright_endpoint::partition(&point.region).id == id,
            Place::Region(region) => region == point.region,
        };
        here && self.fips.is_none_or(|fips| fips == point.fips)
            && self.dual_stack.is_none_or(|dual_stack| dual_stack == point.dual_stack)
    }

    fn exception(&self, template: &Template) -> EndpointException {
        let (partition, region) = match self.place {
            Place::Anywhere => (None, None),
            Place::Partition(id) => (Some(id.to_owned()), None),
            Place::Region(region) => (None, Some(region.to_owned())),
        };
        EndpointException {
            partition,
            region,
            fips: self.fips,
            dual_stack: self.dual_stack,
            host: template.host.clone(),
            signing_region: template.signing_region.clone(),
        }
    }
}

/// The middle label of `https://{EndpointId}.endpoints.email.{...}`, where the rules have such an address.
fn multi_region(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => {
            let url = object.get("url").and_then(Value::as_str);
            let rest = url.and_then(|url| url.strip_prefix("https://{EndpointId}."));
            let label = rest.and_then(|rest| rest.split('.').next());
            let label = label.filter(|label| is_label(label)).map(str::to_owned);
            label.or_else(|| object.values().find_map(multi_region))
        }
        Value::Array(values) => values.iter().find_map(multi_region),
        _ => None,
    }
}
