//! What a record gets that nobody has said: identifiers and times.

use super::{Fields, Record, Transaction, path};
use crate::{Refusal, plan::RecordKind, seed::Seed, synth};
use shapewright_schema::{Document, Member};

impl Transaction<'_> {
    /// Fills the `missing` of the identifiers of a new record with what no other record of the lifecycle has. `shape`
    /// gives the member that carries an identifier.
    pub(super) fn make_up(
        &mut self,
        index: usize,
        identifiers: &mut [String],
        missing: &[usize],
        shape: impl Fn(&str) -> Option<&'static Member>,
    ) -> Result<(), Refusal> {
        let kind = &self.plan.kinds[index];
        let seed = self.seed(kind.lifecycle.name, "identifier");
        // A pattern can leave room for few identifiers only: some tries more than there can be by chance.
        for _ in 0..100 {
            let number = self.next_sequence();
            for place in missing {
                let name = kind.identifiers[*place];
                let shape = self.strictest(kind, name, shape(name));
                let seed = seed.and(*place as u64).and(number);
                let arns = self.arns(kind, &seed);
                identifiers[*place] = synth::identifier(shape, &seed, number, &arns);
            }
            let folded = identifiers.iter().enumerate();
            let folded: Vec<String> = folded.map(|(place, made)| kind.folded(place, made)).collect();
            if self.collection(index).get(&folded).is_none() {
                return Ok(());
            }
        }
        let name = kind.lifecycle.name;
        Err(Refusal::internal(format!(
            "the shape of its identifiers leaves no room for another {name}"
        )))
    }

    /// The member whose values must match a pattern, among `shape` and those of inputs that find the record: returns
    /// often promise less than requests ask for.
    fn strictest(
        &self,
        kind: &RecordKind,
        identifier: &str,
        shape: Option<&'static Member>,
    ) -> Option<&'static Member> {
        let lifecycle = kind.lifecycle;
        let finding = lifecycle.read.iter().chain(&lifecycle.delete).chain(lifecycle.update);
        let inputs = finding.filter_map(|operation| Some(self.plan.service.operations.get(*operation)?.input));
        let asked = inputs
            .flat_map(|input| input.members())
            .filter(|member| lifecycle.own_name(member.name) == identifier);
        let has_pattern = |member: &&'static Member| member.effective_constraints().pattern.is_some();
        shape.into_iter().chain(asked).find(has_pattern).or(shape)
    }

    /// ARNs that may identify a new record, in the forms that services give them.
    fn arns(&self, kind: &RecordKind, seed: &Seed) -> Vec<String> {
        let id = seed.clone().uuid();
        let forms = nouns(kind.lifecycle.name).into_iter().flat_map(|noun| {
            [
                format!("{noun}/{id}"),
                format!("{noun}:{id}"),
                format!("{noun}/{}", id.replace('-', "")),
            ]
        });
        forms.map(|named| self.arn(&named)).collect()
    }

    /// Gives a record that has none its ARN, where its lifecycle says which member holds it: it names the record by its
    /// identifiers, and those above it where patterns have room for them.
    pub(super) fn give_arn(&self, kind: &RecordKind, record: &mut Record) {
        let Some(member) = kind.lifecycle.arn.filter(|member| !record.fields.contains_key(*member)) else {
            return;
        };
        let Some((_, shape)) = kind.lifecycle.record.member(member) else {
            return;
        };
        let ends = self.arn_ends(kind, record);
        let shapes: Vec<&'static Member> = self.tagged_by().chain([shape]).collect();
        // Patterns are written for the usual partition.
        let fits = |end: &&String| {
            let usual = self.arn_in("aws", end);
            shapes.iter().all(|shape| synth::fits(shape, &usual)) && self.by_arn(&self.arn(end)).is_none()
        };
        let arn = ends.iter().find(fits).map(|end| self.arn(end)).unwrap_or_else(|| {
            let seed = self.seed(kind.lifecycle.name, member).and(record.sequence);
            synth::identifier(Some(shape), &seed, record.sequence, &[])
        });
        record.fields.insert(member.to_owned(), Document::String(arn));
    }

    /// The members by which requests for tags name a record.
    fn tagged_by(&self) -> impl Iterator<Item = &'static Member> {
        let tagging = self.plan.tagging.into_iter();
        let all = tagging.flat_map(|tagging| [&tagging.tag, &tagging.untag, &tagging.list].into_iter().flatten());
        let service = self.plan.service;
        all.filter_map(|tagged| {
            let operation = service.operations.get(tagged.operation)?;
            Some(operation.input.member(tagged.resource)?.1)
        })
    }

    /// The ends of ARNs of a record, the likeliest first: `shelf/1/book/2`, `book/1/2`, `book/2`, `book:2`.
    fn arn_ends(&self, kind: &RecordKind, record: &Record) -> Vec<String> {
        let ids: Vec<String> = record.identifiers.iter().map(|id| last_part(id)).collect();
        let (above, own) = (ids[..kind.inherited].join("/"), ids[kind.inherited..].join("/"));
        let step = |noun: &str, ids: &str| match ids {
            "" => noun.to_owned(),
            ids => format!("{noun}/{ids}"),
        };
        let nouns_of = |kind: &RecordKind| nouns(kind.lifecycle.name);
        let mut ends = Vec::new();
        if kind.inherited > 0 {
            for style in 0..nouns_of(kind).len() {
                let mut ids = ids.iter();
                let steps = kind.ancestors.iter().map(|place| {
                    let kind = &self.plan.kinds[*place];
                    let own: Vec<&str> = ids.by_ref().take(kind.lifecycle.id.len()).map(String::as_str).collect();
                    step(&nouns_of(kind)[style], &own.join("/"))
                });
                let above: Vec<String> = steps.collect();
                ends.push(format!("{}/{}", above.join("/"), step(&nouns_of(kind)[style], &own)));
            }
            ends.extend(nouns_of(kind).iter().map(|noun| step(&step(noun, &above), &own)));
        }
        for noun in nouns_of(kind) {
            ends.push(step(&noun, &own));
            ends.push(format!("{noun}:{own}"));
        }
        ends
    }

    /// The ARN in this account and region that ends so.
    fn arn(&self, named: &str) -> String {
        let partition = match &**self.store.region() {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        self.arn_in(partition, named)
    }

    fn arn_in(&self, partition: &str, named: &str) -> String {
        let service = self.plan.service.signing_name;
        let (region, account) = (self.store.region(), self.store.account());
        format!("arn:{partition}:{service}:{region}:{account}:{named}")
    }

    /// Sets members of a record to the time.
    pub(super) fn stamp(&self, record: &mut Record, members: &[&str]) {
        for member in members {
            path::set(&mut record.fields, member, Document::String(self.now.to_string()));
        }
    }
}

/// Gives a record what every new one holds and nothing says of it.
pub(super) fn begin(kind: &RecordKind, fields: &mut Fields) {
    for (member, value) in kind.initial.iter().filter(|(_, value)| *value != Document::Null) {
        path::supply(fields, member, value.clone());
    }
}

/// A name as services write it in ARNs: `allow-list`, `allowlist`, `allowList`, `list`.
fn nouns(name: &str) -> [String; 4] {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.push(c.to_ascii_lowercase());
    }
    let first = words.split('-').next().map_or(0, str::len);
    let camel = words[..first].to_owned() + name.get(first..).unwrap_or_default();
    let last = words.rsplit('-').next().unwrap_or_default().to_owned();
    [words.clone(), words.replace('-', ""), camel, last]
}

/// What an identifier that is an ARN itself ends in; another identifier as it is.
fn last_part(identifier: &str) -> String {
    let part = identifier
        .strip_prefix("arn:")
        .and_then(|arn| arn.rsplit(['/', ':']).next());
    part.unwrap_or(identifier).to_owned()
}
