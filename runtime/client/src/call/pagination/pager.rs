//! Reading an operation page by page, for all operations at once: what is asked for next, which of a page's items are
//! left out, and where to go on later.

use super::resume::{Place, decode, encode};
use crate::{
    attempt::{Completed, prepare_repeated, read_output},
    call::operation::CallState,
    core::{Inner, Overrides},
    errors::{ConstructionError, Failure},
};
use shapewright_schema::{Document, Operation, Pagination, Structure, Value, View};
use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    ops::Range,
    sync::Arc,
    task::{Context, Poll},
};

/// Reads the pages of one operation.
pub(crate) struct Pager {
    core: Arc<Inner>,
    operation: &'static Operation,
    pagination: Pagination,
    input: Box<dyn Structure>,
    overrides: Overrides,
    exchange: Option<CallState>,
    /// What keeps the next page from being asked for.
    obstacle: Option<ConstructionError>,
    /// Where the next page is. Of the page that was given last, `last` is where it began.
    next: Place,
    last: Place,
    /// How many items may still be given.
    left: Option<usize>,
    /// Hashes of all tokens so far. The tokens themselves can be large.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// No more pages are to be given.
    ended: bool,
    /// All has been given, so there is nothing to go on with.
    complete: bool,
}

impl Pager {
    pub(crate) fn new(core: &Arc<Inner>, operation: &'static Operation, input: Box<dyn Structure>) -> Self {
        let pagination = operation.pagination.unwrap_or(Pagination {
            input_token: "",
            output_token: "",
            page_size: None,
            items: None,
        });
        let mut pager = Self {
            core: Arc::clone(core),
            operation,
            pagination,
            input,
            overrides: Overrides::default(),
            exchange: None,
            obstacle: None,
            next: Place::default(),
            last: Place::default(),
            left: None,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            ended: false,
            complete: false,
        };
        // The caller may have set a token among the members.
        if let Some((index, _)) = pager.input.schema().member(pagination.input_token) {
            pager.next.token = token(pager.input.member(index));
        }
        pager
    }

    pub(crate) fn override_with(&mut self, overrides: Overrides) {
        self.overrides = overrides;
    }

    pub(crate) fn limit_items(&mut self, most: usize) {
        self.left = Some(most);
    }

    /// Writes the size of a page into the input.
    pub(crate) fn limit_page(&mut self, size: u32) {
        let name = self.operation.name;
        let member = self
            .pagination
            .page_size
            .and_then(|name| self.input.schema().member(name));
        let Some((index, _)) = member else {
            self.obstruct("the size of a page cannot be set", format!("{name} takes none"));
            return;
        };
        if let Err(error) = Document::Integer(size.into()).fill(self.input.member_mut(index)) {
            self.obstruct("the size of a page cannot be set", error);
        }
    }

    /// Begins where an earlier reading left off.
    pub(crate) fn start_at(&mut self, text: &str) {
        match decode(text, self.pagination.input_token) {
            Ok(place) => self.next = place,
            Err(why) => self.obstruct("the starting token cannot be used", why),
        }
    }

    fn obstruct(&mut self, what: &str, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) {
        self.obstacle.get_or_insert_with(|| ConstructionError::new(what, why));
    }

    /// Drives the exchange of the next page. `None` when no page is left to be given.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed>> {
        if self.ended || self.left == Some(0) {
            return Poll::Ready(None);
        }
        if self.exchange.is_none() {
            self.ask();
        }
        match &mut self.exchange {
            Some(exchange) => exchange.poll(context).map(Some),
            None => {
                self.ended = true;
                let obstacle = self.obstacle.take();
                Poll::Ready(obstacle.map(|obstacle| Completed {
                    result: Err(Failure::Construction(obstacle)),
                    attempts: 0,
                }))
            }
        }
    }

    /// Begins the exchange of the next page, unless something stands in its way.
    fn ask(&mut self) {
        if self.obstacle.is_some() {
            return;
        }
        if let Some((index, _)) = self.input.schema().member(self.pagination.input_token) {
            let member = self.input.member_mut(index);
            if self.next.token == Document::Null {
                member.clear();
            } else if let Err(error) = self.next.token.fill(member) {
                self.obstruct("the token of the next page does not fit the request", error);
                return;
            }
        }
        if self.next.token != Document::Null {
            self.seen.insert(self.hash(&self.next.token));
        }
        let mut prepared = prepare_repeated(&self.core, self.operation, &mut *self.input);
        prepared.overrides = self.overrides.clone();
        self.exchange = Some(CallState::Prepared(prepared));
    }

    /// Reads a page into the output, and says which of its items are to be given: `None` for all. After an error no page
    /// is given any more, and the place of this page is where to go on.
    pub(crate) fn read_page(
        &mut self,
        completed: Completed,
        output: &mut dyn Structure,
    ) -> Result<Option<Range<usize>>, Failure> {
        self.exchange = None;
        self.ended = true;
        read_output(self.core.service, self.operation, completed, output)?;
        self.ended = false;

        let count = self.pagination.items.map_or(0, |path| count(output, path));
        let from = self.next.given.min(count);
        let keep = (count - from).min(self.left.unwrap_or(usize::MAX));
        self.left = self.left.map(|left| left - keep);
        let following = find(output, self.pagination.output_token).map_or(Document::Null, token);
        let next = Place {
            // With smaller pages than before, what has been given already goes on into the next.
            given: self.next.given - from,
            token: following,
        };
        self.last = Place {
            given: from,
            token: self.next.token.clone(),
        };
        if from + keep < count {
            self.next.given = from + keep;
        } else {
            self.complete = next.token == Document::Null;
            self.ended = self.complete;
            self.next = next;
            if !self.complete && self.seen.contains(&self.hash(&self.next.token)) {
                self.obstruct(
                    "the next page cannot be asked for",
                    "the service gave the token of a page that has been read already",
                );
            }
        }
        Ok((keep < count).then_some(from..from + keep))
    }

    /// Where to go on when `waiting` items of the page that was given last have not been taken. `None` when nothing is
    /// left.
    pub(crate) fn resume_token(&self, page: Option<(usize, usize)>) -> Option<String> {
        let (_, member) = self.input.schema().member(self.pagination.input_token)?;
        let (name, schema) = (member.name, member.target);
        match page {
            Some((taken, waiting)) if waiting > 0 => {
                let place = Place {
                    token: self.last.token.clone(),
                    given: self.last.given + taken,
                };
                Some(encode(&place, name, schema))
            }
            _ if self.complete => None,
            _ => Some(encode(&self.next, name, schema)),
        }
    }

    pub(crate) fn operation(&self) -> &'static str {
        self.operation.name
    }

    fn hash(&self, token: &Document) -> u64 {
        self.hasher.hash_one(shapewright_wire::json::print_document(token))
    }
}

/// A token as it is in a request or a response. One that is empty is none, by the custom of services.
fn token(value: &dyn Value) -> Document {
    match Document::of(value) {
        Document::String(text) if text.is_empty() => Document::Null,
        Document::Map(keys) if keys.is_empty() => Document::Null,
        Document::Integer(0) => Document::Null,
        token => token,
    }
}

/// The member at a path of names with dots between them.
fn find<'a>(structure: &'a dyn Structure, path: &str) -> Option<&'a dyn Value> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let (index, _) = structure.schema().member(name)?;
    let value = structure.member(index);
    match (rest, value.view()) {
        (None, _) => Some(value),
        (Some(rest), View::Structure(inner)) => find(inner, rest),
        _ => None,
    }
}

/// How many items a page has.
fn count(output: &dyn Structure, path: &str) -> usize {
    match find(output, path).map(|items| items.view()) {
        Some(View::List(list)) => list.len(),
        Some(View::Map(map)) => map.len(),
        _ => 0,
    }
}
