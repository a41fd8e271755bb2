//! What an object of a model says, taken out piece by piece, so that what nobody took can be reported.

use super::notes::Notes;
use serde_json::{Map, Value};

/// The entries of one object that have not been taken yet.
pub(super) struct Facts<'v> {
    entries: Vec<(&'v str, &'v Value)>,
    place: String,
}

/// What is said about facts that are left out: the name of the fact, or its start with a `*`, and why.
pub(super) type Reasons = [(&'static str, &'static str)];

/// The reason of facts that mean nothing beside what a description says anyway. They are not even noted.
pub(super) const SILENT: &str = "";

impl<'v> Facts<'v> {
    /// The entries of an object. Another value is reported, and has none.
    pub(super) fn of(value: &'v Value, place: impl Into<String>, notes: &mut Notes) -> Self {
        let place = place.into();
        match value {
            Value::Object(object) => Self::all(object, place),
            _ => {
                notes.unreadable(&place, "an object is expected here");
                Self {
                    entries: Vec::new(),
                    place,
                }
            }
        }
    }

    /// The entries of an object that may not be there.
    pub(super) fn maybe(value: Option<&'v Value>, place: impl Into<String>, notes: &mut Notes) -> Self {
        match value {
            Some(value) => Self::of(value, place, notes),
            None => Self {
                entries: Vec::new(),
                place: place.into(),
            },
        }
    }

    /// The entries of a map.
    pub(super) fn all(object: &'v Map<String, Value>, place: impl Into<String>) -> Self {
        let entries = object.iter().map(|(name, value)| (name.as_str(), value)).collect();
        Self {
            entries,
            place: place.into(),
        }
    }

    /// The JSON pointer of the object.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// The JSON pointer of one of its entries.
    pub(super) fn place_of(&self, name: &str) -> String {
        format!("{}/{}", self.place, name.replace('~', "~0").replace('/', "~1"))
    }

    /// Takes an entry.
    pub(super) fn take(&mut self, name: &str) -> Option<&'v Value> {
        let found = self.entries.iter().position(|(entry, _)| *entry == name)?;
        Some(self.entries.remove(found).1)
    }

    /// Takes an entry that is an object.
    pub(super) fn object(&mut self, name: &str, notes: &mut Notes) -> Option<&'v Map<String, Value>> {
        match self.take(name)? {
            Value::Object(object) => Some(object),
            _ => self.wrong(name, "an object", notes),
        }
    }

    /// Takes an entry that is a list.
    pub(super) fn list(&mut self, name: &str, notes: &mut Notes) -> Option<&'v Vec<Value>> {
        match self.take(name)? {
            Value::Array(list) => Some(list),
            _ => self.wrong(name, "a list", notes),
        }
    }

    /// Takes an entry that is a list of strings.
    pub(super) fn texts(&mut self, name: &str, notes: &mut Notes) -> Vec<&'v str> {
        let Some(list) = self.list(name, notes) else {
            return Vec::new();
        };
        let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
        if texts.len() < list.len() {
            let _: Option<()> = self.wrong(name, "a list of strings", notes);
        }
        texts
    }

    /// Takes an entry that is a string.
    pub(super) fn text(&mut self, name: &str, notes: &mut Notes) -> Option<&'v str> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => self.wrong(name, "a string", notes),
        }
    }

    /// Takes an entry that is a whole number of at least 0.
    pub(super) fn count(&mut self, name: &str, notes: &mut Notes) -> Option<u64> {
        let value = self.take(name)?;
        // Some models write `1.0`.
        match value.as_u64().or_else(|| {
            value
                .as_f64()
                .filter(|number| *number >= 0.0 && number.fract() == 0.0)
                .map(|number| number as u64)
        }) {
            Some(count) => Some(count),
            None => self.wrong(name, "a whole number of at least 0", notes),
        }
    }

    /// Takes an entry that only has to be there: `{}` in Smithy, `true` in botocore.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.take(name).is_some_and(|value| *value != Value::Bool(false))
    }

    /// Notes all entries that nobody took, each with its reason.
    pub(super) fn leave(self, reasons: &Reasons, notes: &mut Notes) {
        for (name, _) in &self.entries {
            let matches = |pattern: &str| match pattern.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => *name == pattern,
            };
            let reason = reasons.iter().find(|(pattern, _)| matches(pattern));
            match reason.map(|(_, why)| *why) {
                Some(SILENT) => {}
                Some(why) => notes.left_out(name, why, &self.place_of(name)),
                None => notes.left_out(name, "the importer does not know it", &self.place_of(name)),
            }
        }
    }

    fn wrong<T>(&self, name: &str, expected: &str, notes: &mut Notes) -> Option<T> {
        notes.unreadable(&self.place_of(name), &format!("{expected} is expected here"));
        None
    }
}
