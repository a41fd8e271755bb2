//! Whole numbers of any size: decimal digits to bytes and back.

/// The most bytes, and the most decimal digits, of such a number: turning one into the other takes time by their square.
pub(super) const MOST_BYTES: usize = 4 << 10;
pub(super) const MOST_DIGITS: usize = 9 << 10;

/// The decimal digits of a number whose bytes stand with the highest first; one more than the number where `plus_one`.
pub(super) fn digits(bytes: &[u8], plus_one: bool) -> String {
    const BASE: u64 = 1_000_000_000;
    // The lowest nine digits first.
    let mut limbs: Vec<u32> = vec![0];
    let mut add = |factor: u64, summand: u64| {
        let mut carry = summand;
        for limb in &mut limbs {
            let value = u64::from(*limb) * factor + carry;
            *limb = u32::try_from(value % BASE).unwrap_or_default();
            carry = value / BASE;
        }
        if carry > 0 {
            limbs.push(u32::try_from(carry).unwrap_or_default());
        }
    };
    bytes.iter().for_each(|byte| add(256, u64::from(*byte)));
    add(1, u64::from(plus_one));
    let mut text = String::new();
    for (index, limb) in limbs.iter().rev().enumerate() {
        text.push_str(&if index == 0 {
            limb.to_string()
        } else {
            format!("{limb:09}")
        });
    }
    text
}

/// The bytes, with the highest first, of the number that these decimal digits say; of one less where `minus_one`.
pub(super) fn bytes(digits: &str, minus_one: bool) -> Vec<u8> {
    // The lowest byte first.
    let mut all: Vec<u8> = Vec::new();
    for digit in digits.bytes() {
        let mut carry = u16::from(digit.wrapping_sub(b'0'));
        for byte in &mut all {
            let value = u16::from(*byte) * 10 + carry;
            *byte = value.to_le_bytes()[0];
            carry = value >> 8;
        }
        if carry > 0 {
            all.push(carry.to_le_bytes()[0]);
        }
    }
    if minus_one {
        for byte in &mut all {
            let borrows = *byte == 0;
            *byte = byte.wrapping_sub(1);
            if !borrows {
                break;
            }
        }
    }
    while all.last() == Some(&0) {
        all.pop();
    }
    all.reverse();
    all
}
