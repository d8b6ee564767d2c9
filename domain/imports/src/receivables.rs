//! Receivables from a file: invoices, and how far they were settled.

use std::collections::{HashMap, HashSet};

use billing::InvoiceKind;
use billing::payment_term::{self, PaymentTerm};
use clients::client::find::{Found, find_by_numbers};
use db::{Tx, params};
use jiff::civil::Date;
use ledger::{Book, OpenItemId};
use money::{Currency, Rate};
use people::Actor;
use uuid::Uuid;

use crate::ImportError;
use crate::cells::Cells;
use crate::decide::{Plan, short_key};
use crate::importer::{Importer, Verdict};
use crate::kept::{self, Known};
use crate::profile::Profile;

mod post;
mod row;

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

db::statements! {
    NUMBERS_TAKEN = "SELECT kind, number FROM invoice WHERE tenant_id = ?1 AND number IN LIST(?2) AND status = 'issued'";
}

/// What is to become of a row.
#[derive(Clone, Debug)]
enum Outcome {
    /// A new invoice, with its receipt where it was settled.
    Invoice,
    /// The invoice is there; its receipt is new.
    Receipt(Uuid),
    /// Nothing new.
    Unchanged,
}

/// The field that speaks against a row, and why.
type Objection = (&'static str, String);

/// What is to become of a row whose document was imported before. `known` is the digest of the settlement
/// that was imported with it.
fn later(
    row: &Receivable,
    invoice: Uuid,
    known: Option<&Vec<u8>>,
    book: &Book<'_, '_>,
) -> Result<Outcome, Objection> {
    let Some(settled) = row.settled else { return Ok(Outcome::Unchanged) };
    match known {
        Some(hash) if *hash == row.receipt_hash() => return Ok(Outcome::Unchanged),
        Some(_) => {
            return Err((
                "settled_on",
                "its settlement was imported before with another day or amount".to_owned(),
            ));
        }
        None => {}
    }
    book.check_day(settled.on).map_err(|e| ("settled_on", e.to_string()))?;
    let on = settled.on.max(row.issued_on);
    let free_minor = book.free(OpenItemId::from_uuid(invoice), on).unwrap_or(0);
    if free_minor < settled.amount_minor.min(row.amount_minor) {
        let left = money::format_minor(free_minor, row.currency);
        return Err((
            "settled_on",
            format!(
                "only {left} of it can be settled as of {on}: it was paid, written off or voided otherwise since it was imported"
            ),
        ));
    }
    Ok(Outcome::Receipt(invoice))
}

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
            return Err((
                "invoice_number",
                "the file has this number already, further up".to_owned(),
            ));
        }
        // A key that is made of the number cannot come twice if the number does not.
        if self.own_keys {
            let key = short_key(&[&row.key]);
            if self.seen.keys.contains(&key) || !self.staged.keys.insert(key) {
                return Err((
                    "key",
                    "the file has a row of this key already, further up".to_owned(),
                ));
            }
        }
        if let Some((invoice, hash)) = facts.known.get(&("invoice".to_owned(), row.key.clone())) {
            if *hash != row.invoice_hash() {
                return Err((
                    "invoice_number",
                    "it was imported before with another client, day or amount".to_owned(),
                ));
            }
            let receipt = facts.known.get(&("receipt".to_owned(), row.key.clone()));
            return later(row, *invoice, receipt.map(|(_, hash)| hash), book);
        }
        if facts.numbers.contains(&(row.kind.word().to_owned(), row.number.clone())) {
            return Err((
                "invoice_number",
                "there is a document of this number already, from elsewhere".to_owned(),
            ));
        }
        book.check_day(row.issued_on).map_err(|e| ("issued_on", e.to_string()))?;
        if let Some(settled) = row.settled {
            book.check_day(settled.on).map_err(|e| ("settled_on", e.to_string()))?;
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

/// What the database has of a chunk's rows.
struct Facts {
    known: Known,
    numbers: HashSet<(String, String)>,
}

impl Facts {
    fn load(tx: &Tx<'_>, source: &str, rows: &[&Receivable]) -> Result<Self, db::Error> {
        let keys: Vec<String> = rows.iter().map(|r| r.key.clone()).collect();
        let known = kept::known(tx, source, &["invoice", "receipt"], keys)?;
        let numbers: Vec<String> = rows.iter().map(|r| r.number.clone()).collect();
        let numbers = tx.query(&NUMBERS_TAKEN, params![numbers], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(Self { known, numbers: numbers.into_iter().collect() })
    }

    /// The documents that were imported as open, and that the rows say are settled now.
    fn to_settle(&self, rows: &[&Receivable]) -> Vec<OpenItemId> {
        let key = |kind: &str, row: &Receivable| (kind.to_owned(), row.key.clone());
        rows.iter()
            .filter(|row| row.settled.is_some() && !self.known.contains_key(&key("receipt", row)))
            .filter_map(|row| self.known.get(&key("invoice", row)))
            .map(|(invoice, _)| OpenItemId::from_uuid(*invoice))
            .collect()
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
                    cells.refuse(field, &why);
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

/// What a row's outcome depends on, for the fingerprint.
fn mark_of(row: &Receivable, outcome: &Outcome) -> String {
    let what = match outcome {
        Outcome::Invoice => "invoice".to_owned(),
        Outcome::Receipt(invoice) => format!("receipt {invoice}"),
        Outcome::Unchanged => "unchanged".to_owned(),
    };
    format!(
        "{what} {} {} {} {} {} {:?} {:?}",
        row.key, row.client_number, row.kind, row.amount_minor, row.due_on, row.rate, row.settled
    )
}
