//! A strict reader of facts. It shares nothing with the code that makes them
//! up but the total rule, so it can vouch for them; and it says what a loader
//! should find in its own books once it has loaded the same family.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use crate::clients::Family;
use crate::company::Company;
use crate::days::days_between;
use crate::facts::{Applied, CreditNote, Fact, Invoice, Line, Receipt};
use crate::money::gross_minor;

/// A fact that cannot have happened after the facts before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossible {
    /// The fact's place in the family's facts.
    pub place: usize,
    pub why: &'static str,
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fact {} cannot have happened: {}", self.place, self.why)
    }
}

impl std::error::Error for Impossible {}

/// One invoice as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// The client's place in the family's clients.
    pub client: usize,
    pub currency: &'static str,
    pub issued_on: Date,
    pub due_on: Date,
    pub gross_minor: i64,
    pub owed_minor: i64,
    pub disputed: bool,
}

#[derive(Debug, Clone)]
struct Held {
    payer: usize,
    received_on: Date,
    unapplied_minor: i64,
    applications: Vec<Applied>,
    bounced: bool,
    refunded: bool,
}

/// The open balances of one family.
#[derive(Debug, Clone)]
pub struct Book<'a> {
    company: &'a Company,
    family: &'a Family,
    invoices: BTreeMap<u64, Owed>,
    receipts: BTreeMap<u64, Held>,
    credit_notes: BTreeMap<u64, u64>,
    today: Date,
}

type Outcome = Result<(), &'static str>;

fn ensure(condition: bool, why: &'static str) -> Outcome {
    if condition { Ok(()) } else { Err(why) }
}

impl<'a> Book<'a> {
    /// Books all facts of a family, refusing the first that cannot have happened.
    pub fn replay(company: &'a Company, family: &'a Family) -> Result<Book<'a>, Impossible> {
        let mut book = Book {
            company,
            family,
            invoices: BTreeMap::new(),
            receipts: BTreeMap::new(),
            credit_notes: BTreeMap::new(),
            today: Date::MIN,
        };
        for (place, fact) in family.facts.iter().enumerate() {
            book.post(fact).map_err(|why| Impossible { place, why })?;
        }
        Ok(book)
    }

    /// The invoices by their keys.
    pub fn invoices(&self) -> &BTreeMap<u64, Owed> {
        &self.invoices
    }

    /// The unapplied money of every receipt, by key, with the payer's place.
    pub fn unapplied(&self) -> impl Iterator<Item = (u64, usize, i64)> + '_ {
        self.receipts.iter().map(|(key, held)| (*key, held.payer, held.unapplied_minor))
    }

    fn post(&mut self, fact: &Fact) -> Outcome {
        ensure(fact.on() >= self.today, "days go backwards")?;
        self.today = fact.on();
        match fact {
            Fact::Invoice(invoice) => self.post_invoice(invoice),
            Fact::CreditNote(note) => self.post_credit_note(note),
            Fact::Receipt(receipt) => self.post_receipt(receipt),
            Fact::Apply { receipt, applied } => self.post_application(*receipt, applied),
            Fact::Bounce { receipt, .. } => self.post_bounce(*receipt),
            Fact::WriteOff { invoice, amount_minor, .. } => self.reduce(*invoice, *amount_minor),
            Fact::Refund { receipt, amount_minor, .. } => self.post_refund(*receipt, *amount_minor),
            Fact::Dispute { invoice, .. } => self.set_disputed(*invoice, true),
            Fact::DisputeResolved { invoice, .. } => self.set_disputed(*invoice, false),
        }
    }

    fn gross(&self, lines: &[Line], currency: &str) -> Result<i64, &'static str> {
        let known = self.company.currencies.iter().find(|c| c.code == currency);
        let exponent = known.ok_or("the currency is unknown")?.exponent;
        for line in lines {
            ensure(line.quantity_e6 > 0, "a quantity is not positive")?;
            ensure(line.unit_price_e6 > 0, "a price is not positive")?;
            let fraction = (0..1_000_000).contains(&line.discount_e6);
            ensure(fraction, "a discount is not a fraction")?;
        }
        let gross = gross_minor(lines, exponent, &self.company.tax_rates);
        gross.map_err(|_| "the total cannot be worked out")
    }

    fn post_invoice(&mut self, invoice: &Invoice) -> Outcome {
        let client = self.family.clients.get(invoice.client);
        let client = client.ok_or("the client is unknown")?;
        let terms = &self.company.payment_terms;
        let terms = terms.iter().find(|terms| terms.code == client.payment_terms);
        let terms = terms.ok_or("the payment terms are unknown")?;
        ensure(invoice.issued_on >= client.opened_on, "the client was not open yet")?;
        let gross_minor = self.gross(&invoice.lines, client.currency)?;
        ensure(gross_minor > 0, "an invoice comes to nothing")?;
        let owed = Owed {
            client: invoice.client,
            currency: client.currency,
            issued_on: invoice.issued_on,
            due_on: terms.due_on(invoice.issued_on),
            gross_minor,
            owed_minor: gross_minor,
            disputed: false,
        };
        let before = self.invoices.insert(invoice.key, owed);
        ensure(before.is_none(), "an invoice key is used twice")
    }

    fn post_credit_note(&mut self, note: &CreditNote) -> Outcome {
        let invoice = self.invoices.get(&note.invoice);
        let currency = invoice.ok_or("the invoice is unknown")?.currency;
        let gross = self.gross(&note.lines, currency)?;
        let before = self.credit_notes.insert(note.key, note.invoice);
        ensure(before.is_none(), "a credit note key is used twice")?;
        self.reduce(note.invoice, gross)
    }

    fn post_receipt(&mut self, receipt: &Receipt) -> Outcome {
        ensure(receipt.amount_minor > 0, "a receipt is not positive")?;
        let payer = self.family.clients.get(receipt.payer);
        payer.ok_or("the payer is unknown")?;
        let held = Held {
            payer: receipt.payer,
            received_on: receipt.received_on,
            unapplied_minor: receipt.amount_minor,
            applications: Vec::new(),
            bounced: false,
            refunded: false,
        };
        let before = self.receipts.insert(receipt.key, held);
        ensure(before.is_none(), "a receipt key is used twice")?;
        for applied in &receipt.applications {
            self.post_application(receipt.key, applied)?;
        }
        Ok(())
    }

    fn post_application(&mut self, receipt: u64, applied: &Applied) -> Outcome {
        let (amount, discount) = (applied.amount_minor, applied.discount_minor);
        ensure(applied.on == self.today, "an application is of another day")?;
        ensure(amount > 0, "an application is not positive")?;
        ensure(discount >= 0, "a discount is negative")?;
        let held = self.receipts.get_mut(&receipt);
        let held = held.ok_or("the receipt is unknown")?;
        let owed = self.invoices.get(&applied.invoice);
        let owed = owed.ok_or("the invoice is unknown")?;
        ensure(!held.bounced, "the receipt has bounced")?;
        ensure(
            applied.on >= held.received_on && applied.on >= owed.issued_on,
            "an application is older than what it joins",
        )?;
        ensure(
            self.family.clients[held.payer].currency == owed.currency,
            "receipt and invoice differ in currency",
        )?;
        held.unapplied_minor -= amount;
        ensure(held.unapplied_minor >= 0, "more applied than received")?;
        held.applications.push(applied.clone());
        self.reduce(applied.invoice, amount + discount)
    }

    fn post_bounce(&mut self, receipt: u64) -> Outcome {
        let held = self.receipts.get_mut(&receipt);
        let held = held.ok_or("the receipt is unknown")?;
        ensure(!held.bounced, "the receipt has bounced before")?;
        ensure(!held.refunded, "the receipt has been given back")?;
        held.bounced = true;
        held.unapplied_minor = 0;
        for applied in std::mem::take(&mut held.applications) {
            let owed = self.invoices.get_mut(&applied.invoice);
            let owed = owed.ok_or("the invoice is unknown")?;
            owed.owed_minor += applied.amount_minor + applied.discount_minor;
            ensure(owed.owed_minor <= owed.gross_minor, "more owed than invoiced")?;
        }
        Ok(())
    }

    fn post_refund(&mut self, receipt: u64, amount: i64) -> Outcome {
        let held = self.receipts.get_mut(&receipt);
        let held = held.ok_or("the receipt is unknown")?;
        ensure(amount > 0, "a refund is not positive")?;
        ensure(!held.bounced, "the receipt has bounced")?;
        held.unapplied_minor -= amount;
        held.refunded = true;
        ensure(held.unapplied_minor >= 0, "more given back than is unapplied")
    }

    fn set_disputed(&mut self, invoice: u64, disputed: bool) -> Outcome {
        let owed = self.invoices.get_mut(&invoice);
        let owed = owed.ok_or("the invoice is unknown")?;
        ensure(owed.disputed != disputed, "the dispute does not change")?;
        owed.disputed = disputed;
        Ok(())
    }

    fn reduce(&mut self, invoice: u64, amount: i64) -> Outcome {
        let owed = self.invoices.get_mut(&invoice);
        let owed = owed.ok_or("the invoice is unknown")?;
        ensure(amount > 0, "an amount is not positive")?;
        owed.owed_minor -= amount;
        ensure(owed.owed_minor >= 0, "more settled than owed")
    }
}

impl Owed {
    /// Where what is owed belongs in an aged balance of `on`: not due, and
    /// late by up to 30, 60 and 90 days and by more.
    pub fn bucket(&self, on: Date) -> usize {
        match days_between(self.due_on, on) {
            ..=0 => 0,
            1..=30 => 1,
            31..=60 => 2,
            61..=90 => 3,
            _ => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    /// Breaks one fact of every family it fits, and counts how often that goes unnoticed.
    fn unnoticed(mut break_one: impl FnMut(&mut Fact) -> bool) -> (usize, usize) {
        let plan = Plan { clients: 150, ..Plan::default() };
        let company = plan.company();
        let (mut broken, mut unnoticed) = (0, 0);
        for mut family in plan.families() {
            if family.facts.iter_mut().any(&mut break_one) {
                broken += 1;
                unnoticed += usize::from(Book::replay(&company, &family).is_ok());
            }
        }
        (broken, unnoticed)
    }

    fn assert_noticed(break_one: impl FnMut(&mut Fact) -> bool) {
        let (broken, unnoticed) = unnoticed(break_one);
        assert!(broken > 0, "nothing was broken");
        assert_eq!(unnoticed, 0, "of {broken}");
    }

    #[test]
    fn money_from_nowhere_is_noticed() {
        assert_noticed(|fact| match fact {
            Fact::Receipt(receipt) if !receipt.applications.is_empty() => {
                receipt.applications[0].amount_minor += receipt.amount_minor;
                true
            }
            _ => false,
        });
        assert_noticed(|fact| match fact {
            Fact::Refund { amount_minor, .. } | Fact::WriteOff { amount_minor, .. } => {
                *amount_minor += 100_000_000_000;
                true
            }
            _ => false,
        });
    }

    #[test]
    fn days_out_of_order_are_noticed() {
        assert_noticed(|fact| match fact {
            Fact::Invoice(invoice) => {
                invoice.issued_on = Date::MIN;
                true
            }
            _ => false,
        });
    }

    #[test]
    fn unknown_keys_are_noticed() {
        assert_noticed(|fact| match fact {
            Fact::CreditNote(note) => {
                note.invoice += 10_000;
                true
            }
            Fact::Bounce { receipt, .. } | Fact::Apply { receipt, .. } => {
                *receipt += 10_000;
                true
            }
            _ => false,
        });
    }

    #[test]
    fn amounts_that_are_not_positive_are_noticed() {
        assert_noticed(|fact| match fact {
            Fact::Invoice(invoice) => {
                invoice.lines[0].quantity_e6 = -1;
                true
            }
            _ => false,
        });
        assert_noticed(|fact| match fact {
            Fact::Receipt(receipt) => {
                receipt.amount_minor = 0;
                true
            }
            _ => false,
        });
    }

    #[test]
    fn what_is_late_goes_into_its_bucket() {
        let plan = Plan { clients: 40, ..Plan::default() };
        let company = plan.company();
        let family = plan.families().find(|family| !family.facts.is_empty()).unwrap();
        let book = Book::replay(&company, &family).unwrap();
        let owed = book.invoices().values().next().unwrap();
        let bucket = |late| owed.bucket(crate::days::plus(owed.due_on, late));
        let late = [-5, 0, 1, 30, 31, 60, 61, 90, 91, 1000];
        assert_eq!(late.map(bucket), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
    }
}
