//! Two handlers of one service as one: documented behaviour for the operations that have it, and what can be inferred for the
//! rest, over the same state.
//!
//! Operations and lifecycles of the documented handler come first and keep their places, so that it works as it does alone. A
//! lifecycle of the other description that is of the same resource adds its remaining operations to the documented one.

use crate::leak;
use shapewright_schema::Service;
use shapewright_server::{
    Context, Handler, Lifecycle, Reference, Refusal, Request, ResponseFuture, SchemaHandler, Seeded, TagOperation,
    Tagging, Transaction, Transition,
};
use std::sync::Arc;

/// A handler of a service whose operations are documented in part.
pub struct Composed {
    documented: Arc<dyn Handler>,
    /// How many operations the documented handler has.
    own: usize,
    all: SchemaHandler,
}

/// Makes one handler of a documented one and of the rest of its service. The tables are never freed.
pub fn compose(documented: Arc<dyn Handler>, rest: &SchemaHandler) -> Composed {
    let (first, second) = (documented.service(), rest.service());
    let added = second
        .operations
        .iter()
        .filter(|operation| first.operation(operation.name).is_none());
    let operations = first.operations.iter().chain(added).copied();
    let service: &'static Service = leak::one(Service {
        operations: leak::list(operations),
        ..*first
    });
    let lifecycles = Merging {
        service,
        own: first.operations.len(),
        rest: second,
        lifecycles: documented.lifecycles().to_vec(),
        places: Vec::new(),
    }
    .merge(rest.lifecycles());
    let tagging = documented.tagging().or_else(|| {
        rest.tagging()
            .map(|tagging| leak::one(moved_tagging(tagging, second, service)))
    });
    Composed {
        own: first.operations.len(),
        documented,
        all: SchemaHandler::new(service, lifecycles, tagging),
    }
}

impl Handler for Composed {
    fn service(&self) -> &'static Service {
        self.all.service()
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        self.all.lifecycles()
    }

    fn tagging(&self) -> Option<&'static Tagging> {
        self.all.tagging()
    }

    fn seeded(&self, record: &Seeded, transaction: &mut Transaction<'_>) -> Result<(), Refusal> {
        self.documented.seeded(record, transaction)
    }

    fn keeps_state(&self, operation: &str) -> bool {
        self.documented.keeps_state(operation)
    }

    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a> {
        match operation < self.own {
            true => self.documented.call(operation, request, context),
            false => self.all.call(operation, request, context),
        }
    }
}

/// The place of an operation in another service.
fn moved(operation: usize, from: &Service, to: &Service) -> Option<usize> {
    let name = from.operations.get(operation)?.name;
    to.operation(name).map(|(place, _)| place)
}

fn moved_tagging(tagging: &Tagging, from: &Service, to: &Service) -> Tagging {
    let one = |tagged: Option<TagOperation>| {
        tagged.and_then(|tagged| {
            Some(TagOperation {
                operation: moved(tagged.operation, from, to)?,
                ..tagged
            })
        })
    };
    Tagging {
        tag: one(tagging.tag),
        untag: one(tagging.untag),
        list: one(tagging.list),
        ..*tagging
    }
}

/// Lifecycles on their way together.
struct Merging {
    /// The service with all operations.
    service: &'static Service,
    /// How many operations are documented.
    own: usize,
    /// The service that the others are of.
    rest: &'static Service,
    lifecycles: Vec<Lifecycle>,
    /// For each of the others, its place among all; none where it was left out.
    places: Vec<Option<usize>>,
}

impl Merging {
    fn merge(mut self, others: &'static [Lifecycle]) -> &'static [Lifecycle] {
        // Those of a resource that is documented first, since the new ones may refer to any.
        self.places = others.iter().map(|other| self.same(other)).collect();
        let mut next = self.lifecycles.len();
        for place in 0..others.len() {
            if self.places[place].is_none() && self.has_remaining(&others[place]) {
                self.places[place] = Some(next);
                next += 1;
            }
        }
        let documented = self.lifecycles.len();
        for (other, place) in others.iter().zip(self.places.clone()) {
            match place {
                Some(place) if place < documented => self.extend(place, other),
                Some(_) => self.lifecycles.push(self.moved(other)),
                None => {}
            }
        }
        leak::list(self.lifecycles.into_iter())
    }

    /// The place of an operation of the others among all, where it is not documented.
    fn remaining(&self, operation: usize) -> Option<usize> {
        moved(operation, self.rest, self.service).filter(|place| *place >= self.own)
    }

    fn has_remaining(&self, other: &Lifecycle) -> bool {
        operations(other).any(|operation| self.remaining(operation).is_some())
    }

    /// The documented lifecycle of the same resource: the one with the same name, else the one that an operation of the other
    /// works on.
    fn same(&self, other: &Lifecycle) -> Option<usize> {
        let by_name = self.lifecycles.iter().position(|own| own.name == other.name);
        by_name.or_else(|| {
            let mut named = operations(other).filter_map(|operation| moved(operation, self.rest, self.service));
            named.find_map(|operation| {
                self.lifecycles
                    .iter()
                    .position(|own| operations(own).any(|own| own == operation))
            })
        })
    }

    /// Adds the remaining operations of the other to a documented lifecycle, where both identify their records alike.
    fn extend(&mut self, place: usize, other: &Lifecycle) {
        let own = self.lifecycles[place];
        if own.id != other.id || own.item != other.item {
            return;
        }
        let all = |own: &'static [usize], others: &[usize]| {
            let others = others.iter().filter_map(|operation| self.remaining(*operation));
            leak::list(own.iter().copied().chain(others))
        };
        let one = |own: Option<usize>, other: Option<usize>| {
            own.or_else(|| other.and_then(|operation| self.remaining(operation)))
        };
        let names = other
            .names
            .iter()
            .filter(|(name, _)| own.names.iter().all(|(said, _)| said != name));
        self.lifecycles[place] = Lifecycle {
            create: one(own.create, other.create),
            put: one(own.put, other.put),
            read: all(own.read, other.read),
            update: all(own.update, other.update),
            delete: one(own.delete, other.delete),
            list: one(own.list, other.list),
            names: leak::list(own.names.iter().chain(names).copied()),
            ..own
        };
    }

    /// The other as one of all, without operations that are documented: what these do is known.
    fn moved(&self, other: &Lifecycle) -> Lifecycle {
        let one = |operation: Option<usize>| operation.and_then(|operation| self.remaining(operation));
        let all =
            |operations: &[usize]| leak::list(operations.iter().filter_map(|operation| self.remaining(*operation)));
        let transitions = other.transitions.iter().filter_map(|transition| {
            Some(Transition {
                operation: self.remaining(transition.operation)?,
                ..*transition
            })
        });
        let refers = other.refers.iter().filter_map(|reference| {
            let to = reference.to.iter();
            let to = to.map(|(other, shown)| Some((self.place(*other)?, *shown)));
            Some(Reference {
                to: leak::list(to.collect::<Option<Vec<_>>>()?.into_iter()),
                ..*reference
            })
        });
        Lifecycle {
            parent: other.parent.and_then(|parent| self.place(parent)),
            create: one(other.create),
            put: one(other.put),
            read: all(other.read),
            update: all(other.update),
            delete: one(other.delete),
            list: one(other.list),
            transitions: leak::list(transitions),
            refers: leak::list(refers),
            ..*other
        }
    }

    fn place(&self, other: usize) -> Option<usize> {
        self.places.get(other).copied().flatten()
    }
}

/// The operations of a lifecycle.
fn operations(lifecycle: &Lifecycle) -> impl Iterator<Item = usize> {
    let single = [lifecycle.create, lifecycle.put, lifecycle.delete, lifecycle.list];
    let several = lifecycle.read.iter().chain(lifecycle.update).copied();
    single.into_iter().flatten().chain(several)
}
