//! Days as a file has them.

use jiff::civil::Date;

use crate::wrong::Wrong;

/// A day in the profile's form or, as workbooks give it, in the standard's; what is wrong with it otherwise.
pub(super) fn parse_day(format: &str, text: &str) -> Result<Date, Wrong> {
    match Date::strptime(format, text).ok().or_else(|| workbook_day(text)) {
        Some(day) if (1900..=2200).contains(&day.year()) => Ok(day),
        Some(_) => Err(Wrong::Year),
        None => Err(Wrong::NotADay(format.to_owned())),
    }
}

/// Workbooks know which cells are days; the reader gives those as `2026-03-31`, `2026-03-31T14:30:00` or
/// `2026-03-31T14:30:00.125`.
fn workbook_day(text: &str) -> Option<Date> {
    let (day, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let shaped = |part: &str, mark: u8, marks: [usize; 2], length: usize| {
        let fits = |(at, b): (usize, u8)| {
            if marks.contains(&at) { b == mark } else { b.is_ascii_digit() }
        };
        part.len() == length && part.bytes().enumerate().all(fits)
    };
    let standard = shaped(day, b'-', [4, 7], 10)
        && shaped(time, b':', [2, 5], 8)
        && (1..=9).contains(&fraction.len())
        && fraction.bytes().all(|b| b.is_ascii_digit());
    if standard { day.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_the_profile_says_they_are_written() {
        let second = jiff::civil::date(2013, 1, 2);
        for (format, text) in [
            ("%m/%d/%Y", "1/2/2013"),
            ("%m/%d/%Y", "01/02/2013"),
            ("%m/%d/%Y", "2013-01-02"),
            ("%m/%d/%Y", "2013-01-02T23:59:00"),
            ("%m/%d/%Y", "2013-01-02T12:17:46.668"),
            ("%d.%m.%Y", "2.1.2013"),
            ("%m/%d/%y", "1/2/13"),
            ("%d %b %Y", "2 Jan 2013"),
            ("%Y%m%d", "20130102"),
        ] {
            assert_eq!(parse_day(format, text).unwrap(), second, "{format} {text}");
        }
        for (format, text, why) in [
            ("%m/%d/%Y", "2/30/2013", "it is not a day in the form %m/%d/%Y"),
            ("%m/%d/%Y", "2/29/2013", "it is not a day"),
            ("%m/%d/%Y", "13/1/2013", "it is not a day"),
            ("%m/%d/%Y", "0/1/2013", "it is not a day"),
            ("%m/%d/%Y", "1/2/13", "the year cannot be meant"),
            ("%m/%d/%Y", "1/2/20130", "it is not a day"),
            ("%m/%d/%Y", "1/2/1013", "the year cannot be meant"),
            ("%m/%d/%y", "1/2/2013", "it is not a day"),
            ("%m/%d/%Y", "2013-02-30", "it is not a day"),
            ("%m/%d/%Y", "2013-01-02x", "it is not a day"),
            ("%m/%d/%Y", "2013-01-02T9", "it is not a day"),
            ("%m/%d/%Y", "2013-01-02T09:00:00.", "it is not a day"),
            ("%m/%d/%Y", "+2013-01-2", "it is not a day"),
            ("%m/%d/%Y", "41276", "it is not a day"),
            ("%m/%d/%Y", "1/2/2013 ü", "it is not a day"),
        ] {
            let said = parse_day(format, text).unwrap_err().to_string();
            assert!(said.starts_with(why), "{format} {text}: {said}");
        }
    }
}
