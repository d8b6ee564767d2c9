//! Cells of a row as the fields that a profile makes of them.

use jiff::civil::Date;
use kernel::Fault;
use money::{Currency, Rate};
use sheets::Row;

use crate::profile::Profile;
use crate::wrong::Wrong;
use crate::{ImportError, Refusal};

mod day;
mod number;

use day::parse_day;
use number::{is_plain, plain_number};

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

    /// The row as the file's reader counts it.
    pub(crate) fn row(&self) -> u64 {
        self.row.number
    }

    /// Whether the file or the profile says anything of a field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.profile.constants.contains_key(field)
            || self.mapping.fields.iter().any(|(name, _)| name == field)
    }

    /// The text of a field, trimmed; empty where there is none.
    pub(crate) fn text(&self, field: &str) -> String {
        if let Some(constant) = self.profile.constants.get(field) {
            return constant.trim().to_owned();
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
        let text = self.optional(field, chars_max);
        if text.is_empty() {
            self.refuse(field, &Wrong::Empty);
        }
        text
    }

    /// The text of a field that a row may lack.
    pub(crate) fn optional(&mut self, field: &str, chars_max: usize) -> String {
        let text = self.text(field);
        if text.chars().count() > chars_max {
            self.refuse(field, &Wrong::TooLong(chars_max));
        } else if text.chars().any(char::is_control) {
            self.refuse(field, &Wrong::NotPrintable);
        }
        text
    }

    /// A text that may have several lines, which become one.
    pub(crate) fn one_line(&mut self, field: &str, chars_max: usize) -> String {
        let words: Vec<String> = self
            .text(field)
            .split(char::is_control)
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        let text = words.join(" ");
        if text.chars().count() > chars_max {
            self.refuse(field, &Wrong::TooLong(chars_max));
        }
        text
    }

    /// The fields of a family such as `custom.`, by what stands behind the dot, with their texts; those whose
    /// columns the file lacks are left out.
    pub(crate) fn family(&self, prefix: &str) -> Vec<(String, String)> {
        let names = self.profile.columns.keys().chain(self.profile.constants.keys());
        let named = names.filter_map(|field| Some((field, field.strip_prefix(prefix)?)));
        named
            .filter(|(field, _)| self.has(field))
            .map(|(field, name)| (name.to_owned(), self.text(field)))
            .collect()
    }

    /// A day; `None` where the cell is empty or wrong.
    pub(crate) fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        parse_day(&self.profile.date_format, &text).map_err(|why| self.refuse(field, &why)).ok()
    }

    /// A currency; `None` where it is wrong.
    pub(crate) fn currency(&mut self, field: &str) -> Option<Currency> {
        let text = self.required(field, 10);
        match Currency::parse(&text) {
            Ok(currency) => Some(currency),
            Err(_) if text.is_empty() => None,
            Err(e) => {
                self.refuse(field, &e);
                None
            }
        }
    }

    /// An amount in minor units; `None` where the cell is empty or wrong.
    pub(crate) fn amount(&mut self, field: &str, currency: Currency) -> Option<i64> {
        let plain = self.plain(field)?;
        money::parse_minor(&plain, currency).map_err(|e| self.refuse(field, &e)).ok()
    }

    /// An exchange rate; `None` where the cell is empty or wrong.
    pub(crate) fn rate(&mut self, field: &str) -> Option<Rate> {
        let plain = self.plain(field)?;
        match plain.parse::<Rate>() {
            Ok(rate) if rate > Rate::ZERO => Some(rate),
            Ok(_) => {
                self.refuse(field, &Wrong::Rate);
                None
            }
            Err(e) => {
                self.refuse(field, &e);
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
            self.refuse(field, &Wrong::NotYesOrNo);
        }
        false
    }

    /// Whether a field is made of one cell, which is a number to the file. It has the plain form then, unless
    /// somebody has mended it.
    fn is_number(&self, field: &str) -> bool {
        let is_constant = self.profile.constants.contains_key(field);
        let places = self.mapping.fields.iter().find(|(name, _)| name == field).map(|(_, p)| p);
        !is_constant
            && places.is_some_and(|p| matches!(p[..], [at] if self.row.numbers.contains(&at)))
    }

    /// A number's text in the plain form, whatever the profile's separators are.
    fn plain(&mut self, field: &str) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        if self.is_number(field) && is_plain(&text) {
            return Some(text);
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
                self.refuse(field, &Wrong::NotANumber(form));
                None
            }
        }
    }

    /// Notes what is wrong with a field.
    pub(crate) fn refuse(&mut self, field: &str, why: &dyn Fault) {
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
        self.refusals.push(Refusal {
            row: self.row.number,
            column,
            value,
            code: why.code(),
            why: why.to_string(),
        });
    }
}
