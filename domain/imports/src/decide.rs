//! What is to become of each row, and the plan of all.

use std::collections::BTreeMap;

use money::Currency;
use sha2::{Digest, Sha256};

/// Refusals that a plan shows; the file of refused rows has all.
pub const REFUSALS_SHOWN: usize = 20;

/// A row, or a cell of it, that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row as the file's reader counts it.
    pub row: u64,
    /// The column; empty where the whole row is meant.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it, as a word for programs.
    pub code: &'static str,
    /// What is wrong with it.
    pub why: String,
}

/// What importing a file would do, or did.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Rows read.
    pub rows: u64,
    /// Clients that would be new.
    pub new_clients: u64,
    /// Clients that are there already.
    pub known_clients: u64,
    /// Contacts that would be new.
    pub new_contacts: u64,
    /// Clients or contacts that would be changed.
    pub changes: u64,
    /// Invoices that would be new, by currency: how many, and their sum in minor units.
    pub invoices: BTreeMap<Currency, (u64, i128)>,
    /// Credit notes that would be new, by currency.
    pub credit_notes: BTreeMap<Currency, (u64, i128)>,
    /// Receipts that would be new, by currency.
    pub receipts: BTreeMap<Currency, (u64, i128)>,
    /// Credit notes that would be paid back, by currency.
    pub refunds: BTreeMap<Currency, (u64, i128)>,
    /// Rows that bring nothing new.
    pub unchanged: u64,
    /// Rows that are refused.
    pub refused: u64,
    /// The first refusals; the file of refused rows has all.
    pub refusals: Vec<Refusal>,
    /// What the file was found to be: format, encoding, separator.
    pub detected: String,
    /// Columns of the file that the profile does not use.
    pub unused_columns: Vec<String>,
    /// What must be given to have exactly this done.
    pub fingerprint: String,
}

impl Plan {
    /// Whether nothing would be different.
    pub(crate) fn brings_nothing(&self) -> bool {
        self.unchanged + self.refused == self.rows
    }

    /// Counts what is wrong with one row.
    pub(crate) fn refuse(&mut self, refusals: &[Refusal]) {
        self.refused += 1;
        let room = REFUSALS_SHOWN.saturating_sub(self.refusals.len());
        self.refusals.extend(refusals.iter().take(room).cloned());
    }

    /// Adds what a chunk brings.
    pub(crate) fn merge(&mut self, chunk: &Self) {
        self.new_clients += chunk.new_clients;
        self.known_clients += chunk.known_clients;
        self.new_contacts += chunk.new_contacts;
        self.changes += chunk.changes;
        self.unchanged += chunk.unchanged;
        let sums = [
            (&mut self.invoices, &chunk.invoices),
            (&mut self.credit_notes, &chunk.credit_notes),
            (&mut self.receipts, &chunk.receipts),
            (&mut self.refunds, &chunk.refunds),
        ];
        for (all, some) in sums {
            for (currency, (number, sum)) in some {
                let kept = all.entry(*currency).or_default();
                *kept = (kept.0 + number, kept.1 + sum);
            }
        }
    }

    /// Counts a document.
    pub(crate) fn count(
        tally: &mut BTreeMap<Currency, (u64, i128)>,
        currency: Currency,
        minor: i64,
    ) {
        let (number, sum) = tally.entry(currency).or_default();
        *number += 1;
        *sum += i128::from(minor);
    }

    /// The plan as it is kept with the import.
    pub(crate) fn summary(&self) -> serde_json::Value {
        let sums = |tally: &BTreeMap<Currency, (u64, i128)>| -> serde_json::Value {
            let rows = tally.iter().map(|(c, (n, sum))| serde_json::json!({"currency": c.code(), "count": n, "sum_minor": i64::try_from(*sum).ok()}));
            rows.collect()
        };
        serde_json::json!({
            "rows": self.rows, "new_clients": self.new_clients, "known_clients": self.known_clients, "new_contacts": self.new_contacts,
            "changes": self.changes, "unchanged": self.unchanged, "refused": self.refused, "invoices": sums(&self.invoices),
            "credit_notes": sums(&self.credit_notes), "receipts": sums(&self.receipts),
            "refunds": sums(&self.refunds),
        })
    }
}

/// The running digest of what becomes of rows.
#[derive(Clone, Default)]
pub(crate) struct Marks(Sha256);

impl Marks {
    /// Adds a row: where it stands, what stands in it, and what becomes of it.
    pub(crate) fn add(&mut self, row: u64, cells: &[String], outcome: &str) {
        self.0.update(row.to_le_bytes());
        for text in cells.iter().map(String::as_str).chain([outcome]) {
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text.as_bytes());
        }
    }

    /// Sixteen hexadecimal digits.
    pub(crate) fn short(self) -> String {
        hex(&self.0.finalize()[..8])
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// A key that takes 16 bytes, however long the text is; two texts with one key do not happen.
pub(crate) fn short_key(parts: &[&str]) -> u128 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    u128::from_le_bytes(std::array::from_fn(|i| digest[i]))
}
