//! serde holds model types in the service's own member names, the shape that other SDKs' dictionaries have.

use serde_json::json;
use workmail_model::types::{EntityState, User, UserRole};

#[test]
fn a_user_goes_to_json_and_back() {
    let user = User {
        id: Some("S-1-1-11-1".to_owned()),
        name: Some("ann".to_owned()),
        state: Some(EntityState::Enabled),
        user_role: Some(UserRole::Unknown("VISITOR".to_owned())),
        enabled_date: Some("2026-01-31T12:00:00Z".parse().unwrap()),
        ..Default::default()
    };
    let written = serde_json::to_value(&user).unwrap();
    let expected = json!({
        "Id": "S-1-1-11-1",
        "Name": "ann",
        "State": "ENABLED",
        "UserRole": "VISITOR",
        "EnabledDate": "2026-01-31T12:00:00Z",
    });
    assert_eq!(written, expected);
    assert_eq!(serde_json::from_value::<User>(written).unwrap(), user);
}

#[test]
fn what_does_not_fit_says_where() {
    let error = serde_json::from_value::<User>(json!({ "EnabledDate": "yesterday" })).unwrap_err();
    assert!(error.to_string().starts_with("/EnabledDate must be a time"), "{error}");
}
