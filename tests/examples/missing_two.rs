//! Does not compile, because two required members are missing: `tests/suite/forgotten.rs` holds what the compiler says.

fn main() {
    let mock = workmail_mock::WorkMail::start();
    let client = mock.client();
    drop(client.create_user().organization_id("m-1").password("p").send());
}
