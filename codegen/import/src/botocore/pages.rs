//! `paginators-1.json`.

use super::Reader;
use crate::{facts::Facts, facts::Reasons};
use serde_json::Value;
use shapewright_spec::Paginated;

const REASONS: &Reasons = &[
    ("more_results", "pages end where there is no token"),
    ("non_aggregate_keys", "each page shows all of its members"),
    ("py_input_token", "it is about another language"),
];

impl Reader<'_> {
    /// How an operation is read page by page.
    pub(super) fn paginated(&mut self, operation: &str) -> Option<Paginated> {
        let place = format!("/pagination/{operation}");
        let mut facts = Facts::of(self.pages.get(operation)?, place.clone(), self.notes);
        let tokens = (facts.take("input_token"), facts.take("output_token"));
        let page_size = facts.text("limit_key", self.notes).map(str::to_owned);
        let items = self.items(&mut facts);
        facts.leave(REASONS, self.notes);
        let (Some(Value::String(input)), Some(Value::String(output))) = tokens else {
            self.notes.left_out("pagination", "it has more than one token", &place);
            return None;
        };
        if !is_path(input) || !is_path(output) {
            self.notes
                .left_out("pagination", "its token is an expression, not a member", &place);
            return None;
        }
        Some(Paginated {
            input_token: input.clone(),
            output_token: output.clone(),
            page_size,
            items,
        })
    }

    fn items(&mut self, facts: &mut Facts<'_>) -> Option<String> {
        let place = facts.place_of("result_key");
        let (first, others) = match facts.take("result_key")? {
            Value::String(path) => (path.as_str(), 0),
            Value::Array(paths) => (paths.first()?.as_str()?, paths.len() - 1),
            _ => return None,
        };
        if others > 0 {
            self.notes.left_out(
                "further lists of a page",
                "items are read from one list of a page",
                &place,
            );
        }
        if !is_path(first) {
            self.notes
                .left_out("result_key", "it is an expression, not a member", &place);
            return None;
        }
        Some(first.to_owned())
    }
}

/// Whether a text is names of members with dots between them.
fn is_path(text: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    text.split('.').all(is_name)
}
