//! The credential chain, against profile files of its own and services that are played here.

use crate::{
    sample::Client,
    world::{World, service, write},
};
use shapewright_client::{Credentials, ProvideCredentials, transport_fn};
use tokio::net::TcpListener;

const EXPIRES: &str = "2099-01-31T12:00:00Z";

fn parts(credentials: &Credentials) -> (&str, &str, Option<&str>) {
    (
        credentials.access_key_id(),
        credentials.secret_access_key(),
        credentials.session_token(),
    )
}

fn role_response(action: &str) -> String {
    format!(
        "<{action}Response><{action}Result><Credentials><AccessKeyId>ASIAROLE123456789012</AccessKeyId>\
         <SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>\
         <Expiration>{EXPIRES}</Expiration></Credentials></{action}Result></{action}Response>"
    )
}

fn metadata_response() -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"ASIAMETA","SecretAccessKey":"meta-secret","Token":"meta-token","Expiration":"{EXPIRES}"}}"#
    )
}

const ROLE: (&str, &str, Option<&str>) = ("ASIAROLE123456789012", "role-secret", Some("role-token"));
const METADATA: (&str, &str, Option<&str>) = ("ASIAMETA", "meta-secret", Some("meta-token"));

const DEV: &str = "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/Dev\nsource_profile = base\n\
                   external_id = x/1\nrole_session_name = ann\nregion = eu-west-1\n";
const BASE: &str = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n";

#[tokio::test]
async fn keys_in_variables_then_in_the_profile() {
    let world = World::new(
        "",
        "[default]\naws_access_key_id = A\naws_secret_access_key = s#1\naws_session_token = t\n",
    );
    assert_eq!(parts(&world.found().await), ("A", "s#1", Some("t")));
    let world = world.with("AWS_ACCESS_KEY_ID", "V").with("AWS_SECRET_ACCESS_KEY", "v");
    assert_eq!(parts(&world.found().await), ("V", "v", None));
    let named = world.chain().profile("default").credentials().await.unwrap();
    assert_eq!(named.access_key_id(), "A");
}

#[tokio::test]
async fn a_role_by_a_source_profile() {
    let (url, seen) = service(&[("GET /?Action=AssumeRole&", role_response("AssumeRole"))]).await;
    let world = World::new(DEV, BASE)
        .with("AWS_PROFILE", "dev")
        .with("AWS_ENDPOINT_URL_STS", &url);
    let chain = world.chain();
    let found = chain.credentials().await.unwrap();
    assert_eq!(parts(&found), ROLE);
    assert_eq!(found.expires().unwrap().to_string(), EXPIRES);
    chain.credentials().await.unwrap();

    let seen = seen.lock().unwrap();
    let [request] = &seen[..] else { panic!("{seen:?}") };
    for part in [
        "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FDev",
        "RoleSessionName=ann",
        "ExternalId=x%2F1",
        "Credential=AKIDBASE/",
        "/eu-west-1/sts/aws4_request",
    ] {
        assert!(request.contains(part), "{part}: {request}");
    }
    assert!(request.contains(&url["http://".len()..]), "{request}");
}

#[tokio::test]
async fn a_role_that_is_refused() {
    let refusal =
        "403 <ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>";
    let (url, _) = service(&[("GET /", refusal.to_owned())]).await;
    let world = World::new(DEV, BASE).with("AWS_PROFILE", "dev");
    let error = world.with("AWS_ENDPOINT_URL_STS", url).error().await;
    assert_eq!(
        error,
        "profile `dev`, role arn:aws:iam::123456789012:role/Dev by profile `base`: AccessDenied: not you"
    );
}

#[tokio::test]
async fn a_token_service_that_is_not_there() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let world = World::new(DEV, BASE).with("AWS_PROFILE", "dev");
    let error = world
        .with("AWS_ENDPOINT_URL_STS", format!("http://{address}"))
        .error()
        .await;
    assert!(error.contains(&format!("could not connect to {address}")), "{error}");
}

#[tokio::test]
async fn web_identity() {
    let (url, seen) = service(&[("POST / ", role_response("AssumeRoleWithWebIdentity"))]).await;
    let world = World::new("", "");
    write(world.home.path(), "token", "web-token\n");
    let token = world.home.path().join("token").display().to_string();
    let role = "arn:aws:iam::123456789012:role/Web";
    let by_variables = world
        .with("AWS_ENDPOINT_URL_STS", &url)
        .with("AWS_WEB_IDENTITY_TOKEN_FILE", &token)
        .with("AWS_ROLE_ARN", role);
    assert_eq!(parts(&by_variables.found().await), ROLE);

    let profile = format!("[default]\nrole_arn = {role}\nweb_identity_token_file = {token}\n");
    let by_profile = World::new(&profile, "").with("AWS_ENDPOINT_URL_STS", &url);
    assert_eq!(parts(&by_profile.found().await), ROLE);
    let seen = seen.lock().unwrap();
    assert!(
        seen.len() == 2
            && seen
                .iter()
                .all(|request| request.contains("WebIdentityToken=web-token")),
        "{seen:?}"
    );
}

#[tokio::test]
async fn a_container() {
    let (url, seen) = service(&[("GET /creds ", metadata_response())]).await;
    let world = World::new("", "").with("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Bearer x");
    let world = world.with("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("{url}/creds"));
    assert_eq!(parts(&world.found().await), METADATA);
    let seen = seen.lock().unwrap();
    assert!(seen[0].to_lowercase().contains("authorization: bearer x"), "{seen:?}");
}

#[tokio::test]
async fn a_token_does_not_go_to_strangers() {
    let world = World::new("", "").with("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/creds");
    assert!(world.error().await.contains("must be https"));
}

#[tokio::test]
async fn an_instance_gives_region_and_credentials() {
    let (url, seen) = service(&[
        ("PUT /latest/api/token ", "imds-token".to_owned()),
        ("GET /latest/meta-data/placement/region ", "eu-north-1".to_owned()),
        ("GET /latest/meta-data/iam/security-credentials/ ", "role-1".to_owned()),
        (
            "GET /latest/meta-data/iam/security-credentials/role-1 ",
            metadata_response(),
        ),
    ])
    .await;
    let world = World::new("", "")
        .with("AWS_EC2_METADATA_DISABLED", "false")
        .with("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)
        .with("AWS_ENDPOINT_URL", "http://localhost:1");
    assert_eq!(parts(&world.found().await), METADATA);
    let client = world.client().await.unwrap();
    assert!(format!("{client:?}").contains("eu-north-1"), "{client:?}");
    let seen = seen.lock().unwrap();
    let with_token = seen
        .iter()
        .filter(|request| request.contains("x-aws-ec2-metadata-token: imds-token"));
    assert_eq!(with_token.count(), 5, "{seen:?}");
}

#[tokio::test]
async fn single_sign_on() {
    let response = r#"{"roleCredentials":{"accessKeyId":"ASIAROLE123456789012","secretAccessKey":"role-secret","sessionToken":"role-token","expiration":4073544000000}}"#;
    let (url, seen) = service(&[("GET /federation/credentials?", response.to_owned())]).await;
    let profile = "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
                   [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n";
    let world = World::new(profile, "").with("AWS_ENDPOINT_URL_SSO", url);
    let error = world.error().await;
    assert!(
        error.starts_with("profile `default`, SSO: ") && error.contains("aws sso login"),
        "{error}"
    );

    // The file's name is the SHA-1 of `corp`.
    let token = format!(r#"{{"accessToken":"sso-token","expiresAt":"{EXPIRES}"}}"#);
    let name = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    write(world.home.path(), name, &token);
    assert_eq!(parts(&world.found().await), ROLE);
    let seen = seen.lock().unwrap();
    assert!(
        seen[0].contains("x-amz-sso_bearer_token: sso-token") && seen[0].contains("role_name=Reader"),
        "{seen:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_process() {
    let command = r#"printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"s"}' "A ""KEY""#;
    let world = World::new(&format!("[default]\ncredential_process = {command}\n"), "");
    assert_eq!(parts(&world.found().await), ("A KEY", "s", None));
    let much = format!("head -c 300000 /dev/zero >&2 && {command}");
    let world = World::new(&format!("[default]\ncredential_process = {much}\n"), "");
    assert_eq!(parts(&world.found().await), ("A KEY", "s", None));
    let world = World::new("[default]\ncredential_process = echo no such thing >&2; exit 3\n", "");
    let error = world.error().await;
    assert!(error.contains("status 3: no such thing"), "{error}");
}

#[tokio::test]
async fn where_it_looked() {
    let world = World::new("", "")
        .with("AWS_REGION", "eu-west-1")
        .with("AWS_ENDPOINT_URL", "http://localhost:1");
    let error = world.client().await.unwrap_err().to_string();
    for place in [
        "no credentials could be had",
        "AWS_ACCESS_KEY_ID is not set",
        "profile `default`",
        ".aws/credentials",
        "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_EC2_METADATA_DISABLED is true",
    ] {
        assert!(error.contains(place), "{place}: {error}");
    }
}

#[test]
fn a_profile_configures_the_client() {
    let config = "[default]\nregion = cn-north-1\nuse_dualstack_endpoint = true\naws_access_key_id = A\n\
                  aws_secret_access_key = s\nretry_mode = ";
    let world = |retries: &str, endpoint: &str| World::new(&format!("{config}{retries}\n{endpoint}"), "");
    let client = |world: World| {
        let nothing = transport_fn(|_| async { unreachable!("nothing is sent") });
        Client::builder()
            .or_variables(world.lookup())
            .transport(nothing)
            .build()
    };
    let own = "endpoint_url = http://x\nuse_dualstack_endpoint = false\n";
    for (endpoint, expect) in [
        (own, "http://x"),
        ("", "https://users.cn-north-1.api.amazonwebservices.com.cn"),
    ] {
        let shown = format!("{:?}", client(world("standard", endpoint)).unwrap());
        assert!(shown.contains(expect), "{shown}");
    }
    for (retries, endpoint, line) in [
        (
            "sometimes",
            "",
            "the profile `default` has retry_mode = sometimes, which takes `standard` or `adaptive`",
        ),
        (
            "standard",
            "use_fips_endpoint = ture\n",
            "the profile `default` has use_fips_endpoint = ture, which takes `true` or `false`",
        ),
    ] {
        let error = client(world(retries, endpoint)).unwrap_err();
        assert_eq!(error.to_string(), line);
    }
}

#[tokio::test]
async fn profiles_that_cannot_be_used() {
    for (config, expect) in [
        ("", "there is no profile `dev` in "),
        (
            "[profile dev]\nrole_arn = r\n",
            "credential_source or web_identity_token_file is missing",
        ),
        (
            "[profile dev]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = dev\n",
            "profile `dev` leads to itself by source_profile: dev -> b",
        ),
        (
            "[profile dev]\nrole_arn = r\nsource_profile = b\n[profile b]\n",
            "source_profile `b` has no credentials",
        ),
        (
            "[profile dev]\nrole_arn = r\nmfa_serial = m\nsource_profile = b\n",
            "mfa_serial",
        ),
        (
            "[profile dev]\naws_access_key_id = A\n",
            "aws_secret_access_key is missing",
        ),
        (
            "[profile dev]\naws_secret_access_key very-secret\n",
            "config:2: it is neither",
        ),
    ] {
        let error = World::new(config, "").with("AWS_PROFILE", "dev").error().await;
        assert!(
            error.contains(expect) && !error.contains("very-secret"),
            "{expect}: {error}"
        );
    }
}

#[tokio::test]
async fn debug_hides_secrets() {
    let world = World::new(
        "",
        "[default]\naws_access_key_id = A\naws_secret_access_key = very-secret\n",
    );
    let chain = world.chain();
    chain.credentials().await.unwrap();
    assert_eq!(
        format!("{chain:?}"),
        "CredentialChain { profile: None, region: None, .. }"
    );
}
