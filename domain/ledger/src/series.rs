//! Number series without gaps.
//!
//! A number is taken in the transaction that uses it, so a change that fails gives its number back, and
//! writers of one tenant take turns, so no two get the same.

use db::{Tx, params};
use people::permission::SetUpLedger;
use people::{Actor, Allowed, audit};
use serde_json::json;

db::statements! {
    INSERT = "INSERT INTO number_series (tenant_id, code, purpose, prefix, digits, next_no) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    ALL = "SELECT code, purpose, prefix, digits, next_no FROM number_series WHERE tenant_id = ?1 ORDER BY code";
    TAKE = "UPDATE number_series SET next_no = next_no + ?4 WHERE tenant_id = ?1 AND code = ?2 AND purpose = ?3 RETURNING next_no - ?4, prefix, digits";
    OF_PREFIX = "SELECT code FROM number_series WHERE tenant_id = ?1 AND purpose = ?2 AND prefix = ?3 AND code <> ?4";
    PEEK = "SELECT next_no FROM number_series WHERE tenant_id = ?1 AND code = ?2";
}

/// The highest number that a series can begin with.
pub const NEXT_NO_MAX: i64 = 999_999_999_999;
/// The series of the journal's entry numbers.
pub const JOURNAL: &str = "journal";

kernel::words! {
    /// What a series numbers.
    pub enum Purpose {
        /// Journal entries.
        Journal = "journal",
        /// Invoices.
        Invoice = "invoice",
        /// Credit notes.
        CreditNote = "credit_note",
        /// Receipts.
        Receipt = "receipt",
        /// Refunds.
        Refund = "refund",
        /// Clients.
        Client = "client",
    }
}

/// A series.
#[derive(Clone, Debug)]
pub struct Series {
    /// Its code, such as `invoice` or `invoice-2026`.
    pub code: String,
    /// What it numbers.
    pub purpose: Purpose,
    /// What its numbers begin with.
    pub prefix: String,
    /// Digits at the least, filled with noughts.
    pub digits: u32,
    /// The next number.
    pub next_no: i64,
}

/// Why a series is not made, or gives no number.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// The code, prefix, digits or first number is out of range.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
    /// There is one of that code.
    #[error("there is a number series '{0}' already")]
    CodeTaken(String),
    /// Two series would give the same numbers.
    #[error("the series '{code}' numbers with the prefix '{prefix}' already")]
    PrefixTaken {
        /// The series that has it.
        code: String,
        /// The prefix.
        prefix: String,
    },
    /// No series of that code for this purpose.
    #[error("there is no number series '{code}' for {purpose}")]
    Unknown {
        /// The code.
        code: String,
        /// What was to be numbered.
        purpose: Purpose,
    },
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(SeriesError {
    Self::OutOfRange(field) => Invalid, "out-of-range", at *field;
    Self::CodeTaken(_) => Conflict, "code-taken", at "code";
    Self::PrefixTaken { .. } => Conflict, "prefix-taken", at "prefix";
    Self::Unknown { .. } => Invalid, "unknown-series", at "series";
    Self::Db(e) => delegate e;
});

/// Makes a series.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    new: &Series,
) -> Result<(), SeriesError> {
    let code_ok = (1..=40).contains(&new.code.len())
        && new.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let checks = [
        ("code", code_ok),
        ("prefix", new.prefix.len() <= 20 && !new.prefix.chars().any(char::is_control)),
        ("digits", (1..=12).contains(&new.digits)),
        ("next_no", (1..=NEXT_NO_MAX).contains(&new.next_no)),
    ];
    if let Some((field, _)) = checks.into_iter().find(|(_, fits)| !fits) {
        return Err(SeriesError::OutOfRange(field));
    }
    tx.execute(
        &INSERT,
        params![&new.code, new.purpose.word(), &new.prefix, new.digits, new.next_no],
    )
    .map_err(|e| {
        if e.is_unique("number_series_pk") {
            SeriesError::CodeTaken(new.code.clone())
        } else {
            e.into()
        }
    })?;
    let same = params![new.purpose.word(), &new.prefix, &new.code];
    if let Some(code) = tx.query_opt(&OF_PREFIX, same, |r| r.get(0))? {
        return Err(SeriesError::PrefixTaken { code, prefix: new.prefix.clone() });
    }
    let detail = json!({"after": {"purpose": new.purpose.word(), "prefix": new.prefix, "digits": new.digits, "next_no": new.next_no}});
    audit::record(tx, actor, "number_series.created", ("number_series", &new.code), detail)?;
    Ok(())
}

/// Gives a new company one series for each purpose, its code the purpose's word.
pub fn install_default(
    tx: &Tx<'_>,
    actor: &Actor,
    proof: &Allowed<SetUpLedger>,
) -> Result<(), SeriesError> {
    let prefixes = [
        (Purpose::Journal, "", 1),
        (Purpose::Invoice, "INV-", 6),
        (Purpose::CreditNote, "CN-", 6),
        (Purpose::Receipt, "R-", 6),
        (Purpose::Refund, "RF-", 6),
        (Purpose::Client, "C-", 5),
    ];
    for (purpose, prefix, digits) in prefixes {
        let (code, prefix) = (purpose.word().to_owned(), prefix.to_owned());
        create(tx, actor, proof, &Series { code, purpose, prefix, digits, next_no: 1 })?;
    }
    Ok(())
}

/// Every series, by code.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Series>, db::Error> {
    tx.query(&ALL, &[], |r| {
        Ok(Series {
            code: r.get(0)?,
            purpose: r.parse(1)?,
            prefix: r.get(2)?,
            digits: r.get(3)?,
            next_no: r.get(4)?,
        })
    })
}

/// Takes the next `count` numbers of a series, in order.
pub fn take(
    tx: &Tx<'_>,
    code: &str,
    purpose: Purpose,
    count: usize,
) -> Result<Vec<String>, SeriesError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let (first, prefix, digits) = take_block(tx, code, purpose, count as i64)?;
    let width = digits as usize;
    Ok((first..first + count as i64).map(|n| format!("{prefix}{n:0width$}")).collect())
}

fn take_block(
    tx: &Tx<'_>,
    code: &str,
    purpose: Purpose,
    count: i64,
) -> Result<(i64, String, u32), SeriesError> {
    let taken = tx.returning(&TAKE, params![code, purpose.word(), count], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?))
    })?;
    taken.into_iter().next().ok_or_else(|| SeriesError::Unknown { code: code.to_owned(), purpose })
}

/// The number that the next journal entry gets.
pub(crate) fn next_entry_no(tx: &Tx<'_>) -> Result<i64, SeriesError> {
    let found = tx.query_opt(&PEEK, params![JOURNAL], |r| r.get(0))?;
    found
        .ok_or_else(|| SeriesError::Unknown { code: JOURNAL.to_owned(), purpose: Purpose::Journal })
}

/// Takes the journal numbers that a book has used.
pub(crate) fn take_entry_nos(tx: &Tx<'_>, count: usize) -> Result<i64, SeriesError> {
    take_block(tx, JOURNAL, Purpose::Journal, count as i64).map(|(first, _, _)| first)
}
