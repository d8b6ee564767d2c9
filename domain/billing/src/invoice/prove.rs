//! Whether the lines and taxes of issued documents come to what the rules make of them.

use db::{Row, Tx};
use money::{Currency, E6, line_net, tax_of};

db::statements! {
    LINES = "SELECT i.kind, i.number, i.currency, l.line_no, l.quantity_e6, l.unit_price_e6, l.discount_e6, l.net_minor
             FROM invoice_line l
             JOIN invoice i ON i.tenant_id = l.tenant_id AND i.invoice_id = l.invoice_id
             WHERE l.tenant_id = ?1 AND i.status <> 'draft'";
    TAXES = "SELECT i.kind, i.number, t.category, t.rate_e6, t.taxable_minor, t.tax_minor,
                    EXISTS (SELECT 1 FROM invoice_line l WHERE l.tenant_id = t.tenant_id AND l.invoice_id = t.invoice_id
                            AND l.tax_category = t.category AND l.tax_rate_e6 = t.rate_e6)
             FROM invoice_tax t
             JOIN invoice i ON i.tenant_id = t.tenant_id AND i.invoice_id = t.invoice_id
             WHERE t.tenant_id = ?1 AND i.status <> 'draft'";
}

/// An amount of a document that is not what the rules make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which amount of which document.
    pub what: String,
    /// What the rules make of it, in minor units; nothing where they make of it more than an amount can be.
    pub expected_minor: Option<i64>,
    /// What is stored.
    pub found_minor: i64,
}

/// Works out every line and tax of issued documents anew (EN 16931, BT-131 and BT-117), and answers those that
/// differ, at most `limit` of them, and how many there are.
pub fn prove(tx: &Tx<'_>, limit: usize) -> Result<(Vec<Difference>, u64), db::Error> {
    let (mut wrong, mut count) = (Vec::new(), 0);
    let mut note = |difference: Option<Difference>| {
        if let Some(difference) = difference {
            count += 1;
            if wrong.len() < limit {
                wrong.push(difference);
            }
        }
        Ok::<(), db::Error>(())
    };
    tx.for_each(&LINES, &[], |r| note(line_of(r)?))?;
    tx.for_each(&TAXES, &[], |r| note(tax_in(r)?))?;
    Ok((wrong, count))
}

fn line_of(r: &Row<'_>) -> Result<Option<Difference>, db::Error> {
    let (currency, found_minor): (Currency, i64) = (r.get(2)?, r.get(7)?);
    let figure = |at| r.get(at).map(E6::from_scaled);
    let expected_minor = line_net(figure(4)?, figure(5)?, figure(6)?, currency).ok();
    let what =
        |r: &Row<'_>| Ok::<_, db::Error>(format!("line {} of {}", r.get::<i64>(3)?, document(r)?));
    differing(expected_minor, found_minor, || what(r))
}

fn tax_in(r: &Row<'_>) -> Result<Option<Difference>, db::Error> {
    let (rate, taxable_minor, found_minor): (i64, i64, i64) = (r.get(3)?, r.get(4)?, r.get(5)?);
    let has_lines: bool = r.get(6)?;
    let expected_minor = tax_of(taxable_minor, E6::from_scaled(rate)).ok().filter(|_| has_lines);
    let what = |r: &Row<'_>| {
        Ok::<_, db::Error>(format!("tax of category {} of {}", r.get::<String>(2)?, document(r)?))
    };
    differing(expected_minor, found_minor, || what(r))
}

fn document(r: &Row<'_>) -> Result<String, db::Error> {
    Ok(format!("{} {}", r.get::<String>(0)?, r.get::<String>(1)?))
}

fn differing(
    expected_minor: Option<i64>,
    found_minor: i64,
    what: impl FnOnce() -> Result<String, db::Error>,
) -> Result<Option<Difference>, db::Error> {
    if expected_minor == Some(found_minor) {
        return Ok(None);
    }
    Ok(Some(Difference { what: what()?, expected_minor, found_minor }))
}
