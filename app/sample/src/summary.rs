//! A sample in a few numbers.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::book::{Book, Impossible};
use crate::clients::Family;
use crate::company::Company;
use crate::days::plus;
use crate::facts::Fact;

/// Counts of everything, and what is owed on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub on: Date,
    pub families: u64,
    pub clients: u64,
    pub invoices: u64,
    pub lines: u64,
    pub credit_notes: u64,
    pub receipts: u64,
    pub deposits: u64,
    pub later_applications: u64,
    pub bounces: u64,
    pub write_offs: u64,
    pub refunds: u64,
    pub disputes: u64,
    pub discounts_taken: u64,
    pub currencies: BTreeMap<&'static str, CurrencySummary>,
}

/// Amounts in minor units of one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CurrencySummary {
    pub invoiced_minor: i64,
    pub invoiced_last_90_days_minor: i64,
    /// Not due, and late by up to 30, 60 and 90 days and by more.
    pub aged_minor: [i64; 5],
    pub unapplied_minor: i64,
}

impl CurrencySummary {
    /// All that is owed, before unapplied money.
    pub fn owed_minor(&self) -> i64 {
        self.aged_minor.iter().sum()
    }

    /// How many days of the last ninety's sales are owed.
    pub fn days_sales_outstanding(&self) -> i64 {
        let sold = i128::from(self.invoiced_last_90_days_minor.max(1));
        (i128::from(self.owed_minor()) * 90 / sold) as i64
    }
}

impl Summary {
    /// A summary of nothing, to be added to, as of `on`.
    pub fn new(on: Date) -> Summary {
        Summary {
            on,
            families: 0,
            clients: 0,
            invoices: 0,
            lines: 0,
            credit_notes: 0,
            receipts: 0,
            deposits: 0,
            later_applications: 0,
            bounces: 0,
            write_offs: 0,
            refunds: 0,
            disputes: 0,
            discounts_taken: 0,
            currencies: BTreeMap::new(),
        }
    }

    /// Adds a family, after checking that all of it can have happened.
    pub fn add(&mut self, company: &Company, family: &Family) -> Result<(), Impossible> {
        let book = Book::replay(company, family)?;
        self.families += 1;
        self.clients += family.clients.len() as u64;
        for fact in &family.facts {
            self.count(fact);
        }
        let lately = plus(self.on, -90);
        for owed in book.invoices().values() {
            let currency = self.currencies.entry(owed.currency).or_default();
            currency.invoiced_minor += owed.gross_minor;
            if owed.issued_on > lately {
                currency.invoiced_last_90_days_minor += owed.gross_minor;
            }
            currency.aged_minor[owed.bucket(self.on)] += owed.owed_minor;
        }
        for (_, payer, unapplied_minor) in book.unapplied() {
            let code = family.clients[payer].currency;
            self.currencies.entry(code).or_default().unapplied_minor += unapplied_minor;
        }
        Ok(())
    }

    fn count(&mut self, fact: &Fact) {
        match fact {
            Fact::Invoice(invoice) => {
                self.invoices += 1;
                self.lines += invoice.lines.len() as u64;
            }
            Fact::CreditNote(_) => self.credit_notes += 1,
            Fact::Receipt(receipt) => {
                self.receipts += 1;
                self.deposits += u64::from(receipt.deposit);
                for applied in &receipt.applications {
                    self.discounts_taken += u64::from(applied.discount_minor > 0);
                }
            }
            Fact::Apply { .. } => self.later_applications += 1,
            Fact::Bounce { .. } => self.bounces += 1,
            Fact::WriteOff { .. } => self.write_offs += 1,
            Fact::Refund { .. } => self.refunds += 1,
            Fact::Dispute { .. } => self.disputes += 1,
            Fact::DisputeResolved { .. } => {}
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} clients in {} families, on {}", self.clients, self.families, self.on)?;
        writeln!(
            f,
            "{} invoices of {} lines, {} credit notes, {} disputes, {} write-offs",
            self.invoices, self.lines, self.credit_notes, self.disputes, self.write_offs
        )?;
        writeln!(
            f,
            "{} receipts ({} deposits), {} later applications, {} discounts, {} bounced, {} refunds",
            self.receipts,
            self.deposits,
            self.later_applications,
            self.discounts_taken,
            self.bounces,
            self.refunds
        )?;
        writeln!(
            f,
            "{:4} {:>16} {:>14} {:>13} {:>13} {:>13} {:>13} {:>13} {:>4}",
            "", "invoiced", "not due", "1-30", "31-60", "61-90", "over 90", "unapplied", "DSO"
        )?;
        for (code, currency) in &self.currencies {
            write!(f, "{code:4} {:>16}", units(currency.invoiced_minor))?;
            write!(f, " {:>14}", units(currency.aged_minor[0]))?;
            for late in &currency.aged_minor[1..] {
                write!(f, " {:>13}", units(*late))?;
            }
            write!(f, " {:>13}", units(currency.unapplied_minor))?;
            writeln!(f, " {:>4}", currency.days_sales_outstanding())?;
        }
        Ok(())
    }
}

/// An amount of a two-decimal currency, as every currency of the sample is.
fn units(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
