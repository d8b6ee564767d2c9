//! The list of open items as of a day.

use clients::ClientId;
use db::{Row, Tx, Value, params};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Page, PageRequest, UserId};
use ledger::open_item::STILL_OPEN;
use ledger::{ItemKind, OpenItemId};
use money::Currency;
use people::Allowed;
use people::permission::ReadReceivables;
use uuid::Uuid;

use crate::cursor;
use crate::scope::{Scope, ScopeError};

mod sql;

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
    /// Only those of this owner's clients.
    pub owner: Option<UserId>,
    /// Only these kinds; empty is invoices and credit notes, which make up the aged balance.
    pub kinds: Vec<ItemKind>,
    /// Only what is in this currency.
    pub currency: Option<Currency>,
    /// Only what had been due for so many days at the least.
    pub min_days_past_due: Option<u32>,
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
    let total = {
        let mut params = filters.clone();
        scope.clone().bind(&mut params);
        tx.query_one(sql::COUNTS[scope.index()], &params, |r| r.get(0))?
    };
    let statement = sql::PAGES[ask.sort as usize][usize::from(ask.descending)][scope.index()];
    let wanted = ask.page.rows() as usize;
    let [key, id] = begins_after(ask)?;
    let mut params = filters;
    params.extend([key, id, Value::Int(wanted as i64 + 1), STILL_OPEN.into()]);
    scope.bind(&mut params);
    let mut items = tx.query(statement, &params, |r| row_of(r, ask.as_of))?;
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next = items.last().filter(|_| more).map(|last| cursor_of(ask, last));
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
    let days = ask.min_days_past_due.map(i64::from);
    let due_until = days.map_or(STILL_OPEN, |n| back(ask.as_of, n));
    Ok(vec![
        ask.as_of.into(),
        settled_since.is_some().into(),
        kinds.into(),
        ask.currency.into(),
        due_until.into(),
    ])
}

/// So many days before a day, or the first day that there is.
fn back(day: Date, days: i64) -> Date {
    let first = Date::constant(1, 1, 1);
    day.checked_sub(days.days()).unwrap_or(first).max(first)
}

/// The key after which the page begins: the cursor's, or one that stands before all.
fn begins_after(ask: &OpenItemsAsk) -> Result<[Value<'static>; 2], db::Error> {
    if let Some(given) = &ask.page.after {
        let [key, id] = cursor::read(given, &list_of(ask))?;
        let id: Uuid = id.parse().map_err(|_| db::Error::Cursor)?;
        let key = match ask.sort {
            OpenItemSort::DueOn => Value::Date(key.parse().map_err(|_| db::Error::Cursor)?),
            OpenItemSort::Number => Value::from(key),
        };
        return Ok([key, id.into()]);
    }
    let key = match (ask.sort, ask.descending) {
        (OpenItemSort::DueOn, false) => Date::constant(1, 1, 1).into(),
        (OpenItemSort::DueOn, true) => STILL_OPEN.into(),
        (OpenItemSort::Number, false) => Value::from(""),
        // Nothing sorts after U+10FFFF.
        (OpenItemSort::Number, true) => Value::from("\u{10FFFF}"),
    };
    let id = if ask.descending { Uuid::max() } else { Uuid::nil() };
    Ok([key, id.into()])
}

fn list_of(ask: &OpenItemsAsk) -> String {
    format!("{}{}", if ask.descending { "-" } else { "" }, ask.sort.word())
}

fn cursor_of(ask: &OpenItemsAsk, last: &OpenItemRow) -> String {
    let key = match ask.sort {
        OpenItemSort::DueOn => last.due_on.to_string(),
        OpenItemSort::Number => last.number.clone(),
    };
    cursor::write(&[&list_of(ask), &key, &last.id.to_string()])
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
