//! Writing: imports, single documents, and many callers at once.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use billing::invoice::draft::{self, NewInvoice};
use billing::invoice::issue::{Issue, issue};
use billing::invoice::{InvoiceError, NewLine};
use clients::ClientId;
use db::params;
use imports::{Profile, Request};
use jiff::civil::{Date, date};
use money::E6;
use payments::Method;
use payments::apply::Applications;
use payments::receipt::receive::{NewReceipt, receive};

use crate::books::{INVOICES_A_CLIENT, open_clients};
use crate::documents::{Closing, Mark};
use crate::place::Place;
use crate::{BenchError, Measure, Speed, step, timed};

/// Documents that are written one by one.
const SINGLE_DOCUMENTS: u64 = 2_000;
/// The day on which the receipts come in.
const PAID_ON: Date = date(2026, 1, 30);
/// Callers that write at once.
const CALLERS: u64 = 64;
/// Writes of each caller.
const WRITES_A_CALLER: u64 = 50;

db::statements! {
    NOTE = "INSERT INTO outbox (tenant_id, outbox_id, topic, message_key, payload, created_at, due_at, attempts) VALUES (?1, ?2, 'bench', ?3, ?4, ?5, ?5, 0)";
}

/// An import of invoices that were settled, from a CSV file, beside its rows through the bare engine.
pub(crate) fn import(place: &Place, size: u64) -> Result<Vec<Measure>, BenchError> {
    let path = place.folder.path().join("receivables.csv");
    write_csv(&path, size)?;
    let profile = Profile::find("receivables").map_err(step("profile"))?;
    let request = Request { path: &path, file_name: "receivables.csv", profile: &profile };
    let db = place.db()?;
    let (plan, planned) = timed(|| imports::plan(db, &place.actor, &request, None, &mut |_| true))
        .map_err(step("plan"))?;
    let (_, applied) =
        timed(|| imports::apply(db, &place.actor, &request, &plan.fingerprint, &mut |_| true))
            .map_err(step("apply"))?;
    let set_up = [
        "tenant",
        "role",
        "role_permission",
        "gl_account",
        "number_series",
        "payment_term",
        "tax_rate",
    ];
    let bare = Speed { rows: size, micros: place.mirror(|table| !set_up.contains(&table))? };
    let line = |what: &str, micros: u64| Measure {
        what: what.to_owned(),
        size,
        ours: Speed { rows: size, micros },
        bare: Some(bare),
    };
    // Applying plans once more, to be sure that the facts have not moved; the writing is what is left.
    Ok(vec![
        Measure {
            what: "import: rehearsal, rows".to_owned(),
            size,
            ours: Speed { rows: size, micros: planned },
            bare: None,
        },
        line("import: apply with its own rehearsal, rows", applied),
        line("import: writing alone, rows", applied.saturating_sub(planned)),
    ])
}

fn write_csv(path: &std::path::Path, size: u64) -> Result<(), BenchError> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "client_number,client_name,invoice_number,issued_on,due_on,currency,amount,settled_on"
    )?;
    let clients = (size / 20).max(1);
    for n in 0..size {
        let client = (n * 7919) % clients;
        let (month, day) = (n % 12 + 1, n % 28 + 1);
        let settled = if n % 5 == 0 { String::new() } else { format!("2025-{month:02}-28") };
        writeln!(
            out,
            "C{client:07},Client {client},N{n:09},2025-{month:02}-{day:02},2025-12-31,USD,{}.{:02},{settled}",
            10 + n % 900,
            n % 100
        )?;
    }
    out.flush()?;
    Ok(())
}

/// Invoices issued and receipts applied, each in a transaction of its own, beside the bare engine writing the
/// rows that were left by each in one transaction: without the draft, numbers taken or anything read.
pub(crate) fn one_by_one(place: &Place) -> Result<Vec<Measure>, BenchError> {
    let clients = open_clients(place, SINGLE_DOCUMENTS / INVOICES_A_CLIENT)?;
    place.mirror(|_| false)?;
    let (db, actor) = (place.db()?, &place.actor);
    let drafts: Vec<NewInvoice> = clients.iter().map(|c| draft_of(*c)).collect::<Result<_, _>>()?;
    let mark = Mark::now(place)?;
    let mut items = Vec::with_capacity(SINGLE_DOCUMENTS as usize);
    let ((), issued) = timed(|| {
        for n in 0..SINGLE_DOCUMENTS as usize {
            let new = &drafts[n % drafts.len()];
            items.push(db.write(place.tenant, |tx| {
                let draft = draft::create(tx, actor, new)?;
                issue(tx, actor, draft.id, &Issue::default()).map(|_| draft.id.cast())
            })?);
        }
        Ok::<(), InvoiceError>(())
    })
    .map_err(step("issue"))?;
    let issued_bare = mark.one_by_one(place, items.len(), None)?;
    let receipt = |payer: ClientId| NewReceipt {
        payer,
        method: Method::Transfer,
        currency: None,
        amount_minor: 10_825,
        received_on: Some(PAID_ON),
        reference: String::new(),
        deposit: false,
        rate: None,
        applications: Applications::OldestFirst,
    };
    let mark = Mark::now(place)?;
    let ((), received) = timed(|| {
        for n in 0..SINGLE_DOCUMENTS as usize {
            let new = receipt(clients[n % clients.len()]);
            db.write(place.tenant, |tx| receive(tx, actor, &new).map(drop))?;
        }
        Ok::<(), payments::PaymentError>(())
    })
    .map_err(step("receive"))?;
    let closing = Closing { items: &items, on: PAID_ON };
    let received_bare = mark.one_by_one(place, items.len(), Some(&closing))?;
    let line = |what: &str, micros: u64, bare: u64| Measure {
        what: what.to_owned(),
        size: SINGLE_DOCUMENTS,
        ours: Speed { rows: SINGLE_DOCUMENTS, micros },
        bare: Some(Speed { rows: SINGLE_DOCUMENTS, micros: bare }),
    };
    Ok(vec![
        line("invoice drafted, issued, posted, one by one", issued, issued_bare),
        line("receipt taken, applied, one by one", received, received_bare),
    ])
}

/// Single durable writes of many callers at once beside one transaction a write on the bare engine.
pub(crate) fn concurrent(place: &Place) -> Result<Measure, BenchError> {
    let db = Arc::new(place.db()?.clone());
    let tenant = place.tenant;
    let ((), micros) = timed(|| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| {
                let db = Arc::clone(&db);
                std::thread::spawn(move || {
                    for n in 0..WRITES_A_CALLER {
                        let key = format!("{caller}-{n}");
                        db.write(tenant, |tx| {
                            tx.execute(
                                &NOTE,
                                params![tx.new_id::<()>(), &key, serde_json::Value::Null, tx.now()],
                            )
                            .map(drop)
                        })?;
                    }
                    Ok::<(), db::Error>(())
                })
            })
            .collect();
        callers
            .into_iter()
            .map(|c| c.join().unwrap_or(Err(db::Error::Busy)))
            .collect::<Result<Vec<()>, _>>()
            .map(drop)
    })?;
    let rows = CALLERS * WRITES_A_CALLER;
    let bare = place.bare()?;
    let single = rows / 8;
    let ((), bare_micros) = timed(|| {
        for n in 0..single {
            let key = format!("bare-{n}");
            bare.transaction(|tx| {
                tx.execute(
                    &NOTE,
                    params![tx.new_id::<()>(), &key, serde_json::Value::Null, tx.now()],
                )
                .map(drop)
            })?;
        }
        Ok::<(), db::Error>(())
    })?;
    Ok(Measure {
        what: format!("durable single writes, {CALLERS} callers at once"),
        size: rows,
        ours: Speed { rows, micros },
        bare: Some(Speed { rows: single, micros: bare_micros }),
    })
}

fn draft_of(client: ClientId) -> Result<NewInvoice, BenchError> {
    let line = NewLine {
        description: "Something".to_owned(),
        quantity: E6::ONE,
        unit_price: "100".parse().map_err(step("price"))?,
        discount: E6::ZERO,
        tax_code: "standard".to_owned(),
        account: None,
    };
    Ok(NewInvoice {
        client,
        currency: None,
        issued_on: Some(date(2026, 1, 5)),
        due_on: None,
        payment_term: None,
        purchase_order: None,
        lines: vec![line],
    })
}
