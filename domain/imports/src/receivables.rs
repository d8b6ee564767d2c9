//! Receivables from a file: invoices, and how far they were settled.

use std::collections::{HashMap, HashSet};

use billing::InvoiceKind;
use billing::payment_term::{self, PaymentTerm};
use clients::client::find::{Found, find_by_numbers};
use db::{Tx, params};
use jiff::civil::Date;
use ledger::Book;
use money::{Currency, Rate};
use payments::Method;
use people::Actor;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ImportError;
use crate::cells::Cells;
use crate::decide::{Plan, short_key};
use crate::profile::{Negative, Profile};
use crate::run::{Importer, Verdict};

mod post;

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

const NUMBER_CHARS_MAX: usize = 40;
const NAME_CHARS_MAX: usize = 200;
const KEY_CHARS_MAX: usize = 200;

db::statements! {
    KNOWN_ROWS = "SELECT object_kind, row_key, object_id, row_hash FROM import_row
                  WHERE tenant_id = ?1 AND source = ?2 AND object_kind IN LIST(?3) AND row_key IN LIST(?4)";
    NUMBERS_TAKEN = "SELECT kind, number FROM invoice WHERE tenant_id = ?1 AND number IN LIST(?2) AND status = 'issued'";
}

/// A row that reads well.
#[derive(Clone, Debug)]
pub(crate) struct Receivable {
    pub(crate) row: u64,
    pub(crate) key: String,
    pub(crate) client_number: String,
    pub(crate) client_name: String,
    pub(crate) number: String,
    pub(crate) kind: InvoiceKind,
    pub(crate) issued_on: Date,
    pub(crate) due_on: Date,
    pub(crate) payment_term: String,
    pub(crate) currency: Currency,
    pub(crate) rate: Rate,
    pub(crate) amount_minor: i64,
    pub(crate) settled: Option<(Date, i64)>,
    pub(crate) method: Method,
    pub(crate) reference: String,
    pub(crate) purchase_order: Option<String>,
    pub(crate) disputed: bool,
    pub(crate) custom: Vec<(String, String)>,
}

impl Receivable {
    /// What the invoice is, to tell whether it comes again as it was.
    pub(crate) fn invoice_hash(&self) -> Vec<u8> {
        let facts = format!(
            "{}|{}|{}|{}|{}|{}|{}",
            self.client_number,
            self.number,
            self.kind,
            self.issued_on,
            self.due_on,
            self.currency,
            self.amount_minor
        );
        Sha256::digest(facts).to_vec()
    }

    /// What its settlement is.
    pub(crate) fn receipt_hash(&self) -> Vec<u8> {
        let (on, amount) = self.settled.unwrap_or((self.issued_on, 0));
        Sha256::digest(format!("{on}|{}|{amount}", self.currency)).to_vec()
    }
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
            own_keys: profile.columns.contains_key("key"),
            terms: payment_term::list(tx)?,
            rates: HashMap::new(),
            seen: Seen::default(),
            staged: Seen::default(),
            decided: Vec::new(),
            clients: HashMap::new(),
            counts: Plan::default(),
        })
    }

    fn parse(
        &mut self,
        cells: &mut Cells<'_>,
        row: u64,
        book: &Book<'_, '_>,
    ) -> Option<Receivable> {
        let client_number = cells.required("client_number", NUMBER_CHARS_MAX);
        let number = cells.required("invoice_number", NUMBER_CHARS_MAX);
        let currency = cells.currency("currency");
        let issued_on = cells.day("issued_on");
        if issued_on.is_none() && cells.text("issued_on").is_empty() {
            cells.refuse("issued_on", "it is empty");
        }
        let term_code = Some(cells.text("payment_term"))
            .filter(|t| !t.is_empty())
            .unwrap_or_else(|| "net30".to_owned());
        let term = self.terms.iter().find(|t| t.code == term_code).cloned();
        if term.is_none() {
            cells.refuse("payment_term", &format!("there is no payment term '{term_code}'"));
        }
        let due_on = cells.day("due_on").or_else(|| Some(term?.due_on(issued_on?)));
        let (kind, amount_minor) = self.amount(cells, currency?)?;
        let settled = self.settled(cells, currency?, amount_minor);
        let method = cells.text("method");
        let method: Method = if method.is_empty() {
            Method::Transfer
        } else {
            method.parse().map_err(|e: String| cells.refuse("method", &e)).ok()?
        };
        let rate = self.rate(cells, currency?, issued_on?, book);
        let disputed = cells.yes("disputed");
        let (issued_on, due_on) = (issued_on?, due_on?);
        if due_on < issued_on {
            cells.refuse("due_on", &format!("it is before the invoice's own day, {issued_on}"));
        }
        self.check_days(cells, issued_on, settled, book);
        let text_of = |field: &str, max: usize| -> String {
            cells.text(field).chars().filter(|c| !c.is_control()).take(max).collect()
        };
        let name = text_of("client_name", NAME_CHARS_MAX);
        let key = Some(text_of("key", KEY_CHARS_MAX)).filter(|k| !k.is_empty());
        let parsed = Receivable {
            row,
            key: key.unwrap_or_else(|| format!("{kind} {number}")),
            client_name: if name.is_empty() { client_number.clone() } else { name },
            reference: text_of("reference", 500),
            purchase_order: Some(text_of("purchase_order", 100)).filter(|p| !p.is_empty()),
            custom: cells.custom(),
            client_number,
            number,
            kind,
            issued_on,
            due_on,
            payment_term: term_code,
            currency: currency?,
            rate: rate?,
            amount_minor,
            settled,
            method,
            disputed,
        };
        cells.refusals.is_empty().then_some(parsed)
    }

    /// The amount above nought, and whether it is an invoice's or a credit note's.
    fn amount(&self, cells: &mut Cells<'_>, currency: Currency) -> Option<(InvoiceKind, i64)> {
        let amount = cells.amount("amount", currency);
        match amount {
            Some(0) => {
                cells.refuse("amount", "an invoice of nothing is none");
                None
            }
            Some(minor) if minor > 0 => Some((InvoiceKind::Invoice, minor)),
            Some(minor) if self.profile.negative_amounts == Negative::CreditNote => {
                Some((InvoiceKind::CreditNote, minor.checked_neg()?))
            }
            Some(_) => {
                cells.refuse("amount", "it is below nought (a profile may take such rows as credit notes: negative_amounts = \"credit_note\")");
                None
            }
            None => {
                if cells.text("amount").is_empty() {
                    cells.refuse("amount", "it is empty");
                }
                None
            }
        }
    }

    fn settled(
        &self,
        cells: &mut Cells<'_>,
        currency: Currency,
        amount_minor: i64,
    ) -> Option<(Date, i64)> {
        let on = cells.day("settled_on");
        let given = cells.amount("settled_amount", currency);
        let credit = self.profile.negative_amounts == Negative::CreditNote;
        match (on, given) {
            (_, Some(minor)) if minor < 0 && !credit => {
                cells.refuse("settled_amount", "it is below nought");
                None
            }
            (_, Some(0)) => None,
            (None, Some(_)) => {
                cells.refuse("settled_on", "an amount was settled, but no day says when");
                None
            }
            (Some(on), given) => Some((on, given.map_or(amount_minor, i64::abs))),
            (None, None) => None,
        }
    }

    fn check_days(
        &self,
        cells: &mut Cells<'_>,
        issued_on: Date,
        settled: Option<(Date, i64)>,
        book: &Book<'_, '_>,
    ) {
        if let Err(e) = book.check_day(issued_on) {
            cells.refuse("issued_on", &e.to_string());
        }
        if let Some((on, _)) = settled
            && let Err(e) = book.check_day(on)
        {
            cells.refuse("settled_on", &e.to_string());
        }
    }

    fn rate(
        &mut self,
        cells: &mut Cells<'_>,
        currency: Currency,
        on: Date,
        book: &Book<'_, '_>,
    ) -> Option<Rate> {
        if currency == book.base() {
            return Some(Rate::ONE);
        }
        if let Some(given) = cells.rate("exchange_rate") {
            return Some(given);
        }
        let known =
            *self.rates.entry((currency, on)).or_insert_with(|| book.rate(currency, on, None).ok());
        if known.is_none() {
            cells.refuse(
                "currency",
                &format!("there is no exchange rate for {currency} on or before {on}"),
            );
        }
        known
    }

    /// What is to become of a row that reads well, by what the database and the file have already.
    fn outcome(
        &mut self,
        row: &Receivable,
        facts: &Facts,
    ) -> Result<Outcome, (&'static str, String)> {
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
            return match (row.settled, facts.known.get(&("receipt".to_owned(), row.key.clone()))) {
                (None, _) => Ok(Outcome::Unchanged),
                (Some(_), Some((_, hash))) if *hash == row.receipt_hash() => Ok(Outcome::Unchanged),
                (Some(_), Some(_)) => Err((
                    "settled_on",
                    "its settlement was imported before with another day or amount".to_owned(),
                )),
                (Some(_), None) => Ok(Outcome::Receipt(*invoice)),
            };
        }
        if facts.numbers.contains(&(row.kind.word().to_owned(), row.number.clone())) {
            return Err((
                "invoice_number",
                "there is a document of this number already, from elsewhere".to_owned(),
            ));
        }
        Ok(Outcome::Invoice)
    }

    fn tally(&mut self, row: &Receivable, outcome: &Outcome) {
        let client = short_key(&[&row.client_number]);
        if !self.seen.clients.contains(&client) && self.staged.clients.insert(client) {
            match self.clients.get(&row.client_number) {
                Some(found) if found.status != clients::ClientStatus::Archived => {
                    self.counts.known_clients += 1
                }
                _ => self.counts.new_clients += 1,
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
        if let (Some((_, minor)), false) = (row.settled, matches!(outcome, Outcome::Unchanged)) {
            Plan::count(&mut self.counts.receipts, row.currency, minor);
        }
    }
}

/// What the database has of a chunk's rows.
struct Facts {
    known: HashMap<(String, String), (Uuid, Vec<u8>)>,
    numbers: HashSet<(String, String)>,
}

impl Facts {
    fn load(tx: &Tx<'_>, source: &str, rows: &[&Receivable]) -> Result<Self, db::Error> {
        let keys: Vec<String> = rows.iter().map(|r| r.key.clone()).collect();
        let kinds = vec!["invoice".to_owned(), "receipt".to_owned()];
        let known = tx.query(&KNOWN_ROWS, params![source, kinds, keys], |r| {
            Ok(((r.get(0)?, r.get(1)?), (r.get(2)?, r.get(3)?)))
        })?;
        let numbers: Vec<String> = rows.iter().map(|r| r.number.clone()).collect();
        let numbers = tx.query(&NUMBERS_TAKEN, params![numbers], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(Self { known: known.into_iter().collect(), numbers: numbers.into_iter().collect() })
    }
}

impl Importer for Receivables {
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
        numbers: &[u64],
    ) -> Result<Vec<Verdict>, ImportError> {
        self.staged = Seen::default();
        self.counts = Plan::default();
        self.decided.clear();
        let book = Book::open(tx, actor)?;
        let parsed: Vec<Option<Receivable>> = rows
            .iter_mut()
            .zip(numbers)
            .map(|(cells, row)| self.parse(cells, *row, &book))
            .collect();
        let good: Vec<&Receivable> = parsed.iter().flatten().collect();
        let facts = Facts::load(tx, &self.profile.source, &good)?;
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
            match self.outcome(&row, &facts) {
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
        Outcome::Invoice => "invoice",
        Outcome::Receipt(_) => "receipt",
        Outcome::Unchanged => "unchanged",
    };
    format!(
        "{what} {} {} {} {:?} {}",
        row.key, row.client_number, row.amount_minor, row.settled, row.rate
    )
}
