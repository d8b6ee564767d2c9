//! The forms that numbers and dates are handed over in, checked without any arithmetic on them.

/// Whether the text is a decimal: an optional minus, digits without needless zeros in front, and
/// perhaps a point with more digits.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let needless_zero = whole.len() > 1 && whole.starts_with('0');
    all_digits(whole) && !needless_zero && fraction.is_none_or(all_digits)
}

/// How many digits a decimal has behind the point.
pub(crate) fn decimals(decimal: &str) -> usize {
    decimal.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// How many digits of a decimal a binary fraction would have to keep.
pub(crate) fn significant_digits(decimal: &str) -> usize {
    let digits = decimal.trim_start_matches(['-', '0', '.']);
    digits.bytes().filter(u8::is_ascii_digit).count()
}

/// Year, month and day of a `yyyy-mm-dd` that is in the calendar.
pub(crate) fn date(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let lengths = (year.len(), month.len(), day.len());
    if parts.next().is_some() || lengths != (4, 2, 2) {
        return None;
    }
    if ![year, month, day].into_iter().all(all_digits) {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let in_calendar = (1..=days_in_month(year, month)).contains(&day);
    in_calendar.then_some((year, month, day))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_told_from_everything_else() {
        for decimal in ["0", "-0.07", "147703.18", "10", "0.50", "12345678901234567890.1"] {
            assert!(is_decimal(decimal), "{decimal}");
        }
        for other in ["", "-", ".5", "5.", "+1", "1,5", "1e5", "007", "1.2.3", "=1", "٣", "--1"] {
            assert!(!is_decimal(other), "{other}");
        }
        assert_eq!(decimals("1.50"), 2);
        assert_eq!(decimals("150"), 0);
        assert_eq!(significant_digits("-0.0012"), 2);
        assert_eq!(significant_digits("147703.18"), 8);
    }

    #[test]
    fn dates_must_be_in_the_calendar() {
        assert_eq!(date("2013-01-31"), Some((2013, 1, 31)));
        assert_eq!(date("2024-02-29"), Some((2024, 2, 29)));
        for other in ["2023-02-29", "1900-02-29", "2013-13-01", "2013-1-31", "31.01.2013", ""] {
            assert_eq!(date(other), None, "{other}");
        }
    }
}
