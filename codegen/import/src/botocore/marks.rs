//! Marks that operations and shapes share.

use super::Reader;
use crate::facts::Facts;
use serde_json::Value;
use shapewright_spec::{Deprecated, XmlNamespace};

/// Takes the mark of what should not be used any more.
pub(super) fn deprecated(facts: &mut Facts<'_>, reader: &mut Reader<'_>) -> Option<Deprecated> {
    let deprecated = Deprecated {
        since: facts.text("deprecatedSince", reader.notes).map(str::to_owned),
        message: facts.text("deprecatedMessage", reader.notes).map(str::to_owned),
    };
    (facts.flag("deprecated") || deprecated != Deprecated::default()).then_some(deprecated)
}

/// A namespace without a prefix.
pub(super) fn namespace(uri: &str) -> XmlNamespace {
    XmlNamespace {
        uri: uri.to_owned(),
        prefix: None,
    }
}

/// Takes a namespace of XML.
pub(super) fn xml_namespace(facts: &mut Facts<'_>, reader: &mut Reader<'_>) -> Option<XmlNamespace> {
    let place = facts.place_of("xmlNamespace");
    match facts.take("xmlNamespace")? {
        Value::String(uri) => Some(namespace(uri)),
        value => {
            let mut facts = Facts::of(value, place, reader.notes);
            let uri = facts.text("uri", reader.notes)?.to_owned();
            let prefix = facts.text("prefix", reader.notes).map(str::to_owned);
            facts.leave(&[], reader.notes);
            Some(XmlNamespace { uri, prefix })
        }
    }
}
