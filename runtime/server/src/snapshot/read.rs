//! A snapshot out of a document.

use super::{Snapshot, SnapshotError, form::VERSION};
use crate::state::{
    Fields,
    kept::{Kept, KeptRecord, KeptToken},
};
use shapewright_schema::{Blob, Document};
use shapewright_wire::json::parse_written_document;
use std::collections::BTreeMap;

impl Snapshot {
    /// Reads what [`to_document`](Self::to_document) wrote. [`Mock::restore`](crate::Mock::restore) looks whether it fits
    /// a mock.
    ///
    /// # Errors
    /// When it is no snapshot; the error says what is wrong, and where.
    pub fn from_document(document: &Document) -> Result<Self, SnapshotError> {
        let root = At {
            document,
            pointer: String::new(),
        };
        let fields = root.fields()?;
        match fields.get("snapshot") {
            Some(Document::Integer(VERSION)) => {}
            Some(Document::Integer(version)) => {
                let message = format!("its form is {version}, and this mock reads form {VERSION}");
                return Err(SnapshotError::new("/snapshot", message));
            }
            _ => return Err(root.wrong("it is none: it lacks the number `snapshot`")),
        }
        root.only(&["snapshot", "services"])?;
        let services = root.member("services")?;
        Ok(Self {
            services: services.each(|accounts| accounts.each(|regions| regions.each(kept)))?,
        })
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// When it is not JSON, or no snapshot; the error says what is wrong, and where.
    pub fn from_json(json: &str) -> Result<Self, SnapshotError> {
        let document = parse_written_document(json.as_bytes())
            .map_err(|error| SnapshotError::new("", format!("it is not JSON: {error}")))?;
        Self::from_document(&document)
    }
}

fn kept(at: &At<'_>) -> Result<Kept, SnapshotError> {
    at.only(&["sequence", "records", "tokens"])?;
    let tokens = match at.fields()?.contains_key("tokens") {
        true => at.member("tokens")?.list(token)?,
        false => Vec::new(),
    };
    Ok(Kept {
        sequence: at.member("sequence")?.whole()?,
        records: at.member("records")?.each(|records| records.list(record))?,
        tokens,
    })
}

fn record(at: &At<'_>) -> Result<KeptRecord, SnapshotError> {
    at.only(&["sequence", "identifiers", "members"])?;
    let identifiers = match at.fields()?.contains_key("identifiers") {
        true => Some(at.member("identifiers")?.list(At::text)?),
        false => None,
    };
    Ok(KeptRecord {
        sequence: at.member("sequence")?.whole()?,
        identifiers,
        members: at.member("members")?.fields()?.clone(),
    })
}

fn token(at: &At<'_>) -> Result<KeptToken, SnapshotError> {
    at.only(&["operation", "token", "input", "status", "headers", "body", "bodyBase64"])?;
    let body = match at.fields()?.contains_key("bodyBase64") {
        true => {
            let body = at.member("bodyBase64")?;
            let bytes = Blob::from_base64(&body.text()?).ok_or_else(|| body.wrong("it must be base64 text"))?;
            bytes.into_inner().into()
        }
        false => at.member("body")?.text()?.into(),
    };
    let status = at.member("status")?;
    let header = |at: &At<'_>| match at.list(At::text)?.as_slice() {
        [name, value] => Ok((name.clone(), value.clone())),
        _ => Err(at.wrong("it must be a list of a name and a value")),
    };
    Ok(KeptToken {
        operation: at.member("operation")?.text()?,
        token: at.member("token")?.text()?,
        input: at.member("input")?.fields()?.clone(),
        status: u16::try_from(status.whole()?).map_err(|_| status.wrong("it is no status of HTTP"))?,
        headers: at.member("headers")?.list(header)?,
        body,
    })
}

/// A value, and where it is.
struct At<'a> {
    document: &'a Document,
    pointer: String,
}

impl<'a> At<'a> {
    fn under(&self, step: &str, document: &'a Document) -> Self {
        Self {
            document,
            pointer: self.pointer.clone() + &super::pointer([step]),
        }
    }

    fn wrong(&self, message: impl Into<String>) -> SnapshotError {
        SnapshotError::new(self.pointer.clone(), message)
    }

    fn must_be(&self, wanted: &str) -> SnapshotError {
        self.wrong(format!("it must be {wanted}, but is {}", self.document.kind()))
    }

    fn fields(&self) -> Result<&'a Fields, SnapshotError> {
        match self.document {
            Document::Map(fields) => Ok(fields),
            _ => Err(self.must_be("a map")),
        }
    }

    fn only(&self, known: &[&str]) -> Result<(), SnapshotError> {
        match self.fields()?.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.wrong(format!("`{key}` means nothing; there can be {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    fn member(&self, name: &str) -> Result<Self, SnapshotError> {
        match self.fields()?.get(name) {
            Some(document) => Ok(self.under(name, document)),
            None => Err(self.wrong(format!("it lacks `{name}`"))),
        }
    }

    fn each<T>(&self, read: impl Fn(&Self) -> Result<T, SnapshotError>) -> Result<BTreeMap<String, T>, SnapshotError> {
        let entries = self.fields()?.iter();
        entries
            .map(|(key, value)| Ok((key.clone(), read(&self.under(key, value))?)))
            .collect()
    }

    fn list<T>(&self, read: impl Fn(&Self) -> Result<T, SnapshotError>) -> Result<Vec<T>, SnapshotError> {
        let Document::List(elements) = self.document else {
            return Err(self.must_be("a list"));
        };
        let elements = elements.iter().enumerate();
        elements
            .map(|(place, element)| read(&self.under(&place.to_string(), element)))
            .collect()
    }

    fn text(&self) -> Result<String, SnapshotError> {
        match self.document {
            Document::String(text) => Ok(text.clone()),
            _ => Err(self.must_be("text")),
        }
    }

    fn whole(&self) -> Result<u64, SnapshotError> {
        match self.document {
            Document::Integer(number) => u64::try_from(*number).map_err(|_| self.wrong("it must not be negative")),
            _ => Err(self.must_be("a whole number")),
        }
    }
}
