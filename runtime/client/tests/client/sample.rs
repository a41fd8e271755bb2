//! A model crate and a client crate in the shape that the generator gives them, of a service with two operations.

use shapewright_client::{
    Builder, Call, OperationError, ServiceClient, Set, Unset,
    codegen::{Core, ErrorVariant, Failure},
    errors::{ConstructionError, DecodeFailure, Modelled, Timeout, TransportError, Unknown},
};
use shapewright_schema::{
    EndpointFacts, ErrorShape, Fault, Kind, Member, Operation, OperationShape, RequestFacts, Schema, Service,
    Structure, Value, schema::ErrorFacts,
};
use std::{fmt, marker::PhantomData};

pub static STRING: Schema = Schema::new("String", Kind::String);

pub static SERVICE: Service = Service {
    name: "sample",
    id: "Sample Users",
    version: "2026-01-31",
    protocols: &["awsJson1_1"],
    target_prefix: "Sample",
    signing_name: "sample",
    endpoint: EndpointFacts::of("users"),
    headers: &[],
    query_compatible: false,
    xml_namespace: None,
    bare_errors: false,
    operations: &[&CREATE_USER, &DELETE_USER],
};

pub static CREATE_USER: Operation = operation("CreateUser", &CREATE_USER_REQUEST, &CREATE_USER_RESPONSE, None);
pub static DELETE_USER: Operation = operation("DeleteUser", &DELETE_USER_REQUEST, &DELETE_USER_RESPONSE, Some("data."));

static ERRORS: [&Schema; 2] = [&ENTITY_STATE_EXCEPTION, &TOO_BUSY];

const fn operation(
    name: &'static str,
    input: &'static Schema,
    output: &'static Schema,
    host_prefix: Option<&'static str>,
) -> Operation {
    Operation {
        name,
        method: "POST",
        uri: "/",
        status: 200,
        input,
        output,
        errors: &ERRORS,
        readonly: false,
        idempotent: false,
        pagination: None,
        request: RequestFacts {
            host_prefix,
            ..RequestFacts::PLAIN
        },
    }
}

macro_rules! structure {
    ($type:ident, $schema:ident = $static:expr, [$($index:literal: $field:ident: $held:ty),*], $last:ident) => {
        pub static $schema: Schema = $static;

        #[derive(Default, Clone, PartialEq)]
        pub struct $type {
            $(pub $field: $held,)*
        }

        impl Structure for $type {
            fn schema(&self) -> &'static Schema {
                &$schema
            }

            fn member(&self, index: usize) -> &dyn Value {
                match index {
                    $($index => &self.$field,)*
                    _ => &self.$last,
                }
            }

            fn member_mut(&mut self, index: usize) -> &mut dyn Value {
                match index {
                    $($index => &mut self.$field,)*
                    _ => &mut self.$last,
                }
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                shapewright_schema::debug::debug(self, f)
            }
        }
    };
}

pub(crate) use structure;

structure!(
    CreateUserRequest,
    CREATE_USER_REQUEST = Schema::structure(
        "CreateUserRequest",
        &[
            Member::new("Name", &STRING).required(),
            Member::new("Type", &STRING).required(),
            Member::new("ClientToken", &STRING).idempotency_token(),
        ]
    ),
    [0: name: String, 1: r#type: String, 2: client_token: Option<String>],
    client_token
);
structure!(
    CreateUserResponse,
    CREATE_USER_RESPONSE = Schema::structure("CreateUserResponse", &[Member::new("UserId", &STRING)]),
    [0: user_id: Option<String>],
    user_id
);
structure!(
    DeleteUserRequest,
    DELETE_USER_REQUEST = Schema::structure("DeleteUserRequest", &[Member::new("UserId", &STRING).required()]),
    [0: user_id: String],
    user_id
);
structure!(
    DeleteUserResponse,
    DELETE_USER_RESPONSE = Schema::structure("DeleteUserResponse", &[Member::new("Unused", &STRING)]),
    [0: unused: Option<String>],
    unused
);
structure!(
    EntityStateException,
    ENTITY_STATE_EXCEPTION = Schema::structure(
        "EntityStateException",
        &[Member::new("Message", &STRING), Member::new("Secret", &STRING).sensitive()]
    )
    .error(ErrorFacts {
        code: "EntityStateException",
        fault: Fault::Client,
        status: 400,
        retryable: false,
        throttling: false,
        query_code: None,
    }),
    [0: message: Option<String>, 1: secret: Option<String>],
    secret
);
structure!(
    TooBusy,
    TOO_BUSY = Schema::structure("TooBusy", &[Member::new("Message", &STRING)]).error(ErrorFacts {
        code: "TooBusy",
        fault: Fault::Client,
        status: 400,
        retryable: true,
        throttling: true,
        query_code: None,
    }),
    [0: message: Option<String>],
    message
);

impl ErrorShape for EntityStateException {}
impl ErrorShape for TooBusy {}

pub mod operations {
    use super::*;

    #[derive(Debug)]
    pub struct CreateUser;

    impl OperationShape for CreateUser {
        type Input = CreateUserRequest;
        type Output = CreateUserResponse;
        const OPERATION: &'static Operation = &CREATE_USER;
        const SERVICE: &'static Service = &SERVICE;
    }

    #[derive(Debug)]
    pub struct DeleteUser;

    impl OperationShape for DeleteUser {
        type Input = DeleteUserRequest;
        type Output = DeleteUserResponse;
        const OPERATION: &'static Operation = &DELETE_USER;
        const SERVICE: &'static Service = &SERVICE;
    }
}

/// From here on: the client crate.
#[derive(Clone, Debug)]
pub struct Client {
    core: Core,
}

impl ServiceClient for Client {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Core) -> Self {
        Self { core }
    }
}

impl Client {
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    pub fn create_user(&self) -> CreateUser<'_> {
        CreateUser {
            core: &self.core,
            input: CreateUserRequest::default(),
            set: PhantomData,
        }
    }

    pub fn delete_user(&self) -> DeleteUser<'_> {
        DeleteUser {
            core: &self.core,
            input: DeleteUserRequest::default(),
            set: PhantomData,
        }
    }
}

pub mod required {
    #![allow(non_camel_case_types)]
    use shapewright_client::Set;

    #[diagnostic::on_unimplemented(
        message = "required member `name` has not been set",
        label = "call `.name(...)` before this"
    )]
    pub trait name {}
    #[diagnostic::do_not_recommend]
    impl name for Set {}

    #[diagnostic::on_unimplemented(
        message = "required member `type` has not been set",
        label = "call `.r#type(...)` before this"
    )]
    pub trait r#type {}
    #[diagnostic::do_not_recommend]
    impl r#type for Set {}

    #[diagnostic::on_unimplemented(
        message = "required member `user_id` has not been set",
        label = "call `.user_id(...)` before this"
    )]
    pub trait user_id {}
    #[diagnostic::do_not_recommend]
    impl user_id for Set {}
}

#[must_use = "a request is not sent until `send` is called"]
pub struct CreateUser<'a, Name = Unset, Type = Unset> {
    core: &'a Core,
    input: CreateUserRequest,
    set: PhantomData<fn() -> (Name, Type)>,
}

impl<'a, Name, Type> CreateUser<'a, Name, Type> {
    pub fn name(mut self, value: impl Into<String>) -> CreateUser<'a, Set, Type> {
        self.input.name = value.into();
        self.marked()
    }

    pub fn r#type(mut self, value: impl Into<String>) -> CreateUser<'a, Name, Set> {
        self.input.r#type = value.into();
        self.marked()
    }

    pub fn client_token(mut self, value: impl Into<String>) -> Self {
        self.input.client_token = Some(value.into());
        self
    }

    pub fn with_input(mut self, input: CreateUserRequest) -> CreateUser<'a, Set, Set> {
        self.input = input;
        self.marked()
    }

    pub fn send(self) -> Call<operations::CreateUser, CreateUserError>
    where
        Name: required::name,
        Type: required::r#type,
    {
        self.core.call(self.input)
    }

    fn marked<N, T>(self) -> CreateUser<'a, N, T> {
        CreateUser {
            core: self.core,
            input: self.input,
            set: PhantomData,
        }
    }
}

#[must_use = "a request is not sent until `send` is called"]
pub struct DeleteUser<'a, UserId = Unset> {
    core: &'a Core,
    input: DeleteUserRequest,
    set: PhantomData<fn() -> UserId>,
}

impl<'a, UserId> DeleteUser<'a, UserId> {
    pub fn user_id(mut self, value: impl Into<String>) -> DeleteUser<'a, Set> {
        self.input.user_id = value.into();
        DeleteUser {
            core: self.core,
            input: self.input,
            set: PhantomData,
        }
    }

    pub fn send(self) -> Call<operations::DeleteUser, DeleteUserError>
    where
        UserId: required::user_id,
    {
        self.core.call(self.input)
    }
}

pub type CreateUserError = ErrorSetCreateDelete<operations::CreateUser>;
pub type DeleteUserError = ErrorSetCreateDelete<operations::DeleteUser>;

#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorSetCreateDelete<O> {
    EntityStateException(Modelled<EntityStateException>),
    TooBusy(Modelled<TooBusy>),
    Unknown(Unknown<O>),
    Transport(TransportError),
    Timeout(Timeout),
    Construction(ConstructionError),
    Decode(DecodeFailure),
}

impl<O: OperationShape + fmt::Debug> OperationError for ErrorSetCreateDelete<O> {
    fn from_failure(failure: Failure) -> Self {
        match failure {
            Failure::Modelled(0, response) => Self::EntityStateException(Modelled::decode(response)),
            Failure::Modelled(1, response) => Self::TooBusy(Modelled::decode(response)),
            Failure::Modelled(_, response) | Failure::Unknown(response) => Self::Unknown(Unknown::from(response)),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout(error) => Self::Timeout(error),
            Failure::Construction(error) => Self::Construction(error),
            Failure::Decode(error) => Self::Decode(error),
        }
    }

    fn variant(&self) -> &dyn ErrorVariant {
        match self {
            Self::EntityStateException(variant) => variant,
            Self::TooBusy(variant) => variant,
            Self::Unknown(variant) => variant,
            Self::Transport(variant) => variant,
            Self::Timeout(variant) => variant,
            Self::Construction(variant) => variant,
            Self::Decode(variant) => variant,
        }
    }
}

impl<O: OperationShape + fmt::Debug> fmt::Display for ErrorSetCreateDelete<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shapewright_client::codegen::display(O::OPERATION.name, self, f)
    }
}

impl<O: OperationShape + fmt::Debug> std::error::Error for ErrorSetCreateDelete<O> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.details().source
    }
}
