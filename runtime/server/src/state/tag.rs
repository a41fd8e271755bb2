//! Tags as the values that hold them: maps, and lists of structures.

use super::{Fields, record::text_of};
use crate::Lifecycle;
use shapewright_schema::{Document, Kind, Schema};

/// A tag: its key and its value, which it may lack.
pub(super) type Tag = (String, Option<Document>);

/// Whether a member of a tag has this name, which can have others before it: `TagKey`.
fn is_called(member: &str, name: &str) -> bool {
    member.to_ascii_lowercase().ends_with(name)
}

/// The tags that a map or a list holds. A list of texts is one of keys.
pub(super) fn read(said: &Document) -> Vec<Tag> {
    let tag = |element: &Document| match element {
        Document::Map(members) => {
            let called = |name: &str| members.iter().find(|(member, _)| is_called(member, name));
            let (_, key) = called("key")?;
            Some((text_of(key)?, called("value").map(|(_, value)| value.clone())))
        }
        key => Some((text_of(key)?, None)),
    };
    match said {
        Document::Map(tags) => tags
            .iter()
            .map(|(key, value)| (key.clone(), Some(value.clone())))
            .collect(),
        Document::List(elements) => elements.iter().filter_map(tag).collect(),
        _ => Vec::new(),
    }
}

/// Tags as a value of this shape.
pub(super) fn written(tags: Vec<Tag>, shape: &Schema) -> Document {
    let Kind::List { member, .. } = &shape.kind else {
        let value = |value: Option<Document>| value.unwrap_or_else(|| Document::String(String::new()));
        return Document::Map(tags.into_iter().map(|(key, said)| (key, value(said))).collect());
    };
    let called = |name: &str| {
        let mut members = member.target.members().iter().map(|member| member.name);
        members.find(|member| is_called(member, name)).unwrap_or_default()
    };
    let (key_name, value_name) = (called("key"), called("value"));
    let tag = |(key, value): Tag| {
        let mut members = Fields::from([(key_name.to_owned(), Document::String(key))]);
        members.extend(value.map(|value| (value_name.to_owned(), value)));
        Document::Map(members)
    };
    Document::List(tags.into_iter().map(tag).collect())
}

/// What is said of tags in one shape, in another.
pub(super) fn shaped(said: &Document, shape: &Schema) -> Document {
    written(read(said), shape)
}

/// The shape in which records of a lifecycle hold their tags, and the member that does.
pub(super) fn held(lifecycle: &Lifecycle) -> Option<(&'static str, &'static Schema)> {
    let name = lifecycle.tags?;
    let (_, member) = lifecycle.record.member(name)?;
    Some((name, member.target))
}
