//! Invoices and receipts in bulk, and the aged balance over what they leave open.

use billing::invoice::draft::figure;
use billing::invoice::post::{Ready, Rows as InvoiceRows};
use billing::invoice::{InvoiceError, InvoiceStatus, NewLine};
use billing::tax;
use billing::{InvoiceId, InvoiceKind};
use clients::client::open;
use clients::{ClientId, NewClient};
use db::{Tx, params};
use jiff::Span;
use jiff::civil::{Date, date};
use ledger::book::Settle;
use ledger::series::{self, Purpose};
use ledger::{Book, OpenItemId, SettlementKind};
use money::{Currency, E6, Rate};
use payments::receipt::post::{Ready as ReadyReceipt, Rows as ReceiptRows};
use payments::{Method, PaymentError, ReceiptId};
use reports::By;
use reports::aging::AgingAsk;

use crate::documents::{Closing, Mark};
use crate::place::Place;
use crate::{BenchError, Measure, Speed, step, timed};

/// Documents in one transaction.
const BATCH: u64 = 5_000;
/// Invoices of a client.
pub(crate) const INVOICES_A_CLIENT: u64 = 20;
/// The day on which the receipts come in.
const PAID_ON: Date = date(2026, 3, 31);
/// Times that a report is run.
const RUNS: u64 = 5;

db::statements! {
    /// The aged balance in one currency as somebody would write it by hand.
    BY_HAND = "SELECT currency, COUNT(*), CAST(SUM(open_minor) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on >= ?2 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?2 AND due_on >= ?3 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?3 AND due_on >= ?4 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?4 AND due_on >= ?5 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?5 THEN open_minor ELSE 0 END) AS BIGINT)
               FROM (
                   SELECT o.currency, o.due_on, o.open_minor + COALESCE((
                       SELECT SUM(s.amount_minor) FROM settlement s
                       WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.applied_on > ?2), 0) AS open_minor
                   FROM open_item o
                   WHERE o.tenant_id = ?1 AND o.kind = 'invoice' AND o.issued_on <= ?2 AND o.closed_on > ?2) x
               GROUP BY currency";
    /// The same by client.
    BY_HAND_BY_CLIENT = "SELECT client_id, currency, COUNT(*), CAST(SUM(open_minor) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on >= ?2 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?2 AND due_on >= ?3 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?3 AND due_on >= ?4 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?4 AND due_on >= ?5 THEN open_minor ELSE 0 END) AS BIGINT),
                      CAST(SUM(CASE WHEN due_on < ?5 THEN open_minor ELSE 0 END) AS BIGINT)
               FROM (
                   SELECT o.client_id, o.currency, o.due_on, o.open_minor + COALESCE((
                       SELECT SUM(s.amount_minor) FROM settlement s
                       WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.applied_on > ?2), 0) AS open_minor
                   FROM open_item o
                   WHERE o.tenant_id = ?1 AND o.kind = 'invoice' AND o.issued_on <= ?2 AND o.closed_on > ?2) x
               GROUP BY client_id, currency";
}

/// Issues invoices in bulk, ages them, and pays a tenth of them, each beside the bare engine.
pub(crate) fn measure(
    place: &Place,
    size: u64,
    print: &mut dyn FnMut(Measure),
) -> Result<(), BenchError> {
    let clients = open_clients(place, (size / INVOICES_A_CLIENT).max(1))?;
    let (issued, micros) = timed(|| issue_all(place, size, &clients))?;
    // As a server does by itself within its minute.
    place.db()?.refresh_statistics()?;
    let documents =
        ["invoice", "invoice_line", "invoice_tax", "journal_entry", "posting", "open_item"];
    let bare = Speed { rows: size, micros: place.mirror(|table| documents.contains(&table))? };
    let ours = Speed { rows: size, micros };
    print(Measure {
        what: "invoices issued and posted in bulk".to_owned(),
        size,
        ours,
        bare: Some(bare),
    });
    for (what, by, statement) in [
        ("aged balance, open items aged", By::Total, &BY_HAND),
        ("aged balance by client, open items aged", By::Client, &BY_HAND_BY_CLIENT),
    ] {
        print(age(place, size, what, by, statement)?);
    }
    let paid = (size / 10).max(1);
    let issued = &issued[..paid as usize];
    let mark = Mark::now(place)?;
    let ((), micros) = timed(|| pay_all(place, issued))?;
    let items: Vec<OpenItemId> = issued.iter().map(|i| i.id.cast()).collect();
    let bare = mark.in_bulk(place, Some(&Closing { items: &items, on: PAID_ON }))?;
    print(Measure {
        what: "receipts taken and applied in bulk".to_owned(),
        size: paid,
        ours: Speed { rows: paid, micros },
        bare: Some(Speed { rows: paid, micros: bare }),
    });
    Ok(())
}

fn age(
    place: &Place,
    size: u64,
    what: &str,
    by: By,
    statement: &'static db::Statement,
) -> Result<Measure, BenchError> {
    let as_of = PAID_ON;
    let proof = place.actor.allow().map_err(step("aging"))?;
    let ask = AgingAsk { by, ..AgingAsk::of(as_of) };
    let db = place.db()?;
    let bare = place.beside()?;
    let cut = |days: i64| as_of.saturating_sub(Span::new().days(days));
    let (mut ours, mut beside) = (0, 0);
    // The two take turns, so that neither has the warmer cache.
    for _ in 0..RUNS {
        let (_, micros) =
            timed(|| db.read(place.tenant, |tx| reports::aging::aged_balance(tx, &proof, &ask)))
                .map_err(step("aging"))?;
        ours += micros;
        let ((), micros) =
            timed(|| bare.read(statement, params![as_of, cut(30), cut(60), cut(90)]).map(drop))?;
        beside += micros;
    }
    let rows = size * RUNS;
    Ok(Measure {
        what: what.to_owned(),
        size,
        ours: Speed { rows, micros: ours },
        bare: Some(Speed { rows, micros: beside }),
    })
}

/// Opens clients, and answers their ids.
pub(crate) fn open_clients(place: &Place, count: u64) -> Result<Vec<ClientId>, BenchError> {
    let usd = Currency::parse("USD").map_err(step("currency"))?;
    let allowed = place.actor.allow().map_err(step("clients"))?;
    let mut ids = Vec::new();
    for from in (0..count).step_by(BATCH as usize) {
        let until = count.min(from + BATCH);
        let made = place.db()?.write(place.tenant, |tx| {
            let new: Vec<(ClientId, NewClient)> = (from..until)
                .map(|n| {
                    (
                        tx.new_id(),
                        NewClient::organisation(
                            &format!("B{n:07}"),
                            &format!("Client {n}"),
                            usd,
                            "net30",
                        ),
                    )
                })
                .collect();
            let checked = open::check_many(tx, &place.actor, &allowed, &new)?;
            let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>()?;
            open::insert_many(tx, &checked)?;
            Ok::<_, open::OpenError>(new.into_iter().map(|(id, _)| id).collect::<Vec<_>>())
        });
        ids.extend(made.map_err(step("clients"))?);
    }
    Ok(ids)
}

struct Issued {
    id: InvoiceId,
    client: ClientId,
    total_minor: i64,
}

fn issue_all(place: &Place, size: u64, clients: &[ClientId]) -> Result<Vec<Issued>, BenchError> {
    let mut all = Vec::with_capacity(size as usize);
    for from in (0..size).step_by(BATCH as usize) {
        let until = size.min(from + BATCH);
        let batch =
            place.db()?.write(place.tenant, |tx| issue_batch(tx, place, from..until, clients));
        all.extend(batch.map_err(step("bulk invoices"))?);
    }
    Ok(all)
}

fn issue_batch(
    tx: &Tx<'_>,
    place: &Place,
    range: std::ops::Range<u64>,
    clients: &[ClientId],
) -> Result<Vec<Issued>, InvoiceError> {
    let taxes = tax::list(tx)?;
    let usd = Currency::parse("USD")?;
    let count = (range.end - range.start) as usize;
    let mut numbers =
        series::take(tx, Purpose::Invoice.word(), Purpose::Invoice, count)?.into_iter();
    let mut book = Book::open(tx, &place.actor)?;
    let (mut rows, mut issued) = (InvoiceRows::default(), Vec::with_capacity(count));
    for n in range {
        let client = clients[n as usize % clients.len()];
        let line = NewLine {
            description: "Something".to_owned(),
            quantity: E6::from_scaled(1_000_000 + (n as i64 % 7) * 500_000),
            unit_price: E6::from_scaled(10_000_000 + (n as i64 % 977) * 10_000),
            discount: E6::ZERO,
            tax_code: "standard".to_owned(),
            account: None,
        };
        let (lines, totals) = figure(usd, &[line], &taxes)?;
        let issued_on = date(2025, 9, 1).saturating_add(Span::new().days(n as i64 % 180));
        let (id, number) = (tx.new_id(), numbers.next().unwrap_or_default());
        issued.push(Issued { id, client, total_minor: totals.total_minor });
        let ready = Ready {
            id,
            kind: InvoiceKind::Invoice,
            status: InvoiceStatus::Issued,
            narrative: format!("Invoice {number}"),
            number,
            client,
            currency: usd,
            issued_on,
            due_on: issued_on.saturating_add(Span::new().days(30)),
            payment_term: "net30".to_owned(),
            discount_until: None,
            discount_minor: 0,
            purchase_order: None,
            credits: None,
            lines,
            totals,
            rate: Rate::ONE,
            disputed: None,
            reason: None,
            version: 1,
        };
        rows.post(&mut book, ready)?;
    }
    book.close()?;
    rows.save(tx, &place.actor)?;
    Ok(issued)
}

fn pay_all(place: &Place, issued: &[Issued]) -> Result<(), BenchError> {
    for batch in issued.chunks(BATCH as usize) {
        place
            .db()?
            .write(place.tenant, |tx| pay_batch(tx, place, batch))
            .map_err(step("bulk receipts"))?;
    }
    Ok(())
}

fn pay_batch(tx: &Tx<'_>, place: &Place, batch: &[Issued]) -> Result<(), PaymentError> {
    let usd = Currency::parse("USD")?;
    let mut numbers =
        series::take(tx, Purpose::Receipt.word(), Purpose::Receipt, batch.len())?.into_iter();
    let mut book = Book::open(tx, &place.actor)?;
    let items: Vec<OpenItemId> = batch.iter().map(|i| i.id.cast()).collect();
    book.hold(&items)?;
    let mut rows = ReceiptRows::default();
    for invoice in batch {
        let (id, number): (ReceiptId, String) = (tx.new_id(), numbers.next().unwrap_or_default());
        let ready = ReadyReceipt {
            id,
            number: number.clone(),
            client: invoice.client,
            method: Method::Transfer,
            currency: usd,
            amount_minor: invoice.total_minor,
            received_on: PAID_ON,
            reference: String::new(),
            deposit: false,
            rate: Rate::ONE,
        };
        rows.post(&mut book, ready)?;
        book.settle(Settle {
            kind: SettlementKind::Application,
            debit: Some(invoice.id.cast()),
            credit: Some(id.cast()),
            counter: None,
            amount_minor: invoice.total_minor,
            on: PAID_ON,
            narrative: number,
            reason: None,
            with_credit: None,
        })?;
    }
    book.close()?;
    rows.save(tx, &place.actor)
}
