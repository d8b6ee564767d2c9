//! The chart of accounts.

use db::{Tx, params};
use kernel::Id;
use people::permission::{ReadLedger, SetUpLedger};
use people::{Actor, Allowed, audit};
use serde_json::json;

mod chart;

pub use chart::{ChartError, import_chart, install_default};

/// Marks the id of an account of the chart.
pub enum GlAccountMark {}
/// The id of an account of the chart.
pub type GlAccountId = Id<GlAccountMark>;

db::statements! {
    INSERT = "INSERT INTO gl_account (tenant_id, gl_account_id, number, name, kind, role, active, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)";
    UPDATE = "UPDATE gl_account SET name = ?3, active = ?4, version = version + 1 WHERE tenant_id = ?1 AND gl_account_id = ?2 AND version = ?5";
    ALL = "SELECT gl_account_id, number, name, kind, role, active, version FROM gl_account WHERE tenant_id = ?1 ORDER BY number";
}

kernel::words! {
    /// Where an account stands in the statements.
    pub enum AccountKind {
        /// What the company has.
        Asset = "asset",
        /// What it owes.
        Liability = "liability",
        /// What is its owners'.
        Equity = "equity",
        /// What it earns.
        Income = "income",
        /// What it spends.
        Expense = "expense",
    }
}

kernel::words! {
    /// What the program uses an account for; each role is one account's at the most.
    pub enum AccountRole {
        /// The control account of invoices and credit notes.
        Receivable = "receivable",
        /// The control account of receipts that are not applied yet.
        Unapplied = "unapplied",
        /// Where transfers, cards, cheques and direct debits arrive.
        Bank = "bank",
        /// Where cash arrives.
        Cash = "cash",
        /// Sales, where a line names no account.
        Sales = "sales",
        /// Tax on sales.
        Tax = "tax",
        /// Discounts for early payment.
        Discount = "discount",
        /// Debts written off.
        BadDebt = "bad_debt",
        /// Differences too small to chase.
        SmallBalance = "small_balance",
        /// Gains from exchange differences.
        ExchangeGain = "exchange_gain",
        /// Losses from exchange differences.
        ExchangeLoss = "exchange_loss",
    }
}

impl AccountRole {
    /// Whether open items stand behind the account, so that nobody posts to it by hand.
    pub fn is_control(self) -> bool {
        matches!(self, Self::Receivable | Self::Unapplied)
    }
}

/// An account of the chart.
#[derive(Clone, Debug)]
pub struct GlAccount {
    /// Its id.
    pub id: GlAccountId,
    /// Its number, unique; accounts are listed in the order of their numbers.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it stands in the statements.
    pub kind: AccountKind,
    /// What the program uses it for.
    pub role: Option<AccountRole>,
    /// Whether it can be posted to.
    pub active: bool,
    /// For optimistic locking.
    pub version: i64,
}

/// Characters of an account's name at the most.
pub const NAME_CHARS_MAX: usize = 200;

/// Why an account is not saved.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The number has other characters or is too long.
    #[error("'{0}' is not an account number: use 1 to 20 letters, digits, dots and hyphens")]
    BadNumber(String),
    /// A name is missing.
    #[error("the account needs a name")]
    NoName,
    /// The name is too long or has control characters.
    #[error("the name has more than {NAME_CHARS_MAX} characters, or some that cannot be printed")]
    BadName,
    /// There is one of that number.
    #[error("there is an account {0} already")]
    NumberTaken(String),
    /// Another account has the role.
    #[error("another account is used for '{0}' already")]
    RoleTaken(AccountRole),
    /// An account that the program uses stays active.
    #[error("the program uses this account for '{0}', so it stays active")]
    InUse(AccountRole),
    /// No such account, or not at this version any more.
    #[error("the account is not there, or somebody changed it meanwhile; look at it again")]
    Moved,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(AccountError {
    Self::BadNumber(_) => Invalid, "bad-account-number", at "number";
    Self::NoName => Invalid, "name-missing", at "name";
    Self::BadName => Invalid, "field-not-printable", at "name";
    Self::NumberTaken(_) => Conflict, "number-taken", at "number";
    Self::RoleTaken(_) => Conflict, "role-taken", at "role";
    Self::InUse(_) => Conflict, "account-in-use", at "active";
    Self::Moved => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

fn check_name(name: &str) -> Result<(), AccountError> {
    if name.trim().is_empty() {
        return Err(AccountError::NoName);
    }
    if name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(AccountError::BadName);
    }
    Ok(())
}

/// Adds an account to the chart.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    number: &str,
    name: &str,
    kind: AccountKind,
    role: Option<AccountRole>,
) -> Result<GlAccountId, AccountError> {
    let number_ok = (1..=20).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    if !number_ok {
        return Err(AccountError::BadNumber(number.chars().take(40).collect()));
    }
    check_name(name)?;
    let id: GlAccountId = tx.new_id();
    let role_word = role.map(AccountRole::word);
    tx.execute(&INSERT, params![id, number, name, kind.word(), role_word, true]).map_err(|e| {
        match role {
            Some(role) if e.is_unique("gl_account_role_unique") => AccountError::RoleTaken(role),
            _ if e.is_unique("gl_account_number_unique") => {
                AccountError::NumberTaken(number.to_owned())
            }
            _ => e.into(),
        }
    })?;
    let detail =
        json!({"after": {"number": number, "name": name, "kind": kind.word(), "role": role_word}});
    audit::record(tx, actor, "gl_account.created", ("gl_account", &id), detail)?;
    Ok(id)
}

/// Renames an account, or takes it out of use.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    account: &GlAccount,
) -> Result<(), AccountError> {
    check_name(&account.name)?;
    let before = all(tx)?.into_iter().find(|a| a.id == account.id).ok_or(AccountError::Moved)?;
    if let (Some(role), false) = (before.role, account.active) {
        return Err(AccountError::InUse(role));
    }
    let changed =
        tx.execute(&UPDATE, params![account.id, &account.name, account.active, account.version])?;
    if changed == 0 {
        return Err(AccountError::Moved);
    }
    let detail = json!({"before": {"name": before.name, "active": before.active},
        "after": {"name": account.name, "active": account.active}});
    audit::record(tx, actor, "gl_account.changed", ("gl_account", &account.id), detail)?;
    Ok(())
}

/// The chart, by number.
pub fn list(tx: &Tx<'_>, _: &Allowed<ReadLedger>) -> Result<Vec<GlAccount>, db::Error> {
    all(tx)
}

/// The chart, for use cases that post to it.
pub fn all(tx: &Tx<'_>) -> Result<Vec<GlAccount>, db::Error> {
    tx.query(&ALL, &[], |r| {
        Ok(GlAccount {
            id: r.get(0)?,
            number: r.get(1)?,
            name: r.get(2)?,
            kind: r.parse(3)?,
            role: r.parse_opt(4)?,
            active: r.get(5)?,
            version: r.get(6)?,
        })
    })
}
