//! Calls ListUsers through the generated client.

use shapewright_bench_harness::{KEYS, ORGANIZATION, Options, REGION, measure};
use workmail_client::{Client, runtime::Credentials};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = Options::read();
    let client = Client::builder()
        .region(REGION)
        .endpoint_url(&options.endpoint)
        .credentials(Credentials::new(KEYS.0, KEYS.1, None))
        .build()
        .expect("a client");
    measure(&options, move || {
        let client = client.clone();
        async move {
            let call = client.list_users().organization_id(ORGANIZATION).max_results(100);
            call.send().await.expect("a response").users().len()
        }
    })
    .await;
}
