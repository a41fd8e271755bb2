//! From records to the states of services, accounts and regions: all of them, or none.

use super::{
    SeedError, SeedProblem,
    read::{Batch, Batches, Item},
};
use crate::{
    Context, Handler, Mock, Place, Seeded, Transaction,
    plan::RecordKind,
    state::{SeedRejection, errors::one, path},
};
use std::{collections::HashSet, sync::Arc};

/// What is put into the state of one service, account and region.
struct Part {
    handler: Arc<dyn Handler>,
    context: Context,
    place: Place,
    batch: Batch,
}

/// Puts all records in.
pub(super) fn apply(mock: &Mock, batches: Batches) -> Result<Vec<Seeded>, SeedError> {
    let parts: Vec<Part> = batches
        .into_iter()
        .map(|((service, place), batch)| Part {
            handler: Arc::clone(&mock.hosted()[service].loaded().handler),
            context: mock.context_at(service, &place),
            place,
            batch,
        })
        .collect();
    let mut transactions: Vec<Transaction<'_>> = parts.iter().map(|part| part.context.begin()).collect();
    let (mut seeded, mut problems) = (Vec::new(), Vec::new());
    for (transaction, part) in transactions.iter_mut().zip(&parts) {
        seeded.push(seed(part, transaction, &mut problems));
    }
    if problems.is_empty() {
        // Services complete records when all are there: what one lacks another may bring.
        for ((transaction, part), seeded) in transactions.iter_mut().zip(&parts).zip(&seeded) {
            for (item, record) in part.batch.iter().zip(seeded) {
                if let Err(refusal) = part.handler.seeded(record, transaction) {
                    let got = refusal.message().unwrap_or_else(|| refusal.code()).to_owned();
                    problems.push(SeedProblem::new(
                        &item.pointer,
                        got,
                        "be a record that the service takes",
                    ));
                }
            }
        }
    }
    if !problems.is_empty() {
        return Err(SeedError::new(problems));
    }
    transactions.into_iter().for_each(Transaction::commit);
    Ok(seeded.into_iter().flatten().collect())
}

/// Puts the records of one state in.
fn seed(part: &Part, transaction: &mut Transaction<'_>, problems: &mut Vec<SeedProblem>) -> Vec<Seeded> {
    let plan = &part.context.plan;
    let mut seeded = Vec::new();
    let mut ours: HashSet<(usize, Vec<String>)> = HashSet::new();
    for item in &part.batch {
        let kind = &plan.kinds[item.kind];
        // As requests have it: what is created must not be there, what is put may. No seed puts a record in twice.
        let may_replace = |identifiers: &[String]| {
            kind.lifecycle.create.is_none() && !ours.contains(&(item.kind, identifiers.to_vec()))
        };
        match transaction.seed_record(item.kind, &item.said, may_replace) {
            Ok(identifiers) => {
                ours.insert((item.kind, identifiers.clone()));
                seeded.push(Seeded {
                    service: plan.service.name,
                    place: part.place.clone(),
                    collection: kind.lifecycle.collection,
                    kind: kind.lifecycle.name,
                    names: kind.identifiers.clone(),
                    identifiers,
                    said: item.said.keys().cloned().collect(),
                });
            }
            Err(error) => problems.push(problem(kind, item, error)),
        }
    }
    seeded
}

fn problem(kind: &RecordKind, item: &Item, error: SeedRejection) -> SeedProblem {
    let said = |members: &[&str]| {
        let pairs = members.iter().filter_map(|member| {
            let value = path::get(&item.said, member)?;
            Some(format!("{member} {}", crate::validate::got(value)))
        });
        pairs.collect::<Vec<_>>().join(", ")
    };
    match error {
        SeedRejection::Orphan(parent) => {
            let got = said(&kind.identifiers[..kind.inherited]);
            SeedProblem::new(
                &item.pointer,
                got,
                format!("live under {} that is there or in this seed", one(parent)),
            )
        }
        SeedRejection::Dangling(member, names) => {
            let pointer = format!("{}/{member}", item.pointer);
            let names: Vec<String> = names.into_iter().map(one).collect();
            let must = format!("name {} that is there or in this seed", names.join(" or "));
            SeedProblem::new(&pointer, said(&[member]), must)
        }
        SeedRejection::Full(most) => {
            let must = format!("be one of {most} {} at most", kind.lifecycle.collection);
            SeedProblem::new(&item.pointer, "one more", must)
        }
        SeedRejection::Present => {
            let got = match said(&kind.identifiers) {
                said if said.is_empty() => "another one".to_owned(),
                said => said,
            };
            let must = format!("be the only {} that is so identified", kind.lifecycle.name);
            SeedProblem::new(&item.pointer, got, must)
        }
        SeedRejection::Clash(member) => {
            let pointer = format!("{}/{}", item.pointer, member.replace('.', "/"));
            let must = format!("be a value that no other {} has", kind.lifecycle.name);
            SeedProblem::new(&pointer, said(&[member]), must)
        }
        SeedRejection::Refused(refusal) => SeedProblem::new(
            &item.pointer,
            refusal.message().unwrap_or_else(|| refusal.code()),
            "be a record that there is room for",
        ),
    }
}
