//! Undoing an import.
//!
//! Posted entries are never deleted: receipts and invoices are reversed, each as of its own day, so that no
//! day's balance knows them any more. Clients that the import opened are removed, or archived where the books
//! name them. What the import changed gets its old values back. The rows' keys are free again, so the file
//! can be imported once more.

use billing::InvoiceId;
use clients::ClientId;
use clients::client::archive;
use db::{Db, Tx, params};
use ledger::Book;
use payments::ReceiptId;
use people::permission::RunImports;
use people::{Actor, audit};
use serde_json::json;

use crate::ImportError;
use crate::run::{ImportId, OnProgress, Progress, get};

/// Rows that are undone in one transaction.
const BATCH_ROWS: i64 = 2_000;

db::statements! {
    MARK = "UPDATE import_run SET status = ?3, undone_at = ?4 WHERE tenant_id = ?1 AND import_id = ?2 AND status IN LIST(?5)";
    NEXT = "SELECT object_id, row_key, source FROM import_row WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = ?3 ORDER BY row_no LIMIT ?4";
    FORGET = "DELETE FROM import_row WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = ?3 AND object_id IN LIST(?4)";
    COUNT = "SELECT COUNT(*) FROM import_row WHERE tenant_id = ?1 AND import_id = ?2";
    /// Documents of the import that something else still takes from.
    BUILT_UPON = include_str!("sql/built_upon.sql");
    /// Of these clients, those that a posting names.
    IN_THE_BOOKS = "SELECT DISTINCT client_id FROM posting WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

/// Undoes an import, or goes on undoing it. Refuses, before anything is undone, where something was built on
/// what the import brought, or where a period is locked in which it posted.
pub fn undo(
    db: &Db,
    actor: &Actor,
    import: ImportId,
    on_progress: &mut OnProgress<'_>,
) -> Result<(), ImportError> {
    let proof = actor.allow_all::<RunImports>()?;
    let tenant = actor.tenant();
    let total: u64 = db.write(tenant, |tx| {
        let run = get(tx, &proof, import)?;
        if run.status == "undone" {
            return Err(ImportError::NotApplied { id: import.to_string(), status: run.status });
        }
        check(tx, import)?;
        let statuses = vec!["applied".to_owned(), "applying".to_owned(), "undoing".to_owned()];
        tx.execute(&MARK, params![import, "undoing", None::<jiff::Timestamp>, statuses])?;
        Ok::<_, ImportError>(tx.query_one(&COUNT, params![import], |r| r.get(0))?)
    })?;
    let mut done = 0;
    for kind in ["receipt", "invoice", "contact", "client"] {
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
        tx.execute(&MARK, params![import, "undone", tx.now(), vec!["undoing".to_owned()]])?;
        audit::record(tx, actor, "import.undone", ("import", &import), json!({"rows": done}))
    })?;
    Ok(())
}

fn check(tx: &Tx<'_>, import: ImportId) -> Result<(), ImportError> {
    let built: Vec<String> = tx.query(&BUILT_UPON, params![import], |r| r.get(0))?;
    match built.first() {
        None => Ok(()),
        Some(first) => {
            Err(ImportError::BuiltUpon { count: built.len() as u64, first: first.clone() })
        }
    }
}

fn undo_batch(
    tx: &Tx<'_>,
    actor: &Actor,
    import: ImportId,
    kind: &str,
) -> Result<u64, ImportError> {
    let rows: Vec<uuid::Uuid> = tx.query(&NEXT, params![import, kind, BATCH_ROWS], |r| r.get(0))?;
    if rows.is_empty() {
        return Ok(0);
    }
    let reason = format!("Import {import} undone");
    let mut book = Book::open(tx, actor)?;
    match kind {
        "receipt" => {
            let ids: Vec<ReceiptId> = rows.iter().map(|id| ReceiptId::from_uuid(*id)).collect();
            payments::receipt::bounce::void_all(tx, &mut book, &ids, &reason)?;
        }
        "invoice" => {
            let ids: Vec<InvoiceId> = rows.iter().map(|id| InvoiceId::from_uuid(*id)).collect();
            give_back(tx, &mut book, &ids, &reason)?;
            billing::invoice::void::void_all(tx, &mut book, &ids, None, &reason)?;
        }
        "client" => put_away(tx, &rows)?,
        _ => {}
    }
    book.close()?;
    tx.execute(&FORGET, params![import, kind, rows.clone()])?;
    Ok(rows.len() as u64)
}

/// Takes back what the import itself settled without a receipt (credit notes paid back).
fn give_back(
    tx: &Tx<'_>,
    book: &mut Book<'_, '_>,
    ids: &[InvoiceId],
    reason: &str,
) -> Result<(), ImportError> {
    let items: Vec<ledger::OpenItemId> = ids.iter().map(|id| id.cast()).collect();
    let live: Vec<i64> =
        ledger::settlement::live(tx, &items)?.into_iter().map(|s| s.entry_no).collect();
    book.unsettle(&live, None, reason)?;
    Ok(())
}

/// Removes clients that nothing names, and archives the others.
fn put_away(tx: &Tx<'_>, rows: &[uuid::Uuid]) -> Result<(), ImportError> {
    let ids: Vec<ClientId> = rows.iter().map(|id| ClientId::from_uuid(*id)).collect();
    let named: Vec<ClientId> = tx.query(&IN_THE_BOOKS, params![ids.as_slice()], |r| r.get(0))?;
    let free: Vec<ClientId> = ids.iter().filter(|id| !named.contains(id)).copied().collect();
    archive::archive_many(tx, &named)?;
    archive::delete_many(tx, &free)?;
    Ok(())
}
