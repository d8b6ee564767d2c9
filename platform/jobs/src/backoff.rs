//! How long to wait before another try.

use jiff::SignedDuration;

/// The wait after the first try that failed; each further one is twice as long.
pub const BACKOFF_FIRST: SignedDuration = SignedDuration::from_secs(10);
/// The longest wait between two tries.
pub const BACKOFF_MAX: SignedDuration = SignedDuration::from_hours(1);

/// The wait after `attempts` tries, of which the last failed.
pub(crate) fn after(attempts: u32) -> SignedDuration {
    let factor = 2_i32.checked_pow(attempts.saturating_sub(1)).unwrap_or(i32::MAX);
    BACKOFF_FIRST.checked_mul(factor).unwrap_or(BACKOFF_MAX).min(BACKOFF_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_twice_the_one_before_up_to_the_longest() {
        let seconds: Vec<i64> = [1, 2, 3, 9, 10, 1_000].map(|n| after(n).as_secs()).to_vec();
        assert_eq!(seconds, [10, 20, 40, 2_560, 3_600, 3_600]);
    }
}
