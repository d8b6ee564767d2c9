//! The list of open items as of a day.

use clients::ClientId;
use db::{Row, Tx, Value, cursor, params};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Page, PageRequest};
use ledger::open_item::STILL_OPEN;
use ledger::{ItemKind, OpenItemId};
use money::Currency;
use people::Allowed;
use people::permission::ReadReceivables;
use uuid::Uuid;

use crate::aging::AgingBasis;
use crate::scope::{Owner, Scope, ScopeError};

mod sql;

/// The first day that there is.
const FIRST_DAY: Date = Date::constant(1, 1, 1);
/// More days than lie between any two.
const SPAN_DAYS_MAX: i64 = 4_000_000;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenItemSort {
    /// By due day, the longest due first.
    #[default]
    DueOn,
    /// By number.
    Number,
}

impl OpenItemSort {
    fn word(self) -> &'static str {
        match self {
            Self::DueOn => "due_on",
            Self::Number => "number",
        }
    }
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct OpenItemsAsk {
    /// The end of which day.
    pub as_of: Date,
    /// Only this client's.
    pub client: Option<ClientId>,
    /// With `client`: whether those of the clients below it count too, as far as they are in reach.
    pub include_children: bool,
    /// Only those of this owner's clients, or of nobody's.
    pub owner: Option<Owner>,
    /// Only these kinds; empty is invoices and credit notes, which make up the aged balance.
    pub kinds: Vec<ItemKind>,
    /// Only what is in this currency.
    pub currency: Option<Currency>,
    /// Only what had been due for so many days at the least.
    pub min_days_past_due: Option<u32>,
    /// From which day on `days_from` and `days_until` count.
    pub basis: AgingBasis,
    /// Only what was so many days past that day at the least; below nought before it.
    pub days_from: Option<i32>,
    /// Only what was so many days past that day at the most.
    pub days_until: Option<i32>,
    /// Only what has a number that begins so.
    pub number: Option<String>,
    /// The order.
    pub sort: OpenItemSort,
    /// Whether the order is turned round.
    pub descending: bool,
    /// The page.
    pub page: PageRequest,
}

impl OpenItemsAsk {
    /// The first page of all open invoices and credit notes, the longest due first.
    pub fn of(as_of: Date) -> Self {
        Self {
            as_of,
            client: None,
            include_children: false,
            owner: None,
            kinds: Vec::new(),
            currency: None,
            min_days_past_due: None,
            basis: AgingBasis::Due,
            days_from: None,
            days_until: None,
            number: None,
            sort: OpenItemSort::DueOn,
            descending: false,
            page: PageRequest::default(),
        }
    }
}

/// An item as it stood at the end of the day. Amounts are above nought whichever side it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItemRow {
    /// Its id, which is its document's.
    pub id: OpenItemId,
    /// Which document it belongs to.
    pub kind: ItemKind,
    /// The document's number.
    pub number: String,
    /// Whose it is.
    pub client: ClientId,
    /// The client's number.
    pub client_number: String,
    /// The client's name in law.
    pub client_name: String,
    /// Its currency.
    pub currency: Currency,
    /// The document's day.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// Days from the due day to the day asked for; nought or below while it is not due.
    pub days_past_due: i64,
    /// What it was for, in minor units.
    pub amount_minor: i64,
    /// What of it was open.
    pub open_minor: i64,
    /// What of its base amount was open, in minor units of base currency.
    pub open_base_minor: i64,
    /// Whether it is in dispute and was so on the day. A dispute that has ended is not remembered.
    pub disputed: bool,
}

/// A page of the items that were open at the end of a day, with their exact count.
pub fn open_items(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &OpenItemsAsk,
) -> Result<Page<OpenItemRow>, ScopeError> {
    let scope = Scope::of(tx, proof, ask.client, ask.include_children, ask.owner)?;
    let filters = filters(tx, ask)?;
    let mut counted = filters.clone();
    scope.clone().bind(&mut counted);
    let list = list_of(ask, &counted);
    let after = ask.page.after.as_deref().map(|a| read_cursor(ask, a, &list)).transpose()?;
    let (key, total) = match after {
        Some((key, total)) => (key, total),
        None => {
            let total = tx.query_one(sql::COUNTS[scope.index()], &counted, |r| r.get(0))?;
            (before_all(ask), total)
        }
    };
    let statement = sql::PAGES[ask.sort as usize][usize::from(ask.descending)][scope.index()];
    let wanted = ask.page.rows() as usize;
    let mut params = filters;
    params.extend(key);
    params.extend([Value::Int(wanted as i64 + 1), STILL_OPEN.into()]);
    scope.bind(&mut params);
    let mut items = tx.query(statement, &params, |r| row_of(r, ask.as_of))?;
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next = items.last().filter(|_| more).map(|last| cursor_of(ask, last, &list, total));
    Ok(Page { items, total, next })
}

/// The parameters that pages and counts begin with.
fn filters(tx: &Tx<'_>, ask: &OpenItemsAsk) -> Result<Vec<Value<'static>>, db::Error> {
    let settled_since = tx.query_opt(&sql::SETTLED_SINCE, params![ask.as_of], |_| Ok(()))?;
    let kinds = match ask.kinds.as_slice() {
        [] => vec![ItemKind::Invoice, ItemKind::CreditNote],
        kinds => kinds.to_vec(),
    };
    let kinds: Vec<String> = kinds.into_iter().map(|k| k.word().to_owned()).collect();
    let due_until = ask.min_days_past_due.map_or(STILL_OPEN, |n| back(ask.as_of, i64::from(n)));
    let earliest = ask.days_until.map_or(FIRST_DAY, |n| back(ask.as_of, i64::from(n)));
    let latest = ask.days_from.map_or(STILL_OPEN, |n| back(ask.as_of, i64::from(n)));
    Ok(vec![
        ask.as_of.into(),
        settled_since.is_some().into(),
        kinds.into(),
        ask.currency.into(),
        due_until.into(),
        earliest.into(),
        latest.into(),
        (ask.basis == AgingBasis::Issued).into(),
        ask.number.clone().unwrap_or_default().into(),
    ])
}

/// So many days before a day (or after it, below nought), as far as there are days.
fn back(day: Date, days: i64) -> Date {
    // A span has fewer days than a caller may say.
    let span = days.clamp(-SPAN_DAYS_MAX, SPAN_DAYS_MAX).days();
    day.saturating_sub(span).clamp(FIRST_DAY, STILL_OPEN)
}

/// The key that stands before all.
fn before_all(ask: &OpenItemsAsk) -> [Value<'static>; 2] {
    let key = match (ask.sort, ask.descending) {
        (OpenItemSort::DueOn, false) => FIRST_DAY.into(),
        (OpenItemSort::DueOn, true) => STILL_OPEN.into(),
        (OpenItemSort::Number, false) => Value::from(""),
        // Nothing sorts after U+10FFFF.
        (OpenItemSort::Number, true) => Value::from("\u{10FFFF}"),
    };
    let id = if ask.descending { Uuid::max() } else { Uuid::nil() };
    [key, id.into()]
}

/// What a cursor belongs to: the order, and the filters by the parameters that they are bound as.
fn list_of(ask: &OpenItemsAsk, filters: &[Value<'_>]) -> String {
    let turned = if ask.descending { "-" } else { "" };
    format!("{turned}{} {}", ask.sort.word(), cursor::print(filters))
}

/// The key after which the page begins, and what was counted for the first page.
fn read_cursor(
    ask: &OpenItemsAsk,
    given: &str,
    list: &str,
) -> Result<([Value<'static>; 2], u64), db::Error> {
    let [key, id, total] = cursor::read(given, list)?;
    let id: Uuid = id.parse().map_err(|_| db::Error::Cursor)?;
    let key = match ask.sort {
        OpenItemSort::DueOn => Value::Date(key.parse().map_err(|_| db::Error::Cursor)?),
        OpenItemSort::Number => Value::from(key),
    };
    Ok(([key, id.into()], total.parse().map_err(|_| db::Error::Cursor)?))
}

fn cursor_of(ask: &OpenItemsAsk, last: &OpenItemRow, list: &str, total: u64) -> String {
    let key = match ask.sort {
        OpenItemSort::DueOn => last.due_on.to_string(),
        OpenItemSort::Number => last.number.clone(),
    };
    cursor::write(list, &[&key, &last.id.to_string(), &total.to_string()])
}

fn row_of(r: &Row<'_>, as_of: Date) -> Result<OpenItemRow, db::Error> {
    let due_on: Date = r.get(8)?;
    Ok(OpenItemRow {
        id: r.get(0)?,
        kind: r.parse(1)?,
        number: r.get(2)?,
        client: r.get(3)?,
        client_number: r.get(4)?,
        client_name: r.get(5)?,
        currency: r.get(6)?,
        issued_on: r.get(7)?,
        due_on,
        days_past_due: i64::from((as_of - due_on).get_days()),
        amount_minor: r.get(9)?,
        open_minor: r.get(10)?,
        open_base_minor: r.get(11)?,
        disputed: r.get(12)?,
    })
}
