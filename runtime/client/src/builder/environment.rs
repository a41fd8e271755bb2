//! What variables and profiles say of retries and compression.

use crate::{
    environment::{Environment, Profile, configured},
    errors::ConfigError,
    retry::Retries,
};

/// The most that the size from which bodies are compressed can be.
pub(super) const MAX_COMPRESSION_SIZE: usize = 10 << 20;

/// From how many bytes on bodies are compressed, by variable or profile key.
pub(super) fn min_compression_size(
    environment: &Environment,
    profile: &Profile,
    names: (&'static str, &'static str),
) -> Result<Option<usize>, ConfigError> {
    let Some(found) = configured(environment, profile, names) else {
        return Ok(None);
    };
    match found.value.trim().parse() {
        Ok(bytes) if bytes <= MAX_COMPRESSION_SIZE => Ok(Some(bytes)),
        _ => Err(found.wrong("a whole number of bytes from 0 to 10485760")),
    }
}

/// What `AWS_RETRY_MODE` and `AWS_MAX_ATTEMPTS` say, or the profile's `retry_mode` and `max_attempts`; `None` when
/// nothing does. The mode `legacy` is taken as `standard`.
///
/// # Errors
/// When one of them holds what it cannot.
pub(super) fn retries(environment: &Environment, profile: &Profile<'_>) -> Result<Option<Retries>, ConfigError> {
    let mode = configured(environment, profile, ("AWS_RETRY_MODE", "retry_mode"));
    let attempts = configured(environment, profile, ("AWS_MAX_ATTEMPTS", "max_attempts"));
    if mode.is_none() && attempts.is_none() {
        return Ok(None);
    }
    let retries = match mode {
        None => Retries::standard(),
        Some(mode) => match mode.value.trim().to_ascii_lowercase().as_str() {
            "standard" | "legacy" => Retries::standard(),
            "adaptive" => Retries::adaptive(),
            _ => return Err(mode.wrong("`standard` or `adaptive`")),
        },
    };
    match attempts {
        None => Ok(Some(retries)),
        Some(attempts) => match attempts.value.trim().parse() {
            Ok(count) if count > 0 => Ok(Some(retries.with_max_attempts(count))),
            _ => Err(attempts.wrong("a whole number from 1")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::Profiles;

    #[test]
    fn the_environment_says_how() {
        let from = |mode: &'static str, attempts: &'static str| {
            let environment = Environment::new(move |name| match name {
                "AWS_RETRY_MODE" => Some(mode.to_owned()),
                "AWS_MAX_ATTEMPTS" => Some(attempts.to_owned()),
                _ => None,
            });
            let profiles = Profiles::default();
            let profile = profiles.select(None, &environment).unwrap();
            retries(&environment, &profile).map_err(|error| error.to_string())
        };
        assert_eq!(from("", ""), Ok(None));
        assert_eq!(from("Adaptive", ""), Ok(Some(Retries::adaptive())));
        assert_eq!(from("legacy", "5"), Ok(Some(Retries::standard().with_max_attempts(5))));
        assert_eq!(from("", " 1 "), Ok(Some(Retries::standard().with_max_attempts(1))));
        assert!(from("never", "").unwrap_err().contains("AWS_RETRY_MODE=never"));
        for wrong in ["0", "-1", "three"] {
            let error = from("", wrong).unwrap_err();
            assert!(error.contains(&format!("AWS_MAX_ATTEMPTS={wrong}")), "{error}");
        }
    }
}
