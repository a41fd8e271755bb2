//! The protocols that a service speaks: one name, or a list of them.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IntoDeserializer, SeqAccess, Visitor},
};
use std::fmt;

/// A wire protocol. Those that have no codec yet are refused by `check`, never half generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub enum Protocol {
    /// AWS JSON 1.0: `POST /` with a target header.
    #[serde(rename = "awsJson1_0")]
    AwsJson1_0,
    /// AWS JSON 1.1: `POST /` with a target header.
    #[serde(rename = "awsJson1_1")]
    AwsJson1_1,
    /// REST with JSON bodies.
    #[serde(rename = "restJson1")]
    RestJson1,
    /// RPC with CBOR bodies.
    #[serde(rename = "rpcv2Cbor")]
    RpcV2Cbor,
    /// REST with XML bodies.
    #[serde(rename = "restXml")]
    RestXml,
    /// Form-encoded requests, XML responses.
    #[serde(rename = "awsQuery")]
    AwsQuery,
    /// The variant of `awsQuery` that EC2 speaks.
    #[serde(rename = "ec2Query")]
    Ec2Query,
}

impl Protocol {
    /// The name in a description.
    pub fn name(self) -> &'static str {
        match self {
            Self::AwsJson1_0 => "awsJson1_0",
            Self::AwsJson1_1 => "awsJson1_1",
            Self::RestJson1 => "restJson1",
            Self::RpcV2Cbor => "rpcv2Cbor",
            Self::RestXml => "restXml",
            Self::AwsQuery => "awsQuery",
            Self::Ec2Query => "ec2Query",
        }
    }

    /// Whether a request names the operation, and all members travel in its body.
    pub fn is_rpc(self) -> bool {
        matches!(self, Self::AwsJson1_0 | Self::AwsJson1_1 | Self::RpcV2Cbor)
    }

    /// Whether members travel in the URI and in headers as well as in the body.
    pub fn has_http_bindings(self) -> bool {
        matches!(self, Self::RestJson1 | Self::RestXml)
    }
}

/// The protocols that a service speaks, best first; at least one. A single one is written as its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocols {
    first: Protocol,
    others: Vec<Protocol>,
}

impl Protocols {
    /// The protocols of a list. `None` when it is empty.
    pub fn new(all: impl IntoIterator<Item = Protocol>) -> Option<Self> {
        let mut all = all.into_iter();
        Some(Self {
            first: all.next()?,
            others: all.collect(),
        })
    }

    /// The best one.
    pub fn first(&self) -> Protocol {
        self.first
    }

    /// All, best first.
    pub fn iter(&self) -> impl Iterator<Item = Protocol> + Clone {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Whether there is only one.
    pub fn is_single(&self) -> bool {
        self.others.is_empty()
    }

    /// The names, best first, with commas between.
    pub fn names(&self) -> String {
        self.iter().map(Protocol::name).collect::<Vec<_>>().join(", ")
    }

    /// Whether one of them has HTTP bindings.
    pub fn have_http_bindings(&self) -> bool {
        self.iter().any(Protocol::has_http_bindings)
    }
}

impl From<Protocol> for Protocols {
    fn from(first: Protocol) -> Self {
        Self {
            first,
            others: Vec::new(),
        }
    }
}

impl Serialize for Protocols {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_single() {
            self.first.serialize(serializer)
        } else {
            serializer.collect_seq(self.iter())
        }
    }
}

impl<'de> Deserialize<'de> for Protocols {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMore)
    }
}

struct OneOrMore;

impl<'de> Visitor<'de> for OneOrMore {
    type Value = Protocols;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a protocol, or a list of protocols")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Protocols, E> {
        Protocol::deserialize(name.into_deserializer()).map(Protocols::from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Protocols, A::Error> {
        let mut all = Vec::new();
        while let Some(protocol) = names.next_element()? {
            all.push(protocol);
        }
        Protocols::new(all).ok_or_else(|| A::Error::invalid_length(0, &"at least one protocol"))
    }
}

#[cfg(feature = "json-schema")]
impl schemars::JsonSchema for Protocols {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Protocols".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Protocol>();
        schemars::json_schema!({
            "description": "A protocol, or a list of all that the service speaks, best first.",
            "anyOf": [one, { "type": "array", "items": one, "minItems": 1, "uniqueItems": true }],
        })
    }
}
