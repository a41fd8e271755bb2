//! The items of CBOR. It knows no shape.
//!
//! Nothing is allocated by a length that the bytes claim before they are there.

use super::initial::{BREAK, DOUBLE, FALSE, HALF, NULL, SINGLE, TRUE, UNDEFINED, major};
use crate::error::{DecodeErrorKind, Fault, fault};
use std::borrow::Cow;

/// How deep arrays, maps and tags may nest.
const DEPTH: u32 = 128;

/// A place in CBOR.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: u32,
}

/// How many elements of an array, or entries of a map, are still to come. `None`: they end with a break.
pub(super) type Left = Option<u64>;

/// A number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    /// 0 to 2^64 - 1.
    Unsigned(u64),
    /// -1 minus this.
    Negative(u64),
    /// One that was written in 16 or 32 bits.
    Single(f32),
    /// One that was written in 64 bits.
    Double(f64),
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The major type of the next item.
    #[inline]
    pub(super) fn major(&self) -> Option<u8> {
        self.peek().map(|byte| byte >> 5)
    }

    /// Passes a null or undefined, where that is what follows.
    #[inline]
    pub(super) fn null(&mut self) -> bool {
        let is_null = matches!(self.peek(), Some(NULL | UNDEFINED));
        self.at += usize::from(is_null);
        is_null
    }

    #[inline]
    fn take(&mut self, length: u64) -> Result<&'a [u8], Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = usize::try_from(length).ok().and_then(|length| rest.get(..length));
        let taken = taken.ok_or_else(ends)?;
        self.at += taken.len();
        Ok(taken)
    }

    /// Passes the head of the next item: its major type and its argument; `None` for one of no stated length.
    #[inline]
    fn head(&mut self) -> Result<(u8, Option<u64>), Fault> {
        let byte = self.peek().ok_or_else(ends)?;
        self.at += 1;
        let (major, short) = (byte >> 5, byte & 31);
        let argument = match short {
            0..=23 => u64::from(short),
            24..=27 => {
                let bytes = self.take(1 << (short - 24))?;
                bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))
            }
            31 if !matches!(major, major::UNSIGNED | major::NEGATIVE | major::TAG) => return Ok((major, None)),
            _ => return Err(syntax(format!("the byte {byte:#04x} starts no item"))),
        };
        Ok((major, Some(argument)))
    }

    /// Passes the tag of the next item, where it has one.
    #[inline]
    pub(super) fn tag(&mut self) -> Result<Option<u64>, Fault> {
        if self.major() != Some(major::TAG) {
            return Ok(None);
        }
        self.head().map(|(_, tag)| tag)
    }

    /// Passes all tags of the next item.
    #[inline]
    pub(super) fn tags(&mut self) -> Result<(), Fault> {
        while self.tag()?.is_some() {}
        Ok(())
    }

    /// Opens an array.
    pub(super) fn array(&mut self) -> Result<Left, Fault> {
        self.open(major::ARRAY, "a list")
    }

    /// Opens a map; `wanted` says what for.
    #[inline]
    pub(super) fn map(&mut self, wanted: &str) -> Result<Left, Fault> {
        self.open(major::MAP, wanted)
    }

    fn open(&mut self, major: u8, wanted: &str) -> Result<Left, Fault> {
        if self.major() != Some(major) {
            return Err(self.mismatch(wanted));
        }
        let (_, left) = self.head()?;
        self.deeper()?;
        Ok(left)
    }

    fn deeper(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(syntax(format!("lists and maps are nested more than {DEPTH} deep")));
        }
        Ok(())
    }

    /// Whether there is another element or entry; closes the array or map where there is none.
    #[inline]
    pub(super) fn more(&mut self, left: &mut Left) -> Result<bool, Fault> {
        let more = match left {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => {
                let ends = self.peek() == Some(BREAK);
                self.at += usize::from(ends);
                !ends
            }
        };
        self.depth -= u32::from(!more);
        Ok(more)
    }

    /// Passes a key, where it is this one in its shortest form.
    #[inline]
    pub(super) fn expected_key(&mut self, key: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = key.len();
        let (head, after) = match (rest, u8::try_from(length)) {
            ([head, after @ ..], Ok(short @ 0..=23)) if *head == major::TEXT << 5 | short => (1, after),
            ([head, found, after @ ..], Ok(byte)) if *head == major::TEXT << 5 | 24 && *found == byte => (2, after),
            _ => return false,
        };
        let is_it = after.starts_with(key.as_bytes());
        self.at += if is_it { head + length } else { 0 };
        is_it
    }

    /// Passes text.
    #[inline]
    pub(super) fn text(&mut self, wanted: &str) -> Result<Cow<'a, str>, Fault> {
        if self.major() != Some(major::TEXT) {
            return Err(self.mismatch(wanted));
        }
        if let (_, Some(length)) = self.head()? {
            return self.take(length).and_then(utf8).map(Cow::Borrowed);
        }
        let mut whole = String::new();
        while let Some(chunk) = self.chunk(major::TEXT)? {
            whole.push_str(utf8(chunk)?);
        }
        Ok(Cow::Owned(whole))
    }

    /// Passes bytes.
    pub(super) fn blob(&mut self, wanted: &str) -> Result<Cow<'a, [u8]>, Fault> {
        if self.major() != Some(major::BYTES) {
            return Err(self.mismatch(wanted));
        }
        if let (_, Some(length)) = self.head()? {
            return self.take(length).map(Cow::Borrowed);
        }
        let mut whole = Vec::new();
        while let Some(chunk) = self.chunk(major::BYTES)? {
            whole.extend_from_slice(chunk);
        }
        Ok(Cow::Owned(whole))
    }

    /// Passes a piece of text or bytes of no stated length. `None` at its end.
    fn chunk(&mut self, wanted: u8) -> Result<Option<&'a [u8]>, Fault> {
        if self.peek() == Some(BREAK) {
            self.at += 1;
            return Ok(None);
        }
        match self.head()? {
            (major, Some(length)) if major == wanted => self.take(length).map(Some),
            _ => Err(syntax("text and bytes can hold only pieces of their own kind")),
        }
    }

    /// Passes a boolean.
    pub(super) fn boolean(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(byte @ (FALSE | TRUE)) => {
                self.at += 1;
                Ok(byte == TRUE)
            }
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Passes a number.
    #[inline]
    pub(super) fn number(&mut self, wanted: &str) -> Result<Number, Fault> {
        let byte = self.peek();
        let is_number = matches!(self.major(), Some(major::UNSIGNED | major::NEGATIVE))
            || matches!(byte, Some(HALF | SINGLE | DOUBLE));
        if !is_number {
            return Err(self.mismatch(wanted));
        }
        let (major, argument) = self.head()?;
        let argument = argument.unwrap_or_default();
        Ok(match (major, byte) {
            (major::UNSIGNED, _) => Number::Unsigned(argument),
            (major::NEGATIVE, _) => Number::Negative(argument),
            (_, Some(DOUBLE)) => Number::Double(f64::from_bits(argument)),
            (_, Some(SINGLE)) => Number::Single(f32::from_bits(u32::try_from(argument).unwrap_or_default())),
            _ => Number::Single(half(u16::try_from(argument).unwrap_or_default())),
        })
    }

    /// Passes any item.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        self.tags()?;
        match self.major() {
            Some(major::TEXT) => self.text("").map(drop),
            Some(major::BYTES) => self.blob("").map(drop),
            Some(major @ (major::ARRAY | major::MAP)) => {
                let mut left = self.open(major, "")?;
                while self.more(&mut left)? {
                    self.skip()?;
                    if major == major::MAP {
                        self.skip()?;
                    }
                }
                Ok(())
            }
            _ => match self.head()? {
                (_, Some(_)) => Ok(()),
                (_, None) => Err(syntax("a break stands where an item should")),
            },
        }
    }

    /// Ends the message: nothing may follow.
    pub(super) fn end(&self) -> Result<(), Fault> {
        match self.bytes.len() - self.at {
            0 => Ok(()),
            more => Err(syntax(format!("{more} bytes follow the value"))),
        }
    }

    /// The next item is not of the type that is wanted.
    #[cold]
    pub(super) fn mismatch(&self, wanted: &str) -> Fault {
        let found = match (self.major(), self.peek()) {
            (None, _) => return ends(),
            (Some(major::UNSIGNED | major::NEGATIVE), _) | (_, Some(HALF | SINGLE | DOUBLE)) => "a number",
            (Some(major::BYTES), _) => "bytes",
            (Some(major::TEXT), _) => "text",
            (Some(major::ARRAY), _) => "a list",
            (Some(major::MAP), _) => "a map",
            (Some(major::TAG), _) => "a tag",
            (_, Some(FALSE | TRUE)) => "a boolean",
            (_, Some(NULL | UNDEFINED)) => "null",
            _ => "another item",
        };
        fault(DecodeErrorKind::Type, format!("wanted {wanted}, found {found}"))
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|_| syntax("wanted UTF-8, found other bytes"))
}

#[cold]
fn syntax(message: impl Into<String>) -> Fault {
    fault(DecodeErrorKind::Syntax, message)
}

#[cold]
fn ends() -> Fault {
    syntax("the bytes end in the middle of a value")
}

/// A float of 16 bits (IEEE 754 binary16): every one is exactly a float of 32 bits.
fn half(bits: u16) -> f32 {
    let (exponent, fraction) = (bits >> 10 & 31, f32::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => fraction * 2f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f32.powi(i32::from(exponent) - 15),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}
