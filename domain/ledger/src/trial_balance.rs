//! Balances of accounts as of a day, as known now or as known then.

use clients::ClientId;
use db::{Row, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use money::Currency;
use people::Allowed;
use people::permission::ReadLedger;

use crate::account::{AccountKind, GlAccountId};

/// Each account's balance in each currency by the postings effective up to ?2; `by client` each client's apart,
/// and what was posted for none.
#[rustfmt::skip]
macro_rules! balances {
    ($which:literal) => { balances!(@ "", "", $which) };
    (by client, $which:literal) => { balances!(@ ", p.client_id", ", c.client_id", $which) };
    (@ $inner:literal, $outer:literal, $which:literal) => { concat!("SELECT a.gl_account_id, a.number, a.name, a.kind, c.currency,
       c.debit_minor, c.credit_minor, c.base_debit_minor, c.base_credit_minor", $outer, "
FROM (
    SELECT p.gl_account_id, p.currency,
           CAST(SUM(p.debit_minor) AS BIGINT) AS debit_minor,
           CAST(SUM(p.credit_minor) AS BIGINT) AS credit_minor,
           CAST(SUM(p.base_debit_minor) AS BIGINT) AS base_debit_minor,
           CAST(SUM(p.base_credit_minor) AS BIGINT) AS base_credit_minor", $inner, "
    FROM posting p
    WHERE p.tenant_id = ?1 AND p.effective_on <= ?2 ", $which, "
    GROUP BY p.gl_account_id, p.currency", $inner, "
) c
JOIN gl_account a ON a.tenant_id = ?1 AND a.gl_account_id = c.gl_account_id
WHERE c.debit_minor <> c.credit_minor OR c.base_debit_minor <> c.base_credit_minor
ORDER BY a.number, c.currency", $outer) };
}

db::statements! {
    /// Of one account or of all, as known at ?3 where it is given.
    BALANCES = balances!("AND (?4::uuid IS NULL OR p.gl_account_id = ?4)
      AND (?3::timestamptz IS NULL OR EXISTS (
          SELECT 1 FROM journal_entry e
          WHERE e.tenant_id = p.tenant_id AND e.entry_no = p.entry_no AND e.recorded_at <= ?3))");
    OF_CLIENTS = balances!(by client, "");
    OF_CLIENT = balances!(by client, "AND p.client_id = ?3");
}

/// The balance of an account in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// The account.
    pub account: GlAccountId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it stands in the statements.
    pub kind: AccountKind,
    /// The currency of the amount.
    pub currency: Currency,
    /// What was posted on the left.
    pub debit_minor: i64,
    /// What was posted on the right.
    pub credit_minor: i64,
    /// What was posted on the left, in base currency.
    pub base_debit_minor: i64,
    /// What was posted on the right, in base currency.
    pub base_credit_minor: i64,
    /// Debits less credits.
    pub balance_minor: i64,
    /// Debits less credits in base currency.
    pub base_balance_minor: i64,
}

/// The trial balance: every account that has a balance, by number and currency. In each currency the
/// balances sum to nought, and so do the base balances of all.
pub fn trial_balance(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    as_of: Date,
    known_at: Option<Timestamp>,
) -> Result<Vec<Balance>, db::Error> {
    balances(tx, as_of, known_at, None)
}

/// The balances of one account, a currency each.
pub fn account_balance(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    account: GlAccountId,
    as_of: Date,
    known_at: Option<Timestamp>,
) -> Result<Vec<Balance>, db::Error> {
    balances(tx, as_of, known_at, Some(account))
}

/// The balances of what was posted to each account for each client, and for none: the trial balance by client.
/// Where a client is given, of its postings alone.
pub fn of_clients(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    as_of: Date,
    client: Option<ClientId>,
) -> Result<Vec<(Option<ClientId>, Balance)>, db::Error> {
    let row = |r: &Row<'_>| Ok((r.get(9)?, balance_of(r)?));
    match client {
        Some(client) => tx.query(&OF_CLIENT, params![as_of, client], row),
        None => tx.query(&OF_CLIENTS, params![as_of], row),
    }
}

fn balances(
    tx: &Tx<'_>,
    as_of: Date,
    known_at: Option<Timestamp>,
    account: Option<GlAccountId>,
) -> Result<Vec<Balance>, db::Error> {
    tx.query(&BALANCES, params![as_of, known_at, account], balance_of)
}

fn balance_of(r: &Row<'_>) -> Result<Balance, db::Error> {
    let (debit_minor, credit_minor): (i64, i64) = (r.get(5)?, r.get(6)?);
    let (base_debit_minor, base_credit_minor): (i64, i64) = (r.get(7)?, r.get(8)?);
    Ok(Balance {
        account: r.get(0)?,
        number: r.get(1)?,
        name: r.get(2)?,
        kind: r.parse(3)?,
        currency: r.get(4)?,
        debit_minor,
        credit_minor,
        base_debit_minor,
        base_credit_minor,
        balance_minor: debit_minor - credit_minor,
        base_balance_minor: base_debit_minor - base_credit_minor,
    })
}
