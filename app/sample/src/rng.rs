//! A tiny deterministic source of chance.
//!
//! SplitMix64 is written out here rather than taken from a crate because a
//! crate may change its streams between versions, and the sample company must
//! be the same bytes on every machine for as long as this file stands still.

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a stream of chance is for; every purpose draws from its own stream, so
/// that a change to one (say, how names are drawn) leaves the others alone.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    Household = 1,
    Member = 2,
    Orders = 3,
    Payers = 4,
    Settlement = 5,
    ExchangeRates = 6,
}

#[derive(Debug, Clone)]
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    pub(crate) fn new(seed: u64) -> Rng {
        Rng { state: seed }
    }

    /// The stream for one purpose and one index.
    /// Each part is mixed before the next is added, because neighbouring
    /// seeds and neighbouring indices must not give related streams.
    pub(crate) fn stream(seed: u64, purpose: Purpose, index: u64) -> Rng {
        let a = mix(seed.wrapping_add(GOLDEN));
        let b = mix(a ^ (purpose as u64).wrapping_mul(GOLDEN));
        Rng::new(mix(b ^ index.wrapping_mul(0xd129_0d3e_c6a6_8a2b)))
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// A number in `0..n`; zero when `n` is zero.
    /// The multiply-high method is biased by less than one part in 2^32 for
    /// every `n` used here, which no reader of a sample can notice.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.draw()) * u128::from(n);
        (wide >> 64) as u64
    }

    /// A number in `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if high < low {
            return low;
        }
        low + self.below(high.abs_diff(low) + 1) as i64
    }

    /// True `permille` times in a thousand.
    pub(crate) fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// One of `items`, which must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items)]
    }

    /// The place of one of `items`, which must not be empty.
    pub(crate) fn index<T>(&mut self, items: &[T]) -> usize {
        self.below(items.len() as u64) as usize
    }

    /// One of `items`, each as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(u64, T)]) -> T {
        let total = items.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, item) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        items[items.len() - 1].1
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_splitmix64() {
        let mut rng = Rng::new(1_234_567);
        let drawn: Vec<u64> = (0..5).map(|_| rng.draw()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn stays_within_its_bounds() {
        let mut rng = Rng::stream(7, Purpose::Orders, 0);
        for n in 1..200 {
            assert!(rng.below(n) < n);
            let drawn = rng.between(-3, n as i64);
            assert!((-3..=n as i64).contains(&drawn));
        }
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.between(5, 4), 5);
        assert!(!rng.chance(0));
        assert!(rng.chance(1000));
        assert_eq!(rng.weighted(&[(0, 'a'), (1, 'b'), (0, 'c')]), 'b');
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_index() {
        let first = |seed, purpose, index| Rng::stream(seed, purpose, index).draw();
        let one = first(1, Purpose::Orders, 1);
        assert_ne!(one, first(2, Purpose::Orders, 1));
        assert_ne!(one, first(1, Purpose::Payers, 1));
        assert_ne!(one, first(1, Purpose::Orders, 2));
    }
}
