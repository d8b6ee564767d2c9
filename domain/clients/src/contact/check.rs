//! The rules of a contact's fields.

use jiff::tz::TimeZone;

use super::NewContact;
use crate::field::{FieldError, at_most, language, text, word_set};
use crate::name::sort_name;

/// Characters of a given or family name at the most.
pub const PERSON_NAME_CHARS_MAX: usize = 100;
/// Roles of a contact at the most.
pub const ROLES_MAX: usize = 20;
/// E-mail addresses of a contact at the most.
pub const EMAILS_MAX: usize = 10;
/// Telephone numbers of a contact at the most.
pub const PHONES_MAX: usize = 10;
/// Bytes of an e-mail address at the most (RFC 5321, section 4.5.3.1.3, less the brackets).
const EMAIL_BYTES_MAX: usize = 254;
/// Digits of an international telephone number (ITU-T E.164 allows 15; fewer than 8 is no subscriber's).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// A contact's fields, checked and tidied.
pub(super) fn fields(new: &NewContact) -> Result<NewContact, FieldError> {
    let given_name = text("given_name", &new.given_name, PERSON_NAME_CHARS_MAX)?;
    let family_name = text("family_name", &new.family_name, PERSON_NAME_CHARS_MAX)?;
    if given_name.is_empty() && family_name.is_empty() {
        return Err(FieldError::Missing { field: "family_name".to_owned() });
    }
    at_most("emails", new.emails.len(), EMAILS_MAX)?;
    at_most("phones", new.phones.len(), PHONES_MAX)?;
    let blank = |value: &Option<String>| value.clone().filter(|v| !v.trim().is_empty());
    Ok(NewContact {
        given_name,
        family_name,
        roles: word_set("roles", &new.roles, ROLES_MAX)?,
        emails: points("emails", &new.emails, email)?,
        phones: points("phones", &new.phones, phone)?,
        language: blank(&new.language).map(|l| language(&l)).transpose()?,
        time_zone: blank(&new.time_zone).map(time_zone).transpose()?,
    })
}

/// The name under which checked fields are sorted.
pub(super) fn sort_name_of(fields: &NewContact) -> String {
    sort_name(&format!("{} {}", fields.family_name, fields.given_name))
}

fn points(
    list: &str,
    given: &[String],
    tidy: impl Fn(&str, &str) -> Result<String, FieldError>,
) -> Result<Vec<String>, FieldError> {
    let mut checked: Vec<String> = Vec::with_capacity(given.len());
    for (index, value) in given.iter().enumerate() {
        let field = format!("{list}/{index}");
        let value = tidy(&field, value)?;
        if checked.contains(&value) {
            return Err(FieldError::Twice { field, value });
        }
        checked.push(value);
    }
    Ok(checked)
}

fn time_zone(value: String) -> Result<String, FieldError> {
    match TimeZone::get(&value) {
        Ok(_) => Ok(value),
        Err(_) => Err(FieldError::UnknownTimeZone { value }),
    }
}

/// An e-mail address as it is kept: trimmed, the domain in lower case (the local part is its owner's
/// business). `field` is the path that an error names.
pub fn email(field: &str, value: &str) -> Result<String, FieldError> {
    let bad = || FieldError::BadEmail { field: field.to_owned(), value: value.to_owned() };
    let trimmed = value.trim();
    let (local, domain) = trimmed.split_once('@').ok_or_else(bad)?;
    let domain = domain.to_lowercase();
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | ',' | ';');
    let labels = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let whole = format!("{local}@{domain}");
    let fits = !local.is_empty() && whole.len() <= EMAIL_BYTES_MAX && labels && !dots;
    if fits && !local.contains(odd) && !domain.contains(odd) { Ok(whole) } else { Err(bad()) }
}

/// A telephone number as it is kept: E.164, a plus and 8 to 15 digits. Spaces, dots, hyphens, slashes and
/// parentheses may stand between them. `field` is the path that an error names.
pub fn phone(field: &str, value: &str) -> Result<String, FieldError> {
    let bad = || FieldError::BadPhone { field: field.to_owned(), value: value.to_owned() };
    let rest = value.trim().strip_prefix('+').ok_or_else(bad)?;
    let between = |c: char| matches!(c, ' ' | '\u{a0}' | '.' | '-' | '‑' | '–' | '/' | '(' | ')');
    let digits: String = rest.chars().filter(|c| !between(*c)).collect();
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    if plain && PHONE_DIGITS.contains(&digits.len()) {
        Ok(format!("+{digits}"))
    } else {
        Err(bad())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_become_e164() {
        for (given, kept) in [
            ("+34 912 345 678", "+34912345678"),
            (" +1 (415) 555-0132 ", "+14155550132"),
            ("+44.20.7946.0018", "+442079460018"),
            ("+49/30/123456", "+4930123456"),
            ("+12345678", "+12345678"),
            ("+123456789012345", "+123456789012345"),
        ] {
            assert_eq!(phone("phones/0", given).unwrap(), kept, "{given}");
        }
        for given in [
            "",
            "912345678",
            "0034912345678",
            "+",
            "+1234567",
            "+1234567890123456",
            "+0123456789",
            "+34 91x 345",
            "+34+912345678",
            "+３４９１２３４５６７８",
        ] {
            let error = phone("phones/3", given).unwrap_err();
            assert!(error.to_string().contains("+34 912 345 678"), "{given}: {error}");
            assert_eq!(kernel::Fault::field(&error).unwrap(), "phones/3");
        }
    }

    #[test]
    fn email_addresses_are_tidied_and_checked() {
        for (given, kept) in [
            (" Ana.Ruiz@Example.COM ", "Ana.Ruiz@example.com"),
            ("o'neil+bills@mail.example.ie", "o'neil+bills@mail.example.ie"),
            ("josé@España.es", "josé@españa.es"),
        ] {
            assert_eq!(email("emails/0", given).unwrap(), kept);
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for given in [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@localhost",
            "ana@@example.com",
            "ana@b@example.com",
            "ana@example..com",
            "ana@.com",
            ".ana@example.com",
            "a na@example.com",
            "ana@example.com\r\nBcc: eve@example.com",
            "ana\0@example.com",
            "ana@example.com,eve@example.com",
            "Ana <ana@example.com>",
            long.as_str(),
        ] {
            assert!(email("emails/0", given).is_err(), "{given:?}");
        }
    }
}
