//! What is kept for a screen and not read by the program: its size, its characters, the list that it is about.

use serde_json::Value;

/// Characters of a list's name at the most.
const LIST_NAME_CHARS_MAX: usize = 40;

/// Why something is not kept for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// Too large as JSON.
    #[error("it is {bytes} bytes as JSON, and {bytes_max} are the most")]
    TooLarge {
        /// Where it stands.
        field: &'static str,
        /// Its size.
        bytes: usize,
        /// The most.
        bytes_max: usize,
    },
    /// It holds the one character that no engine's JSON takes.
    #[error("it holds the character U+0000, which cannot be kept")]
    Nul(&'static str),
    /// Not the name of a list.
    #[error(
        "'{name}' is not a list's name: use up to {LIST_NAME_CHARS_MAX} lower-case letters, digits, hyphens and dots"
    )]
    BadListName {
        /// Where it stands.
        field: &'static str,
        /// The name as given.
        name: String,
    },
}

kernel::fault!(KeptError {
    Self::TooLarge { field, .. } => Invalid, "too-large", at *field;
    Self::Nul(field) => Invalid, "field-not-printable", at *field;
    Self::BadListName { field, .. } => Invalid, "bad-list-name", at *field;
});

/// Checks what is to be kept in a field.
pub(crate) fn check(value: &Value, field: &'static str, bytes_max: usize) -> Result<(), KeptError> {
    let bytes = value.to_string().len();
    if bytes > bytes_max {
        return Err(KeptError::TooLarge { field, bytes, bytes_max });
    }
    if has_nul(value) { Err(KeptError::Nul(field)) } else { Ok(()) }
}

/// Checks the name of a list, such as `open-items`.
pub(crate) fn check_list_name(name: &str, field: &'static str) -> Result<(), KeptError> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    if (1..=LIST_NAME_CHARS_MAX).contains(&name.len()) && name.bytes().all(fits) {
        return Ok(());
    }
    let name = name.chars().take(LIST_NAME_CHARS_MAX).collect();
    Err(KeptError::BadListName { field, name })
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_engine_takes_is_found_wherever_it_stands() {
        for bad in [json!("\0"), json!({"a": [1, {"b\0": null}]}), json!([["x\0"]])] {
            assert_eq!(check(&bad, "state", 100), Err(KeptError::Nul("state")));
        }
        assert_eq!(check(&json!({"a": ["\\u0000", 1, null, true]}), "state", 100), Ok(()));
        let large = check(&json!("12345"), "state", 6).unwrap_err();
        assert_eq!(large, KeptError::TooLarge { field: "state", bytes: 7, bytes_max: 6 });
    }

    #[test]
    fn a_list_has_a_plain_name() {
        for good in ["clients", "open-items", "reports.aging2"] {
            assert_eq!(check_list_name(good, "list"), Ok(()), "{good}");
        }
        for bad in ["", "Clients", "open items", "é", &"x".repeat(41)] {
            assert!(check_list_name(bad, "list").is_err(), "{bad}");
        }
    }
}
