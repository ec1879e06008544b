//! JSON as serde_json reads it, with everything kept that the strict reader looks at: order, duplicates, depth.

use proofkey::json::Value;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

#[derive(Debug)]
pub enum Peer {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Peer {
    /// `None` where serde_json refuses; for a number beyond the range of `f64`, which the core keeps as text, `Err`.
    pub fn parse(bytes: &[u8]) -> Result<Option<Self>, serde_json::Error> {
        match serde_json::from_slice(bytes) {
            Ok(peer) => Ok(Some(peer)),
            Err(error) if error.to_string().starts_with("number out of range") => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// Whether the core read the same value, its numbers by what they mean.
    pub fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(one), Value::Bool(other)) => one == other,
            (Self::Number(one), Value::Number(text)) => text.parse() == Ok(*one),
            (Self::Text(one), Value::Text(other)) => one == other,
            (Self::Array(ones), Value::Array(others)) => {
                ones.len() == others.len() && ones.iter().zip(others).all(|(one, other)| one.is(other))
            }
            (Self::Object(ones), Value::Object(record)) => {
                ones.len() == record.members().count()
                    && ones
                        .iter()
                        .zip(record.members())
                        .all(|((one, peer), (other, value))| one == other && peer.is(value))
            }
            _ => false,
        }
    }

    /// Whether the core's documentation says that it refuses this, which is JSON all the same.
    pub fn is_refused(&self) -> bool {
        self.depth() > 32 || self.has_refused_object()
    }

    fn depth(&self) -> usize {
        match self {
            Self::Array(elements) => 1 + elements.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(members) => 1 + members.iter().map(|(_, member)| member.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    fn has_refused_object(&self) -> bool {
        match self {
            Self::Array(elements) => elements.iter().any(Self::has_refused_object),
            Self::Object(members) => {
                let names: Vec<_> = members.iter().map(|(name, _)| name).collect();
                let is_double = |(at, name): (usize, &&String)| names[..at].contains(name);
                members.len() > 1000
                    || names.iter().any(|name| *name == "__proto__")
                    || names.iter().enumerate().any(is_double)
                    || members.iter().any(|(_, member)| member.has_refused_object())
            }
            _ => false,
        }
    }
}

impl<'de> Deserialize<'de> for Peer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

#[expect(clippy::cast_precision_loss, reason = "an integer is compared as the float that its text means")]
impl<'de> Visitor<'de> for Reader {
    type Value = Peer;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Peer, E> {
        Ok(Peer::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Peer, E> {
        Ok(Peer::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Peer, E> {
        Ok(Peer::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Peer, E> {
        Ok(Peer::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Peer, E> {
        Ok(Peer::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Peer, E> {
        Ok(Peer::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Peer, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element()? {
            elements.push(element);
        }
        Ok(Peer::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Peer, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Peer::Object(members))
    }
}
