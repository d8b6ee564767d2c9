//! Undoing an import.
//!
//! Posted entries are never deleted: receipts and invoices are reversed, each as of its own day (or the one from
//! which on nothing takes from it any more), so that no day's balance knows them any more. Contacts that the import brought are removed, and clients too, or
//! archived where something names them or somebody has changed them. What the import changed is as it was
//! before, down to version and time. The rows' keys are free again, so the file can be imported once more.

use std::collections::HashSet;

use billing::InvoiceId;
use db::{Db, Tx, params};
use ledger::{Book, OpenItemId};
use payments::ReceiptId;
use people::permission::RunImports;
use people::{Actor, audit};
use serde_json::json;
use uuid::Uuid;

use crate::run::{ImportId, OnProgress, Progress, Run, UNDONE, get, publish};
use crate::{ImportError, kept};

mod check;
mod remove;
mod restore;

/// Rows that are undone in one transaction.
const BATCH_ROWS: i64 = 2_000;

db::statements! {
    MARK = "UPDATE import_run SET status = ?3, undone_at = ?4 WHERE tenant_id = ?1 AND import_id = ?2 AND status IN LIST(?5)";
    /// The rows of a kind, the last first, as what came later may rest on what came before.
    NEXT = "SELECT object_id, row_key, source, before FROM import_row WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = ?3 ORDER BY row_no DESC, row_key LIMIT ?4";
    /// As NEXT for clients, those first to which none of the import's own belongs.
    NEXT_CLIENTS = include_str!("sql/next_clients.sql");
    FORGET = "DELETE FROM import_row WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = ?3 AND row_key IN LIST(?4)";
    COUNT = "SELECT COUNT(*) FROM import_row WHERE tenant_id = ?1 AND import_id = ?2";
    RECEIPTS = "SELECT receipt_id FROM receipt WHERE tenant_id = ?1 AND receipt_id IN LIST(?2)";
    /// Of these documents, those that are void already.
    VOIDED = "SELECT COALESCE(debit_item_id, credit_item_id) FROM settlement
              WHERE tenant_id = ?1 AND (debit_item_id IN LIST(?2) OR credit_item_id IN LIST(?2)) AND kind = 'void' AND reverses_no IS NULL";
}

/// What a row of the import became.
pub(crate) struct Row {
    object: Uuid,
    key: String,
    source: String,
    before: Option<serde_json::Value>,
}

/// Undoes an import, or goes on undoing it. Refuses, before anything is undone, where something was built on
/// what the import brought, where somebody has changed what it changed, or where a period is locked in which
/// it posted.
pub fn undo(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    on_progress: &mut OnProgress<'_>,
) -> Result<(), ImportError> {
    let proof = actor.allow::<RunImports>()?;
    let tenant = actor.tenant();
    let (total, run): (u64, Run) = db.write(tenant, |tx| {
        let run = get(tx, &proof, import)?;
        if run.status == "undone" {
            return Err(ImportError::NotApplied { id: import.to_string(), status: run.status });
        }
        check::check(tx, actor, import)?;
        let statuses = ["applied", "applying", "undoing"].map(str::to_owned).to_vec();
        tx.execute(&MARK, params![import, "undoing", None::<jiff::Timestamp>, statuses])?;
        Ok::<_, ImportError>((tx.query_one(&COUNT, params![import], |r| r.get(0))?, run))
    })?;
    let mut done = 0;
    for kind in ["receipt", "invoice", "contact", "contact_update", "client_update", "client"] {
        loop {
            let undone = db.write(tenant, |tx| undo_batch(tx, actor, import, kind))?;
            if undone == 0 {
                break;
            }
            done += undone;
            if !on_progress(Progress { rows: done, bytes: done, bytes_total: total }) {
                return Err(ImportError::Stopped);
            }
        }
    }
    db.write(tenant, |tx| {
        let undoing = vec!["undoing".to_owned()];
        if tx.execute(&MARK, params![import, "undone", tx.now(), undoing])? > 0 {
            let detail = json!({"rows": done});
            audit::record(tx, actor, "import.undone", ("import", &import), detail)?;
            publish(tx, actor, UNDONE, import, (&run.file_name, &run.kind, run.rows_total))?;
        }
        Ok(())
    })
}

fn undo_batch(
    tx: &Tx<'_>,
    actor: &Actor,
    import: ImportId,
    kind: &str,
) -> Result<u64, ImportError> {
    let row_of = |r: &db::Row<'_>| {
        Ok(Row { object: r.get(0)?, key: r.get(1)?, source: r.get(2)?, before: r.get(3)? })
    };
    let rows: Vec<Row> = match kind {
        "client" => tx.query(&NEXT_CLIENTS, params![import, BATCH_ROWS], row_of)?,
        _ => tx.query(&NEXT, params![import, kind, BATCH_ROWS], row_of)?,
    };
    let Some(Row { source, .. }) = rows.first() else { return Ok(0) };
    let reason = format!("Import {import} undone");
    match kind {
        "receipt" => unpay(tx, actor, &rows, &reason)?,
        "invoice" => void(tx, actor, &rows, &reason)?,
        "contact" => remove::contacts(tx, &rows)?,
        "contact_update" => restore::contacts(tx, actor, &rows)?,
        "client_update" => restore::clients(tx, actor, &rows)?,
        _ => remove::clients(tx, &rows)?,
    }
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    tx.execute(&FORGET, params![import, kind, keys.clone()])?;
    if kind != "receipt" && kind != "invoice" {
        kept::step_back(tx, source, import, kind, &keys)?;
    }
    Ok(rows.len() as u64)
}

/// Voids receipts, and takes back what was paid back on credit notes.
fn unpay(tx: &Tx<'_>, actor: &Actor, rows: &[Row], reason: &str) -> Result<(), ImportError> {
    let objects: Vec<Uuid> = rows.iter().map(|row| row.object).collect();
    let receipts = tx.query(&RECEIPTS, params![objects.clone()], |r| r.get(0))?;
    let receipts: HashSet<Uuid> = receipts.into_iter().collect();
    let (receipts, notes): (Vec<Uuid>, Vec<Uuid>) =
        objects.into_iter().partition(|id| receipts.contains(id));
    let notes: Vec<OpenItemId> = notes.into_iter().map(OpenItemId::from_uuid).collect();
    let standing: Vec<ReceiptId> =
        standing(tx, receipts)?.into_iter().map(ReceiptId::from_uuid).collect();
    let mut book = Book::open(tx, actor)?;
    payments::receipt::bounce::void_all(tx, &mut book, &standing, reason)?;
    let live: Vec<i64> =
        ledger::settlement::live(tx, &notes)?.into_iter().map(|s| s.entry_no).collect();
    book.unsettle(&live, None, reason)?;
    book.close()?;
    Ok(())
}

/// Voids invoices and credit notes.
fn void(tx: &Tx<'_>, actor: &Actor, rows: &[Row], reason: &str) -> Result<(), ImportError> {
    let objects = rows.iter().map(|row| row.object).collect();
    let ids: Vec<InvoiceId> =
        standing(tx, objects)?.into_iter().map(InvoiceId::from_uuid).collect();
    let mut book = Book::open(tx, actor)?;
    billing::invoice::void::void_all(tx, &mut book, &ids, None, reason)?;
    book.close()?;
    Ok(())
}

/// Those documents that nobody has voided.
fn standing(tx: &Tx<'_>, documents: Vec<Uuid>) -> Result<Vec<Uuid>, db::Error> {
    let voided = tx.query(&VOIDED, params![documents.clone()], |r| r.get(0))?;
    let voided: HashSet<Uuid> = voided.into_iter().collect();
    Ok(documents.into_iter().filter(|id| !voided.contains(id)).collect())
}
