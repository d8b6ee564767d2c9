//! The one place through which everything is posted.
//!
//! A [`Book`] is opened in a write transaction, takes entries, items and settlements in memory, where each
//! is checked, and on [`Book::close`] writes them with one bulk load a table. A single invoice and an import
//! of a million rows go the same way.

use std::collections::HashMap;
use std::fmt;

use clients::ClientId;
use db::Tx;
use jiff::civil::Date;
use money::{Currency, Rate};
use people::{Actor, tenant};
use uuid::Uuid;

use crate::account::{self, AccountRole, GlAccount, GlAccountId};
use crate::day::{self, DayOutOfRange};
use crate::open_item::{self, NewItem, OpenItem, OpenItemId, STILL_OPEN};
use crate::period::{Lock, Locks};
use crate::series;
use crate::settlement::Settlement;

mod reduce;
mod settle;

pub use settle::Settle;

/// The most that the debits of an entry can come to, in minor units: ten trillion of a currency with cents.
/// Nine thousand such entries still add up to what a sum can hold, so that nobody's slip makes the reports of
/// everybody overflow.
pub const ENTRY_MINOR_MAX: i64 = 1_000_000_000_000_000;

db::loads! {
    LOAD_ENTRIES = journal_entry(entry_no, effective_on, recorded_at, recorded_by, source, document_id, narrative, reason, reverses_no);
    LOAD_POSTINGS = posting(entry_no, line_no, gl_account_id, effective_on, currency, debit_minor, credit_minor, base_debit_minor, base_credit_minor, rate_e12, client_id, document_id);
    LOAD_ITEMS = open_item(open_item_id, client_id, kind, side, number, gl_account_id, currency, amount_minor, base_minor, open_minor, open_base_minor, rate_e12, issued_on, due_on, closed_on, entry_no);
    LOAD_SETTLEMENTS = settlement(entry_no, kind, debit_item_id, credit_item_id, amount_minor, debit_base_minor, credit_base_minor, applied_on, reverses_no, reason, with_credit_id);
}

kernel::words! {
    /// A side of an account.
    pub enum Side {
        /// Left.
        Debit = "debit",
        /// Right.
        Credit = "credit",
    }
}

impl Side {
    /// The other side.
    pub fn other(self) -> Self {
        match self {
            Self::Debit => Self::Credit,
            Self::Credit => Self::Debit,
        }
    }
}

/// What is said of an entry besides its lines.
#[derive(Clone, Debug)]
pub struct EntryHead {
    /// The day from which it counts.
    pub effective_on: Date,
    /// What kind of act posted it: `invoice`, `receipt`, `application`, `manual` and so on.
    pub source: &'static str,
    /// The document that it belongs to.
    pub document: Option<Uuid>,
    /// What an accountant reads.
    pub narrative: String,
    /// Why, where it corrects something.
    pub reason: Option<String>,
    /// The entry that it takes back.
    pub reverses: Option<i64>,
}

/// One line of an entry.
#[derive(Clone, Debug)]
pub struct Line {
    /// The account.
    pub account: GlAccountId,
    /// The side.
    pub side: Side,
    /// The currency of the amount.
    pub currency: Currency,
    /// The amount, not below nought; nought for an exchange difference.
    pub amount_minor: i64,
    /// The amount in base currency, not below nought.
    pub base_minor: i64,
    /// Base-currency units for one of the currency.
    pub rate: Rate,
    /// The client whom it concerns.
    pub client: Option<ClientId>,
    /// The document that it concerns.
    pub document: Option<Uuid>,
}

/// Why something is not posted. Nothing of the book is then written.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// Debits and credits differ.
    #[error(
        "the entry does not balance in {currency}: debits {}, credits {}",
        decimal(*.debit_minor, *.currency),
        decimal(*.credit_minor, *.currency)
    )]
    Unbalanced {
        /// In which currency; the base currency's own sums come last.
        currency: Currency,
        /// The debits.
        debit_minor: i128,
        /// The credits.
        credit_minor: i128,
    },
    /// Fewer than two lines, or a line of nothing.
    #[error("an entry has at least two lines, and each has an amount")]
    Empty,
    /// The month is locked.
    #[error("{day} lies in a period that is locked ({lock}); choose a later day or have it opened")]
    PeriodLocked {
        /// The day.
        day: Date,
        /// The lock.
        lock: Lock,
    },
    /// Too early or too late to be meant.
    #[error(transparent)]
    DayOutOfRange(#[from] DayOutOfRange),
    /// What it debits comes to more than [`ENTRY_MINOR_MAX`].
    #[error(
        "{} {currency} is more than can be posted at once: at most {}",
        money::format_minor(*.minor, *.currency),
        money::format_minor(ENTRY_MINOR_MAX, *.currency)
    )]
    TooLarge {
        /// The currency.
        currency: Currency,
        /// The amount.
        minor: i64,
    },
    /// No such account, or out of use.
    #[error("the account {0} is not in the chart, or is out of use")]
    UnknownAccount(String),
    /// The chart has no account for what the program must post.
    #[error("no account of the chart is used for '{0}'; give one that role")]
    NoAccountFor(AccountRole),
    /// Open items stand behind the account.
    #[error("{0} is a control account: it is posted to by invoices and receipts, not by hand")]
    ControlAccount(String),
    /// A sum does not fit 64 bits.
    #[error(transparent)]
    Money(#[from] money::MoneyError),
    /// The journal has no number series.
    #[error(transparent)]
    Series(#[from] series::SeriesError),
    /// The tenant is not there.
    #[error(transparent)]
    Tenant(#[from] tenant::TenantError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// A sum as people write it.
fn decimal(minor: i128, currency: Currency) -> String {
    let fits = i64::try_from(minor).map(|minor| money::format_minor(minor, currency));
    fits.unwrap_or_else(|_| format!("{minor} minor units"))
}

kernel::fault!(PostError {
    Self::Unbalanced { .. } => Invalid, "unbalanced", at "lines";
    Self::Empty => Invalid, "empty-entry", at "lines";
    Self::TooLarge { .. } => Invalid, "amount-too-large", at "lines";
    Self::PeriodLocked { .. } => Conflict, "period-locked", at "effective_on";
    Self::DayOutOfRange(_) => Invalid, "day-out-of-range", at "effective_on";
    Self::UnknownAccount(_) => Invalid, "unknown-account", at "lines";
    Self::NoAccountFor(_) => Conflict, "no-account-for-role";
    Self::ControlAccount(_) => Invalid, "control-account", at "lines";
    Self::Money(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Tenant(e) => delegate e;
    Self::Db(e) => delegate e;
});

struct Entry {
    no: i64,
    head: EntryHead,
}

struct Posting {
    entry_no: i64,
    line_no: i64,
    effective_on: Date,
    line: Line,
}

/// An item of the book with what moved it.
struct Held {
    item: OpenItem,
    is_new: bool,
    moved: Vec<(Date, i64)>,
}

/// What is to be posted in one transaction.
pub struct Book<'b, 'c> {
    tx: &'b Tx<'c>,
    recorded_by: String,
    tenant: tenant::Tenant,
    accounts: Vec<GlAccount>,
    locks: Locks,
    today: Date,
    first_no: i64,
    entries: Vec<Entry>,
    postings: Vec<Posting>,
    settlements: Vec<Settlement>,
    items: HashMap<OpenItemId, Held>,
    new_items: Vec<OpenItemId>,
}

impl<'b, 'c> Book<'b, 'c> {
    /// Opens the book: reads the chart, the locks and the next entry number.
    pub fn open(tx: &'b Tx<'c>, actor: &Actor) -> Result<Self, PostError> {
        let tenant = tenant::get(tx)?;
        let today = tenant.day(tx.now());
        Ok(Self {
            tx,
            recorded_by: actor.name().to_owned(),
            today,
            tenant,
            accounts: account::all(tx)?,
            locks: Locks::load(tx, actor)?,
            first_no: series::next_entry_no(tx)?,
            entries: Vec::new(),
            postings: Vec::new(),
            settlements: Vec::new(),
            items: HashMap::new(),
            new_items: Vec::new(),
        })
    }

    /// The tenant whose book it is.
    pub fn tenant(&self) -> &tenant::Tenant {
        &self.tenant
    }

    /// What an accountant reads of an entry, in the language of the company's books.
    pub fn say(&self, english: fmt::Arguments<'_>, spanish: fmt::Arguments<'_>) -> String {
        match self.tenant.language.as_str() {
            "es" => spanish.to_string(),
            _ => english.to_string(),
        }
    }

    /// The same of an entry that takes another back.
    pub(crate) fn reversal_of(&self, entry_no: i64) -> String {
        self.say(
            format_args!("Reversal of entry {entry_no}"),
            format_args!("Reversión del asiento {entry_no}"),
        )
    }

    /// The tenant's base currency.
    pub fn base(&self) -> Currency {
        self.tenant.base_currency
    }

    /// What day it is for the tenant.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The account that is used for something.
    pub fn account_for(&self, role: AccountRole) -> Result<GlAccountId, PostError> {
        let found = self.accounts.iter().find(|a| a.role == Some(role));
        found.map(|a| a.id).ok_or(PostError::NoAccountFor(role))
    }

    /// An account of the chart that is in use.
    pub fn account(&self, id: GlAccountId) -> Result<&GlAccount, PostError> {
        let found = self.accounts.iter().find(|a| a.id == id && a.active);
        found.ok_or_else(|| PostError::UnknownAccount(id.to_string()))
    }

    /// Adds an entry and answers its number.
    pub fn entry(&mut self, head: EntryHead, lines: Vec<Line>) -> Result<i64, PostError> {
        self.check_day(head.effective_on)?;
        check_balance(self.base(), &lines)?;
        for line in &lines {
            self.account(line.account)?;
        }
        let no = self.first_no + self.entries.len() as i64;
        let effective_on = head.effective_on;
        self.entries.push(Entry { no, head });
        for (index, line) in lines.into_iter().enumerate() {
            self.postings.push(Posting {
                entry_no: no,
                line_no: index as i64 + 1,
                effective_on,
                line,
            });
        }
        Ok(no)
    }

    /// Refuses a day that is locked for the actor, or cannot be meant.
    pub fn check_day(&self, day: Date) -> Result<(), PostError> {
        day::check(day, self.today)?;
        match self.locks.against(day) {
            Some(lock) => Err(PostError::PeriodLocked { day, lock }),
            None => Ok(()),
        }
    }

    /// Adds an open item to the control account of its kind; the entry must have posted it there.
    pub fn item(&mut self, new: NewItem, entry_no: i64) -> Result<(), PostError> {
        let account = self.control_account(new.kind)?;
        let item = OpenItem {
            id: new.id,
            client: new.client,
            kind: new.kind,
            side: new.kind.side(),
            number: new.number,
            account,
            currency: new.currency,
            amount_minor: new.amount_minor,
            base_minor: new.base_minor,
            open_minor: new.amount_minor,
            open_base_minor: new.base_minor,
            rate: new.rate,
            issued_on: new.issued_on,
            due_on: new.due_on,
            closed_on: STILL_OPEN,
            entry_no,
        };
        self.new_items.push(item.id);
        self.items.insert(item.id, Held { item, is_new: true, moved: Vec::new() });
        Ok(())
    }

    /// The control account that items of a kind belong to.
    pub fn control_account(&self, kind: open_item::ItemKind) -> Result<GlAccountId, PostError> {
        self.account_for(match kind {
            open_item::ItemKind::Invoice | open_item::ItemKind::CreditNote => {
                AccountRole::Receivable
            }
            open_item::ItemKind::Receipt => AccountRole::Unapplied,
        })
    }

    /// Writes all of it. Answers the number of the first entry.
    pub fn close(self) -> Result<i64, PostError> {
        if self.entries.is_empty() {
            return Ok(self.first_no);
        }
        let tx = self.tx;
        let taken = series::take_entry_nos(tx, self.entries.len())?;
        debug_assert_eq!(taken, self.first_no, "writers of a tenant take turns");
        tx.load(&LOAD_ENTRIES, &self.entries, |e| {
            let h = &e.head;
            [
                e.no.into(),
                h.effective_on.into(),
                tx.now().into(),
                (&self.recorded_by).into(),
                h.source.into(),
                h.document.into(),
                (&h.narrative).into(),
                h.reason.as_deref().into(),
                h.reverses.into(),
            ]
        })?;
        tx.load(&LOAD_POSTINGS, &self.postings, posting_cells)?;
        let new: Vec<&OpenItem> = self
            .new_items
            .iter()
            .filter_map(|id| self.items.get(id))
            .map(|held| &held.item)
            .collect();
        tx.load(&LOAD_ITEMS, &new, |item| item_cells(item))?;
        tx.load(&LOAD_SETTLEMENTS, &self.settlements, settlement_cells)?;
        self.reduce_items()?;
        Ok(self.first_no)
    }

    fn reduce_items(&self) -> Result<(), db::Error> {
        let touched = |side: Side| {
            let mut held = self.items.values().filter(|h| !h.is_new && !h.moved.is_empty());
            held.any(|h| h.item.side == side)
        };
        if self.settlements.is_empty() {
            return Ok(());
        }
        for side in [Side::Debit, Side::Credit].into_iter().filter(|side| touched(*side)) {
            reduce::items(self.tx, side, self.first_no)?;
        }
        Ok(())
    }
}

fn posting_cells(p: &Posting) -> [db::Value<'_>; 12] {
    let l = &p.line;
    let (debit, credit) = sides(l.side, l.amount_minor);
    let (base_debit, base_credit) = sides(l.side, l.base_minor);
    [
        p.entry_no.into(),
        p.line_no.into(),
        l.account.into(),
        p.effective_on.into(),
        l.currency.into(),
        debit.into(),
        credit.into(),
        base_debit.into(),
        base_credit.into(),
        l.rate.into(),
        l.client.into(),
        l.document.into(),
    ]
}

fn item_cells<'i>(item: &&'i OpenItem) -> [db::Value<'i>; 16] {
    [
        item.id.into(),
        item.client.into(),
        item.kind.word().into(),
        item.side.word().into(),
        (&item.number).into(),
        item.account.into(),
        item.currency.into(),
        item.amount_minor.into(),
        item.base_minor.into(),
        item.open_minor.into(),
        item.open_base_minor.into(),
        item.rate.into(),
        item.issued_on.into(),
        item.due_on.into(),
        item.closed_on.into(),
        item.entry_no.into(),
    ]
}

fn settlement_cells(s: &Settlement) -> [db::Value<'_>; 11] {
    [
        s.entry_no.into(),
        s.kind.word().into(),
        s.debit_item.into(),
        s.credit_item.into(),
        s.amount_minor.into(),
        s.debit_base_minor.into(),
        s.credit_base_minor.into(),
        s.applied_on.into(),
        s.reverses_no.into(),
        s.reason.as_deref().into(),
        s.with_credit.into(),
    ]
}

fn sides(side: Side, minor: i64) -> (i64, i64) {
    match side {
        Side::Debit => (minor, 0),
        Side::Credit => (0, minor),
    }
}

/// Debits equal credits in each currency, and in base currency.
fn check_balance(base: Currency, lines: &[Line]) -> Result<(), PostError> {
    let nothing = |l: &Line| l.amount_minor == 0 && l.base_minor == 0;
    if lines.len() < 2 || lines.iter().all(nothing) {
        return Err(PostError::Empty);
    }
    let sums = |of: &dyn Fn(&Line) -> i64, side: Side, only: Option<Currency>| -> i128 {
        let these = lines.iter().filter(|l| l.side == side && only.is_none_or(|c| l.currency == c));
        these.map(|l| i128::from(of(l))).sum()
    };
    let check = |currency: Currency, debit_minor: i128, credit_minor: i128| {
        if debit_minor > i128::from(ENTRY_MINOR_MAX) {
            let minor = i64::try_from(debit_minor).unwrap_or(i64::MAX);
            return Err(PostError::TooLarge { currency, minor });
        }
        if debit_minor == credit_minor {
            Ok(())
        } else {
            Err(PostError::Unbalanced { currency, debit_minor, credit_minor })
        }
    };
    for line in lines {
        if line.amount_minor < 0 || line.base_minor < 0 {
            return Err(PostError::Empty);
        }
        let amount = |l: &Line| l.amount_minor;
        let only = Some(line.currency);
        check(line.currency, sums(&amount, Side::Debit, only), sums(&amount, Side::Credit, only))?;
    }
    let amount = |l: &Line| l.base_minor;
    check(base, sums(&amount, Side::Debit, None), sums(&amount, Side::Credit, None))
}
