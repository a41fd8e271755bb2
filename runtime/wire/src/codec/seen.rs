//! A set of members by their index: one word for the first 64, a list for the rest.

/// Which members of a structure have been there.
#[derive(Default)]
pub(crate) struct Seen {
    first: u64,
    /// Those from the 65th on.
    others: Vec<usize>,
}

impl Seen {
    /// Notes a member, and whether it has been there before.
    #[inline]
    pub(crate) fn note(&mut self, index: usize) -> bool {
        let before = self.has(index);
        if index < 64 {
            self.first |= 1 << index;
        } else if !before {
            self.others.push(index);
        }
        before
    }

    #[inline]
    pub(crate) fn has(&self, index: usize) -> bool {
        if index < 64 {
            self.first & (1 << index) != 0
        } else {
            self.others.contains(&index)
        }
    }

    pub(crate) fn remove(&mut self, index: usize) {
        if index < 64 {
            self.first &= !(1 << index);
        } else {
            self.others.retain(|other| *other != index);
        }
    }

    #[inline]
    pub(crate) fn count(&self) -> usize {
        self.first.count_ones() as usize + self.others.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn more_members_than_bits() {
        let mut seen = Seen::default();
        for index in [0, 63, 64, 500] {
            assert!(!seen.note(index) && seen.note(index) && seen.has(index), "{index}");
        }
        seen.remove(63);
        seen.remove(500);
        assert!(!seen.has(63) && !seen.has(500) && seen.has(64));
        assert_eq!(seen.count(), 2);
    }
}
