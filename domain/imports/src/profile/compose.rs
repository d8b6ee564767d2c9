//! Composing a profile from what a person chose: its text, or what is wrong, said of the field.

use std::collections::BTreeMap;

use money::Currency;
use toml::{Table, Value};

use super::{Columns, Kind, Negative, PROFILE_BYTES_MAX, Profile, Words, dot, iso_days};

/// What a person chose for a file's columns.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The profile's name.
    pub name: String,
    /// What the file brings.
    pub kind: Kind,
    /// Where the rows come from; the name where nothing is said.
    pub source: Option<String>,
    /// The headings of each field.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Fields that are the same in every row.
    pub constants: BTreeMap<String, String>,
    /// Fields whose columns a file may lack.
    pub optional: Vec<String>,
    /// How days are written: in the words of strftime, or as `DD/MM/YYYY`.
    pub date_format: Option<String>,
    /// What stands before the decimals.
    pub decimal_separator: Option<String>,
    /// What stands between groups of digits.
    pub thousands_separator: Option<String>,
    /// What an amount below nought means.
    pub negative_amounts: Negative,
    /// The file's encoding, where it is not to be detected.
    pub encoding: Option<String>,
    /// The file's separator, where it is not to be detected.
    pub delimiter: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
}

/// What is wrong with a profile, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct ProfileFault {
    /// The path of what is wrong, such as `columns/amount`.
    pub at: String,
    /// What is wrong with it.
    pub why: String,
}

impl ProfileFault {
    pub(super) fn new(at: impl Into<String>, why: impl Into<String>) -> Self {
        Self { at: at.into(), why: why.into() }
    }
}

kernel::fault!(ProfileFault {
    Self { at, .. } => Invalid, "bad-profile", at at.as_str();
});

/// The profile that a person chose, and its text.
pub fn compose(choice: &Choice) -> Result<(Profile, String), ProfileFault> {
    let profile = profile_of(choice)?;
    profile.check()?;
    let text = text_of(&profile);
    if text.len() > PROFILE_BYTES_MAX {
        let why = format!("the profile would be more than {} KiB", PROFILE_BYTES_MAX >> 10);
        return Err(ProfileFault::new("columns", why));
    }
    Ok((profile, text))
}

fn profile_of(choice: &Choice) -> Result<Profile, ProfileFault> {
    if choice.name.trim().is_empty() {
        return Err(ProfileFault::new("name", "the profile needs a name"));
    }
    let mut columns = BTreeMap::new();
    for (field, headers) in &choice.columns {
        let headers: Vec<String> = headers.iter().map(|h| h.trim().to_owned()).collect();
        let column = match headers.as_slice() {
            [one] if !one.is_empty() => Columns::One(one.clone()),
            [_, _, ..] if headers.iter().all(|h| !h.is_empty()) => Columns::Several(headers),
            _ => {
                let why = format!("the field '{field}' names no column; leave it out instead");
                return Err(ProfileFault::new(format!("columns/{field}"), why));
            }
        };
        columns.insert(field.clone(), column);
    }
    if let Some(code) = choice.constants.get("currency") {
        let wrong = |e: money::MoneyError| ProfileFault::new("constants/currency", e.to_string());
        Currency::parse(code.trim()).map_err(wrong)?;
    }
    let delimiter = choice.delimiter.as_ref().map(|text| {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(ProfileFault::new("delimiter", "delimiter is one ASCII character")),
        }
    });
    Ok(Profile {
        name: choice.name.trim().to_owned(),
        kind: choice.kind,
        source: choice.source.as_ref().unwrap_or(&choice.name).trim().to_owned(),
        date_format: choice.date_format.as_deref().map_or_else(iso_days, strftime),
        decimal_separator: choice.decimal_separator.clone().unwrap_or_else(dot),
        thousands_separator: choice.thousands_separator.clone().unwrap_or_default(),
        negative_amounts: choice.negative_amounts,
        encoding: choice.encoding.clone(),
        delimiter: delimiter.transpose()?,
        sheet: choice.sheet.clone(),
        optional: choice.optional.clone(),
        columns,
        constants: choice.constants.clone(),
        words: Words::default(),
    })
}

/// A form such as `DD/MM/YYYY` in the words of strftime; what has a percent sign is in them already.
fn strftime(form: &str) -> String {
    if form.contains('%') {
        return form.to_owned();
    }
    let words = [
        ("YYYY", "%Y"),
        ("YY", "%y"),
        ("MMM", "%b"),
        ("MM", "%m"),
        ("M", "%m"),
        ("DD", "%d"),
        ("D", "%d"),
    ];
    let mut out = String::new();
    let mut rest = form;
    while let Some(c) = rest.chars().next() {
        match words.iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, stands_for)) => {
                out.push_str(stands_for);
                rest = &rest[word.len()..];
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// The profile's text, without what goes without saying.
fn text_of(profile: &Profile) -> String {
    let mut head = Table::new();
    let mut say = |name: &str, value: &str, unsaid: &str| {
        if value != unsaid {
            head.insert(name.to_owned(), Value::from(value));
        }
    };
    say("name", &profile.name, "");
    say("kind", profile.kind.word(), "");
    say("source", &profile.source, "");
    say("date_format", &profile.date_format, &iso_days());
    say("decimal_separator", &profile.decimal_separator, &dot());
    say("thousands_separator", &profile.thousands_separator, "");
    say("encoding", profile.encoding.as_deref().unwrap_or_default(), "");
    say("delimiter", &profile.delimiter.map(String::from).unwrap_or_default(), "");
    say("sheet", profile.sheet.as_deref().unwrap_or_default(), "");
    if profile.negative_amounts == Negative::CreditNote {
        say("negative_amounts", "credit_note", "");
    }
    if !profile.optional.is_empty() {
        let optional = profile.optional.iter().map(|f| Value::from(f.as_str())).collect();
        head.insert("optional".to_owned(), Value::Array(optional));
    }
    let columns: Table = profile
        .columns
        .iter()
        .map(|(field, columns)| {
            let value = match columns {
                Columns::One(name) => Value::from(name.as_str()),
                Columns::Several(names) => {
                    Value::Array(names.iter().map(|n| Value::from(n.as_str())).collect())
                }
            };
            (field.clone(), value)
        })
        .collect();
    head.insert("columns".to_owned(), Value::Table(columns));
    if !profile.constants.is_empty() {
        let constants = profile.constants.iter();
        let constants = constants.map(|(f, value)| (f.clone(), Value::from(value.as_str())));
        head.insert("constants".to_owned(), Value::Table(constants.collect()));
    }
    head.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice() -> Choice {
        let columns = [
            ("client_number", vec!["Kunde"]),
            ("invoice_number", vec!["Jahr", "Nr"]),
            ("issued_on", vec!["Datum"]),
            ("amount", vec![" Betrag \"netto\" "]),
            ("custom.region", vec!["Gebiet"]),
        ];
        let columns = columns.into_iter().map(|(field, headers)| {
            (field.to_owned(), headers.into_iter().map(str::to_owned).collect())
        });
        Choice {
            name: "Old books".to_owned(),
            kind: Kind::Receivables,
            source: None,
            columns: columns.collect(),
            constants: BTreeMap::from([("currency".to_owned(), "EUR".to_owned())]),
            optional: vec!["custom.region".to_owned()],
            date_format: Some("DD.MM.YYYY".to_owned()),
            decimal_separator: Some(",".to_owned()),
            thousands_separator: Some(".".to_owned()),
            negative_amounts: Negative::CreditNote,
            encoding: None,
            delimiter: Some("\t".to_owned()),
            sheet: None,
        }
    }

    #[test]
    fn the_text_says_what_was_chosen() {
        let (profile, text) = compose(&choice()).unwrap();
        let read = Profile::parse("mine", &text).unwrap();
        assert_eq!(read.canonical(), profile.canonical());
        assert_eq!((read.date_format.as_str(), read.source.as_str()), ("%d.%m.%Y", "Old books"));
        assert_eq!(read.delimiter, Some('\t'));
        assert_eq!(read.columns["amount"], Columns::One("Betrag \"netto\"".to_owned()));
        assert!(!text.contains("words") && !text.contains("encoding"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_said_of_the_field() {
        type Spoil = fn(&mut Choice);
        let cases: [(Spoil, &str); 12] = [
            (|c| c.name = " ".to_owned(), "name"),
            (|c| c.source = Some(String::new()), "source"),
            (|c| drop(c.columns.remove("amount")), "columns/amount"),
            (|c| drop(c.columns.insert("due_on".to_owned(), vec![])), "columns/due_on"),
            (
                |c| drop(c.columns.insert("due_on".to_owned(), vec![String::new()])),
                "columns/due_on",
            ),
            (
                |c| drop(c.columns.insert("colour".to_owned(), vec!["x".to_owned()])),
                "columns/colour",
            ),
            (|c| drop(c.constants.insert("amount".to_owned(), "1".to_owned())), "constants/amount"),
            (
                |c| drop(c.constants.insert("currency".to_owned(), "EURO".to_owned())),
                "constants/currency",
            ),
            (|c| c.optional.push("colour".to_owned()), "optional"),
            (|c| c.date_format = Some("MM/DD".to_owned()), "date_format"),
            (|c| c.thousands_separator = Some(",".to_owned()), "decimal_separator"),
            (|c| c.delimiter = Some("::".to_owned()), "delimiter"),
        ];
        for (spoil, at) in cases {
            let mut choice = choice();
            spoil(&mut choice);
            let fault = compose(&choice).unwrap_err();
            assert_eq!(fault.at, at, "{fault}");
        }
    }

    #[test]
    fn days_are_said_in_either_way() {
        for (form, stands_for) in [
            ("DD/MM/YYYY", "%d/%m/%Y"),
            ("M/D/YY", "%m/%d/%y"),
            ("YYYY-MM-DD", "%Y-%m-%d"),
            ("DD MMM YYYY", "%d %b %Y"),
            ("%d.%m.%y", "%d.%m.%y"),
        ] {
            assert_eq!(strftime(form), stands_for);
        }
    }
}
