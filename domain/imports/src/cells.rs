//! Cells of a row as the fields that a profile makes of them.

use jiff::civil::Date;
use money::{Currency, Rate};
use sheets::Row;

use crate::profile::Profile;
use crate::{ImportError, Refusal};

/// Which cells of the file's rows each field is made of.
pub(crate) struct Mapping {
    fields: Vec<(String, Vec<usize>)>,
    headers: Vec<String>,
}

impl Mapping {
    /// Finds the profile's columns among the file's.
    pub(crate) fn new(profile: &Profile, headers: &[String]) -> Result<Self, ImportError> {
        let mut fields = Vec::new();
        let mut missing = Vec::new();
        for (field, columns) in &profile.columns {
            let places: Vec<Option<usize>> =
                columns.names().iter().map(|name| headers.iter().position(|h| h == name)).collect();
            if places.iter().all(Option::is_some) {
                fields.push((field.clone(), places.into_iter().flatten().collect()));
            } else if !profile.optional.contains(field) {
                let absent = columns.names().into_iter().zip(&places).filter(|(_, p)| p.is_none());
                missing.extend(absent.map(|(name, _)| name.to_owned()));
            }
        }
        if missing.is_empty() {
            Ok(Self { fields, headers: headers.to_vec() })
        } else {
            Err(ImportError::Columns { missing, has: headers.to_vec() })
        }
    }
}

/// A row seen through its profile; gathers what is wrong with it.
pub(crate) struct Cells<'a> {
    profile: &'a Profile,
    mapping: &'a Mapping,
    row: &'a Row,
    pub(crate) refusals: Vec<Refusal>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(profile: &'a Profile, mapping: &'a Mapping, row: &'a Row) -> Self {
        Self { profile, mapping, row, refusals: Vec::new() }
    }

    /// The text of a field, trimmed; empty where there is none.
    pub(crate) fn text(&self, field: &str) -> String {
        if let Some(constant) = self.profile.constants.get(field) {
            return constant.clone();
        }
        let Some((_, places)) = self.mapping.fields.iter().find(|(name, _)| name == field) else {
            return String::new();
        };
        let parts: Vec<&str> =
            places.iter().map(|at| self.row.cells.get(*at).map_or("", |c| c.trim())).collect();
        if parts.iter().all(|p| p.is_empty()) { String::new() } else { parts.join("-") }
    }

    /// The text of a field that a row must have.
    pub(crate) fn required(&mut self, field: &str, chars_max: usize) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.refuse(field, "it is empty");
        } else if text.chars().count() > chars_max {
            self.refuse(field, &format!("it is longer than {chars_max} characters"));
        } else if text.chars().any(char::is_control) {
            self.refuse(field, "it has characters that cannot be printed");
        }
        text
    }

    /// The custom fields that the profile names and the row has.
    pub(crate) fn custom(&self) -> Vec<(String, String)> {
        let names = self.profile.columns.keys().chain(self.profile.constants.keys());
        let custom =
            names.filter_map(|n| n.strip_prefix("custom.").map(|c| (c.to_owned(), self.text(n))));
        custom.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// A day; `None` where the cell is empty or wrong.
    pub(crate) fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        // Workbooks know which cells are days; the reader gives those in the standard's form.
        let iso = text.len() >= 10 && text.as_bytes()[4] == b'-';
        let parsed = Date::strptime(&self.profile.date_format, &text)
            .ok()
            .or_else(|| if iso { text.get(..10).and_then(|d| d.parse().ok()) } else { None });
        match parsed {
            Some(day) if (1900..=2200).contains(&day.year()) => Some(day),
            Some(_) => {
                self.refuse(field, "the year cannot be meant");
                None
            }
            None => {
                self.refuse(
                    field,
                    &format!("it is not a day in the form {}", self.profile.date_format),
                );
                None
            }
        }
    }

    /// A currency; `None` where it is wrong.
    pub(crate) fn currency(&mut self, field: &str) -> Option<Currency> {
        let text = self.required(field, 10);
        match Currency::parse(&text) {
            Ok(currency) => Some(currency),
            Err(_) if text.is_empty() => None,
            Err(e) => {
                self.refuse(field, &e.to_string());
                None
            }
        }
    }

    /// An amount in minor units; `None` where the cell is empty or wrong.
    pub(crate) fn amount(&mut self, field: &str, currency: Currency) -> Option<i64> {
        let plain = self.plain(field)?;
        money::parse_minor(&plain, currency).map_err(|e| self.refuse(field, &e.to_string())).ok()
    }

    /// An exchange rate; `None` where the cell is empty or wrong.
    pub(crate) fn rate(&mut self, field: &str) -> Option<Rate> {
        let plain = self.plain(field)?;
        match plain.parse::<Rate>() {
            Ok(rate) if rate > Rate::ZERO => Some(rate),
            Ok(_) => {
                self.refuse(field, "a rate is above nought");
                None
            }
            Err(e) => {
                self.refuse(field, &e.to_string());
                None
            }
        }
    }

    /// Whether a field says yes.
    pub(crate) fn yes(&mut self, field: &str) -> bool {
        let text = self.text(field).to_lowercase();
        let among = |words: &[String]| words.iter().any(|w| w.to_lowercase() == text);
        if among(&self.profile.words.yes) {
            return true;
        }
        if !text.is_empty() && !among(&self.profile.words.no) {
            self.refuse(field, "it is neither yes nor no");
        }
        false
    }

    /// A number's text in the plain form, whatever the profile's separators are.
    fn plain(&mut self, field: &str) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        match plain_number(
            &text,
            &self.profile.decimal_separator,
            &self.profile.thousands_separator,
        ) {
            Some(plain) => Some(plain),
            None => {
                let form = format!(
                    "1{}234{}56",
                    self.profile.thousands_separator, self.profile.decimal_separator
                );
                self.refuse(field, &format!("it is not a number in the form {form}"));
                None
            }
        }
    }

    /// Notes what is wrong with a field.
    pub(crate) fn refuse(&mut self, field: &str, why: &str) {
        let places =
            self.mapping.fields.iter().find(|(name, _)| name == field).map(|(_, places)| places);
        let column = match places {
            Some(places) => places
                .iter()
                .map(|at| self.mapping.headers[*at].as_str())
                .collect::<Vec<_>>()
                .join(" + "),
            None => field.to_owned(),
        };
        let value = self.text(field).chars().take(80).collect();
        self.refusals.push(Refusal { row: self.row.number, column, value, why: why.to_owned() });
    }
}

/// `1.234,56`, `(12.00)` or `12.00-` in the plain form `-1234.56`; `None` where the groups are not of three
/// digits or something else stands there.
fn plain_number(text: &str, decimal: &str, thousands: &str) -> Option<String> {
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
