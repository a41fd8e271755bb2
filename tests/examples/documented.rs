//! Calls the operations of the two REST services at an endpoint, and prints what each gives as one object of JSON: for
//! `tests/clients/test_moto.py`.

use serde::Serialize;
use serde_json::{Value, json};
use shapewright_client::{Credentials, OperationError};
use std::error::Error;

fn shown<T: Serialize, E: OperationError>(result: Result<T, E>) -> Value {
    match result {
        Ok(output) => json!({ "output": output }),
        Err(error) => {
            let details = error.details();
            json!({ "error": error.to_string(), "code": details.code, "status": details.status })
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = std::env::args().nth(1).ok_or("usage: documented ENDPOINT")?;
    let credentials = Credentials::new("AKID", "secret", None);
    let macie = macie2_client::Client::builder()
        .region("us-east-1")
        .endpoint_url(&endpoint)
        .credentials(credentials.clone())
        .build()?;
    let ses = sesv2_client::Client::builder()
        .region("us-east-1")
        .endpoint_url(&endpoint)
        .credentials(credentials)
        .build()?;
    let update = ses
        .update_reputation_entity_customer_managed_status()
        .reputation_entity_type("RESOURCE")
        .reputation_entity_reference("arn:aws:ses:us-east-1:123456789012:identity/example.com")
        .sending_status("ENABLED");
    let answers = json!({
        "GetMasterAccount": shown(macie.get_master_account().send().await),
        "GetMember": shown(macie.get_member().id("123456789012").send().await),
        "ListFindingsFilters": shown(macie.list_findings_filters().send().await),
        "ListInvitations": shown(macie.list_invitations().send().await),
        "ListMembers": shown(macie.list_members().only_associated("false").send().await),
        "ListReputationEntities": shown(ses.list_reputation_entities().send().await),
        "UpdateReputationEntityCustomerManagedStatus": shown(update.send().await),
    });
    println!("{answers}");
    Ok(())
}
