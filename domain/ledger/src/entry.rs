//! Journal entries: reading them, posting by hand, reversing.

use std::collections::HashMap;

use clients::ClientId;
use db::{Ask, List, SortKind, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Page;
use people::permission::{PostJournal, ReadLedger};
use people::{Actor, Allowed, audit};
use serde_json::json;
use uuid::Uuid;

use crate::account::GlAccountId;
use crate::book::{Book, EntryHead, Line, PostError, Side};

db::statements! {
    LINES = "SELECT entry_no, gl_account_id, currency, debit_minor, credit_minor, base_debit_minor, base_credit_minor, rate_e12, client_id, document_id
             FROM posting WHERE tenant_id = ?1 AND entry_no IN LIST(?2) ORDER BY entry_no, line_no";
    LAST_NO = "SELECT COALESCE(MAX(entry_no), 0) FROM journal_entry WHERE tenant_id = ?1";
    REVERSED = "SELECT reverses_no, entry_no FROM journal_entry WHERE tenant_id = ?1 AND reverses_no IN LIST(?2)";
    HEAD = "SELECT entry_no, effective_on, recorded_at, recorded_by, source, document_id, narrative, reason, reverses_no
            FROM journal_entry WHERE tenant_id = ?1 AND entry_no = ?2";
    /// Every posting with its entry and account, in the order of the journal.
    WHOLE_JOURNAL = "SELECT e.entry_no, e.effective_on, e.recorded_at, e.recorded_by, e.source, e.narrative, e.reason, e.reverses_no,
                            a.number, a.name, p.currency, p.debit_minor, p.credit_minor, p.base_debit_minor, p.base_credit_minor, p.rate_e12, c.number, p.document_id
                     FROM journal_entry e
                     JOIN posting p ON p.tenant_id = e.tenant_id AND p.entry_no = e.entry_no
                     JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
                     LEFT JOIN client c ON c.tenant_id = p.tenant_id AND c.client_id = p.client_id
                     WHERE e.tenant_id = ?1 AND e.effective_on >= ?2 AND e.effective_on <= ?3
                     ORDER BY e.entry_no, p.line_no";
}

db::list! {
    /// The journal.
    ENTRIES = List {
        name: "journal",
        columns: "entry_no, effective_on, recorded_at, recorded_by, source, document_id, narrative, reason, reverses_no",
        from: "journal_entry",
        base: "tenant_id = ?1",
        filters: &[
            ("from", "effective_on >= {}"),
            ("until", "effective_on <= {}"),
            ("source", "source = {}"),
            ("document", "document_id = {}"),
            ("account", "entry_no IN (SELECT p.entry_no FROM posting p WHERE p.tenant_id = ?1 AND p.gl_account_id = {})"),
            // Letters beyond A to Z count as they are written, which is the same on both engines.
            ("text", "REPLACE(LOWER(narrative), {}::text, '') <> LOWER(narrative)"),
            ("client", "entry_no IN (SELECT p.entry_no FROM posting p WHERE p.tenant_id = ?1 AND p.client_id = {})"),
        ],
        sorts: &[("entry_no", "entry_no", SortKind::Int), ("effective_on", "effective_on", SortKind::Date)],
        key: ("entry_no", SortKind::Int),
    };
}

/// A posted entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub entry_no: i64,
    /// The day from which it counts.
    pub effective_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
    /// What kind of act posted it.
    pub source: String,
    /// The document that it belongs to.
    pub document: Option<Uuid>,
    /// What an accountant reads.
    pub narrative: String,
    /// Why, where it corrects something.
    pub reason: Option<String>,
    /// The entry that it takes back.
    pub reverses_no: Option<i64>,
    /// The entry that takes it back.
    pub reversed_by_no: Option<i64>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Why an entry is not posted or reversed by hand.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// A narrative or reason is missing.
    #[error("the entry needs a {0}")]
    Missing(&'static str),
    /// No such entry.
    #[error("there is no journal entry {0}")]
    Unknown(i64),
    /// A document posted it.
    #[error("entry {0} comes from a document ({1}); void or take back that instead")]
    NotManual(i64, String),
    /// It was reversed before.
    #[error("entry {0} was reversed already")]
    Reversed(i64),
    /// It would be taken back before it counts.
    #[error("entry {entry_no} counts from {effective_on}, so it cannot be taken back on {on}")]
    BeforeEntry {
        /// The entry.
        entry_no: i64,
        /// Its day.
        effective_on: Date,
        /// The day that was asked for.
        on: Date,
    },
    /// It cannot be posted.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(EntryError {
    Self::Missing(field) => Invalid, "text-missing", at *field;
    Self::Unknown(_) => NotFound, "unknown-entry";
    Self::NotManual(..) => Conflict, "not-manual";
    Self::Reversed(_) => Conflict, "already-reversed";
    Self::BeforeEntry { .. } => Invalid, "before-entry", at "on";
    Self::Post(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// The source of entries that a person posts.
const MANUAL: &str = "manual";

/// Posts an entry by hand. Control accounts are refused: open items stand behind them.
pub fn post(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<PostJournal>,
    effective_on: Date,
    narrative: &str,
    lines: Vec<Line>,
) -> Result<i64, EntryError> {
    if narrative.trim().is_empty() {
        return Err(EntryError::Missing("narrative"));
    }
    let mut book = Book::open(tx, actor)?;
    for line in &lines {
        let account = book.account(line.account)?;
        if account.role.is_some_and(crate::AccountRole::is_control) {
            return Err(PostError::ControlAccount(account.number.clone()).into());
        }
    }
    let narrative = narrative.to_owned();
    let head = EntryHead {
        effective_on,
        source: MANUAL,
        document: None,
        narrative,
        reason: None,
        reverses: None,
    };
    let entry_no = book.entry(head, lines)?;
    book.close()?;
    let detail = json!({"after": {"effective_on": effective_on.to_string()}});
    audit::record(tx, actor, "journal_entry.posted", ("journal_entry", &entry_no), detail)?;
    Ok(entry_no)
}

/// Takes back an entry that a person posted, from a day on, by an entry with the sides swapped.
pub fn reverse(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<PostJournal>,
    entry_no: i64,
    on: Date,
    reason: &str,
) -> Result<i64, EntryError> {
    if reason.trim().is_empty() {
        return Err(EntryError::Missing("reason"));
    }
    let entry = get(tx, entry_no)?;
    if entry.source != MANUAL {
        return Err(EntryError::NotManual(entry_no, entry.source));
    }
    if entry.reverses_no.is_some() || entry.reversed_by_no.is_some() {
        return Err(EntryError::Reversed(entry_no));
    }
    if on < entry.effective_on {
        return Err(EntryError::BeforeEntry { entry_no, effective_on: entry.effective_on, on });
    }
    let mut book = Book::open(tx, actor)?;
    let lines = entry.lines.into_iter().map(|l| Line { side: l.side.other(), ..l }).collect();
    let head = EntryHead {
        effective_on: on,
        source: MANUAL,
        document: None,
        narrative: book.reversal_of(entry_no),
        reason: Some(reason.to_owned()),
        reverses: Some(entry_no),
    };
    let number = book.entry(head, lines)?;
    book.close()?;
    let detail = json!({"reverses": entry_no, "reason": reason});
    audit::record(tx, actor, "journal_entry.reversed", ("journal_entry", &number), detail)?;
    Ok(number)
}

/// An entry with its lines, for who may read the ledger.
pub fn read(tx: &Tx<'_>, _: &Allowed<ReadLedger>, entry_no: i64) -> Result<Entry, EntryError> {
    get(tx, entry_no)
}

fn get(tx: &Tx<'_>, entry_no: i64) -> Result<Entry, EntryError> {
    let mut entry =
        tx.query_opt(&HEAD, params![entry_no], head_of)?.ok_or(EntryError::Unknown(entry_no))?;
    entry.lines = lines_of(tx, &[entry_no])?.remove(&entry_no).unwrap_or_default();
    entry.reversed_by_no = reversed(tx, &[entry_no])?.remove(&entry_no);
    Ok(entry)
}

/// A page of the journal, each entry with its lines.
pub fn list(tx: &Tx<'_>, _: &Allowed<ReadLedger>, ask: &Ask<'_>) -> Result<Page<Entry>, db::Error> {
    // Entries are numbered from 1 without gaps: the last number is how many there are.
    let whole = |filters: &[(_, db::Value<'_>)]| match filters {
        [] => tx.query_one(&LAST_NO, &[], |r| r.get(0)).map(Some),
        _ => Ok(None),
    };
    let mut page = ENTRIES.page(tx, ask, whole, head_of)?;
    let numbers: Vec<i64> = page.items.iter().map(|e| e.entry_no).collect();
    let (mut lines, reversed) = (lines_of(tx, &numbers)?, reversed(tx, &numbers)?);
    for entry in &mut page.items {
        entry.reversed_by_no = reversed.get(&entry.entry_no).copied();
        entry.lines = lines.remove(&entry.entry_no).unwrap_or_default();
    }
    Ok(page)
}

fn head_of(r: &db::Row<'_>) -> Result<Entry, db::Error> {
    Ok(Entry {
        entry_no: r.get(0)?,
        effective_on: r.get(1)?,
        recorded_at: r.get(2)?,
        recorded_by: r.get(3)?,
        source: r.get(4)?,
        document: r.get(5)?,
        narrative: r.get(6)?,
        reason: r.get(7)?,
        reverses_no: r.get(8)?,
        reversed_by_no: None,
        lines: Vec::new(),
    })
}

/// The lines of entries, by entry.
pub(crate) fn lines_of(
    tx: &Tx<'_>,
    entry_nos: &[i64],
) -> Result<HashMap<i64, Vec<Line>>, db::Error> {
    let mut all: HashMap<i64, Vec<Line>> = HashMap::new();
    let rows = tx.query(&LINES, params![entry_nos.to_vec()], |r| {
        let (debit, credit): (i64, i64) = (r.get(3)?, r.get(4)?);
        let (base_debit, base_credit): (i64, i64) = (r.get(5)?, r.get(6)?);
        let side = if debit > 0 || base_debit > 0 { Side::Debit } else { Side::Credit };
        let line = Line {
            account: r.get::<GlAccountId>(1)?,
            side,
            currency: r.get(2)?,
            amount_minor: debit + credit,
            base_minor: base_debit + base_credit,
            rate: r.get(7)?,
            client: r.get::<Option<ClientId>>(8)?,
            document: r.get(9)?,
        };
        Ok((r.get::<i64>(0)?, line))
    })?;
    for (entry_no, line) in rows {
        all.entry(entry_no).or_default().push(line);
    }
    Ok(all)
}

/// Which of these entries were reversed, and by which.
pub(crate) fn reversed(tx: &Tx<'_>, entry_nos: &[i64]) -> Result<HashMap<i64, i64>, db::Error> {
    let pairs = tx.query(&REVERSED, params![entry_nos.to_vec()], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(pairs.into_iter().collect())
}

/// A posting with all that an export says of it.
#[derive(Clone, Debug)]
pub struct JournalRow {
    /// The entry's number.
    pub entry_no: i64,
    /// The day from which it counts.
    pub effective_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
    /// What kind of act posted it.
    pub source: String,
    /// What an accountant reads.
    pub narrative: String,
    /// Why, where it corrects something.
    pub reason: Option<String>,
    /// The entry that it takes back.
    pub reverses_no: Option<i64>,
    /// The account's number.
    pub account_number: String,
    /// The account's name.
    pub account_name: String,
    /// The posting's currency.
    pub currency: money::Currency,
    /// Debit.
    pub debit_minor: i64,
    /// Credit.
    pub credit_minor: i64,
    /// Debit in base currency.
    pub base_debit_minor: i64,
    /// Credit in base currency.
    pub base_credit_minor: i64,
    /// The rate kept with it.
    pub rate: money::Rate,
    /// The client's number.
    pub client_number: Option<String>,
    /// The document.
    pub document: Option<Uuid>,
}

/// Walks the journal of a stretch of days in the order of its numbers, a posting at a time.
pub fn export<E: From<db::Error>>(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    (from, until): (Date, Date),
    mut each: impl FnMut(JournalRow) -> Result<(), E>,
) -> Result<(), E> {
    tx.for_each(&WHOLE_JOURNAL, params![from, until], |r| {
        each(JournalRow {
            entry_no: r.get(0)?,
            effective_on: r.get(1)?,
            recorded_at: r.get(2)?,
            recorded_by: r.get(3)?,
            source: r.get(4)?,
            narrative: r.get(5)?,
            reason: r.get(6)?,
            reverses_no: r.get(7)?,
            account_number: r.get(8)?,
            account_name: r.get(9)?,
            currency: r.get(10)?,
            debit_minor: r.get(11)?,
            credit_minor: r.get(12)?,
            base_debit_minor: r.get(13)?,
            base_credit_minor: r.get(14)?,
            rate: r.get(15)?,
            client_number: r.get(16)?,
            document: r.get(17)?,
        })
    })
}
