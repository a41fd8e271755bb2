//! The first program of the README: prints the names of an organization's users.

use workmail_client::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?; // credentials, region and endpoint
    let org = std::env::args().nth(1).ok_or("which organization?")?;
    let mut users = client.list_users().organization_id(org).paginate().items();
    while let Some(user) = users.try_next().await? {
        println!("{}", user.name.unwrap_or_default());
    }
    Ok(())
}
