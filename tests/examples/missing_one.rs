//! Does not compile, because a required member is missing: `tests/suite/forgotten.rs` holds what the compiler says.

fn main() {
    let mock = workmail_mock::WorkMail::start();
    let client = mock.client();
    drop(client.create_group().organization_id("m-1").send());
}
