//! The names of elements.

use shapewright_schema::{Member, Schema, XmlNamespace};

/// The name of the element or attribute of a member of a structure or union.
#[inline]
pub(super) fn of_member(member: &'static Member) -> &'static str {
    member.xml.name.unwrap_or(member.name)
}

/// The name of the elements of a list.
pub(super) fn of_element(element: &'static Member) -> &'static str {
    element.xml.name.unwrap_or("member")
}

/// The name of the keys of a map.
pub(super) fn of_key(key: &'static Member) -> &'static str {
    key.xml.name.unwrap_or("key")
}

/// The name of the values of a map.
pub(super) fn of_value(value: &'static Member) -> &'static str {
    value.xml.name.unwrap_or("value")
}

/// The name of the entries of a map that is not flattened.
pub(super) const ENTRY: &str = "entry";

/// The name of the outermost element of a shape.
pub(super) fn of_shape(schema: &'static Schema) -> &'static str {
    schema.xml.name.unwrap_or(schema.name)
}

/// The name of the outermost element where a member is the body.
pub(super) fn of_payload(member: &'static Member) -> &'static str {
    member.xml.name.unwrap_or_else(|| of_shape(member.target))
}

/// The namespace that the element of a member declares.
pub(super) fn namespace(member: &'static Member) -> Option<XmlNamespace> {
    member.xml.namespace.or(member.target.xml.namespace)
}

/// A name without its prefix.
#[inline]
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
