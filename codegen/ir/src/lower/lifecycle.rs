//! Lifecycles: names of operations, shapes and parents as places.

use super::{
    naming::{self, Scope},
    record,
    shape::Lowering,
    unlowerable::Unlowerable,
};
use crate::ir;
use indexmap::IndexMap;
use serde_json::Value;
use shapewright_spec::diagnostic::Code;
use shapewright_spec::{Filter, Match, Spec, TagOperation};

/// Methods that every mock has by itself, of those that could be of a collection.
const SEED_METHODS: &[&str] = &["seed_at", "seed_document", "seed_records"];

/// Lowers all lifecycles.
pub(super) fn lifecycles(lowering: &Lowering<'_>) -> Result<Vec<ir::Lifecycle>, Unlowerable> {
    let spec = lowering.spec;
    let operation = |name: &String| place_of(spec, name);
    let place = |name: &String| {
        spec.resources
            .get_index_of(name)
            .ok_or_else(|| Unlowerable::new(Code::UnknownResource, format!("there is no resource `{name}`")))
    };
    let (mut types, mut statics) = (Scope::default(), Scope::default());
    let mut methods = Scope::with(SEED_METHODS.iter().copied());
    let lifecycles = spec.resources.iter().map(|(name, resource)| {
        let shape = |id: &Option<String>| id.as_ref().map(|id| lowering.find(id)).transpose();
        let refers = resource.refers.iter().map(|(member, reference)| {
            let to = reference.to.iter();
            Ok(ir::Reference {
                member: member.clone(),
                to: to
                    .map(|(other, shown)| Ok((place(other)?, texts(shown))))
                    .collect::<Result<_, _>>()?,
                shows: reference.shows.clone(),
            })
        });
        let transitions = resource.transitions.iter().map(|(name, transition)| {
            Ok(ir::Transition {
                operation: operation(name)?,
                when: transition.when.iter().map(condition).collect(),
                error: shape(&transition.error)?,
                set: texts(&transition.set),
                stamp: transition.stamp.clone(),
            })
        });
        let most = resource.most.as_ref();
        let collection = resource.collection(name);
        let record = record::record(lowering, name, resource, &mut types, &mut statics)?;
        Ok(ir::Lifecycle {
            seed_method: methods.claim(naming::seed_method(&collection)),
            single: record::identifiers(spec, resource).next().is_none(),
            collection,
            record,
            name: name.clone(),
            parent: resource.parent.as_ref().map(place).transpose()?,
            id: resource.id.as_slice().to_vec(),
            create: resource.create.as_ref().map(operation).transpose()?,
            put: resource.put.as_ref().map(operation).transpose()?,
            read: resource
                .read
                .as_slice()
                .iter()
                .map(operation)
                .collect::<Result<_, _>>()?,
            update: resource.update.iter().map(operation).collect::<Result<_, _>>()?,
            delete: resource.delete.as_ref().map(operation).transpose()?,
            list: resource.list.as_ref().map(operation).transpose()?,
            filters: resource.filters.iter().map(filter).collect(),
            not_found: shape(&resource.not_found)?,
            already_exists: shape(&resource.already_exists)?,
            unique: resource.unique.clone(),
            found_by: resource.found_by.clone(),
            arn: resource.arn.clone(),
            tags: resource.tags.clone(),
            ignore_case: resource.ignore_case.clone(),
            refers: refers.collect::<Result<_, Unlowerable>>()?,
            transitions: transitions.collect::<Result<_, Unlowerable>>()?,
            most: most
                .map(|most| Ok((most.count, lowering.find(&most.error)?)))
                .transpose()?,
            item: resource.item.clone(),
            names: resource
                .names
                .iter()
                .map(|(name, field)| (name.clone(), field.clone()))
                .collect(),
            initial: texts(&resource.initial),
            created: resource.created.clone(),
            modified: resource.modified.clone(),
        })
    });
    lifecycles.collect()
}

/// Lowers the operations on tags.
pub(super) fn tagging(lowering: &Lowering<'_>) -> Result<Option<ir::Tagging>, Unlowerable> {
    let Some(tagging) = &lowering.spec.tagging else {
        return Ok(None);
    };
    let operation = |tagged: &Option<TagOperation>| {
        let lowered = tagged.as_ref().map(|tagged| {
            Ok(ir::TagOperation {
                operation: place_of(lowering.spec, &tagged.operation)?,
                resource: tagged.resource.clone(),
                tags: tagged.tags.clone(),
            })
        });
        lowered.transpose()
    };
    let most = tagging.most.as_ref();
    Ok(Some(ir::Tagging {
        tag: operation(&tagging.tag)?,
        untag: operation(&tagging.untag)?,
        list: operation(&tagging.list)?,
        not_found: tagging.not_found.as_ref().map(|id| lowering.find(id)).transpose()?,
        most: most
            .map(|most| Ok((most.count, lowering.find(&most.error)?)))
            .transpose()?,
    }))
}

/// The place of an operation.
fn place_of(spec: &Spec, name: &str) -> Result<usize, Unlowerable> {
    spec.operations
        .get_index_of(name)
        .ok_or_else(|| Unlowerable::new(Code::UnknownOperation, format!("there is no operation `{name}`")))
}

fn filter(filter: &Filter) -> ir::Filter {
    ir::Filter {
        input: filter.input.clone(),
        member: filter.member.clone(),
        matching: match filter.matching {
            _ if !filter.except.is_empty() => ir::Matching::Except(filter.except.clone(), filter.unless.clone()),
            Some(Match::Prefix) => ir::Matching::Prefix,
            Some(Match::OneOf) => ir::Matching::OneOf,
            Some(Match::Equal) | None => ir::Matching::Equal,
        },
    }
}

/// Values as JSON text.
fn texts(values: &IndexMap<String, Value>) -> Vec<(String, String)> {
    values
        .iter()
        .map(|(name, value)| (name.clone(), value.to_string()))
        .collect()
}

fn condition((member, values): (&String, &Vec<Value>)) -> (String, Vec<String>) {
    (member.clone(), values.iter().map(Value::to_string).collect())
}
