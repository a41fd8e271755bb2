//! The initial bytes of items, and the tags.

/// Major types.
pub(super) mod major {
    pub(in crate::codec::cbor) const UNSIGNED: u8 = 0;
    pub(in crate::codec::cbor) const NEGATIVE: u8 = 1;
    pub(in crate::codec::cbor) const BYTES: u8 = 2;
    pub(in crate::codec::cbor) const TEXT: u8 = 3;
    pub(in crate::codec::cbor) const ARRAY: u8 = 4;
    pub(in crate::codec::cbor) const MAP: u8 = 5;
    pub(in crate::codec::cbor) const TAG: u8 = 6;
}

/// Tags.
pub(super) mod tag {
    /// Seconds since 1970, whole or with a fraction.
    pub(in crate::codec::cbor) const EPOCH_SECONDS: u64 = 1;
    /// A whole number as bytes.
    pub(in crate::codec::cbor) const POSITIVE: u64 = 2;
    /// One less than minus a whole number as bytes.
    pub(in crate::codec::cbor) const NEGATIVE: u64 = 3;
    /// A list of an exponent of ten and a whole number.
    pub(in crate::codec::cbor) const DECIMAL: u64 = 4;
}

/// What ends a map or array of no stated length.
pub(super) const BREAK: u8 = 0xff;
pub(super) const NULL: u8 = 0xf6;
pub(super) const UNDEFINED: u8 = 0xf7;
pub(super) const FALSE: u8 = 0xf4;
pub(super) const TRUE: u8 = 0xf5;
pub(super) const HALF: u8 = 0xf9;
pub(super) const SINGLE: u8 = 0xfa;
pub(super) const DOUBLE: u8 = 0xfb;
