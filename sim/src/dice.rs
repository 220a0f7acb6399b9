//! Chance that one number decides: the same seed gives the same throws on every machine and with every version of every library.

/// A generator of the SplitMix64 kind: a counter, well stirred.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Everything that follows, follows from the seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 when there is none below it.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.number().checked_rem(bound).unwrap_or(0)
    }

    /// A place in something that has so many.
    pub fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// A small number below a bound.
    pub fn small(&mut self, bound: u8) -> u8 {
        u8::try_from(self.below(u64::from(bound))).unwrap_or(0)
    }

    /// Sixteen random bits.
    pub fn bits(&mut self) -> u16 {
        u16::try_from(self.below(1 << 16)).unwrap_or(0)
    }

    /// A number from the first to the last.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        first.saturating_add_unsigned(self.below(last.abs_diff(first).saturating_add(1)))
    }

    /// Whether something happens that does so many times in a hundred.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_throws_for_ever() {
        let mut dice = Dice::new(1);
        assert_eq!([dice.number(), dice.number()], [0x910A_2DEC_8902_5CC1, 0xBEEB_8DA1_658E_EC67]);
    }

    #[test]
    fn throws_stay_within_their_bounds() {
        let mut dice = Dice::new(7);
        assert!((0..1_000).all(|_| (-3..=3).contains(&dice.between(-3, 3))));
        assert!((0..1_000).all(|_| dice.below(5) < 5));
        assert_eq!(dice.below(0), 0);
    }
}
