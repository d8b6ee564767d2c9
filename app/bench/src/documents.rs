//! Documents that the program wrote since some moment, written once more through the bare engine.

use db::bare::Bare;
use db::schema::{TABLES, Table};
use db::{Value, params};
use jiff::civil::Date;
use ledger::OpenItemId;

use crate::place::{BARE_ROWS, Place};
use crate::{BenchError, timed};

db::statements! {
    LAST_ENTRY = "SELECT COALESCE(MAX(entry_no), 0) FROM journal_entry WHERE tenant_id = ?1";
    LAST_EVENT = "SELECT COALESCE(MAX(seq), 0) FROM audit_event WHERE tenant_id = ?1";
    CLOSE = "UPDATE open_item SET open_minor = 0, open_base_minor = 0, closed_on = ?3 WHERE tenant_id = ?1 AND open_item_id IN LIST(?2)";
}

/// How far the journal and the audit trail had come.
pub(crate) struct Mark {
    entry_no: i64,
    seq: i64,
}

/// What receipts close: one open item each, on one day.
pub(crate) struct Closing<'i> {
    pub(crate) items: &'i [OpenItemId],
    pub(crate) on: Date,
}

impl Mark {
    /// Where they are now.
    pub(crate) fn now(place: &Place) -> Result<Self, BenchError> {
        let last = |statement| {
            let db = place.db()?;
            let read = db.read(place.tenant, |tx| tx.query_one(statement, &[], |r| r.get(0)));
            read.map_err(BenchError::from)
        };
        Ok(Self { entry_no: last(&LAST_ENTRY)?, seq: last(&LAST_EVENT)? })
    }

    /// The tables with rows since then, in the order in which they refer to each other, and which rows.
    fn tables(&self) -> impl Iterator<Item = (&'static Table, String)> {
        let since = format!("> {}", self.entry_no);
        let (seq, documents) = (self.seq, format!("entry_no {since}"));
        let lines = format!(
            "invoice_id IN (SELECT i.invoice_id FROM invoice i WHERE i.tenant_id = ?1 AND i.entry_no {since})"
        );
        TABLES.iter().filter_map(move |table| {
            let condition = match table.name.as_str() {
                "journal_entry" | "posting" | "open_item" | "settlement" | "invoice"
                | "receipt" => documents.clone(),
                "invoice_line" | "invoice_tax" => lines.clone(),
                "audit_event" => format!("seq > {seq}"),
                _ => return None,
            };
            Some((table, condition))
        })
    }

    /// Writes the rows in bulk, table by table, and answers how many microseconds it took.
    pub(crate) fn in_bulk(
        &self,
        place: &Place,
        closing: Option<&Closing<'_>>,
    ) -> Result<u64, BenchError> {
        let (from, to) = (place.beside()?, place.bare()?);
        let mut micros = 0;
        for (table, condition) in self.tables() {
            from.rows_of(table, &condition, BARE_ROWS, |rows| {
                micros += timed(|| to.bulk(Bare::load_of(table), rows))?.1;
                Ok(())
            })?;
        }
        if let Some(Closing { items, on }) = closing {
            for batch in items.chunks(BARE_ROWS) {
                micros += timed(|| to.document(&[], Some((&CLOSE, params![batch, *on]))))?.1;
            }
        }
        Ok(micros)
    }

    /// Writes the rows in one transaction a document, and answers how many microseconds it took. Every
    /// document has as many rows of a table as every other.
    pub(crate) fn one_by_one(
        &self,
        place: &Place,
        documents: usize,
        closing: Option<&Closing<'_>>,
    ) -> Result<u64, BenchError> {
        let (from, to) = (place.beside()?, place.bare()?);
        let mut tables: Vec<(_, Vec<Vec<Value<'static>>>)> = Vec::new();
        for (table, condition) in self.tables() {
            let mut all = Vec::new();
            from.rows_of(table, &condition, BARE_ROWS, |rows| {
                all.extend_from_slice(rows);
                Ok(())
            })?;
            tables.push((Bare::load_of(table), all));
        }
        let mut micros = 0;
        for n in 0..documents {
            let share = |all: &[_]| n * all.len() / documents..(n + 1) * all.len() / documents;
            let rows: Vec<_> = tables.iter().map(|(load, all)| (*load, &all[share(all)])).collect();
            let params = closing.map(|c| params![&c.items[n..=n], c.on].to_vec());
            let then = params.as_ref().map(|params| (&CLOSE, params.as_slice()));
            micros += timed(|| to.document(&rows, then))?.1;
        }
        Ok(micros)
    }
}
