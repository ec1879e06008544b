//! Everything that is left to chance, from one seed: the same seed, the same run.

use std::ops::RangeInclusive;

/// `SplitMix64`.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    pub fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        let width = usize::try_from(range.end() - range.start() + 1).unwrap();
        range.start() + i64::try_from(self.below(width)).unwrap()
    }

    /// So many times in a thousand.
    pub fn happens(&mut self, per_mille: usize) -> bool {
        self.below(1000) < per_mille
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// One of the places of those that fit.
    pub fn place<T>(&mut self, all: &[T], fits: impl Fn(&T) -> bool) -> Option<usize> {
        let fitting = all.iter().filter(|one| fits(one)).count();
        let chosen = if fitting == 0 { return None } else { self.below(fitting) };
        let mut places = all.iter().enumerate().filter(|(_, one)| fits(one));
        places.nth(chosen).map(|(place, _)| place)
    }
}
