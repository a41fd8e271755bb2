//! Pages and items of an operation, as streams.
//!
//! What is generic here only makes outputs, names errors and holds items; [`Pager`] does all else once for all
//! operations.

use super::pager::Pager;
use crate::{
    core::{Core, Overrides},
    errors::OperationError,
};
use futures_core::Stream;
use shapewright_schema::OperationShape;
use std::{
    collections::BTreeMap,
    fmt,
    future::{Future, poll_fn},
    marker::PhantomData,
    mem,
    ops::Range,
    pin::Pin,
    task::{Context, Poll},
};

impl Core {
    /// Reads an operation page by page. `items` finds the items in an output; it is never asked where `C` is `()`.
    pub fn paginate<O: OperationShape, E: OperationError, C: PageItems>(
        &self,
        input: O::Input,
        items: fn(&mut O::Output) -> Option<&mut C>,
    ) -> Paginator<O, E, C> {
        Paginator {
            pager: Pager::new(&self.0, O::OPERATION, Box::new(input)),
            items,
            error: PhantomData,
        }
    }

    /// Whether the operation of this name, for instance `ListUsers`, can be read page by page.
    pub fn can_paginate(&self, operation: &str) -> bool {
        let found = self.0.service.operation(operation);
        found.is_some_and(|(_, operation)| operation.pagination.is_some())
    }
}

/// What the items of a page lie in: a list, a map in the order of its keys, or `()` where the description names no items.
pub trait PageItems {
    /// Leaves out all items but these.
    fn keep(&mut self, range: Range<usize>);
}

impl PageItems for () {
    fn keep(&mut self, _: Range<usize>) {}
}

impl<T> PageItems for Vec<T> {
    fn keep(&mut self, range: Range<usize>) {
        self.truncate(range.end);
        self.drain(..range.start.min(self.len()));
    }
}

impl<T> PageItems for BTreeMap<String, T> {
    fn keep(&mut self, range: Range<usize>) {
        let mut place = 0..;
        self.retain(|_, _| place.next().is_some_and(|place| range.contains(&place)));
    }
}

/// Items that can be given one by one: every [`PageItems`] but `()`.
#[diagnostic::on_unimplemented(
    message = "the description of this operation names no items",
    label = "read its pages with `.pages()`"
)]
pub trait Itemized: PageItems + Default + IntoIterator<IntoIter: ExactSizeIterator> {}

impl<T> Itemized for Vec<T> {}
impl<T> Itemized for BTreeMap<String, T> {}

/// An operation about to be read page by page. Nothing is sent before the first page or item is asked for.
#[must_use = "a paginator does nothing until its pages or items are asked for"]
pub struct Paginator<O: OperationShape, E, C> {
    pager: Pager,
    items: fn(&mut O::Output) -> Option<&mut C>,
    error: PhantomData<fn() -> E>,
}

impl<O: OperationShape, E: OperationError, C: PageItems> Paginator<O, E, C> {
    /// The most items that the service puts on one page. Which sizes it takes, its documentation says.
    pub fn page_size(mut self, size: u32) -> Self {
        self.pager.limit_page(size);
        self
    }

    /// The most items that are given in all, from however many pages. What cuts them off is no end: `resume_token` tells
    /// where to go on.
    pub fn max_items(mut self, most: usize) -> Self
    where
        C: Itemized,
    {
        self.pager.limit_items(most);
        self
    }

    /// Begins where an earlier reading ended, by its `resume_token`. All else must be set as it was then; only
    /// the size of a page and the limit of items may differ.
    pub fn starting_token(mut self, token: impl AsRef<str>) -> Self {
        self.pager.start_at(token.as_ref());
        self
    }

    /// The same pages, each asked for with limits, retries, an endpoint or headers of their own. A time limit is that of
    /// one page.
    pub fn with(mut self, overrides: Overrides) -> Self {
        self.pager.override_with(overrides);
        self
    }

    /// The pages, each as the operation returns it; with a limit of items, the last page lacks those past it.
    pub fn pages(self) -> Pages<O, E, C> {
        Pages {
            pager: self.pager,
            items: self.items,
            error: PhantomData,
        }
    }

    /// The items of all pages. Those of a map come as pairs of key and value.
    pub fn items(self) -> Items<O, E, C>
    where
        C: Itemized,
    {
        Items {
            pages: self.pages(),
            page: None,
            size: 0,
        }
    }
}

/// The pages of an operation: a [`Stream`] that is also read with [`try_next`](Self::try_next). It ends after an error.
#[must_use = "pages are not asked for until they are read"]
pub struct Pages<O: OperationShape, E, C> {
    pager: Pager,
    items: fn(&mut O::Output) -> Option<&mut C>,
    error: PhantomData<fn() -> E>,
}

impl<O: OperationShape, E: OperationError, C: PageItems> Pages<O, E, C> {
    /// The next page; `None` after the last, or after an error.
    #[expect(clippy::should_implement_trait, reason = "it is the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<O::Output, E>>> + Send {
        poll_fn(|context| self.poll(context))
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page cannot be had, and when the service gives the token of a page that has been read already.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<O::Output>, E>> + Send {
        poll_fn(|context| self.poll(context).map(Option::transpose))
    }

    /// Where to go on, now or another day: after the last page that was given, or exactly where the limit of items cut
    /// it. After an error it is the page that could not be had. `None` when all has been read.
    pub fn resume_token(&self) -> Option<String> {
        self.pager.resume_token(None)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Output, E>>> {
        let completed = match self.pager.poll(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Ready(Some(completed)) => completed,
        };
        let mut output = O::Output::default();
        Poll::Ready(Some(match self.pager.read_page(completed, &mut output) {
            Ok(range) => {
                if let (Some(range), Some(items)) = (range, (self.items)(&mut output)) {
                    items.keep(range);
                }
                Ok(output)
            }
            Err(failure) => Err(E::from_failure(failure)),
        }))
    }
}

/// The items of an operation's pages: a [`Stream`] that is also read with [`try_next`](Self::try_next). It ends after an
/// error.
#[must_use = "items are not asked for until they are read"]
pub struct Items<O: OperationShape, E, C: Itemized> {
    pages: Pages<O, E, C>,
    page: Option<C::IntoIter>,
    /// How many items the page had.
    size: usize,
}

impl<O: OperationShape, E: OperationError, C: Itemized> Items<O, E, C>
where
    C::IntoIter: Send,
{
    /// The next item; `None` after the last, or after an error.
    #[expect(clippy::should_implement_trait, reason = "it is the name that streams have for it")]
    pub fn next(&mut self) -> impl Future<Output = Option<Result<C::Item, E>>> + Send {
        poll_fn(|context| self.poll(context))
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// When the next page cannot be had, and when the service gives the token of a page that has been read already.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<C::Item>, E>> + Send {
        poll_fn(|context| self.poll(context).map(Option::transpose))
    }
}

impl<O: OperationShape, E: OperationError, C: Itemized> Items<O, E, C> {
    /// Where to go on, now or another day: right after the last item that was given, in the middle of a page as well as
    /// between two. `None` when all has been read.
    pub fn resume_token(&self) -> Option<String> {
        let waiting = self.page.as_ref().map_or(0, ExactSizeIterator::len);
        self.pages.pager.resume_token(Some((self.size - waiting, waiting)))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<C::Item, E>>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                return Poll::Ready(Some(Ok(item)));
            }
            self.page = None;
            let mut output = match self.pages.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(output))) => output,
            };
            let items = (self.pages.items)(&mut output).map(mem::take).unwrap_or_default();
            let items = items.into_iter();
            self.size = items.len();
            self.page = Some(items);
        }
    }
}

// Nothing in them is pinned.
impl<O: OperationShape, E, C> Unpin for Pages<O, E, C> {}
impl<O: OperationShape, E, C: Itemized> Unpin for Items<O, E, C> {}

impl<O: OperationShape, E: OperationError, C: PageItems> Stream for Pages<O, E, C> {
    type Item = Result<O::Output, E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: OperationShape, E: OperationError, C: Itemized> Stream for Items<O, E, C> {
    type Item = Result<C::Item, E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: OperationShape, E, C> fmt::Debug for Paginator<O, E, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paginator({})", self.pager.operation())
    }
}

impl<O: OperationShape, E, C> fmt::Debug for Pages<O, E, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", self.pager.operation())
    }
}

impl<O: OperationShape, E, C: Itemized> fmt::Debug for Items<O, E, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items({})", self.pages.pager.operation())
    }
}
