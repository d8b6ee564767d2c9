//! Opening a company: everything that must be there before the first invoice.

use db::Tx;
use ledger::account::AccountError;
use ledger::series::SeriesError;
use people::permission::{ManageUsers, SetUpLedger};
use people::role::{RoleError, RoleId};
use people::tenant::{NewTenant, TenantError};
use people::{Actor, Denied, role, tenant};

use crate::payment_term::{self, TermError};
use crate::tax::{self, TaxError};

/// Why a company is not opened; nothing of it is then there.
#[derive(Debug, thiserror::Error)]
pub enum CompanyError {
    /// Who opens it may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Its settings.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// Its roles.
    #[error(transparent)]
    Role(#[from] RoleError),
    /// Its chart of accounts.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Its number series.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// Its payment terms.
    #[error(transparent)]
    Term(#[from] TermError),
    /// Its taxes.
    #[error(transparent)]
    Tax(#[from] TaxError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(CompanyError {
    Self::Denied(e) => delegate e;
    Self::Tenant(e) => delegate e;
    Self::Role(e) => delegate e;
    Self::Account(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Term(e) => delegate e;
    Self::Tax(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Opens a company in the transaction's tenant with the default roles, chart of accounts, number series,
/// payment terms and taxes. Answers the roles by name, for the first users.
pub fn open(
    tx: &Tx<'_>,
    actor: &Actor,
    new: &NewTenant,
) -> Result<Vec<(String, RoleId)>, CompanyError> {
    tenant::create(tx, actor, new)?;
    let users = actor.allow::<ManageUsers>()?;
    let setup = actor.allow::<SetUpLedger>()?;
    let mut roles = Vec::new();
    for (name, grants) in role::defaults() {
        roles.push((name.to_owned(), role::create(tx, actor, &users, name, &grants)?));
    }
    ledger::account::install_default(tx, actor, &setup, &new.language)?;
    ledger::series::install_default(tx, actor, &setup)?;
    for term in payment_term::defaults() {
        payment_term::create(tx, actor, &setup, &term)?;
    }
    for tax in tax::defaults() {
        tax::create(tx, actor, &setup, &tax)?;
    }
    Ok(roles)
}
