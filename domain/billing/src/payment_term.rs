//! Payment terms: when an invoice is due, and what early payment earns.

use db::{Tx, params};
use jiff::Span;
use jiff::civil::Date;
use money::E6;
use people::permission::SetUpLedger;
use people::{Actor, Allowed, audit};
use serde_json::json;

/// Days that a term may give at the most.
pub const DAYS_MAX: u32 = 730;

db::statements! {
    INSERT = "INSERT INTO payment_term (tenant_id, code, name, net_days, end_of_month, discount_days, discount_e6, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)";
    UPDATE = "UPDATE payment_term SET name = ?3, net_days = ?4, end_of_month = ?5, discount_days = ?6, discount_e6 = ?7, version = version + 1
              WHERE tenant_id = ?1 AND code = ?2 AND version = ?8";
    ALL = "SELECT code, name, net_days, end_of_month, discount_days, discount_e6, version FROM payment_term WHERE tenant_id = ?1 ORDER BY code";
}

/// A payment term. Changing one leaves the invoices that were issued with it as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentTerm {
    /// Its code, such as `net30`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Days until the invoice is due.
    pub net_days: u32,
    /// Whether the days are counted from the end of the invoice's month.
    pub end_of_month: bool,
    /// Days within which a discount is given; nought for none.
    pub discount_days: u32,
    /// The discount as a fraction of the total.
    pub discount: E6,
    /// For optimistic locking.
    pub version: i64,
}

impl PaymentTerm {
    /// When an invoice of a day is due.
    pub fn due_on(&self, issued_on: Date) -> Date {
        let from = if self.end_of_month { issued_on.last_of_month() } else { issued_on };
        from.saturating_add(Span::new().days(i64::from(self.net_days)))
    }

    /// Until when paying earns the discount; `None` where there is none.
    pub fn discount_until(&self, issued_on: Date) -> Option<Date> {
        let offered = self.discount_days > 0 && self.discount > E6::ZERO;
        offered.then(|| issued_on.saturating_add(Span::new().days(i64::from(self.discount_days))))
    }
}

/// Why a term is not saved or found.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// Empty or too long.
    #[error("a payment term needs a code of 1 to 40 characters and a name")]
    NoCode,
    /// Days or discount out of range.
    #[error(
        "{0} is out of range: at most {DAYS_MAX} days, a discount below 1, its days not above the net days"
    )]
    OutOfRange(&'static str),
    /// There is one of that code.
    #[error("there is a payment term '{0}' already")]
    CodeTaken(String),
    /// No such term.
    #[error("there is no payment term '{0}'")]
    Unknown(String),
    /// Not at this version any more.
    #[error("somebody changed this payment term meanwhile; look at it again")]
    Moved,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(TermError {
    Self::NoCode => Invalid, "code-missing", at "code";
    Self::OutOfRange(field) => Invalid, "out-of-range", at *field;
    Self::CodeTaken(_) => Conflict, "code-taken", at "code";
    Self::Unknown(_) => Invalid, "unknown-payment-term", at "payment_term";
    Self::Moved => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

fn check(term: &PaymentTerm) -> Result<(), TermError> {
    if term.code.trim().is_empty() || term.code.len() > 40 || term.name.trim().is_empty() {
        return Err(TermError::NoCode);
    }
    let checks = [
        ("net_days", term.net_days <= DAYS_MAX),
        (
            "discount_days",
            term.discount_days <= term.net_days
                || term.end_of_month && term.discount_days <= DAYS_MAX,
        ),
        ("discount", !term.discount.is_negative() && term.discount < E6::ONE),
    ];
    match checks.into_iter().find(|(_, fits)| !fits) {
        Some((field, _)) => Err(TermError::OutOfRange(field)),
        None => Ok(()),
    }
}

/// Adds a term.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    term: &PaymentTerm,
) -> Result<(), TermError> {
    check(term)?;
    tx.execute(
        &INSERT,
        params![
            &term.code,
            &term.name,
            term.net_days,
            term.end_of_month,
            term.discount_days,
            term.discount
        ],
    )
    .map_err(|e| {
        if e.is_unique("payment_term_pk") {
            TermError::CodeTaken(term.code.clone())
        } else {
            e.into()
        }
    })?;
    audit::record(
        tx,
        actor,
        "payment_term.created",
        ("payment_term", &term.code),
        json!({"after": shown(term)}),
    )?;
    Ok(())
}

/// Changes a term for the invoices to come.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    term: &PaymentTerm,
) -> Result<(), TermError> {
    check(term)?;
    let before = find(tx, &term.code)?;
    let changed = tx.execute(
        &UPDATE,
        params![
            &term.code,
            &term.name,
            term.net_days,
            term.end_of_month,
            term.discount_days,
            term.discount,
            term.version
        ],
    )?;
    if changed == 0 {
        return Err(TermError::Moved);
    }
    let detail = json!({"before": shown(&before), "after": shown(term)});
    audit::record(tx, actor, "payment_term.changed", ("payment_term", &term.code), detail)?;
    Ok(())
}

fn shown(t: &PaymentTerm) -> serde_json::Value {
    json!({"name": t.name, "net_days": t.net_days, "end_of_month": t.end_of_month, "discount_days": t.discount_days, "discount": t.discount.to_string()})
}

/// Every term, by code.
pub fn list(tx: &Tx<'_>) -> Result<Vec<PaymentTerm>, db::Error> {
    tx.query(&ALL, &[], |r| {
        Ok(PaymentTerm {
            code: r.get(0)?,
            name: r.get(1)?,
            net_days: r.get(2)?,
            end_of_month: r.get(3)?,
            discount_days: r.get(4)?,
            discount: r.get(5)?,
            version: r.get(6)?,
        })
    })
}

/// A term by its code.
pub fn find(tx: &Tx<'_>, code: &str) -> Result<PaymentTerm, TermError> {
    list(tx)?
        .into_iter()
        .find(|t| t.code == code)
        .ok_or_else(|| TermError::Unknown(code.to_owned()))
}

/// The terms that a new company starts with.
pub fn defaults() -> Vec<PaymentTerm> {
    let term = |code: &str, name: &str, net_days, end_of_month| PaymentTerm {
        code: code.to_owned(),
        name: name.to_owned(),
        net_days,
        end_of_month,
        discount_days: 0,
        discount: E6::ZERO,
        version: 1,
    };
    vec![
        term("immediate", "Due on receipt", 0, false),
        term("net15", "15 days", 15, false),
        term("net30", "30 days", 30, false),
        term("net60", "60 days", 60, false),
        term("eom30", "30 days from end of month", 30, true),
        PaymentTerm {
            discount_days: 10,
            discount: E6::from_scaled(20_000),
            ..term("2-10-net30", "2 % within 10 days, 30 days net", 30, false)
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_days_an_accountant_can_check() {
        let cases = [
            ("net30", "2012-01-31", "2012-03-01", None),
            ("eom30", "2026-01-15", "2026-03-02", None),
            ("immediate", "2024-02-29", "2024-02-29", None),
            ("2-10-net30", "2026-03-25", "2026-04-24", Some("2026-04-04")),
        ];
        for (code, issued, due, discount) in cases {
            let term = defaults().into_iter().find(|t| t.code == code).unwrap();
            let issued: Date = issued.parse().unwrap();
            assert_eq!(term.due_on(issued).to_string(), due, "{code}");
            assert_eq!(
                term.discount_until(issued).map(|d| d.to_string()).as_deref(),
                discount,
                "{code}"
            );
        }
    }
}
