//! Checks of what was called, in the manner of `assert_called`.
//!
//! Each check holds for the calls that the checks before it left: `times` after `with` counts those that match.

use super::{
    Entry, Filter,
    member::{MemberPath, differences, differs},
};
use crate::{
    Dynamic, Mock,
    names::{Target, UnknownName},
};
use shapewright_schema::{Document, Operation, OperationShape, Structure};
use std::{
    fmt::{self, Write},
    panic::Location,
    sync::Arc,
};

/// The most calls that a message tells of.
const SHOWN: usize = 20;

/// The calls of an operation whose inputs meet all checks so far; `I` is the type of the inputs.
///
/// Every check has two forms: one panics with the message, the other, `try_`, gives it as an error.
pub struct Called<I> {
    operation: &'static Operation,
    calls: Vec<Checked<I>>,
    /// What has been asked for, in words.
    asked: Vec<String>,
}

struct Checked<I> {
    entry: Arc<Entry>,
    input: I,
    /// Why it does not meet the checks.
    unmet: Vec<String>,
}

/// A check that failed: what was expected, and what was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet(String);

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmet {}

impl From<UnknownName> for Unmet {
    fn from(error: UnknownName) -> Self {
        Self(error.to_string())
    }
}

impl Mock {
    /// Checks that the operation `O` was called, with any input.
    ///
    /// # Panics
    /// When it was not. The message says what was called instead.
    #[track_caller]
    pub fn assert_called<O: OperationShape>(&self) -> Called<O::Input> {
        met(self.try_called::<O>())
    }

    /// Checks that the operation `O` was called, with any input.
    ///
    /// # Errors
    /// When it was not. The message says what was called instead.
    pub fn try_called<O: OperationShape>(&self) -> Result<Called<O::Input>, Unmet> {
        let target = Target::of::<O>(self.hosted())?;
        self.called(target, O::Input::default)
    }

    /// Checks that the operation `O` was not called.
    ///
    /// # Panics
    /// When it was. The message shows the calls.
    #[track_caller]
    pub fn assert_not_called<O: OperationShape>(&self) {
        met(self.try_not_called::<O>());
    }

    /// Checks that the operation `O` was not called.
    ///
    /// # Errors
    /// When it was. The message shows the calls.
    pub fn try_not_called<O: OperationShape>(&self) -> Result<(), Unmet> {
        let target = Target::of::<O>(self.hosted())?;
        none(&self.calls_of(target, O::Input::default))
    }

    /// Checks that the operation of a service, named as its crate is, was called.
    ///
    /// # Errors
    /// When it was not, or there is no such operation.
    pub fn try_called_named(&self, service: &str, operation: &str) -> Result<Called<Dynamic>, Unmet> {
        let target = Target::named(self.hosted(), service, operation)?;
        self.called(target, || Dynamic::new(target.operation.input))
    }

    /// Checks that the operation of a service, named as its crate is, was not called.
    ///
    /// # Errors
    /// When it was, or there is no such operation.
    pub fn try_not_called_named(&self, service: &str, operation: &str) -> Result<(), Unmet> {
        let target = Target::named(self.hosted(), service, operation)?;
        none(&self.calls_of(target, || Dynamic::new(target.operation.input)))
    }

    fn called<I: Structure>(&self, target: Target, empty: impl Fn() -> I) -> Result<Called<I>, Unmet> {
        let called = self.calls_of(target, empty);
        if called.calls.is_empty() {
            Err(self.never(target))
        } else {
            Ok(called)
        }
    }

    fn calls_of<I: Structure>(&self, target: Target, empty: impl Fn() -> I) -> Called<I> {
        let entries = self.journal().select(&Filter {
            service: Some(target.service.name),
            operation: Some(target.operation.name),
            since: 0,
        });
        let checked = |entry: Arc<Entry>| {
            let mut input = empty();
            let unmet = match entry.read_input(&mut input) {
                Some(Err(error)) => vec![format!("the request cannot be read: {error}")],
                _ => Vec::new(),
            };
            Checked { entry, input, unmet }
        };
        Called {
            operation: target.operation,
            calls: entries.into_iter().map(checked).collect(),
            asked: Vec::new(),
        }
    }

    fn never(&self, target: Target) -> Unmet {
        let journal = self.journal();
        let mut message = format!("{} was not called", target.operation.name);
        let others = journal.entries();
        if others.is_empty() {
            message.push_str(", nor was anything else");
        } else {
            message.push_str("; called instead:");
            tell(&mut message, others.iter(), |entry| format!("{entry:?}"));
        }
        let forgotten = journal.forgotten();
        if forgotten > 0 {
            let more = "MockBuilder::journal makes it keep more";
            // Writing to a String does not fail.
            let _ = write!(message, "\n  (the journal has forgotten {forgotten} requests; {more})");
        }
        Unmet(message)
    }
}

impl<I: Structure> Called<I> {
    /// Checks that there are exactly so many calls.
    ///
    /// # Panics
    /// When there are not.
    #[track_caller]
    pub fn times(self, count: usize) -> Self {
        met(self.try_times(count))
    }

    /// Checks that there are exactly so many calls.
    ///
    /// # Errors
    /// When there are not.
    pub fn try_times(self, count: usize) -> Result<Self, Unmet> {
        let found = self.matching().count();
        if found == count {
            return Ok(self);
        }
        let expected = format!("{} was expected {}", self.what(), times(count));
        Err(self.unmet(&format!("{expected}, but was called {}", times(found))))
    }

    /// Checks that there is a call whose member at `path` is `value`, and goes on with those.
    ///
    /// A path is made of member names, places in lists (from 0) and keys of maps with dots between: `Name`,
    /// `FolderConfigurations.0.Action`; or it is a JSON pointer: `/FolderConfigurations/0/Action`. `Document::Null` is
    /// the value of a member that is not there; [`Document::of`] makes a value out of any model type.
    ///
    /// # Panics
    /// When there is none, or the input has no such member.
    #[track_caller]
    pub fn with(self, path: &str, value: impl Into<Document>) -> Self {
        met(self.try_with(path, value))
    }

    /// The same as [`with`](Self::with).
    ///
    /// # Errors
    /// When there is none, or the input has no such member.
    pub fn try_with(self, path: &str, value: impl Into<Document>) -> Result<Self, Unmet> {
        let in_context = |error| Unmet(format!("{}: {error}", self.operation.name));
        let place = MemberPath::at(self.operation.input, path).map_err(in_context)?;
        let expected = place.expected(value.into()).map_err(in_context)?;
        let shown = place.show(&expected);
        self.check(format!("{path} = {shown}"), |input| {
            let input = Document::Map(Document::fields_of(input));
            let found = place.value(&input);
            let unmet = (*found != expected).then(|| differs(path, &shown, &place.show(found)));
            unmet.into_iter().collect()
        })
    }

    /// Checks that there is a call with this input, and goes on with those. An idempotency token that `input` leaves
    /// out is not compared.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn with_input(self, input: &I) -> Self {
        met(self.try_with_input(input))
    }

    /// The same as [`with_input`](Self::with_input).
    ///
    /// # Errors
    /// When there is none.
    pub fn try_with_input(self, input: &I) -> Result<Self, Unmet> {
        self.check("this input".to_owned(), |found| differences(input, found))
    }

    /// Checks that there is a call whose input `holds` accepts, and goes on with those.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn that(self, holds: impl Fn(&I) -> bool) -> Self {
        met(self.try_that(holds))
    }

    /// The same as [`that`](Self::that).
    ///
    /// # Errors
    /// When there is none.
    #[track_caller]
    pub fn try_that(self, holds: impl Fn(&I) -> bool) -> Result<Self, Unmet> {
        let place = Location::caller();
        let check = format!("what {}:{} asks for", place.file(), place.line());
        let unmet = format!("is not {check}");
        self.check(check, |input| {
            if holds(input) {
                Vec::new()
            } else {
                vec![format!("{unmet}: {:?}", Input(input))]
            }
        })
    }

    /// The inputs of the calls.
    pub fn inputs(&self) -> impl Iterator<Item = &I> {
        self.matching().map(|call| &call.input)
    }

    /// The journal's entries of the calls.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.matching().map(|call| &call.entry)
    }

    fn matching(&self) -> impl Iterator<Item = &Checked<I>> {
        self.calls.iter().filter(|call| call.unmet.is_empty())
    }

    fn check(mut self, asked: String, unmet: impl Fn(&I) -> Vec<String>) -> Result<Self, Unmet> {
        for call in &mut self.calls {
            call.unmet.extend(unmet(&call.input));
        }
        self.asked.push(asked);
        if self.matching().next().is_some() {
            return Ok(self);
        }
        let called = times(self.calls.len());
        Err(self.unmet(&format!("{} was not called; it was called {called}", self.what())))
    }

    /// The operation with all that was asked for.
    fn what(&self) -> String {
        match self.asked.as_slice() {
            [] => self.operation.name.to_owned(),
            asked => format!("{} with {}", self.operation.name, asked.join(" and ")),
        }
    }

    fn unmet(&self, headline: &str) -> Unmet {
        let mut message = format!("{headline}:");
        tell(&mut message, self.calls.iter(), |call| {
            let number = call.entry.number();
            match call.unmet.as_slice() {
                [] => format!("#{number} {:?}", Input(&call.input)),
                unmet => format!("#{number} {}", unmet.join("; ")),
            }
        });
        Unmet(message)
    }
}

impl<I> fmt::Debug for Called<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.calls.iter().map(|call| &call.entry))
            .finish()
    }
}

/// Shows an input, sensitive members redacted.
struct Input<'a>(&'a dyn Structure);

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shapewright_schema::debug::debug(self.0, f)
    }
}

fn none<I: Structure>(called: &Called<I>) -> Result<(), Unmet> {
    match called.calls.len() {
        0 => Ok(()),
        count => {
            let name = called.operation.name;
            Err(called.unmet(&format!("{name} was not to be called, but was called {}", times(count))))
        }
    }
}

/// Adds a line for each, the last ones where there are many.
fn tell<T>(message: &mut String, all: impl ExactSizeIterator<Item = T>, line: impl Fn(T) -> String) {
    let skipped = all.len().saturating_sub(SHOWN);
    // Writing to a String does not fail.
    if skipped > 0 {
        let _ = write!(message, "\n  ({skipped} earlier ones)");
    }
    for one in all.skip(skipped) {
        let _ = write!(message, "\n  {}", line(one));
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        0 => "never".to_owned(),
        count => format!("{count} times"),
    }
}

#[track_caller]
fn met<T>(result: Result<T, Unmet>) -> T {
    match result {
        Ok(value) => value,
        Err(unmet) => panic!("{unmet}"),
    }
}
