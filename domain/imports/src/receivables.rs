//! Receivables from a file: invoices, and how far they were settled.

use std::collections::{HashMap, HashSet};

use billing::InvoiceKind;
use billing::payment_term::{self, PaymentTerm};
use clients::client::find::{Found, find_by_numbers};
use db::Tx;
use jiff::civil::Date;
use ledger::Book;
use money::{Currency, Rate};
use people::Actor;

use crate::ImportError;
use crate::cells::Cells;
use crate::decide::{Plan, short_key};
use crate::importer::{Importer, Verdict};
use crate::profile::Profile;
use crate::wrong::{Objection, Wrong, against};

mod outcome;
mod post;
mod row;

use outcome::{Facts, Outcome, later, mark_of};
use row::{Reading, Receivable};

/// The fields of a row: name, whether it must be there, and what it is.
pub(crate) const FIELDS: &[(&str, bool, &str)] = &[
    ("client_number", true, "whose invoice it is"),
    ("client_name", false, "the client's name; its number where there is none"),
    ("invoice_number", true, "the invoice's number"),
    (
        "key",
        false,
        "what tells the row from others of its source; the invoice's number where there is none",
    ),
    ("issued_on", true, "the invoice's day"),
    ("due_on", false, "when it is due; by the payment term where there is none"),
    ("payment_term", false, "the code of the payment term; net30 where there is none"),
    ("currency", true, "the currency of the amounts"),
    (
        "exchange_rate",
        false,
        "base-currency units for one of the currency; the latest known where there is none",
    ),
    ("amount", true, "what the invoice is for"),
    ("settled_on", false, "when it was settled"),
    ("settled_amount", false, "how much of it was settled; all of it where there is none"),
    ("method", false, "how it was paid: cheque, cash, transfer, card or direct_debit"),
    ("reference", false, "what the payer wrote"),
    ("purchase_order", false, "the client's own reference"),
    ("disputed", false, "whether the client disputes it"),
];

/// What rows of the file before have taken, at 16 bytes each.
#[derive(Default)]
struct Seen {
    keys: HashSet<u128>,
    numbers: HashSet<u128>,
    clients: HashSet<u128>,
}

/// The importer of receivables.
pub(crate) struct Receivables {
    profile: Profile,
    own_keys: bool,
    terms: Vec<PaymentTerm>,
    rates: HashMap<(Currency, Date), Option<Rate>>,
    seen: Seen,
    staged: Seen,
    decided: Vec<(Receivable, Outcome)>,
    clients: HashMap<String, Found>,
    counts: Plan,
}

impl Receivables {
    pub(crate) fn new(tx: &Tx<'_>, profile: &Profile) -> Result<Self, ImportError> {
        Ok(Self {
            profile: profile.clone(),
            own_keys: profile.columns.contains_key("key") || profile.constants.contains_key("key"),
            terms: payment_term::list(tx)?,
            rates: HashMap::new(),
            seen: Seen::default(),
            staged: Seen::default(),
            decided: Vec::new(),
            clients: HashMap::new(),
            counts: Plan::default(),
        })
    }

    /// What is to become of a row that reads well, by what the database and the file have already.
    fn outcome(
        &mut self,
        row: &Receivable,
        facts: &Facts,
        book: &Book<'_, '_>,
    ) -> Result<Outcome, Objection> {
        let mark = short_key(&[row.kind.word(), &row.number]);
        if self.seen.numbers.contains(&mark) || !self.staged.numbers.insert(mark) {
            return against("invoice_number", Wrong::Twice("this number"));
        }
        // A key that is made of the number cannot come twice if the number does not.
        if self.own_keys {
            let key = short_key(&[&row.key]);
            if self.seen.keys.contains(&key) || !self.staged.keys.insert(key) {
                return against("key", Wrong::Twice("a row of this key"));
            }
        }
        if let Some((invoice, hash)) = facts.known.get(&("invoice".to_owned(), row.key.clone())) {
            if *hash != row.invoice_hash() {
                return against("invoice_number", Wrong::ImportedOtherwise);
            }
            let receipt = facts.known.get(&("receipt".to_owned(), row.key.clone()));
            return later(row, *invoice, receipt.map(|(_, hash)| hash), book);
        }
        if facts.numbers.contains(&(row.kind.word().to_owned(), row.number.clone())) {
            return against("invoice_number", Wrong::NumberTaken);
        }
        book.check_day(row.issued_on).or_else(|e| against("issued_on", e))?;
        if let Some(settled) = row.settled {
            book.check_day(settled.on).or_else(|e| against("settled_on", e))?;
        }
        Ok(Outcome::Invoice)
    }

    fn tally(&mut self, row: &Receivable, outcome: &Outcome) {
        let client = short_key(&[&row.client_number]);
        if !self.seen.clients.contains(&client) && self.staged.clients.insert(client) {
            let found = self.clients.get(&row.client_number);
            let there = found.is_some_and(|f| f.status != clients::ClientStatus::Archived);
            if there || !matches!(outcome, Outcome::Invoice) {
                self.counts.known_clients += 1;
            } else {
                self.counts.new_clients += 1;
            }
        }
        match outcome {
            Outcome::Unchanged => self.counts.unchanged += 1,
            Outcome::Invoice => {
                let documents = match row.kind {
                    InvoiceKind::Invoice => &mut self.counts.invoices,
                    InvoiceKind::CreditNote => &mut self.counts.credit_notes,
                };
                Plan::count(documents, row.currency, row.amount_minor);
            }
            Outcome::Receipt(_) => {}
        }
        if let (Some(settled), false) = (row.settled, matches!(outcome, Outcome::Unchanged)) {
            let (money, minor) = match row.kind {
                InvoiceKind::Invoice => (&mut self.counts.receipts, settled.amount_minor),
                InvoiceKind::CreditNote => {
                    (&mut self.counts.refunds, settled.amount_minor.min(row.amount_minor))
                }
            };
            Plan::count(money, row.currency, minor);
        }
    }
}

impl Importer for Receivables {
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
    ) -> Result<Vec<Verdict>, ImportError> {
        self.staged = Seen::default();
        self.counts = Plan::default();
        self.decided.clear();
        let mut book = Book::open(tx, actor)?;
        let mut reading = Reading {
            negative: self.profile.negative_amounts,
            terms: &self.terms,
            rates: &mut self.rates,
            book: &book,
        };
        let parsed: Vec<Option<Receivable>> =
            rows.iter_mut().map(|cells| reading.row(cells)).collect();
        let good: Vec<&Receivable> = parsed.iter().flatten().collect();
        let facts = Facts::load(tx, &self.profile.source, &good)?;
        book.hold(&facts.to_settle(&good))?;
        let mut names: Vec<String> = good.iter().map(|r| r.client_number.clone()).collect();
        names.sort_unstable();
        names.dedup();
        self.clients =
            find_by_numbers(tx, &names)?.into_iter().map(|f| (f.number.clone(), f)).collect();
        let mut verdicts = Vec::with_capacity(rows.len());
        for (cells, parsed) in rows.iter_mut().zip(parsed) {
            let Some(row) = parsed else {
                verdicts.push(Verdict::refused(std::mem::take(&mut cells.refusals)));
                continue;
            };
            match self.outcome(&row, &facts, &book) {
                Ok(outcome) => {
                    self.tally(&row, &outcome);
                    verdicts.push(Verdict::of(mark_of(&row, &outcome)));
                    self.decided.push((row, outcome));
                }
                Err((field, why)) => {
                    cells.refuse(field, &*why);
                    verdicts.push(Verdict::refused(std::mem::take(&mut cells.refusals)));
                }
            }
        }
        Ok(verdicts)
    }

    fn counts(&self) -> &Plan {
        &self.counts
    }

    fn commit(&mut self) {
        let staged = std::mem::take(&mut self.staged);
        self.seen.keys.extend(staged.keys);
        self.seen.numbers.extend(staged.numbers);
        self.seen.clients.extend(staged.clients);
    }

    fn client_state(&self) -> String {
        let mut known: Vec<String> =
            self.clients.values().map(|f| format!("{} {} {}", f.number, f.id, f.status)).collect();
        known.sort_unstable();
        known.join("\n")
    }

    fn apply(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        import: crate::ImportId,
    ) -> Result<(), ImportError> {
        post::apply(tx, actor, import, self)
    }
}
