//! The tokens that retries cost.

const CAPACITY: u32 = 500;
/// What a retry takes.
pub(super) const COST: u32 = 14;
/// What a retry takes when the service throttles: it responds, and says itself how much it can bear.
pub(super) const THROTTLED_COST: u32 = 5;
/// What a call that succeeds at once gives.
pub(super) const SUCCESS: u32 = 1;

/// A bucket of tokens, full at first.
pub(super) struct Quota {
    left: u32,
}

impl Default for Quota {
    fn default() -> Self {
        Self { left: CAPACITY }
    }
}

impl Quota {
    /// Takes the tokens if there are enough.
    pub(super) fn take(&mut self, tokens: u32) -> bool {
        match self.left.checked_sub(tokens) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// Gives tokens back; the bucket holds no more than at first.
    pub(super) fn give(&mut self, tokens: u32) {
        self.left = self.left.saturating_add(tokens).min(CAPACITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_can_be_given_back() {
        let mut quota = Quota::default();
        let retries = std::iter::from_fn(|| quota.take(COST).then_some(())).count();
        assert_eq!(retries, 35);
        assert!(quota.take(THROTTLED_COST) && quota.take(THROTTLED_COST) && !quota.take(THROTTLED_COST));
        quota.give(COST);
        assert!(quota.take(COST) && !quota.take(COST));
        for _ in 0..600 {
            quota.give(SUCCESS);
        }
        assert!(quota.take(CAPACITY) && !quota.take(1));
    }
}
