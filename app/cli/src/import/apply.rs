//! Doing what a plan said.

use std::io::Write;

use imports::run::get;
use imports::{ImportError, Progress, Request};
use people::permission::RunImports;

use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Bar, Output, Table, plain, shell};

/// Imports the file as its plan said, or goes on with an import that was interrupted.
pub fn run(books: &Books, request: &Request<'_>, fingerprint: &str) -> Result<()> {
    let bar = Bar::new("Checking");
    let mut rows = 0;
    // The file is walked through twice: rehearsed once more, then applied.
    let mut follow = |at: Progress| {
        if at.rows < rows {
            bar.rename("Importing");
        }
        rows = at.rows;
        bar.follow()(at)
    };
    let applied = imports::apply(&books.db, &books.actor, request, fingerprint, &mut follow);
    bar.clear();
    let id = applied.map_err(|e| {
        let moved = matches!(e, ImportError::Moved { .. } | ImportError::MovedOnTheWay { .. });
        let error = Error::from(e);
        if moved { error.hint("type the same without --apply to see the new plan") } else { error }
    })?;
    let proof = books.actor.allow::<RunImports>()?;
    let run = books.db.read(books.tenant, |tx| get(tx, &proof, id))?;
    let mut out = Output::open(None)?;
    writeln!(out, "Imported {} as {id}\n", plain(request.file_name))?;
    let number = |name: &str| run.summary[name].as_u64().unwrap_or(0);
    let documents = |name: &str| {
        let all = run.summary[name].as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter_map(|of| of["count"].as_u64()).sum::<u64>()
    };
    let mut table = Table::new(vec![false, true]);
    let counts = [
        ("rows", run.rows_done),
        ("new clients", number("new_clients")),
        ("new contacts", number("new_contacts")),
        ("changes", number("changes")),
        ("invoices", documents("invoices")),
        ("credit notes", documents("credit_notes")),
        ("receipts", documents("receipts")),
        ("rows that brought nothing new", number("unchanged")),
        ("rows refused", number("refused")),
    ];
    for (what, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        table.row(vec![what.to_owned(), n.to_string()]);
    }
    table.write(&mut out, "  ")?;
    let undo = shell::instead(&["import", "undo", &id.to_string()]);
    writeln!(out, "\nTo take all of it back:\n\n  {undo}")?;
    out.finish()
}
