//! Numbers as people write them.

/// Whether a text is a number as the reader of workbooks writes one: `-1234.56`. Taken by the separators of
/// some countries it would be another number.
pub(super) fn is_plain(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

/// `1.234,56`, `(12.00)` or `12.00-` in the plain form `-1234.56`; `None` where the groups are not of three
/// digits or something else stands there.
pub(super) fn plain_number(text: &str, decimal: &str, thousands: &str) -> Option<String> {
    let (text, negative) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => match text.strip_suffix('-').or_else(|| text.strip_prefix('-')) {
            Some(rest) => (rest.trim(), true),
            None => (text.strip_prefix('+').unwrap_or(text), false),
        },
    };
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let groups: Vec<&str> =
        if thousands.is_empty() { vec![whole] } else { whole.split(thousands).collect() };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.len() == 1
        || groups.iter().skip(1).all(|g| g.len() == 3) && (1..=3).contains(&groups[0].len());
    let whole = groups.concat();
    if !digits(&whole) || !digits(fraction) || whole.len() + fraction.len() == 0 || !grouped {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("1,234.56", ".", ",", Some("1234.56")),
            ("1.234,56", ",", ".", Some("1234.56")),
            ("1234.56", ".", ",", Some("1234.56")),
            ("(12.00)", ".", ",", Some("-12.00")),
            ("12.00-", ".", ",", Some("-12.00")),
            ("-5", ".", "", Some("-5")),
            ("12,34", ".", ",", None),
            ("1,2345.00", ".", ",", None),
            ("1e400", ".", ",", None),
            ("$5", ".", ",", None),
            ("", ".", ",", None),
            (".", ".", ",", None),
            ("NaN", ".", "", None),
        ];
        for (text, decimal, thousands, expect) in cases {
            assert_eq!(plain_number(text, decimal, thousands).as_deref(), expect, "{text}");
        }
    }
}
