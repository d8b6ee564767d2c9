//! Profiles: how a file's columns become fields.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clients::client::CUSTOM_FIELDS_MAX;
use serde::{Deserialize, Serialize};

use crate::ImportError;

pub mod compose;
mod guess;
mod kind;
pub mod saved;

pub use compose::ProfileFault;
pub use guess::guess;
pub use kind::Kind;

/// Bytes of a profile's text at the most.
pub const PROFILE_BYTES_MAX: usize = 64 << 10;

/// Characters of a custom field's name, or of a kind of tax number, at the most.
const FAMILY_NAME_CHARS_MAX: usize = 40;

/// The column of a field, or several whose texts are joined by a hyphen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// One column.
    One(String),
    /// Several columns.
    Several(Vec<String>),
}

impl Columns {
    /// Their names.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::One(name) => vec![name],
            Self::Several(names) => names.iter().map(String::as_str).collect(),
        }
    }
}

/// What stands for yes and no in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// For yes; case does not count.
    pub yes: Vec<String>,
    /// For no; an empty cell is always no.
    pub no: Vec<String>,
}

impl Default for Words {
    fn default() -> Self {
        let of = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        Self {
            yes: of(&["yes", "true", "1", "y", "x", "sí", "si"]),
            no: of(&["no", "false", "0", "n"]),
        }
    }
}

/// What an amount below nought means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// A mistake: the row is refused.
    #[default]
    Refuse,
    /// A credit note.
    CreditNote,
}

/// How a file's columns become fields. Written in TOML; see the guide "Importing" for one made step by step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What the file brings.
    pub kind: Kind,
    /// Where the rows come from. Together with a row's key it tells a row that was imported before.
    pub source: String,
    /// How days are written, in the words of strftime: `%d.%m.%Y`.
    #[serde(default = "iso_days")]
    pub date_format: String,
    /// What stands before the decimals.
    #[serde(default = "dot")]
    pub decimal_separator: String,
    /// What stands between groups of digits; empty where nothing does.
    #[serde(default)]
    pub thousands_separator: String,
    /// What an amount below nought means.
    #[serde(default)]
    pub negative_amounts: Negative,
    /// The file's encoding, where it is not to be detected.
    #[serde(default)]
    pub encoding: Option<String>,
    /// The file's separator, where it is not to be detected.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// The sheet of a workbook; the first where none is named.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Fields whose columns the file may lack.
    #[serde(default)]
    pub optional: Vec<String>,
    /// The column of each field.
    pub columns: BTreeMap<String, Columns>,
    /// Fields that are the same in every row.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// What stands for yes and no.
    #[serde(default)]
    pub words: Words,
}

fn iso_days() -> String {
    "%Y-%m-%d".to_owned()
}

fn dot() -> String {
    ".".to_owned()
}

/// The profiles that come with the program.
const SHIPPED: &[(&str, &str)] = &[
    ("clients", include_str!("../profiles/clients.toml")),
    ("contacts", include_str!("../profiles/contacts.toml")),
    ("ibm-ar", include_str!("../profiles/ibm-ar.toml")),
    ("receivables", include_str!("../profiles/receivables.toml")),
];

impl Profile {
    /// The names of the profiles that come with the program.
    pub fn shipped() -> Vec<&'static str> {
        SHIPPED.iter().map(|(name, _)| *name).collect()
    }

    /// The text of a profile that comes with the program.
    pub fn shipped_text(name: &str) -> Option<&'static str> {
        SHIPPED.iter().find(|(shipped, _)| *shipped == name).map(|(_, text)| *text)
    }

    /// A profile that comes with the program, or the one in a file.
    pub fn find(name_or_path: &str) -> Result<Self, ImportError> {
        if let Some(text) = Self::shipped_text(name_or_path) {
            return Self::parse(name_or_path, text);
        }
        let text =
            std::fs::read_to_string(Path::new(name_or_path)).map_err(|e| ImportError::Profile {
                name: name_or_path.to_owned(),
                why: format!(
                    "{e}; the profiles that come with the program are {}",
                    Self::shipped().join(", ")
                ),
            })?;
        Self::parse(name_or_path, &text)
    }

    /// A profile from its text. `name` is for messages.
    pub fn parse(name: &str, text: &str) -> Result<Self, ImportError> {
        let bad = |why: String| ImportError::Profile { name: name.to_owned(), why };
        let profile: Self = toml::from_str(text).map_err(|e| bad(e.to_string()))?;
        profile.check().map_err(|fault| bad(fault.why))?;
        Ok(profile)
    }

    fn check(&self) -> Result<(), ProfileFault> {
        let wrong = |at: &str, why: &str| Err(ProfileFault::new(at, why));
        self.check_fields()?;
        if let Some(twice) = self.columns.keys().find(|f| self.constants.contains_key(*f)) {
            let why = format!("the field '{twice}' has both a column and a constant");
            return wrong(&format!("constants/{twice}"), &why);
        }
        for (name, must, what) in self.kind.fields() {
            if *must && !self.columns.contains_key(*name) && !self.constants.contains_key(*name) {
                let why = format!("it gives no column or constant for '{name}' ({what})");
                return wrong(&format!("columns/{name}"), &why);
            }
        }
        if self.source.trim().is_empty() {
            return wrong("source", "source is empty; it tells where the rows come from");
        }
        if self.decimal_separator.chars().count() != 1
            || self.decimal_separator == self.thousands_separator
        {
            let why = "decimal_separator is one character, and another than thousands_separator";
            return wrong("decimal_separator", why);
        }
        if self.delimiter.is_some_and(|d| !d.is_ascii()) {
            return wrong("delimiter", "delimiter is one ASCII character");
        }
        self.check_date_format()
    }

    fn check_date_format(&self) -> Result<(), ProfileFault> {
        let probe = jiff::civil::date(2012, 2, 29);
        let written = jiff::fmt::strtime::format(&self.date_format, probe);
        let read = written.and_then(|text| jiff::civil::Date::strptime(&self.date_format, text));
        if read.is_ok_and(|day| day == probe) {
            return Ok(());
        }
        let why = format!(
            "date_format '{}' does not tell a whole day, such as %d.%m.%Y does",
            self.date_format
        );
        Err(ProfileFault::new("date_format", why))
    }

    /// Every field that it names must be one that there is.
    fn check_fields(&self) -> Result<(), ProfileFault> {
        let (fields, families) = (self.kind.fields(), self.kind.families());
        let member = |field: &str, prefix: &str| {
            field.strip_prefix(prefix).is_some_and(|name| {
                !name.trim().is_empty() && name.chars().count() <= FAMILY_NAME_CHARS_MAX
            })
        };
        let known = |field: &str| {
            fields.iter().any(|(name, _, _)| *name == field)
                || families.iter().any(|(prefix, _, _)| member(field, prefix))
        };
        let columns = self.columns.keys().map(|f| (format!("columns/{f}"), f));
        let constants = self.constants.keys().map(|f| (format!("constants/{f}"), f));
        let optional = self.optional.iter().map(|f| ("optional".to_owned(), f));
        let named: Vec<_> = columns.chain(constants).chain(optional).collect();
        if let Some((at, unknown)) = named.iter().find(|(_, f)| !known(f)) {
            let words = fields.iter().map(|(name, _, _)| *name);
            let words: Vec<&str> = words.chain(families.iter().map(|(_, form, _)| *form)).collect();
            let why = format!("there is no field '{unknown}'; there are {}", words.join(", "));
            return Err(ProfileFault::new(at, why));
        }
        let customs: BTreeSet<_> =
            named.iter().map(|(_, f)| f).filter(|f| f.starts_with("custom.")).collect();
        if customs.len() > CUSTOM_FIELDS_MAX {
            let why = format!("a client has at most {CUSTOM_FIELDS_MAX} custom fields");
            return Err(ProfileFault::new("columns", why));
        }
        Ok(())
    }

    /// The profile in one text that is the same whenever the profile means the same.
    pub fn canonical(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_profiles_are_right() {
        for name in Profile::shipped() {
            Profile::find(name).unwrap();
        }
    }

    #[test]
    fn what_is_wrong_with_a_profile_is_said() {
        let base = "name='x'\nkind='receivables'\nsource='x'\n";
        let columns = "[columns]\nclient_number='a'\ninvoice_number='b'\nissued_on='c'\namount='d'\ncurrency='e'\n";
        let cases = [
            (format!("{base}{columns}"), ""),
            (format!("{base}date_format='%m'\n{columns}"), "does not tell a whole day"),
            (
                format!("{base}decimal_separator=','\nthousands_separator=','\n{columns}"),
                "another than",
            ),
            (format!("{base}[columns]\nclient_number='a'\n"), "no column or constant for"),
            (format!("{base}{columns}colour='f'\n"), "there is no field 'colour'"),
            (
                format!("{base}{columns}[constants]\ncurrency='USD'\n"),
                "both a column and a constant",
            ),
            (format!("{base}colour=1\n{columns}"), "unknown field `colour`"),
        ];
        for (text, expect) in cases {
            match Profile::parse("p", &text) {
                Ok(_) => assert_eq!(expect, "", "{text}"),
                Err(e) => assert!(!expect.is_empty() && e.to_string().contains(expect), "{e}"),
            }
        }
    }
}
