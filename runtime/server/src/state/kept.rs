//! What a store holds, taken out whole and put back whole.

use super::{Fields, Record, Store, collection::Collection, record::text_of, store::State, tokens::FirstResponse};
use crate::plan::{Plan, RecordKind};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use std::{collections::BTreeMap, sync::PoisonError};

/// What a store holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Kept {
    /// The sequence number of the record made last.
    pub(crate) sequence: u64,
    /// By lifecycle, in the order of creation.
    pub(crate) records: BTreeMap<String, Vec<KeptRecord>>,
    /// The oldest first.
    pub(crate) tokens: Vec<KeptToken>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeptRecord {
    pub(crate) sequence: u64,
    /// None: they are the record's members of their names.
    pub(crate) identifiers: Option<Vec<String>>,
    pub(crate) members: Fields,
}

/// An idempotency token, and the response that its first request got.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeptToken {
    pub(crate) operation: String,
    pub(crate) token: String,
    pub(crate) input: Fields,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// What is wrong with what is to be put into a store, and where: steps from the store.
pub(crate) struct Unfit {
    pub(crate) steps: Vec<String>,
    pub(crate) message: String,
}

fn unfit<const N: usize>(steps: [&str; N], message: String) -> Unfit {
    Unfit {
        steps: steps.map(str::to_owned).into(),
        message,
    }
}

/// A state that has been found whole, ready to be put into a store.
pub(crate) struct Ready {
    state: State,
    tokens: Vec<((&'static str, String), FirstResponse)>,
}

impl Store {
    /// What it holds.
    pub(crate) fn keep(&self, plan: &Plan) -> Kept {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = Kept {
            sequence: state.sequence,
            ..Kept::default()
        };
        for (kind, collection) in plan.kinds.iter().zip(&state.collections) {
            let records: Vec<KeptRecord> = collection
                .all()
                .map(|record| KeptRecord {
                    sequence: record.sequence,
                    identifiers: (named(kind, &record.fields).as_ref() != Some(&record.identifiers))
                        .then(|| record.identifiers.clone()),
                    members: record.fields.clone(),
                })
                .collect();
            if !records.is_empty() {
                kept.records.insert(kind.lifecycle.name.to_owned(), records);
            }
        }
        self.tokens.each(|operation, token, first| {
            let headers = first.response.headers().iter();
            kept.tokens.push(KeptToken {
                operation: operation.to_owned(),
                token: token.to_owned(),
                input: first.input.clone(),
                status: first.response.status().as_u16(),
                headers: headers
                    .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                    .collect(),
                body: first.response.body().clone(),
            });
        });
        kept
    }

    /// For each lifecycle how many records it holds, and the first of them.
    #[cfg(feature = "page")]
    pub(crate) fn glance(&self, most: usize) -> Vec<(usize, Vec<Record>)> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let collections = state.collections.iter();
        let glanced =
            collections.map(|collection| (collection.count(&[]), collection.all().take(most).cloned().collect()));
        glanced.collect()
    }

    /// Puts a state in the place of what it holds.
    pub(crate) fn replace(&self, ready: Ready) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = ready.state;
        self.tokens.replace(ready.tokens.into_iter());
    }

    /// Empties it.
    pub(crate) fn clear(&self) {
        self.replace(Ready {
            state: State::default(),
            tokens: Vec::new(),
        });
    }
}

/// The identifiers by the members of a record.
fn named(kind: &RecordKind, members: &Fields) -> Option<Vec<String>> {
    let names = kind.identifiers.iter().enumerate();
    names
        .map(|(place, name)| Some(kind.folded(place, &members.get(*name).and_then(text_of)?)))
        .collect()
}

impl Kept {
    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Makes it ready to be put into a store of this service.
    pub(crate) fn ready(&self, plan: &Plan) -> Result<Ready, Unfit> {
        let kinds = &plan.kinds;
        let mut state = State {
            collections: kinds.iter().map(|_| Collection::default()).collect(),
            sequence: self.sequence,
        };
        for (name, records) in &self.records {
            let Some(index) = kinds.iter().position(|kind| kind.lifecycle.name == name) else {
                let there: Vec<&str> = kinds.iter().map(|kind| kind.lifecycle.name).collect();
                let there = there.join(", ");
                let message = format!("{} has no such lifecycle; it has {there}", plan.service.id);
                return Err(unfit(["records", name], message));
            };
            for (place, record) in records.iter().enumerate() {
                let place = place.to_string();
                self.add(record, plan, index, &mut state.collections[index])
                    .map_err(|message| unfit(["records", name, &place], message))?;
            }
        }
        let mut tokens = Vec::new();
        for (place, token) in self.tokens.iter().enumerate() {
            let place = place.to_string();
            let first = token.first(plan);
            tokens.push(first.map_err(|message| unfit(["tokens", &place], message))?);
        }
        Ok(Ready { state, tokens })
    }

    /// As [`ready`](Self::ready), but what does not fit the service is left out and reported.
    pub(crate) fn fitting(&self, plan: &Plan) -> (Ready, Vec<String>) {
        let kinds = &plan.kinds;
        let mut state = State {
            collections: kinds.iter().map(|_| Collection::default()).collect(),
            sequence: self.sequence,
        };
        let mut unfit = Vec::new();
        for (name, records) in &self.records {
            let Some(index) = kinds.iter().position(|kind| kind.lifecycle.name == name) else {
                unfit.push(format!("{} records of `{name}`, which is gone", records.len()));
                continue;
            };
            for record in records {
                if let Err(message) = self.add(record, plan, index, &mut state.collections[index]) {
                    unfit.push(format!("a record of `{name}`: {message}"));
                }
            }
        }
        let mut tokens = Vec::new();
        for token in &self.tokens {
            match token.first(plan) {
                Ok(first) => tokens.push(first),
                Err(message) => unfit.push(format!("an idempotency token: {message}")),
            }
        }
        (Ready { state, tokens }, unfit)
    }

    fn add(&self, record: &KeptRecord, plan: &Plan, index: usize, collection: &mut Collection) -> Result<(), String> {
        let kind = &plan.kinds[index];
        let names = kind.identifiers.join(", ");
        let identifiers = match &record.identifiers {
            Some(given) if given.len() != kind.identifiers.len() => {
                return Err(format!("its identifiers are {names}, and {} are given", given.len()));
            }
            Some(given) => given.clone(),
            None => named(kind, &record.members).ok_or_else(|| format!("its members lack an identifier: {names}"))?,
        };
        if record.sequence == 0 || record.sequence > self.sequence {
            return Err(format!(
                "its sequence number is {}, and must be from 1 to the one of the record made last, {}",
                record.sequence, self.sequence
            ));
        }
        if collection.get(&identifiers).is_some() {
            return Err(format!("another record has the same {names}"));
        }
        let sequence = record.sequence;
        if collection.has(sequence) {
            return Err(format!("another record has the sequence number {sequence} too"));
        }
        let record = Record {
            sequence,
            identifiers,
            fields: record.members.clone(),
        };
        match collection.clash(kind, &record) {
            Some(member) => Err(format!("another record has the same {member}, which must be unique")),
            None => {
                collection.insert(kind, record);
                Ok(())
            }
        }
    }
}

impl KeptToken {
    fn first(&self, plan: &Plan) -> Result<((&'static str, String), FirstResponse), String> {
        let (_, operation) = plan
            .service
            .operation(&self.operation)
            .ok_or_else(|| format!("{} has no operation `{}`", plan.service.id, self.operation))?;
        let mut response = Response::new(self.body.clone());
        *response.status_mut() =
            StatusCode::from_u16(self.status).map_err(|_| format!("{} is no status of HTTP", self.status))?;
        for (name, value) in &self.headers {
            let header = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
            let (name, value) = header.ok_or_else(|| format!("`{name}: {value}` is no header"))?;
            response.headers_mut().append(name, value);
        }
        let input = self.input.clone();
        Ok(((operation.name, self.token.clone()), FirstResponse { input, response }))
    }
}
