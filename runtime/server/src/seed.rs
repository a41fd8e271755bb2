//! Numbers that look random: the same ones for the same seed, on every machine and in every version.

use std::{
    fmt::Write,
    hash::{BuildHasher, Hasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

/// A generator of numbers (SplitMix64). Not for secrets.
#[derive(Debug, Clone)]
pub(crate) struct Seed(u64);

impl Seed {
    /// A seed for this place: the parts, in order.
    pub(crate) fn of(parts: &[&str]) -> Self {
        // FNV-1a; a length in front keeps ["ab", "c"] and ["a", "bc"] apart.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        for part in parts {
            (part.len() as u64).to_le_bytes().into_iter().for_each(&mut add);
            part.bytes().for_each(&mut add);
        }
        Self(hash)
    }

    /// A seed that differs from this one for every `number`.
    pub(crate) fn and(&self, number: u64) -> Self {
        let mut mixed = Self(self.0 ^ number.wrapping_mul(0xd6e8_feb8_6659_fd93));
        mixed.next();
        mixed
    }

    /// A number from 0 up to, but not, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        // As many bits as a float holds exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number under `bound`; zero when there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            0
        } else {
            (self.next() % bound as u64) as usize
        }
    }

    /// Text in the form of a random UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        let mut text = String::with_capacity(36);
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            low >> 48 & 0x3fff | 0x8000,
            low & 0xffff_ffff_ffff
        );
        text
    }
}

/// Gives request ids: no two are the same.
#[derive(Debug)]
pub(crate) struct RequestIds {
    seed: Seed,
    next: AtomicU64,
    /// The same ones may be given again after a reset.
    repeats: bool,
}

impl RequestIds {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed: Seed::of(&["request"]).and(seed),
            next: AtomicU64::new(0),
            repeats: true,
        }
    }

    /// Ids that nobody knows beforehand, of which none comes twice.
    pub(crate) fn random() -> Self {
        Self {
            repeats: false,
            ..Self::new(RandomState::new().build_hasher().finish())
        }
    }

    pub(crate) fn next(&self) -> String {
        self.seed.and(self.next.fetch_add(1, Ordering::Relaxed)).uuid()
    }

    /// Starts again with the first, unless they are random.
    pub(crate) fn reset(&self) {
        if self.repeats {
            self.next.store(0, Ordering::Relaxed);
        }
    }
}
