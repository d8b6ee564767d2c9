//! Named rounding rules, and the allocation of remainders.

use crate::MoneyError;

/// `numerator / denominator`, a half rounded away from nought (2.5 → 3, −2.5 → −3).
///
/// The rule of EN 16931 for amounts and of most tax law. The denominator must be above nought.
pub fn round_half_up(numerator: i128, denominator: i128) -> i128 {
    debug_assert!(denominator > 0, "a denominator is above nought");
    let quotient = numerator / denominator;
    let remainder = (numerator % denominator).abs();
    if remainder * 2 >= denominator { quotient + numerator.signum() } else { quotient }
}

/// `numerator / denominator`, a half rounded to the even neighbour (2.5 → 2, 3.5 → 4).
///
/// Used where many shares are taken of one amount, so that halves do not all go the same way.
pub fn round_half_even(numerator: i128, denominator: i128) -> i128 {
    debug_assert!(denominator > 0, "a denominator is above nought");
    let quotient = numerator / denominator;
    let twice = (numerator % denominator).abs() * 2;
    let away = twice > denominator || (twice == denominator && quotient % 2 != 0);
    if away { quotient + numerator.signum() } else { quotient }
}

/// Splits `total` in proportion to `weights` (none negative, not all nought), so that the parts sum to
/// `total` exactly: each part is cut towards nought, and the minor units left over go one each to the
/// parts that lost most, the earlier one where two lost the same (largest remainder method).
///
/// Errors with [`MoneyError::Overflow`] where the weights cannot carry a share.
pub fn allocate(total: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum <= 0 || weights.iter().any(|w| *w < 0) {
        return Err(MoneyError::Overflow);
    }
    let product = |weight: i64| i128::from(total) * i128::from(weight);
    let mut parts: Vec<i128> = weights.iter().map(|w| product(*w) / sum).collect();
    let mut left = i128::from(total) - parts.iter().sum::<i128>();
    let mut by_loss: Vec<usize> = (0..weights.len()).collect();
    by_loss.sort_by_key(|i| (-(product(weights[*i]) % sum).abs(), *i));
    for index in by_loss {
        if left == 0 {
            break;
        }
        parts[index] += left.signum();
        left -= left.signum();
    }
    parts.into_iter().map(|p| i64::try_from(p).map_err(|_| MoneyError::Overflow)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_where_the_rule_says() {
        for (n, up, even) in
            [(5, 3, 2), (-5, -3, -2), (7, 4, 4), (3, 2, 2), (1, 1, 0), (-1, -1, 0), (4, 2, 2)]
        {
            assert_eq!(round_half_up(n, 2), up, "half up {n}/2");
            assert_eq!(round_half_even(n, 2), even, "half even {n}/2");
        }
        assert_eq!(round_half_up(14, 10), 1);
        assert_eq!(round_half_up(-16, 10), -2);
    }

    #[test]
    fn an_impossible_split_is_an_error() {
        assert!(allocate(10, &[]).is_err());
        assert!(allocate(10, &[0, 0]).is_err());
        assert!(allocate(10, &[2, -1]).is_err());
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(total in any::<i64>(), weights in prop::collection::vec(0_i64..1_000_000_000, 1..20)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = allocate(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(total));
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(*weight > 0 || part.abs() <= 1);
                prop_assert!(part.signum() * total.signum() >= 0);
            }
        }
    }
}
