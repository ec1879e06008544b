//! The strict reader: recursive descent over bytes, one function for each rule of RFC 8259.

use super::{Record, Value};
use crate::error::Error;
use std::rc::Rc;

const MAX_DEPTH: u8 = 32;
/// Looking for duplicates is quadratic in the members, so their number is bounded too.
const MAX_MEMBERS: usize = 1000;

/// What is still to be read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads one JSON text, to its end.
    pub fn read(bytes: &'a [u8]) -> Result<Value, Error> {
        // One check for the whole text; every slice that ends at an ASCII delimiter is then valid too.
        core::str::from_utf8(bytes).map_err(|_| Error::JsonInvalid)?;
        let mut reader = Self { rest: bytes };
        let value = reader.value(MAX_DEPTH)?;
        reader.white_space();
        if reader.rest.is_empty() { Ok(value) } else { Err(Error::JsonInvalid) }
    }

    fn white_space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    fn next(&mut self) -> Result<u8, Error> {
        let (first, rest) = self.rest.split_first().ok_or(Error::JsonInvalid)?;
        self.rest = rest;
        Ok(*first)
    }

    /// Skips white space, then takes `byte` if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        self.white_space();
        let rest = self.rest.strip_prefix(&[byte]);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: u8) -> Result<Value, Error> {
        let inner = depth.checked_sub(1).ok_or(Error::JsonInvalid);
        self.white_space();
        match self.rest.first().ok_or(Error::JsonInvalid)? {
            b'{' => self.object(inner?),
            b'[' => self.array(inner?),
            b'"' => self.text().map(Value::Text),
            b't' => self.literal(b"true", Value::Bool(true)),
            b'f' => self.literal(b"false", Value::Bool(false)),
            b'n' => self.literal(b"null", Value::Null),
            _ => self.number(),
        }
    }

    fn literal(&mut self, word: &[u8], value: Value) -> Result<Value, Error> {
        self.rest = self.rest.strip_prefix(word).ok_or(Error::JsonInvalid)?;
        Ok(value)
    }

    fn object(&mut self, depth: u8) -> Result<Value, Error> {
        self.next()?;
        let mut members = Vec::<(String, Value)>::new();
        let mut more = !self.take(b'}');
        while more {
            self.white_space();
            let name = self.text()?;
            let is_known = members.iter().any(|(known, _)| *known == name);
            if is_known || name == "__proto__" || members.len() >= MAX_MEMBERS || !self.take(b':') {
                return Err(Error::JsonInvalid);
            }
            members.push((name, self.value(depth)?));
            more = self.goes_on(b'}')?;
        }
        Ok(Value::Object(Record(Rc::new(members))))
    }

    fn array(&mut self, depth: u8) -> Result<Value, Error> {
        self.next()?;
        let mut elements = Vec::new();
        let mut more = !self.take(b']');
        while more {
            elements.push(self.value(depth)?);
            more = self.goes_on(b']')?;
        }
        Ok(Value::Array(elements))
    }

    /// Takes the comma behind a member, or the bracket that closes instead.
    fn goes_on(&mut self, close: u8) -> Result<bool, Error> {
        let comma = self.take(b',');
        if comma || self.take(close) { Ok(comma) } else { Err(Error::JsonInvalid) }
    }

    fn text(&mut self) -> Result<String, Error> {
        if self.next()? != b'"' {
            return Err(Error::JsonInvalid);
        }
        let mut bytes = Vec::new();
        loop {
            match self.next()? {
                b'"' => return String::from_utf8(bytes).map_err(|_| Error::JsonInvalid),
                b'\\' => {
                    let character = self.escape()?;
                    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..=0x1f => return Err(Error::JsonInvalid),
                byte => bytes.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        Ok(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex4()?;
                if let 0xd800..=0xdbff = code {
                    self.rest = self.rest.strip_prefix(b"\\u").ok_or(Error::JsonInvalid)?;
                    let low = self.hex4()?.wrapping_sub(0xdc00);
                    if low > 0x3ff {
                        return Err(Error::JsonInvalid);
                    }
                    code = ((code & 0x3ff) << 10 | low).saturating_add(0x10000);
                }
                char::from_u32(code).ok_or(Error::JsonInvalid)?
            }
            _ => return Err(Error::JsonInvalid),
        })
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.next()?).to_digit(16).ok_or(Error::JsonInvalid)?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, Error> {
        let mut text = String::new();
        self.sign(&mut text, b"-");
        match self.digits(&mut text)? {
            (b'0', 1) | (b'1'..=b'9', _) => {}
            _ => return Err(Error::JsonInvalid),
        }
        if self.sign(&mut text, b".") {
            self.digits(&mut text)?;
        }
        if self.sign(&mut text, b"eE") {
            self.sign(&mut text, b"+-");
            self.digits(&mut text)?;
        }
        Ok(Value::Number(text))
    }

    /// Takes the next byte if it is one of `accepted`.
    fn sign(&mut self, text: &mut String, accepted: &[u8]) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if accepted.iter().any(|known| known == first) => {
                text.push(char::from(*first));
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes one or more digits; gives the first one and how many there were.
    fn digits(&mut self, text: &mut String) -> Result<(u8, usize), Error> {
        let before = text.len();
        let first = *self.rest.first().ok_or(Error::JsonInvalid)?;
        while self.sign(text, b"0123456789") {}
        match text.len().saturating_sub(before) {
            0 => Err(Error::JsonInvalid),
            count => Ok((first, count)),
        }
    }
}
