//! Lifecycles and the operations on tags.

use crate::{
    leak::{self, Leak},
    schemas,
};
use shapewright_ir as ir;
use shapewright_schema::Schema;
use shapewright_server::{Condition, Lifecycle, Matching, Most, Reference, TagOperation, Tagging, Transition};

/// All lifecycles of a service, and its operations on tags.
pub(crate) fn all(
    ir: &ir::Ir,
    schemas: &[&'static Schema],
    leak: &mut Leak,
) -> (&'static [Lifecycle], Option<&'static Tagging>) {
    let mut building = Building { schemas, leak };
    let lifecycles = leak::list(ir.lifecycles.iter().map(|lifecycle| building.lifecycle(lifecycle)));
    let tagging = ir.tagging.as_ref().map(|tagging| building.tagging(tagging));
    (lifecycles, tagging.map(leak::one))
}

struct Building<'a> {
    schemas: &'a [&'static Schema],
    leak: &'a mut Leak,
}

impl Building<'_> {
    fn lifecycle(&mut self, lifecycle: &ir::Lifecycle) -> Lifecycle {
        let filters = leak::list(lifecycle.filters.iter().map(|filter| self.filter(filter)));
        let refers = leak::list(lifecycle.refers.iter().map(|reference| self.reference(reference)));
        let transitions = leak::list(lifecycle.transitions.iter().map(|facts| self.transition(facts)));
        Lifecycle {
            name: self.leak.text(&lifecycle.name),
            collection: self.leak.text(&lifecycle.collection),
            record: schemas::record(&lifecycle.record, self.schemas, self.leak),
            parent: lifecycle.parent,
            id: self.leak.texts(&lifecycle.id),
            create: lifecycle.create,
            put: lifecycle.put,
            read: leak::list(lifecycle.read.iter().copied()),
            update: leak::list(lifecycle.update.iter().copied()),
            delete: lifecycle.delete,
            list: lifecycle.list,
            filters,
            not_found: self.schema(lifecycle.not_found),
            already_exists: self.schema(lifecycle.already_exists),
            unique: self.leak.texts(&lifecycle.unique),
            found_by: self.leak.texts(&lifecycle.found_by),
            arn: self.leak.optional_text(lifecycle.arn.as_deref()),
            tags: self.leak.optional_text(lifecycle.tags.as_deref()),
            ignore_case: self.leak.texts(&lifecycle.ignore_case),
            refers,
            transitions,
            most: self.most(lifecycle.most),
            item: self.leak.optional_text(lifecycle.item.as_deref()),
            names: self.leak.pairs(&lifecycle.names),
            initial: self.leak.pairs(&lifecycle.initial),
            created: self.leak.texts(&lifecycle.created),
            modified: self.leak.texts(&lifecycle.modified),
        }
    }

    fn tagging(&mut self, tagging: &ir::Tagging) -> Tagging {
        let mut operation = |tagged: &Option<ir::TagOperation>| {
            tagged.as_ref().map(|tagged| TagOperation {
                operation: tagged.operation,
                resource: self.leak.text(&tagged.resource),
                tags: self.leak.text(&tagged.tags),
            })
        };
        let (tag, untag, list) = (
            operation(&tagging.tag),
            operation(&tagging.untag),
            operation(&tagging.list),
        );
        Tagging {
            tag,
            untag,
            list,
            not_found: self.schema(tagging.not_found),
            most: self.most(tagging.most),
        }
    }

    fn schema(&self, shape: Option<ir::ShapeId>) -> Option<&'static Schema> {
        shape.map(|shape| self.schemas[shape.0])
    }

    fn most(&self, most: Option<(usize, ir::ShapeId)>) -> Option<Most> {
        most.map(|(count, error)| Most {
            count,
            error: self.schemas[error.0],
        })
    }

    fn filter(&mut self, filter: &ir::Filter) -> Condition {
        Condition {
            input: self.leak.text(&filter.input),
            member: self.leak.text(&filter.member),
            matching: match &filter.matching {
                ir::Matching::Equal => Matching::Equal,
                ir::Matching::Prefix => Matching::Prefix,
                ir::Matching::OneOf => Matching::OneOf,
                ir::Matching::Except(values, unless) => Matching::Except {
                    values: self.leak.texts(values),
                    unless: self.leak.optional_text(unless.as_deref()),
                },
            },
        }
    }

    fn reference(&mut self, reference: &ir::Reference) -> Reference {
        Reference {
            member: self.leak.text(&reference.member),
            to: leak::list(
                reference
                    .to
                    .iter()
                    .map(|(place, shown)| (*place, self.leak.pairs(shown))),
            ),
            shows: self.leak.texts(&reference.shows),
        }
    }

    fn transition(&mut self, transition: &ir::Transition) -> Transition {
        Transition {
            operation: transition.operation,
            when: leak::list(
                transition
                    .when
                    .iter()
                    .map(|(member, values)| (self.leak.text(member), self.leak.texts(values))),
            ),
            error: self.schema(transition.error),
            set: self.leak.pairs(&transition.set),
            stamp: self.leak.texts(&transition.stamp),
        }
    }
}
