//! Values that live as long as the program.

use std::collections::HashSet;

/// Leaks values. Texts that are the same are leaked once.
#[derive(Default)]
pub(crate) struct Leak {
    texts: HashSet<&'static str>,
}

impl Leak {
    pub(crate) fn text(&mut self, text: &str) -> &'static str {
        if let Some(known) = self.texts.get(text) {
            return known;
        }
        let leaked: &'static str = Box::leak(text.into());
        self.texts.insert(leaked);
        leaked
    }

    pub(crate) fn optional_text(&mut self, text: Option<&str>) -> Option<&'static str> {
        text.map(|text| self.text(text))
    }

    pub(crate) fn texts<T: AsRef<str>>(&mut self, texts: &[T]) -> &'static [&'static str] {
        list(texts.iter().map(|text| self.text(text.as_ref())))
    }

    pub(crate) fn pairs(&mut self, pairs: &[(String, String)]) -> &'static [(&'static str, &'static str)] {
        list(pairs.iter().map(|(left, right)| (self.text(left), self.text(right))))
    }
}

/// Values in a row.
pub(crate) fn list<T>(values: impl Iterator<Item = T>) -> &'static [T] {
    let values: Box<[T]> = values.collect();
    match values.is_empty() {
        true => &[],
        false => Box::leak(values),
    }
}

/// One value.
pub(crate) fn one<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
