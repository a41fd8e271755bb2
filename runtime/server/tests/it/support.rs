//! Services made by hand, and a client for them.

use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value as Json;
use shapewright_schema::{Document, Structure, Value};
use shapewright_server::Mock;

/// Makes types for shapes, operation types for operations, and a handler that has no code of its own.
macro_rules! service {
    (
        $handler:ident = $service:ident, $lifecycles:expr $(, $tagging:expr)?;
        $($operation:ident: $data:ident, $input:ident = $input_schema:ident, $output:ident = $output_schema:ident;)*
    ) => {
        $(
            $crate::support::shape!($input = $input_schema);
            $crate::support::shape!($output = $output_schema);

            pub struct $operation;

            impl shapewright_schema::OperationShape for $operation {
                type Input = $input;
                type Output = $output;
                const OPERATION: &'static shapewright_schema::Operation = &$data;
                const SERVICE: &'static shapewright_schema::Service = &$service;
            }
        )*

        pub struct $handler;

        impl shapewright_server::Handler for $handler {
            fn service(&self) -> &'static shapewright_schema::Service {
                &$service
            }

            fn lifecycles(&self) -> &'static [shapewright_server::Lifecycle] {
                $lifecycles
            }

            $(
                fn tagging(&self) -> Option<&'static shapewright_server::Tagging> {
                    Some($tagging)
                }
            )?

            fn call<'a>(
                &'a self,
                operation: usize,
                request: &'a shapewright_server::Request,
                context: &'a shapewright_server::Context,
            ) -> shapewright_server::ResponseFuture<'a> {
                // The same tests run as `by_schema`, where no type of the service is used.
                if env!("CARGO_CRATE_NAME") == "by_schema" {
                    let operation = $service.operations[operation];
                    return Box::pin(shapewright_server::respond_by_schema(request, context, move |input| {
                        context.default_response_by_schema(operation, input)
                    }));
                }
                let name = $service.operations[operation].name;
                $(
                    if name == stringify!($operation) {
                        return Box::pin(shapewright_server::respond::<$operation, _, _>(
                            request,
                            context,
                            move |input| async move { context.default_response::<$operation>(input) },
                        ));
                    }
                )*
                unreachable!("{name}")
            }
        }
    };
}

/// Makes a structure type.
macro_rules! shape {
    ($name:ident = $schema:ident) => {
        pub struct $name(pub shapewright_server::Dynamic);

        impl Default for $name {
            fn default() -> Self {
                Self(shapewright_server::Dynamic::new(&$schema))
            }
        }

        impl shapewright_schema::Structure for $name {
            fn schema(&self) -> &'static shapewright_schema::Schema {
                &$schema
            }

            fn member(&self, index: usize) -> &dyn shapewright_schema::Value {
                self.0.member(index)
            }

            fn member_mut(&mut self, index: usize) -> &mut dyn shapewright_schema::Value {
                self.0.member_mut(index)
            }
        }
    };
}

pub(crate) use {service, shape};

/// A response, read.
#[derive(Debug)]
pub struct TestResponse {
    pub status: u16,
    pub error: Option<String>,
    pub body: Json,
}

impl TestResponse {
    pub fn of(response: Response<Bytes>) -> Self {
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        assert!(
            header("x-amzn-requestid").is_some_and(|id| id.len() == 36),
            "{response:?}"
        );
        assert!(header("content-type").is_some(), "{response:?}");
        assert_eq!(header("content-length").unwrap(), response.body().len().to_string());
        let body = if response.body().is_empty() {
            Json::Null
        } else {
            serde_json::from_slice(response.body()).unwrap()
        };
        Self {
            status: response.status().as_u16(),
            error: header("x-amzn-errortype"),
            body,
        }
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Json {
        assert!(self.status < 300, "{self:?}");
        self.body
    }

    /// Status, code and message of an error.
    #[track_caller]
    pub fn err(self) -> (u16, String, String) {
        assert!(self.status >= 400, "{self:?}");
        let code = self.error.unwrap();
        assert_eq!(self.body["__type"], code.as_str());
        let message = self.body.get("Message").or_else(|| self.body.get("message"));
        let message = message.and_then(Json::as_str).unwrap_or_default().to_owned();
        (self.status, code, message)
    }

    /// The code of an error.
    #[track_caller]
    pub fn code(self) -> String {
        self.err().1
    }
}

pub fn authorization(key: &str, region: &str, service: &str) -> String {
    let scope = format!("{key}/20260101/{region}/{service}/aws4_request");
    format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host;x-amz-date, Signature=0")
}

/// A request for an operation of the office, from an account in a region.
pub fn office_request(key: &str, region: &str, operation: &str, body: &Json) -> Request<Bytes> {
    Request::post("/")
        .header("authorization", authorization(key, region, "office"))
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", format!("OfficeService.{operation}"))
        .body(Bytes::from(body.to_string()))
        .unwrap()
}

/// Calls an operation of the office, as an account in a region.
pub async fn office_as(mock: &Mock, key: &str, region: &str, operation: &str, body: Json) -> TestResponse {
    let request = office_request(key, region, operation, &body);
    TestResponse::of(mock.call(request).await.unwrap())
}

/// Calls an operation of the office.
pub async fn office(mock: &Mock, operation: &str, body: Json) -> TestResponse {
    office_as(mock, "AKIDEXAMPLE", "eu-west-1", operation, body).await
}

/// A structure of the type `T` by its members.
pub fn filled<T: Structure + Default>(members: Json) -> T {
    let mut structure = T::default();
    document(&members)
        .fill(&mut structure as &mut dyn Value)
        .expect("the members fit");
    structure
}

/// JSON as a document.
pub fn document(json: &Json) -> Document {
    shapewright_wire::json::parse_document(json.to_string().as_bytes()).unwrap()
}

/// Calls the zoo.
pub async fn zoo(mock: &Mock, method: &str, uri: &str, body: &str) -> TestResponse {
    let mut request = Request::builder()
        .method(method)
        .uri(uri)
        .header("authorization", authorization("AKIDEXAMPLE", "eu-west-1", "zoo"));
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    TestResponse::of(
        mock.call(request.body(Bytes::from(body.to_owned())).unwrap())
            .await
            .unwrap(),
    )
}
