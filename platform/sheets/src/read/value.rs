//! Writes the value of an XLSX cell as text.
//!
//! This is the one place where numbers are binary fractions, because in an XLSX file they are.

use calamine::{DataRef, ExcelDateTime};

use crate::error::RowFault;

/// The first day after the last one that Excel knows, 9999-12-31.
const DAYS_END: f64 = 2_958_466.0;
/// Up to here every whole number has a binary fraction of its own.
const EXACT_INTEGERS: f64 = 9_007_199_254_740_992.0;

/// The text of a value. Numbers have a plain decimal form, dates and times that of ISO 8601.
pub(crate) fn text(value: DataRef<'_>) -> Result<String, RowFault> {
    match value {
        DataRef::Empty => Ok(String::new()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Ok(text),
        DataRef::SharedString(text) => Ok(text.to_owned()),
        DataRef::Bool(value) => Ok(value.to_string()),
        DataRef::Int(value) => Ok(value.to_string()),
        DataRef::Float(value) => decimal(value),
        DataRef::DateTime(value) => date_time(&value),
        DataRef::Error(error) => Err(RowFault::ErrorValue { shown: error.to_string() }),
    }
}

/// The number as a spreadsheet shows it when its format does not cut it short.
///
/// Spreadsheets keep sums like 0.30000000000000004, but never show more than 15 significant
/// digits. Whole numbers are left alone, because other programs store longer identifiers.
fn decimal(value: f64) -> Result<String, RowFault> {
    if !value.is_finite() {
        return Err(RowFault::NotANumber { value: value.to_string() });
    }
    if value.trunc() == value && value.abs() <= EXACT_INTEGERS {
        let text = value.to_string();
        return Ok(if text == "-0" { "0".to_owned() } else { text });
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    Ok(rounded.to_string())
}

fn date_time(value: &ExcelDateTime) -> Result<String, RowFault> {
    let serial = value.as_f64();
    let not_a_date = || RowFault::NotADate { value: serial.to_string() };
    if !(0.0..DAYS_END).contains(&serial) {
        return Err(not_a_date());
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    if value.is_duration() {
        return Ok(duration(serial, hour, minute, second));
    }
    let mut time = format!("{hour:02}:{minute:02}:{second:02}");
    if milli > 0 {
        time.push_str(&format!(".{milli:03}"));
    }
    if serial < 1.0 {
        return Ok(time);
    }
    // Excel counts a day that never was.
    if (year, month, day) == (1900, 2, 29) {
        return Err(not_a_date());
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let midnight = (hour, minute, second, milli) == (0, 0, 0, 0);
    Ok(if midnight { date } else { format!("{date}T{time}") })
}

/// Hours go on past 24, as in the format `[h]:mm:ss`.
fn duration(serial: f64, hour: u8, minute: u8, second: u8) -> String {
    // The range was checked by the caller, so that the cast only cuts off the fraction.
    let days = serial.trunc() as u64;
    format!("{}:{minute:02}:{second:02}", days * 24 + u64::from(hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{CellErrorType, ExcelDateTimeType};

    fn number(value: f64) -> String {
        text(DataRef::Float(value)).unwrap()
    }

    fn date(serial: f64, kind: ExcelDateTimeType) -> Result<String, RowFault> {
        text(DataRef::DateTime(ExcelDateTime::new(serial, kind, false)))
    }

    #[test]
    fn numbers_are_plain_decimals() {
        assert_eq!(number(100_000.0), "100000");
        assert_eq!(number(1e21), "1000000000000000000000");
        assert_eq!(number(0.1 + 0.2), "0.3");
        // This is how Excel stores it.
        assert_eq!(number("147703.17999999999".parse().unwrap()), "147703.18");
        assert_eq!(number(-0.07), "-0.07");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(0.000_001), "0.000001");
        assert_eq!(number(1_234_567_890_123_456.0), "1234567890123456");
        assert!(text(DataRef::Float(f64::NAN)).is_err());
        assert!(text(DataRef::Float(f64::INFINITY)).is_err());
    }

    #[test]
    fn dates_and_times_are_iso_8601() {
        let kind = ExcelDateTimeType::DateTime;
        assert_eq!(date(41_305.0, kind).unwrap(), "2013-01-31");
        assert_eq!(date(41_305.5, kind).unwrap(), "2013-01-31T12:00:00");
        assert_eq!(date(0.75, kind).unwrap(), "18:00:00");
        assert_eq!(date(2_958_465.0, kind).unwrap(), "9999-12-31");
        for serial in [-1.0, 60.0, 2_958_466.0, 1e300, f64::NAN] {
            assert!(matches!(date(serial, kind), Err(RowFault::NotADate { .. })), "{serial}");
        }
        let kind = ExcelDateTimeType::TimeDelta;
        assert_eq!(date(1.5, kind).unwrap(), "36:00:00");
    }

    #[test]
    fn other_values_are_what_they_are() {
        assert_eq!(text(DataRef::SharedString("007")).unwrap(), "007");
        assert_eq!(text(DataRef::Bool(true)).unwrap(), "true");
        assert_eq!(text(DataRef::Empty).unwrap(), "");
        let fault = text(DataRef::Error(CellErrorType::NA)).unwrap_err();
        assert_eq!(fault, RowFault::ErrorValue { shown: "#N/A".into() });
    }
}
