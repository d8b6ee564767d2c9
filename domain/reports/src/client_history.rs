//! The statement of a client's account: everything that moved it between two days.
//!
//! It is read from the postings on the two control accounts that name the client, so that it can be held
//! against [`crate::client_balance()`], which is read from the open items.

use clients::client::access::ClientAccess;
use db::{Row, Tx, cursor, params};
use jiff::civil::Date;
use kernel::{Page, PageRequest};
use ledger::OpenItemId;
use money::Currency;
use people::permission::ReadReceivables;

db::statements! {
    OPENING = include_str!("sql/client_opening.sql");
    MOVEMENTS = include_str!("sql/client_movements.sql");
    COUNT = "SELECT COUNT(*) FROM (
                 SELECT p.entry_no FROM posting p
                 JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
                 WHERE p.tenant_id = ?1 AND p.client_id = ?2 AND p.effective_on >= ?3 AND p.effective_on <= ?4
                   AND a.role IN ('receivable', 'unapplied') AND (?5::text IS NULL OR p.currency = ?5)
                 GROUP BY p.entry_no, p.currency) m";
}

/// The name of the list in its cursors.
const LIST: &str = "client_history";

/// What is asked of a client's history.
#[derive(Clone, Debug)]
pub struct HistoryAsk {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Only what is in this currency.
    pub currency: Option<Currency>,
    /// The page.
    pub page: PageRequest,
}

/// What a client owed in a currency; below nought where the company owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The currency.
    pub currency: Currency,
    /// In minor units of it.
    pub balance_minor: i64,
    /// The base amount, in minor units of the company's base currency.
    pub base_balance_minor: i64,
}

/// What one journal entry moved on a client's account in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The day from which it counts.
    pub effective_on: Date,
    /// The journal entry.
    pub entry_no: i64,
    /// The currency of the amounts.
    pub currency: Currency,
    /// Debits less credits on the receivable control account.
    pub receivable_minor: i64,
    /// Debits less credits on the account of money not applied; an application moves both, to and fro.
    pub unapplied_minor: i64,
    /// What it moved in base currency, on both.
    pub base_minor: i64,
    /// What the client owed in this currency after it.
    pub balance_minor: i64,
    /// What kind of act posted it.
    pub source: String,
    /// The document that it belongs to.
    pub document: Option<OpenItemId>,
    /// The document's number.
    pub document_number: Option<String>,
    /// What an accountant reads.
    pub narrative: String,
    /// Why, where it corrects something.
    pub reason: Option<String>,
    /// The entry that it takes back.
    pub reverses_no: Option<i64>,
}

impl Movement {
    /// What it moved on both accounts; nought for an application.
    pub fn amount_minor(&self) -> i64 {
        self.receivable_minor + self.unapplied_minor
    }
}

/// A page of a client's history.
#[derive(Clone, Debug)]
pub struct ClientHistory {
    /// What was owed at the end of the day before the first, a currency each.
    pub opening: Vec<Owed>,
    /// What was owed at the end of the last day, a currency each.
    pub closing: Vec<Owed>,
    /// The movements by day and entry, with their exact count.
    pub page: Page<Movement>,
}

/// What moved a client's account between two days.
pub fn client_history(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    ask: &HistoryAsk,
) -> Result<ClientHistory, db::Error> {
    let start = (ask.from, 0, String::new());
    let opening = owed_at(tx, access, &start, ask.currency)?;
    let closing = owed_at(tx, access, &(ask.until, i64::MAX, String::new()), ask.currency)?;
    let (after, mut owed) = match &ask.page.after {
        None => (start, opening.clone()),
        Some(cursor) => {
            let key = key_of(cursor)?;
            let owed = owed_at(tx, access, &key, ask.currency)?;
            (key, owed)
        }
    };
    let wanted = ask.page.rows() as usize;
    let (day, entry_no, currency) = &after;
    let params =
        params![access.id(), ask.until, *day, *entry_no, currency, ask.currency, wanted as i64 + 1];
    let mut items = tx.query(&MOVEMENTS, params, movement_of)?;
    let more = items.len() > wanted;
    items.truncate(wanted);
    for movement in &mut items {
        movement.balance_minor = carry(&mut owed, movement);
    }
    let next = items.last().filter(|_| more).map(|m| {
        let parts = [m.effective_on.to_string(), m.entry_no.to_string()];
        cursor::write(LIST, &[&parts[0], &parts[1], m.currency.code()])
    });
    let count = params![access.id(), ask.from, ask.until, ask.currency];
    let total = tx.query_one(&COUNT, count, |r| r.get(0))?;
    Ok(ClientHistory { opening, closing, page: Page { items, total, next } })
}

/// Day, entry and currency of a movement.
type Key = (Date, i64, String);

fn key_of(cursor: &str) -> Result<Key, db::Error> {
    let [day, entry_no, currency] = cursor::read(cursor, LIST)?;
    let bad = |_| db::Error::Cursor;
    Ok((day.parse().map_err(|_| db::Error::Cursor)?, entry_no.parse().map_err(bad)?, currency))
}

fn owed_at(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    (day, entry_no, currency): &Key,
    only: Option<Currency>,
) -> Result<Vec<Owed>, db::Error> {
    let mut owed =
        tx.query(&OPENING, params![access.id(), *day, *entry_no, currency, only], |r| {
            Ok(Owed {
                currency: r.get(0)?,
                balance_minor: r.get(1)?,
                base_balance_minor: r.get(2)?,
            })
        })?;
    owed.retain(|o| o.balance_minor != 0 || o.base_balance_minor != 0);
    Ok(owed)
}

/// Adds a movement to what is owed, and says what is owed in its currency then.
fn carry(owed: &mut Vec<Owed>, m: &Movement) -> i64 {
    let moved_minor = m.amount_minor();
    match owed.iter_mut().find(|o| o.currency == m.currency) {
        Some(o) => {
            o.balance_minor += moved_minor;
            o.base_balance_minor += m.base_minor;
            o.balance_minor
        }
        None => {
            owed.push(Owed {
                currency: m.currency,
                balance_minor: moved_minor,
                base_balance_minor: m.base_minor,
            });
            moved_minor
        }
    }
}

fn movement_of(r: &Row<'_>) -> Result<Movement, db::Error> {
    Ok(Movement {
        effective_on: r.get(0)?,
        entry_no: r.get(1)?,
        currency: r.get(2)?,
        receivable_minor: r.get(3)?,
        unapplied_minor: r.get(4)?,
        base_minor: r.get(5)?,
        balance_minor: 0,
        source: r.get(6)?,
        document: r.get(7)?,
        document_number: r.get(8)?,
        narrative: r.get(9)?,
        reason: r.get(10)?,
        reverses_no: r.get(11)?,
    })
}
