//! The keys that requests are to be signed with.

use super::text_file;
use shapewright_server::AccessKeys;
use std::path::Path;

/// The keys of the options and of a file. Secrets are not repeated in errors.
pub fn read(given: &[String], file: Option<&Path>) -> Result<AccessKeys, String> {
    let mut keys = AccessKeys::new();
    for (index, key) in given.iter().enumerate() {
        keys = add(keys, key).ok_or_else(|| wrong(&format!("--key number {}", index + 1)))?;
    }
    if let Some(file) = file {
        for (index, line) in text_file::read(file)?.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                let place = || format!("{}, line {}", file.display(), index + 1);
                keys = add(keys, line).ok_or_else(|| wrong(&place()))?;
            }
        }
    }
    if keys.is_empty() {
        let message = "--verify-signatures needs a key: add `--key ID:SECRET` or `--keys FILE`";
        return Err(message.to_owned());
    }
    Ok(keys)
}

fn add(keys: AccessKeys, key: &str) -> Option<AccessKeys> {
    let mut parts = key.splitn(3, ':');
    let (id, secret) = (parts.next()?, parts.next()?);
    let token = parts.next();
    let is_whole = !id.is_empty() && !secret.is_empty() && token.is_none_or(|token| !token.is_empty());
    is_whole.then(|| keys.key(id, secret, token.map(str::to_owned)))
}

fn wrong(place: &str) -> String {
    format!("{place}: a key is `ID:SECRET`, or `ID:SECRET:TOKEN` with a session token")
}
