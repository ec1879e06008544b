//! The strict reader: recursive descent over characters, one function for each rule of RFC 8259.

use super::{Record, Value, found};
use crate::error::Error;
use std::rc::Rc;

const MAX_DEPTH: u8 = 32;
/// Looking for duplicates is quadratic in the members, so their number is bounded too.
const MAX_MEMBERS: usize = 1000;

/// What is still to be read.
pub(super) struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Reads one JSON text, to its end.
    pub fn read(bytes: &'a [u8]) -> Result<Value, Error> {
        let mut reader = Self { rest: core::str::from_utf8(bytes).map_err(|_| Error::JsonInvalid)? };
        let value = reader.value(MAX_DEPTH)?;
        reader.white_space();
        if reader.rest.is_empty() { Ok(value) } else { Err(Error::JsonInvalid) }
    }

    fn white_space(&mut self) {
        while let Some(' ' | '\t' | '\n' | '\r') = self.first() {
            let _ = self.next();
        }
    }

    fn first(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Result<char, Error> {
        let mut rest = self.rest.chars();
        let first = rest.next().ok_or(Error::JsonInvalid)?;
        self.rest = rest.as_str();
        Ok(first)
    }

    /// Skips white space, then takes the character if it comes next.
    fn take(&mut self, character: char) -> bool {
        self.white_space();
        let is_next = self.first() == Some(character);
        if is_next {
            let _ = self.next();
        }
        is_next
    }

    fn value(&mut self, depth: u8) -> Result<Value, Error> {
        let inner = depth.checked_sub(1).ok_or(Error::JsonInvalid);
        self.white_space();
        match self.first().ok_or(Error::JsonInvalid)? {
            '{' => self.object(inner?),
            '[' => self.array(inner?),
            '"' => self.text().map(Value::Text),
            't' => self.literal("true", Value::Bool(true)),
            'f' => self.literal("false", Value::Bool(false)),
            'n' => self.literal("null", Value::Null),
            _ => self.number(),
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        self.rest = self.rest.strip_prefix(word).ok_or(Error::JsonInvalid)?;
        Ok(value)
    }

    fn object(&mut self, depth: u8) -> Result<Value, Error> {
        self.next()?;
        let mut members = Vec::<(String, Value)>::new();
        let mut more = !self.take('}');
        while more {
            self.white_space();
            let name = self.text()?;
            let is_known = found(&members, &name).is_some();
            if is_known || name == "__proto__" || members.len() >= MAX_MEMBERS || !self.take(':') {
                return Err(Error::JsonInvalid);
            }
            members.push((name, self.value(depth)?));
            more = self.goes_on('}')?;
        }
        Ok(Value::Object(Record(Rc::new(members))))
    }

    fn array(&mut self, depth: u8) -> Result<Value, Error> {
        self.next()?;
        let mut elements = Vec::new();
        let mut more = !self.take(']');
        while more {
            elements.push(self.value(depth)?);
            more = self.goes_on(']')?;
        }
        Ok(Value::Array(elements))
    }

    /// Takes the comma behind a member, or the bracket that closes instead.
    fn goes_on(&mut self, close: char) -> Result<bool, Error> {
        let comma = self.take(',');
        if comma || self.take(close) { Ok(comma) } else { Err(Error::JsonInvalid) }
    }

    fn text(&mut self) -> Result<String, Error> {
        if self.next()? != '"' {
            return Err(Error::JsonInvalid);
        }
        let mut text = String::new();
        loop {
            text.push(match self.next()? {
                '"' => return Ok(text),
                '\\' => self.escape()?,
                '\0'..='\x1f' => return Err(Error::JsonInvalid),
                character => character,
            });
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        Ok(match self.next()? {
            character @ ('"' | '\\' | '/') => character,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let mut code = self.hex4()?;
                if let 0xd800..=0xdbff = code {
                    self.rest = self.rest.strip_prefix("\\u").ok_or(Error::JsonInvalid)?;
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
            code = code << 4 | self.next()?.to_digit(16).ok_or(Error::JsonInvalid)?;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value, Error> {
        let mut text = String::new();
        self.sign(&mut text, &['-']);
        match self.digits(&mut text)? {
            ('0', 1) | ('1'..='9', _) => {}
            _ => return Err(Error::JsonInvalid),
        }
        if self.sign(&mut text, &['.']) {
            self.digits(&mut text)?;
        }
        if self.sign(&mut text, &['e', 'E']) {
            self.sign(&mut text, &['+', '-']);
            self.digits(&mut text)?;
        }
        Ok(Value::Number(text))
    }

    /// Takes the next character if it is one of `accepted`.
    fn sign(&mut self, text: &mut String, accepted: &[char]) -> bool {
        let Some(next) = self.first().filter(|next| accepted.contains(next)) else { return false };
        text.push(next);
        self.next().is_ok()
    }

    /// Takes one or more digits; gives the first one and how many there were.
    fn digits(&mut self, text: &mut String) -> Result<(char, usize), Error> {
        let first = self.first().ok_or(Error::JsonInvalid)?;
        let mut count = 0_usize;
        while let Some(digit) = self.first().filter(char::is_ascii_digit) {
            text.push(digit);
            self.next()?;
            count = count.saturating_add(1);
        }
        if count > 0 { Ok((first, count)) } else { Err(Error::JsonInvalid) }
    }
}
