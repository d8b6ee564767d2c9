//! Taxes on sales.

use db::{Tx, params};
use money::E6;
use people::permission::SetUpLedger;
use people::{Actor, Allowed, audit};
use serde_json::json;

/// The tax categories of EN 16931 (a subset of UNTDID 5305), with AA for reduced rates.
pub const CATEGORIES: &[&str] = &["S", "AA", "Z", "E", "AE", "K", "G", "O", "L", "M"];

db::statements! {
    INSERT = "INSERT INTO tax_rate (tenant_id, code, name, category, rate_e6, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)";
    UPDATE = "UPDATE tax_rate SET name = ?3, category = ?4, rate_e6 = ?5, version = version + 1 WHERE tenant_id = ?1 AND code = ?2 AND version = ?6";
    ALL = "SELECT code, name, category, rate_e6, version FROM tax_rate WHERE tenant_id = ?1 ORDER BY code";
}

/// A tax that lines can have. Changing one leaves issued invoices as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRate {
    /// Its code, such as `standard`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its category, one of [`CATEGORIES`].
    pub category: String,
    /// The rate as a fraction: 0.0825 is 8.25 %.
    pub rate: E6,
    /// For optimistic locking.
    pub version: i64,
}

/// Why a tax is not saved.
#[derive(Debug, thiserror::Error)]
pub enum TaxError {
    /// Empty or too long.
    #[error("a tax needs a code of 1 to 40 characters and a name")]
    NoCode,
    /// Not a category of EN 16931.
    #[error("'{0}' is not a tax category; use one of S, AA, Z, E, AE, K, G, O, L, M")]
    UnknownCategory(String),
    /// Below 0 or above 1, or a rate where the category has none.
    #[error("a tax rate is a fraction from 0 to 1, and 0 in the categories Z, E, AE, K, G and O")]
    BadRate,
    /// There is one of that code.
    #[error("there is a tax '{0}' already")]
    CodeTaken(String),
    /// Not there, or not at this version any more.
    #[error("the tax is not there, or somebody changed it meanwhile; look at it again")]
    Moved,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(TaxError {
    Self::NoCode => Invalid, "code-missing", at "code";
    Self::UnknownCategory(_) => Invalid, "unknown-category", at "category";
    Self::BadRate => Invalid, "out-of-range", at "rate";
    Self::CodeTaken(_) => Conflict, "code-taken", at "code";
    Self::Moved => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

fn check(tax: &TaxRate) -> Result<(), TaxError> {
    if tax.code.trim().is_empty() || tax.code.len() > 40 || tax.name.trim().is_empty() {
        return Err(TaxError::NoCode);
    }
    if !CATEGORIES.contains(&tax.category.as_str()) {
        return Err(TaxError::UnknownCategory(tax.category.clone()));
    }
    let free = matches!(tax.category.as_str(), "Z" | "E" | "AE" | "K" | "G" | "O");
    if tax.rate.is_negative() || tax.rate > E6::ONE || free && tax.rate != E6::ZERO {
        return Err(TaxError::BadRate);
    }
    Ok(())
}

/// Adds a tax.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    tax: &TaxRate,
) -> Result<(), TaxError> {
    check(tax)?;
    tx.execute(&INSERT, params![&tax.code, &tax.name, &tax.category, tax.rate]).map_err(|e| {
        if e.is_unique("tax_rate_pk") { TaxError::CodeTaken(tax.code.clone()) } else { e.into() }
    })?;
    audit::record(tx, actor, "tax.created", ("tax", &tax.code), json!({"after": shown(tax)}))?;
    Ok(())
}

/// Changes a tax for the invoices to come.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    tax: &TaxRate,
) -> Result<(), TaxError> {
    check(tax)?;
    let before = list(tx)?.into_iter().find(|t| t.code == tax.code).ok_or(TaxError::Moved)?;
    if tx.execute(&UPDATE, params![&tax.code, &tax.name, &tax.category, tax.rate, tax.version])?
        == 0
    {
        return Err(TaxError::Moved);
    }
    let detail = json!({"before": shown(&before), "after": shown(tax)});
    audit::record(tx, actor, "tax.changed", ("tax", &tax.code), detail)?;
    Ok(())
}

fn shown(t: &TaxRate) -> serde_json::Value {
    json!({"name": t.name, "category": t.category, "rate": t.rate.to_string()})
}

/// Every tax, by code.
pub fn list(tx: &Tx<'_>) -> Result<Vec<TaxRate>, db::Error> {
    tx.query(&ALL, &[], |r| {
        Ok(TaxRate {
            code: r.get(0)?,
            name: r.get(1)?,
            category: r.get(2)?,
            rate: r.get(3)?,
            version: r.get(4)?,
        })
    })
}

/// The taxes that a new company starts with.
pub fn defaults() -> Vec<TaxRate> {
    let tax = |code: &str, name: &str, category: &str, rate| TaxRate {
        code: code.to_owned(),
        name: name.to_owned(),
        category: category.to_owned(),
        rate: E6::from_scaled(rate),
        version: 1,
    };
    vec![
        tax("standard", "Standard rate", "S", 82_500),
        tax("reduced", "Reduced rate", "AA", 40_000),
        tax("exempt", "Exempt", "E", 0),
        tax("export", "Export", "G", 0),
        tax("none", "Outside the scope of tax", "O", 0),
    ]
}
