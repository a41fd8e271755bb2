//! The names in a form.

use shapewright_schema::Member;
use std::borrow::Cow;

/// Whose forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Those of `awsQuery`.
    Aws,
    /// Those of `ec2Query`, where all lists are flattened and all names start with a capital.
    Ec2,
}

impl Dialect {
    /// The name of a member of a structure or union.
    pub(super) fn of_member(self, member: &'static Member) -> Cow<'static, str> {
        let name = member.xml.name.unwrap_or(member.name);
        match self {
            Self::Aws => Cow::Borrowed(name),
            Self::Ec2 => match member.xml.query_name {
                Some(name) => Cow::Borrowed(name),
                None => capitalized(name),
            },
        }
    }

    /// What stands between the name of a list and the number of an element. `None` where it is flattened.
    pub(super) fn of_elements(self, list: &'static Member, element: &'static Member) -> Option<&'static str> {
        let is_flattened = self == Self::Ec2 || list.xml.flattened;
        (!is_flattened).then(|| element.xml.name.unwrap_or("member"))
    }

    /// What stands between the name of a map and the number of an entry. `None` where it is flattened.
    pub(super) fn of_entries(self, map: &'static Member) -> Option<&'static str> {
        (!map.xml.flattened).then_some("entry")
    }

    /// Whether a list without elements is written, as a pair without a value.
    pub(super) fn writes_empty_lists(self) -> bool {
        self == Self::Aws
    }
}

/// The name of the keys of a map.
pub(super) fn of_key(key: &'static Member) -> &'static str {
    key.xml.name.unwrap_or("key")
}

/// The name of the values of a map.
pub(super) fn of_value(value: &'static Member) -> &'static str {
    value.xml.name.unwrap_or("value")
}

fn capitalized(name: &'static str) -> Cow<'static, str> {
    match name.chars().next() {
        Some(first) if first.is_lowercase() => {
            let rest = name.get(first.len_utf8()..).unwrap_or_default();
            Cow::Owned(first.to_uppercase().chain(rest.chars()).collect())
        }
        _ => Cow::Borrowed(name),
    }
}
