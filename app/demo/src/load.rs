//! Booking the sample: families of clients, then what happened, in the order of its days.

use std::collections::{BTreeMap, HashMap};

use billing::invoice::draft::figure;
use billing::invoice::post::{Ready, Rows as InvoiceRows};
use billing::invoice::{InvoiceStatus, NewLine};
use billing::payment_term::{self, PaymentTerm};
use billing::tax::{self, TaxRate};
use billing::{InvoiceId, InvoiceKind};
use clients::ClientId;
use db::{Db, Tx};
use jiff::civil::Date;
use kernel::UserId;
use ledger::book::Settle;
use ledger::series::{self, Purpose};
use ledger::{AccountRole, Book, OpenItemId, SettlementKind};
use money::{Currency, E6, Rate, tax_of};
use payments::receipt::bounce::bounce_in;
use payments::receipt::post::{Ready as ReadyReceipt, Rows as ReceiptRows};
use payments::refund::{self, Refund};
use payments::write_off::{self, WriteOff, WriteOffStatus};
use payments::{Method, ReceiptId, ReceiptStatus};
use people::Actor;
use sample::{Applied, CreditNote, Fact, Family, Invoice, Line, Receipt};

use super::LoadError;
use families::open_families;

mod families;

/// Facts that are booked in one transaction.
const BATCH_FACTS: usize = 4_000;

/// A client of the sample as it is in the books.
#[derive(Clone)]
struct Booked {
    id: ClientId,
    currency: Currency,
    terms: &'static str,
}

/// A group of families whose facts are booked together in the order of their days.
pub(super) struct Group<'g> {
    actor: &'g Actor,
    families: Vec<Family>,
    clients: Vec<Vec<Booked>>,
    invoices: HashMap<(usize, u64), (InvoiceId, String)>,
    receipts: HashMap<(usize, u64), (ReceiptId, String, Method)>,
    disputes: HashMap<(usize, u64), (Date, String)>,
    terms: HashMap<String, PaymentTerm>,
    taxes: Vec<TaxRate>,
    rates: HashMap<(Currency, Date), Rate>,
}

/// What a batch of facts becomes.
#[derive(Default)]
struct Papers {
    invoices: InvoiceRows,
    receipts: ReceiptRows,
    write_offs: Vec<WriteOff>,
    refunds: Vec<Refund>,
    numbers: HashMap<Purpose, std::vec::IntoIter<String>>,
}

impl Papers {
    fn number(&mut self, purpose: Purpose) -> String {
        self.numbers.get_mut(&purpose).and_then(Iterator::next).unwrap_or_default()
    }
}

impl<'g> Group<'g> {
    pub(super) fn new(db: &Db, actor: &'g Actor, families: Vec<Family>) -> Result<Self, LoadError> {
        let (terms, taxes) = db.read(actor.tenant(), |tx| {
            Ok::<_, db::Error>((payment_term::list(tx)?, tax::list(tx)?))
        })?;
        let mut disputes = HashMap::new();
        for (index, family) in families.iter().enumerate() {
            for fact in &family.facts {
                match fact {
                    Fact::Dispute { invoice, on, reason } => {
                        disputes.insert((index, *invoice), (*on, (*reason).to_owned()));
                    }
                    Fact::DisputeResolved { invoice, .. } => {
                        disputes.remove(&(index, *invoice));
                    }
                    _ => {}
                }
            }
        }
        let terms = terms.into_iter().map(|t| (t.code.clone(), t)).collect();
        let (clients, invoices, receipts) = (Vec::new(), HashMap::new(), HashMap::new());
        Ok(Self {
            actor,
            families,
            clients,
            invoices,
            receipts,
            disputes,
            terms,
            taxes,
            rates: HashMap::new(),
        })
    }

    /// Opens the clients with their contacts.
    pub(super) fn open_clients(
        &mut self,
        db: &Db,
        staff: &HashMap<&str, UserId>,
    ) -> Result<(), LoadError> {
        let families = &self.families;
        self.clients =
            db.write(self.actor.tenant(), |tx| open_families(tx, self.actor, families, staff))?;
        Ok(())
    }

    /// Books what happened and calls `done` with the number of facts after each batch.
    pub(super) fn book_facts(
        &mut self,
        db: &Db,
        mut done: impl FnMut(usize),
    ) -> Result<(), LoadError> {
        let mut facts: Vec<(usize, usize)> = self
            .families
            .iter()
            .enumerate()
            .flat_map(|(f, family)| (0..family.facts.len()).map(move |at| (f, at)))
            .collect();
        facts.sort_by_key(|(f, at)| self.families[*f].facts[*at].on());
        for batch in facts.chunks(BATCH_FACTS) {
            let kept = (self.invoices.clone(), self.receipts.clone());
            db.write(self.actor.tenant(), |tx| {
                // A transaction may run again, and then begins from what was there before it.
                (self.invoices, self.receipts) = kept.clone();
                self.book_batch(tx, batch)
            })?;
            done(batch.len());
        }
        Ok(())
    }

    fn book_batch(&mut self, tx: &Tx<'_>, batch: &[(usize, usize)]) -> Result<(), LoadError> {
        let mut papers = Papers { numbers: self.numbers(tx, batch)?, ..Papers::default() };
        let mut book = Book::open(tx, self.actor)?;
        book.hold(&self.needed(batch))?;
        for (family, at) in batch {
            let fact = self.families[*family].facts[*at].clone();
            self.book_fact(tx, &mut book, &mut papers, *family, &fact)?;
        }
        book.close()?;
        papers.invoices.save(tx, self.actor)?;
        papers.receipts.save(tx, self.actor)?;
        for one in &papers.write_offs {
            write_off::save(tx, one)?;
        }
        for one in &papers.refunds {
            refund::save(tx, self.actor, one)?;
        }
        Ok(())
    }

    /// The numbers that the documents of a batch get, taken at once.
    fn numbers(
        &self,
        tx: &Tx<'_>,
        batch: &[(usize, usize)],
    ) -> Result<HashMap<Purpose, std::vec::IntoIter<String>>, LoadError> {
        let mut counts: BTreeMap<Purpose, usize> = BTreeMap::new();
        for (family, at) in batch {
            let purpose = match &self.families[*family].facts[*at] {
                Fact::Invoice(_) => Purpose::Invoice,
                Fact::CreditNote(_) => Purpose::CreditNote,
                Fact::Receipt(_) => Purpose::Receipt,
                Fact::Refund { .. } => Purpose::Refund,
                _ => continue,
            };
            *counts.entry(purpose).or_default() += 1;
        }
        let take = |(purpose, count): (Purpose, usize)| {
            series::take(tx, purpose.word(), purpose, count).map(|n| (purpose, n.into_iter()))
        };
        Ok(counts.into_iter().map(take).collect::<Result<_, _>>()?)
    }

    /// Items of earlier batches that a batch touches.
    fn needed(&self, batch: &[(usize, usize)]) -> Vec<OpenItemId> {
        let mut needed: Vec<OpenItemId> = Vec::new();
        let invoice =
            |family: usize, key: u64| self.invoices.get(&(family, key)).map(|(id, _)| id.cast());
        let receipt =
            |family: usize, key: u64| self.receipts.get(&(family, key)).map(|(id, _, _)| id.cast());
        for (family, at) in batch {
            let family = *family;
            match &self.families[family].facts[*at] {
                Fact::CreditNote(note) => needed.extend(invoice(family, note.invoice)),
                Fact::Receipt(r) => {
                    needed.extend(r.applications.iter().filter_map(|a| invoice(family, a.invoice)))
                }
                Fact::Apply { receipt: key, applied } => {
                    needed.extend(receipt(family, *key));
                    needed.extend(invoice(family, applied.invoice));
                }
                Fact::Bounce { receipt: key, .. } | Fact::Refund { receipt: key, .. } => {
                    needed.extend(receipt(family, *key))
                }
                Fact::WriteOff { invoice: key, .. } => needed.extend(invoice(family, *key)),
                Fact::Invoice(_) | Fact::Dispute { .. } | Fact::DisputeResolved { .. } => {}
            }
        }
        needed
    }

    fn book_fact(
        &mut self,
        tx: &Tx<'_>,
        book: &mut Book<'_, '_>,
        papers: &mut Papers,
        family: usize,
        fact: &Fact,
    ) -> Result<(), LoadError> {
        match fact {
            Fact::Invoice(invoice) => self.issue(tx, book, papers, family, invoice),
            Fact::CreditNote(note) => self.credit(tx, book, papers, family, note),
            Fact::Receipt(receipt) => self.receive(tx, book, papers, family, receipt),
            Fact::Apply { receipt, applied } => self.apply(book, family, *receipt, applied),
            Fact::Bounce { receipt, on, reason } => {
                let (id, _, method) = self.receipt(family, *receipt)?;
                bounce_in(book, id, method, *on, reason)?;
                papers.receipts.end(id, ReceiptStatus::Bounced, reason);
                payments::receipt::bounce::mark_bounced(tx, id, reason)?;
                Ok(())
            }
            Fact::WriteOff { invoice, on, amount_minor, reason } => {
                let (id, _) = self.invoice(family, *invoice)?;
                let item = book.held(id.cast())?.clone();
                let entry_no = write_off::settle(book, &item, *amount_minor, *on, reason)?;
                papers.write_offs.push(WriteOff {
                    id: tx.new_id(),
                    item: item.id,
                    client: item.client,
                    currency: item.currency,
                    amount_minor: *amount_minor,
                    written_off_on: *on,
                    reason: (*reason).to_owned(),
                    status: WriteOffStatus::Booked,
                    requested_by: None,
                    requested_by_name: self.actor.name().to_owned(),
                    requested_at: tx.now(),
                    decided_by_name: Some(self.actor.name().to_owned()),
                    decided_at: Some(tx.now()),
                    entry_no: Some(entry_no),
                });
                Ok(())
            }
            Fact::Refund { receipt, on, amount_minor } => {
                self.refund(tx, book, papers, (family, *receipt), *on, *amount_minor)
            }
            // What is disputed at the end is written with the invoice.
            Fact::Dispute { .. } | Fact::DisputeResolved { .. } => Ok(()),
        }
    }

    fn issue(
        &mut self,
        tx: &Tx<'_>,
        book: &mut Book<'_, '_>,
        papers: &mut Papers,
        family: usize,
        invoice: &Invoice,
    ) -> Result<(), LoadError> {
        let client = self.clients[family][invoice.client].clone();
        let (lines, totals) = figure(client.currency, &lines_of(&invoice.lines), &self.taxes)?;
        let term =
            self.terms.get(client.terms).cloned().ok_or(LoadError::Unknown("payment term"))?;
        let number = papers.number(Purpose::Invoice);
        let id: InvoiceId = tx.new_id();
        let discount_until = term.discount_until(invoice.issued_on);
        let ready = Ready {
            id,
            kind: InvoiceKind::Invoice,
            status: InvoiceStatus::Issued,
            number: number.clone(),
            client: client.id,
            currency: client.currency,
            issued_on: invoice.issued_on,
            due_on: term.due_on(invoice.issued_on),
            discount_minor: if discount_until.is_some() {
                tax_of(totals.total_minor, term.discount)?
            } else {
                0
            },
            discount_until,
            payment_term: term.code,
            purchase_order: invoice.purchase_order.clone(),
            credits: None,
            lines,
            totals,
            rate: self.rate(book, client.currency, invoice.issued_on)?,
            disputed: self.disputes.get(&(family, invoice.key)).cloned(),
            reason: None,
            version: 1,
            narrative: format!("Invoice {number}"),
        };
        papers.invoices.post(book, ready)?;
        self.invoices.insert((family, invoice.key), (id, number));
        Ok(())
    }

    fn credit(
        &mut self,
        tx: &Tx<'_>,
        book: &mut Book<'_, '_>,
        papers: &mut Papers,
        family: usize,
        note: &CreditNote,
    ) -> Result<(), LoadError> {
        let (invoice, of) = self.invoice(family, note.invoice)?;
        let item = book.held(invoice.cast())?.clone();
        let (lines, totals) = figure(item.currency, &lines_of(&note.lines), &self.taxes)?;
        let number = papers.number(Purpose::CreditNote);
        let id: InvoiceId = tx.new_id();
        let total = totals.total_minor;
        let ready = Ready {
            id,
            kind: InvoiceKind::CreditNote,
            status: InvoiceStatus::Issued,
            number: number.clone(),
            client: item.client,
            currency: item.currency,
            issued_on: note.issued_on,
            due_on: note.issued_on,
            payment_term: "net30".to_owned(),
            discount_until: None,
            discount_minor: 0,
            purchase_order: None,
            credits: Some(invoice),
            lines,
            totals,
            rate: item.rate,
            disputed: None,
            reason: Some(note.reason.to_owned()),
            version: 1,
            narrative: format!("Credit note {number} for {of}"),
        };
        papers.invoices.post(book, ready)?;
        let narrative = format!("{number} applied to {of}");
        settle(
            book,
            SettlementKind::Application,
            (Some(invoice.cast()), Some(id.cast())),
            total,
            note.issued_on,
            narrative,
        )
    }

    fn receive(
        &mut self,
        tx: &Tx<'_>,
        book: &mut Book<'_, '_>,
        papers: &mut Papers,
        family: usize,
        receipt: &Receipt,
    ) -> Result<(), LoadError> {
        let payer = self.clients[family][receipt.payer].clone();
        let method: Method =
            receipt.method.as_str().parse().map_err(|_| LoadError::Unknown("method"))?;
        let number = papers.number(Purpose::Receipt);
        let id: ReceiptId = tx.new_id();
        let ready = ReadyReceipt {
            id,
            number: number.clone(),
            client: payer.id,
            method,
            currency: payer.currency,
            amount_minor: receipt.amount_minor,
            received_on: receipt.received_on,
            reference: receipt.reference.clone(),
            deposit: receipt.deposit,
            rate: self.rate(book, payer.currency, receipt.received_on)?,
        };
        papers.receipts.post(book, ready)?;
        self.receipts.insert((family, receipt.key), (id, number, method));
        for applied in &receipt.applications {
            self.apply(book, family, receipt.key, applied)?;
        }
        Ok(())
    }

    fn apply(
        &self,
        book: &mut Book<'_, '_>,
        family: usize,
        receipt: u64,
        applied: &Applied,
    ) -> Result<(), LoadError> {
        let (credit, number, _) = self.receipt(family, receipt)?;
        let (invoice, of) = self.invoice(family, applied.invoice)?;
        let narrative = format!("{number} applied to {of}");
        settle(
            book,
            SettlementKind::Application,
            (Some(invoice.cast()), Some(credit.cast())),
            applied.amount_minor,
            applied.on,
            narrative,
        )?;
        if applied.discount_minor > 0 {
            let discount = book.account_for(AccountRole::Discount)?;
            book.settle(Settle {
                kind: SettlementKind::Discount,
                debit: Some(invoice.cast()),
                credit: None,
                counter: Some((discount, None)),
                amount_minor: applied.discount_minor,
                on: applied.on,
                narrative: format!("Discount for early payment on {of}"),
                reason: None,
                with_credit: Some(credit.cast()),
            })?;
        }
        Ok(())
    }

    fn refund(
        &mut self,
        tx: &Tx<'_>,
        book: &mut Book<'_, '_>,
        papers: &mut Papers,
        of: (usize, u64),
        on: Date,
        amount_minor: i64,
    ) -> Result<(), LoadError> {
        let (credit, paid, method) = self.receipt(of.0, of.1)?;
        let item = book.held(credit.cast())?.clone();
        let number = papers.number(Purpose::Refund);
        let base = self.rate(book, item.currency, on)?.convert(
            amount_minor,
            item.currency,
            book.base(),
        )?;
        let bank = book.account_for(AccountRole::Bank)?;
        let reason = "Paid twice".to_owned();
        let entry_no = book.settle(Settle {
            kind: SettlementKind::Refund,
            debit: None,
            credit: Some(credit.cast()),
            counter: Some((bank, Some(base))),
            amount_minor,
            on,
            narrative: format!("Refund {number} of {paid}"),
            reason: Some(reason.clone()),
            with_credit: None,
        })?;
        let method = if method == Method::Cash { Method::Transfer } else { method };
        let (client, currency) = (item.client, item.currency);
        papers.refunds.push(Refund {
            id: tx.new_id(),
            number,
            credit: item.id,
            client,
            method,
            currency,
            amount_minor,
            refunded_on: on,
            reason,
            entry_no,
        });
        Ok(())
    }

    fn rate(
        &mut self,
        book: &Book<'_, '_>,
        currency: Currency,
        on: Date,
    ) -> Result<Rate, LoadError> {
        if let Some(rate) = self.rates.get(&(currency, on)) {
            return Ok(*rate);
        }
        let rate = book.rate(currency, on, None)?;
        self.rates.insert((currency, on), rate);
        Ok(rate)
    }

    fn invoice(&self, family: usize, key: u64) -> Result<(InvoiceId, String), LoadError> {
        self.invoices.get(&(family, key)).cloned().ok_or(LoadError::Unknown("invoice"))
    }

    fn receipt(&self, family: usize, key: u64) -> Result<(ReceiptId, String, Method), LoadError> {
        self.receipts.get(&(family, key)).cloned().ok_or(LoadError::Unknown("receipt"))
    }
}

fn settle(
    book: &mut Book<'_, '_>,
    kind: SettlementKind,
    (debit, credit): (Option<OpenItemId>, Option<OpenItemId>),
    amount_minor: i64,
    on: Date,
    narrative: String,
) -> Result<(), LoadError> {
    book.settle(Settle {
        kind,
        debit,
        credit,
        counter: None,
        amount_minor,
        on,
        narrative,
        reason: None,
        with_credit: None,
    })?;
    Ok(())
}

fn lines_of(lines: &[Line]) -> Vec<NewLine> {
    let line = |l: &Line| NewLine {
        description: l.description.clone(),
        quantity: E6::from_scaled(l.quantity_e6),
        unit_price: E6::from_scaled(l.unit_price_e6),
        discount: E6::from_scaled(l.discount_e6),
        tax_code: l.tax_code.to_owned(),
        account: None,
    };
    lines.iter().map(line).collect()
}
