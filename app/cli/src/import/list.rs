//! The imports so far.

use imports::run;
use people::permission::RunImports;

use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet};
use crate::user::whole;

/// Prints the imports, the newest first.
pub fn run(books: &Books, printed: &Printed) -> Result<()> {
    let columns = vec![
        Column::text("import"),
        Column::text("started_at"),
        Column::text("status"),
        Column::text("kind"),
        Column::text("source"),
        Column::number("rows"),
        Column::number("rows_done"),
        Column::text("file"),
        Column::text("started_by"),
        Column::text("fingerprint"),
    ];
    let mut sheet = Sheet::open(printed, "Imports", columns)?;
    let proof = books.actor.allow::<RunImports>()?;
    books.db.read(books.tenant, |tx| {
        let mut ask = whole();
        ask.sort = Some("-started_at".to_owned());
        loop {
            let page = run::list(tx, &proof, &ask)?;
            for import in page.items {
                sheet.row(&[
                    Cell::text(import.id.to_string()),
                    Cell::text(import.started_at.to_string()),
                    Cell::text(import.status),
                    Cell::text(import.kind),
                    Cell::text(import.source),
                    Cell::Count(import.rows_total as i64),
                    Cell::Count(import.rows_done as i64),
                    Cell::text(import.file_name),
                    Cell::text(import.started_by),
                    Cell::text(import.fingerprint),
                ])?;
            }
            match page.next {
                Some(next) => ask.page.after = Some(next),
                None => return Ok::<_, Error>(()),
            }
        }
    })?;
    sheet.finish()?;
    Ok(())
}
