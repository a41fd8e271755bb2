//! The query of a request: names that are known, each once.

use super::{Asked, Failure};
use std::{collections::BTreeMap, str::FromStr};

/// The parameters of a query.
pub(super) struct Query(BTreeMap<String, String>);

impl Asked<'_> {
    /// The query, which may have only the parameters that are `known`.
    pub(super) fn query(&self, known: &[&str]) -> Result<Query, Failure> {
        let query = self.http.uri().query().unwrap_or_default();
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let name = name.into_owned();
            if !known.contains(&name.as_str()) {
                let known = match known {
                    [] => "none".to_owned(),
                    known => known.join(", "),
                };
                let name = crate::validate::shortened(&name);
                return Err(wrong(format!("there is no parameter `{name}`; there is {known}")));
            }
            if parameters.contains_key(&name) {
                return Err(wrong(format!("the parameter `{name}` is there twice; say it once")));
            }
            parameters.insert(name, value.into_owned());
        }
        Ok(Query(parameters))
    }
}

impl Query {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A whole number up to `most`.
    pub(super) fn number<T: FromStr + PartialOrd + std::fmt::Display>(
        &self,
        name: &str,
        least: T,
        most: T,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        match text.parse() {
            Ok(number) if number >= least && number <= most => Ok(Some(number)),
            _ => {
                let text = crate::validate::shortened(text);
                let message =
                    format!("the parameter `{name}` is a whole number from {least} to {most}, and not `{text}`");
                Err(wrong(message))
            }
        }
    }
}

fn wrong(message: String) -> Failure {
    Failure::new(400, "InvalidParameter", message)
}
