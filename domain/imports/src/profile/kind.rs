//! What files bring, and the fields of their rows.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a file brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Invoices, with how far they were settled.
    Receivables,
    /// Clients.
    Clients,
    /// Contacts of clients.
    Contacts,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|kind| kind.word()).collect();
            format!("'{word}' is nothing that a file brings: use {}", known.join(", "))
        })
    }
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Receivables, Self::Clients, Self::Contacts];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Receivables => "receivables",
            Self::Clients => "clients",
            Self::Contacts => "contacts",
        }
    }

    /// The fields that a row of this kind can have: name, whether it must, and what it is.
    pub fn fields(self) -> &'static [(&'static str, bool, &'static str)] {
        match self {
            Self::Receivables => crate::receivables::FIELDS,
            Self::Clients => crate::clients::FIELDS,
            Self::Contacts => crate::contacts::FIELDS,
        }
    }

    /// The families of fields that a row of this kind can have besides: what a field's name begins with, how
    /// the fields are spoken of, and what they are.
    pub fn families(self) -> &'static [(&'static str, &'static str, &'static str)] {
        const CUSTOM: (&str, &str, &str) =
            ("custom.", "custom.NAME", "kept with the client under that name");
        const TAX_NUMBER: (&str, &str, &str) =
            ("tax_number.", "tax_number.KIND", "the client's tax number of that kind, such as VAT");
        match self {
            Self::Receivables => &[CUSTOM],
            Self::Clients => &[CUSTOM, TAX_NUMBER],
            Self::Contacts => &[],
        }
    }
}
