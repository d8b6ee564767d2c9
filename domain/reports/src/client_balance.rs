//! What a client owes and has, as of a day.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use clients::ClientId;
use clients::client::access::ClientAccess;
use db::{Row, Tx, Value, params};
use jiff::civil::Date;
use money::{Currency, MoneyError};
use people::Allowed;
use people::permission::ReadReceivables;

use crate::groups::{By, Key, Keys};
use crate::scope::{Owner, Scope, ScopeError, family};

/// The text for a scope. Parameters: ?2 the day, ?3 the owners or clients.
#[rustfmt::skip]
macro_rules! balance {
    ($scope:ident, $key:ident) => { concat!("WITH later AS (
    -- What settlements after the day took from each item, or gave back (below nought).
    ", later_of!($scope, "3"), "
), part AS (
    -- What is left of each item by all that is recorded.
    SELECT o.currency, o.kind, o.due_on, o.open_minor, o.open_base_minor", of_items_client!($key), "
    ", items_of!($scope, "3"), " AND o.closed_on > ?2 AND o.issued_on <= ?2
    UNION ALL
    -- What later days changed of them, put back. CROSS, so that SQLite starts from the few that changed.
    SELECT o.currency, o.kind, o.due_on, l.amount_minor, l.base_minor", of_items_client!($key), "
    FROM later l
    CROSS JOIN open_item o
    WHERE o.tenant_id = ?1 AND o.open_item_id = l.open_item_id AND o.closed_on > ?2 AND o.issued_on <= ?2
), sums AS (
    -- Each kind in each currency.
    SELECT currency,
           ", sum!("open_minor", "kind = 'invoice'"), " AS invoiced_minor, ", sum!("open_minor", "kind = 'credit_note'"), " AS credited_minor,
           ", sum!("open_minor", "kind = 'receipt'"), " AS on_account_minor, ", sum!("open_minor", "kind = 'invoice' AND due_on < ?2"), " AS overdue_minor,
           ", sum!("open_base_minor", "kind = 'invoice'"), " AS invoiced_base, ", sum!("open_base_minor", "kind = 'credit_note'"), " AS credited_base,
           ", sum!("open_base_minor", "kind = 'receipt'"), " AS on_account_base, ", sum!("open_base_minor", "kind = 'invoice' AND due_on < ?2"), " AS overdue_base", of_client!($key), "
    FROM part
    GROUP BY currency", of_client!($key), "
)
SELECT currency, invoiced_minor, credited_minor, on_account_minor, overdue_minor,
       invoiced_base, credited_base, on_account_base, overdue_base", of_client!($key), "
FROM sums
WHERE invoiced_minor <> 0 OR credited_minor <> 0 OR on_account_minor <> 0
ORDER BY currency") };
}

/// The sum of what is so, nought where nothing is.
#[rustfmt::skip]
macro_rules! sum {
    ($minor:literal, $so:literal) => { concat!("COALESCE(CAST(SUM(", $minor, ") FILTER (WHERE ", $so, ") AS BIGINT), 0)") };
}

db::statements! {
    BALANCE = balance!(clients, total);
    BALANCE_ALL = balance!(all, client);
    BALANCE_OWNERS = balance!(owners, client);
    BALANCE_CLIENTS = balance!(clients, client);
    BALANCE_NOBODY = balance!(nobody, client);
}

/// The texts by scope, each client apart.
static BALANCES: [&db::Statement; 4] =
    [&BALANCE_ALL, &BALANCE_OWNERS, &BALANCE_CLIENTS, &BALANCE_NOBODY];

/// The sums of a client's open items. All are nought or more but the balance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Open invoices.
    pub invoiced_minor: i64,
    /// Open credit notes.
    pub credited_minor: i64,
    /// Receipts that are not applied.
    pub on_account_minor: i64,
    /// Invoices that were due before the day; part of `invoiced_minor`.
    pub overdue_minor: i64,
}

impl Sums {
    /// Both together; `None` where that is more than an amount can be.
    pub fn and(self, other: Self) -> Option<Self> {
        Some(Self {
            invoiced_minor: self.invoiced_minor.checked_add(other.invoiced_minor)?,
            credited_minor: self.credited_minor.checked_add(other.credited_minor)?,
            on_account_minor: self.on_account_minor.checked_add(other.on_account_minor)?,
            overdue_minor: self.overdue_minor.checked_add(other.overdue_minor)?,
        })
    }

    /// What the client owes on the whole: invoices less credit notes and money on account; below nought where
    /// the company owes.
    pub fn balance_minor(&self) -> i64 {
        self.invoiced_minor - self.credited_minor - self.on_account_minor
    }
}

/// What a client owes and has in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyBalance {
    /// The currency.
    pub currency: Currency,
    /// In minor units of it.
    pub sums: Sums,
    /// The base amounts, in minor units of the company's base currency.
    pub base: Sums,
}

/// What a client owes and has as of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientBalance {
    /// One for each currency in which anything was open, by code.
    pub currencies: Vec<CurrencyBalance>,
    /// What of the credit limit is left, in minor units of the account's currency: the limit less the balance
    /// in that currency, other currencies aside. Below nought where it is exceeded; `None` without a limit.
    pub credit_limit_left_minor: Option<i64>,
}

/// The balance of a client, and of the clients below it where asked, as far as they are in reach.
pub fn client_balance(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    as_of: Date,
    include_children: bool,
) -> Result<ClientBalance, ScopeError> {
    let family = family(tx, access.allowed(), access.id(), include_children)?;
    let ids: Vec<ClientId> = family.into_iter().map(|(id, _)| id).collect();
    let currencies = tx.query(&BALANCE, params![as_of, ids], balance_of)?;
    let own = currencies.iter().find(|c| c.currency == access.currency());
    let used_minor = own.map_or(0, |c| c.sums.balance_minor());
    let credit_limit_left_minor = access.credit_limit_minor().map(|limit| limit - used_minor);
    Ok(ClientBalance { currencies, credit_limit_left_minor })
}

/// Whose balances are asked for.
#[derive(Clone, Copy, Debug)]
pub struct BalancesAsk {
    /// The end of which day.
    pub as_of: Date,
    /// What the rows are of.
    pub by: By,
    /// Only this client's.
    pub client: Option<ClientId>,
    /// With `client`: whether those of the clients below it count too, as far as they are in reach.
    pub include_children: bool,
    /// Only those of this owner's clients, or of nobody's.
    pub owner: Option<Owner>,
}

/// The balances in reach of `proof`, a row for each of what was asked and currency.
pub fn client_balances(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &BalancesAsk,
) -> Result<Vec<(Key, CurrencyBalance)>, BalancesError> {
    let scope = Scope::of(tx, proof, ask.client, ask.include_children, ask.owner)?;
    let mut params: Vec<Value<'_>> = vec![ask.as_of.into()];
    let text = BALANCES[scope.index()];
    scope.bind(&mut params);
    let found = tx.query(text, &params, |r| Ok((r.get::<ClientId>(9)?, balance_of(r)?)))?;
    let keys = Keys::of(tx, ask.by, found.iter().map(|(client, _)| *client))?;
    let mut groups: BTreeMap<(Key, Currency), CurrencyBalance> = BTreeMap::new();
    for (client, one) in found {
        match groups.entry((keys.get(client), one.currency)) {
            Entry::Vacant(place) => drop(place.insert(one)),
            Entry::Occupied(mut place) => {
                let sum = place.get_mut();
                sum.sums = sum.sums.and(one.sums).ok_or(MoneyError::Overflow)?;
                sum.base = sum.base.and(one.base).ok_or(MoneyError::Overflow)?;
            }
        }
    }
    Ok(groups.into_iter().map(|((key, _), balance)| (key, balance)).collect())
}

fn balance_of(r: &Row<'_>) -> Result<CurrencyBalance, db::Error> {
    let sums = |at: usize| {
        Ok::<_, db::Error>(Sums {
            invoiced_minor: r.get(at)?,
            credited_minor: r.get(at + 1)?,
            on_account_minor: r.get(at + 2)?,
            overdue_minor: r.get(at + 3)?,
        })
    };
    Ok(CurrencyBalance { currency: r.get(0)?, sums: sums(1)?, base: sums(5)? })
}

/// Why there are no balances.
#[derive(Debug, thiserror::Error)]
pub enum BalancesError {
    /// A sum does not fit an amount.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The client is out of reach.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(BalancesError {
    Self::Money(e) => delegate e;
    Self::Scope(e) => delegate e;
    Self::Db(e) => delegate e;
});
