//! Stubs in the types of their operation.

use super::stub::{Added, Input, Match, Step, StubResponse, Where};
use crate::{Context, Mock, Refusal, Request, handler, names::Target};
use shapewright_schema::{OperationShape, Structure};
use std::sync::Arc;

type Condition<I> = Arc<dyn Fn(&I) -> bool + Send + Sync>;

/// The responses to calls of the operation `O`.
#[must_use = "nothing is stubbed until `respond`, `respond_with` or `fail` is called"]
pub struct On<O: OperationShape> {
    place: Where,
    when: Vec<Condition<O::Input>>,
    times: Option<u64>,
}

/// A response that has been added, and may be followed by others.
pub struct Stubbed<O: OperationShape> {
    added: Added,
    when: Vec<Condition<O::Input>>,
}

impl Mock {
    /// Stubs the operation `O`. [`On`] says for which calls, and what they return.
    ///
    /// # Panics
    /// When the operation's service is not in this mock.
    #[track_caller]
    pub fn on<O: OperationShape>(&self) -> On<O> {
        match Target::of::<O>(self.hosted()) {
            Ok(target) => On {
                place: Where::New(Arc::clone(self.stubs_in_place()), target),
                when: Vec::new(),
                times: None,
            },
            Err(unknown) => panic!("{unknown}"),
        }
    }
}

impl<O: OperationShape> On<O> {
    /// Only for calls whose input `holds` accepts. Several conditions must all hold.
    pub fn when(mut self, holds: impl Fn(&O::Input) -> bool + Send + Sync + 'static) -> Self {
        self.when.push(Arc::new(holds));
        self
    }

    /// So many times. Without it the response is given for ever, or once where another one follows it.
    pub fn times(mut self, count: u64) -> Self {
        self.times = Some(count);
        self
    }

    /// Returns `output`.
    pub fn respond(self, output: O::Output) -> Stubbed<O> {
        self.add(StubResponse::Output(Box::new(output)))
    }

    /// Returns what `make` makes of the input. [`Context::default_response`] is what the lifecycle does.
    pub fn respond_with<F>(self, make: F) -> Stubbed<O>
    where
        F: Fn(O::Input, &Context) -> Result<O::Output, Refusal> + Send + Sync + 'static,
    {
        self.add(StubResponse::Made(Box::new(move |input: Input, context| {
            // The stub has read it as this type.
            let input = input
                .downcast::<O::Input>()
                .map_err(|_| Refusal::internal("the stub read another input"))?;
            let output = make(*input, context)?;
            Ok(Box::new(output) as Box<dyn Structure>)
        })))
    }

    /// Returns an error: an error structure of the service, or a [`Refusal`] of any code and status.
    pub fn fail(self, error: impl Into<Refusal>) -> Stubbed<O> {
        self.add(StubResponse::Error(error.into()))
    }

    fn add(self, response: StubResponse) -> Stubbed<O> {
        let when = self.when.clone();
        let matches: Match = Box::new(move |request: &Request| {
            let mut input = O::Input::default();
            handler::read(request, &mut input).ok()?;
            let holds = when.iter().all(|holds| holds(&input));
            holds.then(|| Box::new(input) as Input)
        });
        Stubbed {
            added: self.place.add(Step::new(matches, response, self.times)),
            when: self.when,
        }
    }
}

impl<O: OperationShape> Stubbed<O> {
    /// The response after that, to calls that meet the same conditions. A response that is followed by another is
    /// given once, unless it says [`times`](On::times).
    pub fn then(&self) -> On<O> {
        On {
            place: self.added.after(),
            when: self.when.clone(),
            times: None,
        }
    }

    /// The stub's id.
    pub fn id(&self) -> u64 {
        self.added.stub.id
    }

    /// How many calls the stub has answered.
    pub fn used(&self) -> u64 {
        self.added.stub.described().used
    }

    /// Removes the stub.
    pub fn remove(&self) {
        self.added.remove();
    }
}
