//! Who signed a request, and for what: the credential scope. Signatures are not checked here.

use http::{Request, header::AUTHORIZATION};
use std::borrow::Cow;

/// The account of requests whose access key names none.
pub(crate) const DEFAULT_ACCOUNT: &str = "000000000000";
/// The region of requests whose scope names none.
pub(crate) const DEFAULT_REGION: &str = "us-east-1";

/// What a credential scope says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scope<'a> {
    pub(crate) access_key: Cow<'a, str>,
    /// Absent in signatures that hold for several regions.
    pub(crate) region: Option<Cow<'a, str>>,
    pub(crate) service: Cow<'a, str>,
}

impl<'a> Scope<'a> {
    /// The scope in the `Authorization` header, else in the query.
    pub(crate) fn of<B>(request: &'a Request<B>) -> Option<Self> {
        let header = request
            .headers()
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        if let Some(scope) = header.and_then(|value| {
            let (_, credential) = value.split_once("Credential=")?;
            Self::parse(credential.split([',', ' ']).next().unwrap_or(credential))
        }) {
            return Some(scope);
        }
        let query = request.uri().query()?;
        let value = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("X-Amz-Credential="))?;
        let decoded = value.replace("%2F", "/").replace("%2f", "/");
        Scope::parse(&decoded).map(Scope::into_owned)
    }

    /// Reads `key/date/region/service/aws4_request`, or the same without region.
    fn parse(credential: &'a str) -> Option<Self> {
        let mut parts = credential.rsplit('/');
        parts.next().filter(|end| *end == "aws4_request")?;
        let service = parts.next()?;
        let is_date = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
        let region = parts.next()?;
        let (region, access_key) = if is_date(region) {
            (None, parts.next()?)
        } else {
            parts.next().filter(|date| is_date(date))?;
            (Some(region), parts.next()?)
        };
        Some(Self {
            access_key: access_key.into(),
            region: region.map(Cow::from),
            service: service.into(),
        })
    }

    fn into_owned<'b>(self) -> Scope<'b> {
        Scope {
            access_key: self.access_key.into_owned().into(),
            region: self.region.map(|region| region.into_owned().into()),
            service: self.service.into_owned().into(),
        }
    }

    /// The account: the access key where that is 12 digits.
    pub(crate) fn account(&self) -> &str {
        if is_account(&self.access_key) {
            &self.access_key
        } else {
            DEFAULT_ACCOUNT
        }
    }

    /// The region. A state is made for each, so what is no region's name stands for none.
    pub(crate) fn region(&self) -> &str {
        self.region
            .as_deref()
            .filter(|region| is_region(region))
            .unwrap_or(DEFAULT_REGION)
    }
}

/// Whether the text is the id of an account.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text can be the name of a region: lower-case letters, digits and hyphens, 63 of them at most, since it is
/// a part of host names.
pub(crate) fn is_region(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(header: &str, uri: &str) -> Option<(String, String, String)> {
        let mut request = Request::builder().uri(uri);
        if !header.is_empty() {
            request = request.header(AUTHORIZATION, header);
        }
        let request = request.body(()).unwrap();
        let scope = Scope::of(&request)?;
        Some((
            scope.account().to_owned(),
            scope.region().to_owned(),
            scope.service.into_owned(),
        ))
    }

    #[test]
    fn where_a_scope_is_found() {
        let found = |account: &str, region: &str, service: &str| {
            Some((account.to_owned(), region.to_owned(), service.to_owned()))
        };
        let header = "AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/ses/aws4_request, SignedHeaders=host";
        assert_eq!(scope(header, "/"), found("123456789012", "eu-west-1", "ses"));
        let header = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-west-1/ses/aws4_request,SignedHeaders=host";
        assert_eq!(scope(header, "/"), found(DEFAULT_ACCOUNT, "eu-west-1", "ses"));
        let header = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/No Region!/ses/aws4_request,SignedHeaders=host";
        assert_eq!(scope(header, "/"), None);
        let header = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/NoRegion!/ses/aws4_request,SignedHeaders=host";
        assert_eq!(scope(header, "/"), found(DEFAULT_ACCOUNT, DEFAULT_REGION, "ses"));
        let header = "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request, SignedHeaders=host";
        assert_eq!(scope(header, "/"), found(DEFAULT_ACCOUNT, DEFAULT_REGION, "s3"));
        let uri = "/x?a=b&X-Amz-Credential=210987654321%2F20260101%2Fus-west-2%2Fmacie2%2Faws4_request";
        assert_eq!(scope("", uri), found("210987654321", "us-west-2", "macie2"));
        for nonsense in [
            "Bearer token",
            "AWS4-HMAC-SHA256 Credential=a/b/c",
            "Credential=////aws4_request",
        ] {
            assert_eq!(scope(nonsense, "/"), None, "{nonsense}");
        }
    }
}
