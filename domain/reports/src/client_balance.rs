//! What a client owes and has, as of a day.

use clients::ClientId;
use clients::client::access::ClientAccess;
use db::{Tx, params};
use jiff::civil::Date;
use money::Currency;
use people::permission::ReadReceivables;

use crate::scope::{ScopeError, family};

db::statements! {
    BALANCE = include_str!("sql/client_balance.sql");
}

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
    let currencies = tx.query(&BALANCE, params![as_of, ids], |r| {
        let sums = |at: usize| {
            Ok::<_, db::Error>(Sums {
                invoiced_minor: r.get(at)?,
                credited_minor: r.get(at + 1)?,
                on_account_minor: r.get(at + 2)?,
                overdue_minor: r.get(at + 3)?,
            })
        };
        Ok(CurrencyBalance { currency: r.get(0)?, sums: sums(1)?, base: sums(5)? })
    })?;
    let own = currencies.iter().find(|c| c.currency == access.currency());
    let used_minor = own.map_or(0, |c| c.sums.balance_minor());
    let credit_limit_left_minor = access.credit_limit_minor().map(|limit| limit - used_minor);
    Ok(ClientBalance { currencies, credit_limit_left_minor })
}
