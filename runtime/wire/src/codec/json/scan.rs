//! The tokens of JSON text (RFC 8259). It knows no shape.
//!
//! The text is UTF-8 already, so that every token is a slice of it. Nothing is accepted that the RFC does not allow, also
//! in what is only passed over.

use crate::{
    error::{DecodeErrorKind, Fault, fault},
    number::Number,
};
use std::borrow::Cow;

/// How deep lists and maps may nest.
const DEPTH: u32 = 128;

/// A place in JSON text.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Scanner<'a> {
    /// The start of `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let place = error.valid_up_to();
            fault(
                DecodeErrorKind::Syntax,
                format!("wanted UTF-8, found other bytes at byte {place}"),
            )
        })?;
        Ok(Self { text, at: 0, depth: 0 })
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The first byte of the next token. `None` at the end of the text.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Whether the next token starts with `byte`; then it is passed.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Passes `null`, where that is what follows.
    #[inline]
    pub(crate) fn null(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    /// Passes `true` or `false`.
    pub(crate) fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.syntax("a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Passes the bracket that opens a list or map; `wanted` says what for.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8, wanted: &str) -> Result<(), Fault> {
        if !self.eat(bracket) {
            return Err(self.mismatch(wanted));
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(fault(
                DecodeErrorKind::Syntax,
                format!("lists and maps are nested more than {DEPTH} deep"),
            ));
        }
        Ok(())
    }

    /// Whether the list or map that was just opened is empty; then its end is passed.
    #[inline]
    pub(crate) fn empty(&mut self, bracket: u8) -> bool {
        let closes = self.eat(bracket);
        self.depth -= u32::from(closes);
        closes
    }

    /// Passes what follows an element: true for a comma, false for the end of the list or map.
    #[inline]
    pub(crate) fn more(&mut self, bracket: u8) -> Result<bool, Fault> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == bracket => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            _ => Err(self.syntax(if bracket == b']' { "`,` or `]`" } else { "`,` or `}`" })),
        }
    }

    /// Passes the key of an entry and its colon, where the key is `expected`.
    #[inline]
    pub(crate) fn expected_key(&mut self, expected: &str) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let rest = self.rest();
        let (Some(name), Some(b"\":")) = (
            rest.get(1..=expected.len()),
            rest.get(expected.len() + 1..expected.len() + 3),
        ) else {
            return false;
        };
        let found = name == expected.as_bytes();
        if found {
            self.at += expected.len() + 3;
        }
        found
    }

    /// Passes the key of an entry and its colon.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, Fault> {
        if !self.eat(b'"') {
            return Err(self.syntax("a key in quotation marks"));
        }
        let key = self.string()?;
        if !self.eat(b':') {
            return Err(self.syntax("`:`"));
        }
        Ok(key)
    }

    /// Passes text; `wanted` says what for.
    #[inline]
    pub(crate) fn text(&mut self, wanted: &str) -> Result<Cow<'a, str>, Fault> {
        if !self.eat(b'"') {
            return Err(self.mismatch(wanted));
        }
        self.string()
    }

    /// Passes the rest of text after its quotation mark.
    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let rest = self.rest();
        let end = plain(rest);
        if rest.get(end) != Some(&b'"') {
            return self.escaped().map(Cow::Owned);
        }
        let start = self.at;
        self.at += end + 1;
        // The quotation mark is ASCII, so the slice ends between characters.
        Ok(Cow::Borrowed(self.text.get(start..start + end).unwrap_or_default()))
    }

    #[cold]
    fn escaped(&mut self) -> Result<String, Fault> {
        // Escapes are never shorter than what they stand for.
        let mut out = String::with_capacity(encoded_len(self.rest()));
        loop {
            let end = self.at + plain(self.rest());
            out.push_str(self.text.get(self.at..end).unwrap_or_default());
            self.at = end;
            match self.rest().first() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(_) => return Err(self.syntax("an escape such as `\\n` for the control character")),
                None => return Err(self.syntax("`\"`")),
            }
        }
    }

    /// Passes an escape from its backslash on.
    fn escape(&mut self) -> Result<char, Fault> {
        let found = match self.rest().get(1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.syntax("an escape")),
        };
        self.at += 2;
        Ok(found)
    }

    /// Passes `\uXXXX`, or two of them that make one character.
    fn unicode(&mut self) -> Result<char, Fault> {
        let (first, len) = match (hex(self.rest()), self.rest().get(6..).and_then(hex)) {
            (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 12)
            }
            (Some(first), _) => (first, 6),
            (None, _) => return Err(self.syntax("four hexadecimal digits after `\\u`")),
        };
        // What is no character is half of a pair.
        let found = char::from_u32(first).ok_or_else(|| self.syntax("both halves of a surrogate pair"))?;
        self.at += len;
        Ok(found)
    }

    /// Passes a number; `wanted` says what for.
    #[inline]
    pub(crate) fn number(&mut self, wanted: &str) -> Result<Number<'a>, Fault> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => {}
            _ => return Err(self.mismatch(wanted)),
        }
        let start = self.text.get(self.at..).unwrap_or_default();
        let number = Number::first_of(start).ok_or_else(|| self.syntax("a number"))?;
        self.at += number.text.len();
        Ok(number)
    }

    /// Passes a value of any kind.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(drop)
            }
            Some(b'{') => {
                self.open(b'{', "a map")?;
                if !self.empty(b'}') {
                    loop {
                        self.key()?;
                        self.skip()?;
                        if !self.more(b'}')? {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Some(b'[') => {
                self.open(b'[', "a list")?;
                if !self.empty(b']') {
                    loop {
                        self.skip()?;
                        if !self.more(b']')? {
                            break;
                        }
                    }
                }
                Ok(())
            }
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') => self.word("null"),
            Some(b'-' | b'0'..=b'9') => self.number("a number").map(drop),
            _ => Err(self.syntax("a value")),
        }
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("the end")),
        }
    }

    /// The next value is of another kind than `wanted`.
    #[cold]
    pub(crate) fn mismatch(&mut self, wanted: &str) -> Fault {
        let found = match self.peek() {
            Some(b'"') => "text",
            Some(b'{') => "a map",
            Some(b'[') => "a list",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            _ => return self.syntax(wanted),
        };
        fault(DecodeErrorKind::Type, format!("wanted {wanted}, found {found}"))
    }

    /// The text does not go on as JSON does.
    #[cold]
    pub(crate) fn syntax(&self, wanted: &str) -> Fault {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let found = match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) if found.is_control() => format!("`{}`", found.escape_default()),
            Some(found) => format!("`{found}`"),
            None => "the end".to_owned(),
        };
        fault(
            DecodeErrorKind::Syntax,
            format!("wanted {wanted}, found {found} in line {line}, column {column}"),
        )
    }
}

/// How many bytes stand before the quotation mark that ends the text.
fn encoded_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += plain(rest);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            _ => return at.min(bytes.len()),
        }
    }
}

/// The number of a `\uXXXX` at the start.
fn hex(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.first_chunk::<4>()?;
    digits
        .iter()
        .try_fold(0, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))
}

/// How many bytes stand before the first quotation mark, backslash or control character.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((chunk, more)) = rest.split_first_chunk::<8>() {
        let special = special(u64::from_le_bytes(*chunk));
        if special != 0 {
            return bytes.len() - rest.len() + (special.trailing_zeros() >> 3) as usize;
        }
        rest = more;
    }
    bytes.len() - rest.len() + plain_by_byte(rest)
}

/// [`plain`] for text of which the end is known: mostly short, and plain to its end.
#[inline]
pub(super) fn plain_text(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    let all_plain = loop {
        if let Some((chunk, more)) = rest.split_first_chunk::<8>() {
            if special(u64::from_le_bytes(*chunk)) != 0 {
                break false;
            }
            rest = more;
        } else if rest.is_empty() {
            break true;
        } else if let Some(last) = bytes.last_chunk::<8>() {
            // Some of them are looked at twice, which is faster than one by one.
            break special(u64::from_le_bytes(*last)) == 0;
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            break special(u64::from(first) << 32 | u64::from(last)) == 0;
        } else {
            break false;
        }
    };
    if all_plain { bytes.len() } else { plain_by_byte(bytes) }
}

fn plain_by_byte(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
        .unwrap_or(bytes.len())
}

/// The high bit of each byte that is a quotation mark, a backslash or a control character, the first byte lowest. A borrow
/// can set the bits of other bytes too, but only above a true one.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let special = word.wrapping_sub(ONES * 0x20) & !word
        | quote.wrapping_sub(ONES) & !quote
        | backslash.wrapping_sub(ONES) & !backslash;
    special & (ONES << 7)
}
