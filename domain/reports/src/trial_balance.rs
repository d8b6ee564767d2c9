//! The trial balance by client or by owner: what was posted to each account for them.
//!
//! In each currency the balances of all rows sum to nought, as those of the trial balance do. What was posted
//! for no client has no key: money in the bank is nobody's.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use clients::ClientId;
use db::Tx;
use jiff::civil::Date;
use ledger::trial_balance::{Balance, of_clients};
use money::{Currency, MoneyError};
use people::Allowed;
use people::permission::ReadLedger;

use crate::groups::{By, Key, Keys};

/// Why there is no trial balance.
#[derive(Debug, thiserror::Error)]
pub enum TrialBalanceError {
    /// A sum does not fit an amount.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The accounts' balances of each client or owner, or of one client; by key, account and currency.
pub fn trial_balance_by(
    tx: &Tx<'_>,
    proof: &Allowed<ReadLedger>,
    as_of: Date,
    by: By,
    client: Option<ClientId>,
) -> Result<Vec<(Option<Key>, Balance)>, TrialBalanceError> {
    let found = of_clients(tx, proof, as_of, client)?;
    let keys = Keys::of(tx, by, found.iter().filter_map(|(client, _)| *client))?;
    let mut sums: BTreeMap<(bool, Option<Key>, String, Currency), Balance> = BTreeMap::new();
    for (client, one) in found {
        let key = client.map(|client| keys.get(client));
        match sums.entry((key.is_none(), key, one.number.clone(), one.currency)) {
            Entry::Vacant(place) => drop(place.insert(one)),
            Entry::Occupied(mut place) => add(place.get_mut(), &one).ok_or(MoneyError::Overflow)?,
        }
    }
    let rows = sums.into_iter().map(|((_, key, ..), balance)| (key, balance));
    Ok(rows.filter(|(_, b)| b.balance_minor != 0 || b.base_balance_minor != 0).collect())
}

fn add(sum: &mut Balance, more: &Balance) -> Option<()> {
    sum.debit_minor = sum.debit_minor.checked_add(more.debit_minor)?;
    sum.credit_minor = sum.credit_minor.checked_add(more.credit_minor)?;
    sum.base_debit_minor = sum.base_debit_minor.checked_add(more.base_debit_minor)?;
    sum.base_credit_minor = sum.base_credit_minor.checked_add(more.base_credit_minor)?;
    sum.balance_minor = sum.debit_minor.checked_sub(sum.credit_minor)?;
    sum.base_balance_minor = sum.base_debit_minor.checked_sub(sum.base_credit_minor)?;
    Some(())
}
