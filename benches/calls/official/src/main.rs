//! Calls ListUsers through the official SDK.

use aws_credential_types::Credentials;
use aws_sdk_workmail::{
    Client,
    config::{BehaviorVersion, Config, Region},
};
use shapewright_bench_harness::{KEYS, ORGANIZATION, Options, REGION, measure};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = Options::read();
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(&options.endpoint)
        .credentials_provider(Credentials::from_keys(KEYS.0, KEYS.1, None))
        .build();
    let client = Client::from_conf(config);
    measure(&options, move || {
        let client = client.clone();
        async move {
            let call = client.list_users().organization_id(ORGANIZATION).max_results(100);
            call.send().await.expect("a response").users().len()
        }
    })
    .await;
}
