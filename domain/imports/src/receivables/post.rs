//! Posting a chunk of receivables: clients, invoices, receipts and what ties them, with one load a table.

use std::collections::HashMap;

use super::row::Settled;
use super::{Outcome, Receivable, Receivables};
use crate::kept::{self, Kept};
use crate::{ImportError, ImportId};
use billing::invoice::post::{Ready, Rows as InvoiceRows};
use billing::invoice::{InvoiceLine, InvoiceStatus};
use billing::totals::{TaxTotal, Totals};
use billing::{InvoiceId, InvoiceKind};
use clients::client::{archive, open};
use clients::{ClientId, ClientStatus, NewClient};
use db::{Tx, params};
use ledger::book::Settle;
use ledger::series::{self, Purpose};
use ledger::{AccountRole, Book, OpenItemId, SettlementKind};
use money::E6;
use payments::ReceiptId;
use payments::receipt::post::{Ready as ReadyReceipt, Rows as ReceiptRows};
use people::Actor;
use people::permission::{RunImports, WriteClients};

db::statements! {
    DELETE_OLD_CLIENT_ROWS = "DELETE FROM import_row WHERE tenant_id = ?1 AND source = ?2 AND object_kind = 'client' AND row_key IN LIST(?3)";
}

pub(super) fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    import: ImportId,
    chunk: &Receivables,
) -> Result<(), ImportError> {
    actor.allow::<RunImports>()?;
    let rows: Vec<&(Receivable, Outcome)> = chunk
        .decided
        .iter()
        .filter(|(_, outcome)| !matches!(outcome, Outcome::Unchanged))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let mut kept = Vec::with_capacity(rows.len() * 2);
    let clients = open_clients(tx, actor, chunk, &rows, &mut kept)?;
    let receipts = rows
        .iter()
        .filter(|(row, _)| row.kind == InvoiceKind::Invoice && row.settled.is_some())
        .count();
    let mut numbers =
        series::take(tx, Purpose::Receipt.word(), Purpose::Receipt, receipts)?.into_iter();
    let mut book = Book::open(tx, actor)?;
    let known: Vec<OpenItemId> = rows
        .iter()
        .filter_map(|(_, o)| {
            if let Outcome::Receipt(id) = o { Some(OpenItemId::from_uuid(*id)) } else { None }
        })
        .collect();
    book.hold(&known)?;
    let (mut invoices, mut receipts) = (InvoiceRows::default(), ReceiptRows::default());
    for (row, outcome) in rows {
        let (client, invoice) = match outcome {
            Outcome::Invoice => {
                let Some(client) = clients.get(&row.client_number) else { continue };
                let id: InvoiceId = tx.new_id();
                invoices.post(&mut book, document(row, id, *client))?;
                kept.push(Kept {
                    kind: "invoice",
                    key: row.key.clone(),
                    row: row.row,
                    object: id.uuid(),
                    hash: row.invoice_hash(),
                    before: None,
                });
                (*client, id.cast())
            }
            Outcome::Receipt(id) => {
                let item = book.held(OpenItemId::from_uuid(*id))?;
                (item.client, item.id)
            }
            Outcome::Unchanged => continue,
        };
        settle(tx, &mut book, &mut receipts, row, (client, invoice), &mut numbers, &mut kept)?;
    }
    book.close()?;
    invoices.save(tx, actor)?;
    receipts.save(tx, actor)?;
    kept::save(tx, &chunk.profile.source, import, &kept)?;
    Ok(())
}

/// The clients of the rows by number: those that are there, those that come back from the archive, and new
/// ones.
fn open_clients(
    tx: &Tx<'_>,
    actor: &Actor,
    chunk: &Receivables,
    rows: &[&(Receivable, Outcome)],
    kept: &mut Vec<Kept>,
) -> Result<HashMap<String, ClientId>, ImportError> {
    let mut ids: HashMap<String, ClientId> = HashMap::new();
    let mut returning = Vec::new();
    let mut new: Vec<(ClientId, NewClient)> = Vec::new();
    for (row, outcome) in rows {
        if !matches!(outcome, Outcome::Invoice) || ids.contains_key(&row.client_number) {
            continue;
        }
        let found = chunk.clients.get(&row.client_number);
        let id = found.map_or_else(|| tx.new_id(), |f| f.id);
        ids.insert(row.client_number.clone(), id);
        let archived = found.is_some_and(|f| f.status == ClientStatus::Archived);
        if archived {
            returning.push((id, ClientStatus::Active));
        }
        if found.is_none() {
            new.push((id, client_of(row)));
        }
        if archived || found.is_none() {
            let hash = row.client_number.as_bytes().to_vec();
            kept.push(Kept {
                kind: "client",
                key: row.client_number.clone(),
                row: row.row,
                object: id.uuid(),
                hash,
                before: None,
            });
        }
    }
    archive::unarchive_many(tx, &returning)?;
    let keys: Vec<String> = kept.iter().map(|k| k.key.clone()).collect();
    tx.execute(&DELETE_OLD_CLIENT_ROWS, params![&chunk.profile.source, keys])?;
    let allowed = actor.allow_all::<WriteClients>()?;
    let checked = open::check_many(tx, actor, &allowed, &new)?;
    let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>()?;
    open::insert_many(tx, &checked)?;
    Ok(ids)
}

fn client_of(row: &Receivable) -> NewClient {
    let mut client = NewClient::organisation(
        &row.client_number,
        &row.client_name,
        row.currency,
        &row.payment_term,
    );
    client.custom =
        row.custom.iter().map(|(name, text)| (name.clone(), text.as_str().into())).collect();
    client
}

/// The invoice or credit note of a row: one line without tax, since the file tells only what it comes to.
fn document(row: &Receivable, id: InvoiceId, client: ClientId) -> Ready {
    let net = row.amount_minor;
    let description = match row.kind {
        InvoiceKind::Invoice => format!("Invoice {}, brought in", row.number),
        InvoiceKind::CreditNote => format!("Credit note {}, brought in", row.number),
    };
    let price = E6::from_scaled(net.saturating_mul(1_000_000 / row.currency.minor_per_major()));
    let (category, rate) = ("O".to_owned(), E6::ZERO);
    let line = InvoiceLine {
        description: description.clone(),
        quantity: E6::ONE,
        unit_price: price,
        discount: E6::ZERO,
        tax_code: "none".to_owned(),
        tax_category: category.clone(),
        tax_rate: rate,
        net_minor: net,
        account: None,
    };
    let taxes = vec![TaxTotal { category, rate, taxable_minor: net, tax_minor: 0 }];
    Ready {
        id,
        kind: row.kind,
        status: InvoiceStatus::Issued,
        number: row.number.clone(),
        client,
        currency: row.currency,
        issued_on: row.issued_on,
        due_on: row.due_on,
        payment_term: row.payment_term.clone(),
        discount_until: None,
        discount_minor: 0,
        purchase_order: row.purchase_order.clone(),
        credits: None,
        lines: vec![line],
        totals: Totals {
            line_net_minor: vec![net],
            taxes,
            net_minor: net,
            tax_minor: 0,
            total_minor: net,
        },
        rate: row.rate,
        disputed: row.disputed.then(|| (row.issued_on, "Disputed, as brought in".to_owned())),
        reason: None,
        version: 1,
        narrative: description,
    }
}

/// Settles a row's document as far as it was: an invoice by a receipt, a credit note by paying it back. What
/// was paid beyond the invoice stays the client's credit. Money that came before the invoice's own day is
/// applied on that day.
fn settle(
    tx: &Tx<'_>,
    book: &mut Book<'_, '_>,
    receipts: &mut ReceiptRows,
    row: &Receivable,
    (client, item): (ClientId, OpenItemId),
    numbers: &mut impl Iterator<Item = String>,
    kept: &mut Vec<Kept>,
) -> Result<(), ImportError> {
    let Some(settled) = row.settled else { return Ok(()) };
    let mut settle = Settle {
        kind: SettlementKind::Application,
        debit: Some(item),
        credit: None,
        counter: None,
        amount_minor: settled.amount_minor.min(row.amount_minor),
        on: settled.on.max(row.issued_on),
        narrative: String::new(),
        reason: None,
        with_credit: None,
    };
    let object = match row.kind {
        InvoiceKind::CreditNote => {
            let base = settled
                .rate
                .convert(settle.amount_minor, row.currency, book.base())
                .map_err(ledger::PostError::from)?;
            let bank = book.account_for(AccountRole::Bank)?;
            settle = Settle {
                kind: SettlementKind::Refund,
                debit: None,
                credit: Some(item),
                counter: Some((bank, Some(base))),
                narrative: book.say(
                    format_args!("Credit note {} paid back", row.number),
                    format_args!("Nota de crédito {} devuelta", row.number),
                ),
                ..settle
            };
            item.uuid()
        }
        InvoiceKind::Invoice => {
            let id: ReceiptId = tx.new_id();
            let number = numbers.next().unwrap_or_default();
            settle.credit = Some(id.cast());
            settle.narrative = format!("{number} applied to {}", row.number);
            receipts.post(book, receipt(row, settled, id, number, client))?;
            id.uuid()
        }
    };
    book.settle(settle)?;
    kept.push(Kept {
        kind: "receipt",
        key: row.key.clone(),
        row: row.row,
        object,
        hash: row.receipt_hash(),
        before: None,
    });
    Ok(())
}

fn receipt(
    row: &Receivable,
    settled: Settled,
    id: ReceiptId,
    number: String,
    client: ClientId,
) -> ReadyReceipt {
    let reference =
        if row.reference.is_empty() { row.number.clone() } else { row.reference.clone() };
    ReadyReceipt {
        id,
        number,
        client,
        method: row.method,
        currency: row.currency,
        amount_minor: settled.amount_minor,
        received_on: settled.on,
        reference,
        deposit: false,
        rate: settled.rate,
    }
}
