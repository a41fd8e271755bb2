//! Profiles: what `~/.aws/config` and `~/.aws/credentials` say. Nothing here shows a value, which may be a secret.

use super::variables::Environment;
use crate::errors::ConfigError;
use std::{collections::HashMap, io::ErrorKind, path::Path};

type Section = HashMap<String, String>;

/// Everything in both files, each section by its kind and name.
#[derive(Default)]
pub(crate) struct Profiles {
    sections: HashMap<(Kind, String), Section>,
    /// The files that were looked at, for messages.
    places: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Profile,
    SsoSession,
    Services,
    Other,
}

/// One profile; it may be empty.
pub(crate) struct Profile<'a> {
    all: &'a Profiles,
    /// The name.
    pub(crate) name: String,
    keys: Option<&'a Section>,
}

impl Profiles {
    /// Reads both files. One that is not there is empty. A key in the credentials file counts more than the same key in
    /// the config file.
    ///
    /// # Errors
    /// When a file cannot be read or understood.
    pub(crate) fn load(environment: &Environment) -> Result<Self, ConfigError> {
        let mut all = Self::default();
        for (variable, default, is_config) in [
            ("AWS_CONFIG_FILE", ".aws/config", true),
            ("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials", false),
        ] {
            if let Some(path) = environment.path(variable, default) {
                all.read(&path, is_config)?;
            }
        }
        Ok(all)
    }

    /// The profile that `asked` names, else `AWS_PROFILE`, else `default`.
    ///
    /// # Errors
    /// When a profile that is asked for is not there.
    pub(crate) fn select(&self, asked: Option<&str>, environment: &Environment) -> Result<Profile<'_>, ConfigError> {
        match asked.map(str::to_owned).or_else(|| environment.get("AWS_PROFILE")) {
            Some(name) => self.named(&name),
            None => Ok(self.profile("default")),
        }
    }

    /// The profile of this name.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn named(&self, name: &str) -> Result<Profile<'_>, ConfigError> {
        let profile = self.profile(name);
        if profile.keys.is_none() {
            let message = format!("there is no profile `{name}` in {}", self.places());
            return Err(ConfigError::Profile(message));
        }
        Ok(profile)
    }

    fn profile(&self, name: &str) -> Profile<'_> {
        Profile {
            all: self,
            name: name.to_owned(),
            keys: self.sections.get(&(Kind::Profile, name.to_owned())),
        }
    }

    /// The files, for messages.
    pub(crate) fn places(&self) -> String {
        match self.places.as_slice() {
            [] => "any file, as HOME is not set".to_owned(),
            places => places.join(" and "),
        }
    }

    fn read(&mut self, path: &Path, is_config: bool) -> Result<(), ConfigError> {
        let place = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.places.push(format!("{place} (not there)"));
                return Ok(());
            }
            Err(error) => return Err(ConfigError::Profile(format!("{place} cannot be read: {error}"))),
        };
        let result = self.parse(&text, is_config);
        result.map_err(|(line, why)| ConfigError::Profile(format!("{place}:{line}: {why}")))?;
        self.places.push(place);
        Ok(())
    }

    /// Takes the sections of a file in, or says which line is wrong and why.
    fn parse(&mut self, text: &str, is_config: bool) -> Result<(), (usize, &'static str)> {
        let mut section: Option<&mut Section> = None;
        // The key whose value is the indented lines that follow.
        let mut parent = String::new();
        for (index, raw) in text.lines().enumerate() {
            let number = index + 1;
            let line = without_comment(raw);
            if line.trim().is_empty() {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let name = rest
                    .trim_end()
                    .strip_suffix(']')
                    .ok_or((number, "the `]` is missing"))?;
                section = Some(self.sections.entry(section_name(name, is_config)).or_default());
                parent.clear();
                continue;
            }
            let section = section
                .as_mut()
                .ok_or((number, "it stands before the first [section]"))?;
            let indented = line.starts_with([' ', '\t']);
            let Some((key, value)) = line.split_once('=') else {
                // A value goes on: nothing that is read here has several lines.
                if indented {
                    continue;
                }
                return Err((number, "it is neither a [section] nor `key = value`"));
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if indented && parent.is_empty() {
                continue;
            }
            if indented {
                section.insert(format!("{parent}.{key}"), value.to_owned());
            } else {
                parent = if value.is_empty() { key.clone() } else { String::new() };
                section.insert(key, value.to_owned());
            }
        }
        Ok(())
    }
}

/// `[profile dev]`, `[default]`, `[sso-session x]` and `[services x]` in the config file; `[dev]` in the other.
fn section_name(text: &str, is_config: bool) -> (Kind, String) {
    let text = text.trim();
    let unquoted = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    if !is_config || text == "default" {
        return (Kind::Profile, unquoted(text));
    }
    match text.split_once([' ', '\t']) {
        Some(("profile", name)) => (Kind::Profile, unquoted(name)),
        Some(("sso-session", name)) => (Kind::SsoSession, unquoted(name)),
        Some(("services", name)) => (Kind::Services, unquoted(name)),
        _ => (Kind::Other, text.to_owned()),
    }
}

/// The line without a comment: a `#` or `;` at its start, or after white space.
fn without_comment(line: &str) -> &str {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if matches!(c, '#' | ';') && before.is_ascii_whitespace() {
            return &line[..at];
        }
        before = c;
    }
    line
}

impl Profile<'_> {
    /// The value of a key; one that is empty is not there.
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        self.keys
            .and_then(|keys| keys.get(key))
            .filter(|value| !value.is_empty())
            .cloned()
    }

    /// The value of a key for one service, in the section that the profile's `services` names.
    pub(crate) fn service(&self, service: &str, key: &str) -> Option<String> {
        let section = (Kind::Services, self.get("services")?);
        self.all
            .sections
            .get(&section)?
            .get(&format!("{service}.{key}"))
            .cloned()
    }

    /// The value of a key in the section that the profile's `sso_session` names, else its own.
    #[cfg(feature = "credential-chain")]
    pub(crate) fn sso(&self, key: &str) -> Option<String> {
        self.get("sso_session")
            .and_then(|name| self.all.sections.get(&(Kind::SsoSession, name))?.get(key).cloned())
            .or_else(|| self.get(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(config: &str, credentials: &str) -> Profiles {
        let mut all = Profiles::default();
        all.parse(config, true).unwrap();
        all.parse(credentials, false).unwrap();
        all
    }

    #[test]
    fn both_files_make_a_profile() {
        let all = parsed(
            "# ours\n[default]\nregion = eu-west-1 ; home\n\n[profile  \"dev\"]\nREGION=us-east-1#1\naws_access_key_id = A\n\
             s3 =\n  max_concurrent_requests = 20\nservices = local\n[services local]\nx =\n  endpoint_url = http://l\n",
            "[dev]\naws_access_key_id = B\n",
        );
        assert_eq!(all.profile("default").get("region").as_deref(), Some("eu-west-1"));
        let dev = all.profile("dev");
        assert_eq!(dev.get("region").as_deref(), Some("us-east-1#1"));
        assert_eq!(dev.get("aws_access_key_id").as_deref(), Some("B"));
        assert_eq!(dev.get("s3"), None);
        assert_eq!(dev.service("x", "endpoint_url").as_deref(), Some("http://l"));
        assert!(all.named("prod").is_err());
    }

    #[test]
    fn wrong_lines_are_named_but_not_shown() {
        for (text, line) in [("a = b", 1), ("[x]\nsecret", 2), ("[x]\n[y", 2)] {
            assert_eq!(Profiles::default().parse(text, true).unwrap_err().0, line, "{text}");
        }
    }
}
