//! What may stand in a field, and what is said of one that is wrong.

use std::collections::BTreeSet;

/// Characters of a code or word, such as a tag, a role or a payment term, at the most.
pub const WORD_CHARS_MAX: usize = 40;
/// Languages that the program speaks.
const LANGUAGES: [&str; 2] = ["en", "es"];

/// What is wrong with a field. `field` is its path, such as `addresses/0/country`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing is there.
    #[error("{field} is missing")]
    Missing {
        /// The field's path.
        field: String,
    },
    /// There is too much of it.
    #[error("{field} has more than {chars_max} characters")]
    TooLong {
        /// The field's path.
        field: String,
        /// Characters that fit.
        chars_max: usize,
    },
    /// A control character, or a line break where there may be none.
    #[error("{field} has a control character or a line break in it")]
    NotPrintable {
        /// The field's path.
        field: String,
    },
    /// More entries than there may be.
    #[error("{field} has more than {entries_max} entries")]
    TooMany {
        /// The field's path.
        field: String,
        /// Entries that fit.
        entries_max: usize,
    },
    /// The same twice where each may stand once.
    #[error("{field}: '{value}' stands there already")]
    Twice {
        /// The field's path.
        field: String,
        /// What stands there twice.
        value: String,
    },
    /// The program does not speak that language.
    #[error("'{value}' is not a language of the program: use en or es")]
    UnknownLanguage {
        /// What was given.
        value: String,
    },
    /// The time zone is not in the IANA database.
    #[error("'{value}' is not a time zone; use a name such as Europe/Madrid")]
    UnknownTimeZone {
        /// What was given.
        value: String,
    },
    /// Not two capital letters.
    #[error("'{value}' is not a country: use the two capital letters of ISO 3166, such as ES")]
    BadCountry {
        /// The field's path.
        field: String,
        /// What was given.
        value: String,
    },
    /// A credit limit below nought.
    #[error("a credit limit is nought or more, not below it")]
    NegativeCreditLimit {
        /// What was given, in minor units.
        minor: i64,
    },
    /// A custom field that is a list, an object or null.
    #[error("the custom field '{key}' is neither a text, a number, nor true or false")]
    BadCustom {
        /// The custom field's name.
        key: String,
    },
    /// The custom fields are too large together.
    #[error("the custom fields take {bytes} bytes as JSON; at most {bytes_max} fit")]
    CustomTooLarge {
        /// What they take.
        bytes: usize,
        /// What fits.
        bytes_max: usize,
    },
    /// Not an e-mail address.
    #[error("'{value}' is not an e-mail address")]
    BadEmail {
        /// The field's path.
        field: String,
        /// What was given.
        value: String,
    },
    /// Not an international telephone number.
    #[error(
        "'{value}' is not an international telephone number: write + and the country's code first, then 8 to 15 digits in all, such as +34 912 345 678"
    )]
    BadPhone {
        /// The field's path.
        field: String,
        /// What was given.
        value: String,
    },
}

kernel::fault!(FieldError {
    Self::Missing { field } => Invalid, "field-missing", at field.as_str();
    Self::TooLong { field, .. } => Invalid, "field-too-long", at field.as_str();
    Self::NotPrintable { field } => Invalid, "field-not-printable", at field.as_str();
    Self::TooMany { field, .. } => Invalid, "too-many-entries", at field.as_str();
    Self::Twice { field, .. } => Invalid, "given-twice", at field.as_str();
    Self::UnknownLanguage { .. } => Invalid, "unknown-language", at "language";
    Self::UnknownTimeZone { .. } => Invalid, "unknown-time-zone", at "time_zone";
    Self::BadCountry { field, .. } => Invalid, "bad-country", at field.as_str();
    Self::NegativeCreditLimit { .. } => Invalid, "negative-credit-limit", at "credit_limit_minor";
    Self::BadCustom { key } => Invalid, "bad-custom-field", at format!("custom/{key}");
    Self::CustomTooLarge { .. } => Invalid, "custom-fields-too-large", at "custom";
    Self::BadEmail { field, .. } => Invalid, "bad-email", at field.as_str();
    Self::BadPhone { field, .. } => Invalid, "bad-phone", at field.as_str();
});

/// A text, trimmed, which may be empty.
pub(crate) fn text(field: &str, text: &str, chars_max: usize) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > chars_max {
        return Err(FieldError::TooLong { field: field.to_owned(), chars_max });
    }
    if text.chars().any(char::is_control) {
        return Err(FieldError::NotPrintable { field: field.to_owned() });
    }
    Ok(text.to_owned())
}

/// A text that may have line breaks; any other control character is refused.
pub(crate) fn lines(field: &str, value: &str, chars_max: usize) -> Result<String, FieldError> {
    let value = value.replace("\r\n", "\n");
    text(field, &value.replace('\n', " "), chars_max)?;
    Ok(value.trim().to_owned())
}

/// A text that must be there.
pub(crate) fn required(field: &str, value: &str, chars_max: usize) -> Result<String, FieldError> {
    let value = text(field, value, chars_max)?;
    if value.is_empty() {
        return Err(FieldError::Missing { field: field.to_owned() });
    }
    Ok(value)
}

/// A text that may be missing; a blank one is.
pub(crate) fn optional(
    field: &str,
    value: Option<&str>,
    chars_max: usize,
) -> Result<Option<String>, FieldError> {
    let value = value.map(|v| text(field, v, chars_max)).transpose()?;
    Ok(value.filter(|v| !v.is_empty()))
}

/// No more entries than fit.
pub(crate) fn at_most(field: &str, entries: usize, entries_max: usize) -> Result<(), FieldError> {
    if entries > entries_max {
        return Err(FieldError::TooMany { field: field.to_owned(), entries_max });
    }
    Ok(())
}

/// Words such as tags and roles: trimmed, in lower case, each once, in order of the alphabet.
pub(crate) fn word_set(
    field: &str,
    words: &[String],
    entries_max: usize,
) -> Result<Vec<String>, FieldError> {
    at_most(field, words.len(), entries_max)?;
    let mut set = BTreeSet::new();
    for (index, word) in words.iter().enumerate() {
        let field = format!("{field}/{index}");
        set.insert(required(&field, &word.to_lowercase(), WORD_CHARS_MAX)?);
    }
    Ok(set.into_iter().collect())
}

/// A language that the program speaks.
pub(crate) fn language(value: &str) -> Result<String, FieldError> {
    if LANGUAGES.contains(&value) {
        Ok(value.to_owned())
    } else {
        Err(FieldError::UnknownLanguage { value: value.to_owned() })
    }
}

/// A caller's word for a filter, without what no stored text has.
pub(crate) fn sought(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}
