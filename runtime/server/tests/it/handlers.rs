//! Code of one's own for some operations, and the default for the others.

use crate::{
    office::{CreateUser, OFFICE, Office},
    state::crud::{organization, user},
    support::{office, shape},
};
use serde_json::json;
use shapewright_schema::{Document, ErrorShape, Fault, Kind, Member, Schema, Service, Structure, schema::ErrorFacts};
use shapewright_server::{Context, Fields, Handler, Lifecycle, Mock, Refusal, Request, ResponseFuture, respond};

static STRING: Schema = Schema::new("String", Kind::String);
static RESERVED: Schema =
    Schema::structure("ReservedNameException", &[Member::new("Message", &STRING)]).error(ErrorFacts {
        code: "ReservedNameException",
        fault: Fault::Client,
        status: 409,
        retryable: false,
        throttling: false,
        query_code: None,
    });

shape!(ReservedName = RESERVED);

impl ErrorShape for ReservedName {}

/// An office where root is nobody's name, and everybody is enabled at once.
struct StrictOffice;

impl StrictOffice {
    async fn create_user(
        &self,
        input: <CreateUser as shapewright_schema::OperationShape>::Input,
        context: &Context,
    ) -> Result<<CreateUser as shapewright_schema::OperationShape>::Output, Refusal> {
        let fields = Document::fields_of(&input);
        if fields["Name"].as_str() == Some("root") {
            let mut error = ReservedName::default();
            Document::String("root is reserved".to_owned())
                .fill(error.member_mut(0))
                .unwrap();
            return Err(error.into());
        }
        context.transact(|state| {
            let output = state.default_response::<CreateUser>(&input)?;
            let made = Document::fields_of(&output);
            let key = ["OrganizationId", "UserId"].map(|name| made[name].as_str().unwrap());
            let enabled = Document::String("ENABLED".to_owned());
            state.set("User", &key, Fields::from([("State".to_owned(), enabled)]))?;
            Ok(output)
        })
    }
}

impl Handler for StrictOffice {
    fn service(&self) -> &'static Service {
        &OFFICE
    }

    fn lifecycles(&self) -> &'static [Lifecycle] {
        Office.lifecycles()
    }

    fn call<'a>(&'a self, operation: usize, request: &'a Request, context: &'a Context) -> ResponseFuture<'a> {
        if request.operation().name == "CreateUser" {
            let run = move |input| self.create_user(input, context);
            return Box::pin(respond::<CreateUser, _, _>(request, context, run));
        }
        Office.call(operation, request, context)
    }
}

#[tokio::test]
async fn own_code_and_the_default_share_one_state() {
    let mock = Mock::builder().add(std::sync::Arc::new(StrictOffice)).build();
    let organization = organization(&mock, "acme").await;
    let input = json!({ "OrganizationId": organization, "Name": "root" });
    let expected = (409, "ReservedNameException".to_owned(), "root is reserved".to_owned());
    assert_eq!(office(&mock, "CreateUser", input).await.err(), expected);
    let ann = user(&mock, &organization, "ann").await;
    let read = office(
        &mock,
        "DescribeUser",
        json!({ "OrganizationId": organization, "UserId": ann }),
    )
    .await
    .ok();
    assert_eq!(read["State"], "ENABLED");
    let users = office(&mock, "ListUsers", json!({ "OrganizationId": organization }))
        .await
        .ok();
    assert_eq!(users["Users"].as_array().unwrap().len(), 1);
}
