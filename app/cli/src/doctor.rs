//! Having the books prove themselves.

use people::permission::ReadLedger;
use reports::doctor::DoctorError;
use reports::{Check, doctor, proof_run};

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{Cell, Column, Form, Output, Printed, Sheet, Table, note, plain};
use std::io::Write;

/// What can be typed after `rapport doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    printed: Printed,
}

/// Prints each check and, where one fails, every difference. Keeps the run. Fails if any check does.
pub fn run(args: &Args, settings: &Settings) -> Result<()> {
    let books = Books::open(settings)?;
    let proof = books.actor.allow::<ReadLedger>()?;
    // The checks join whole tables; an engine that does not know their sizes would take hours over it.
    // Books that can only be read are proved all the same.
    if let Err(error) = books.db.refresh_statistics() {
        tracing::debug!(%error, "the sizes of the tables are not looked at anew");
    }
    let (ran_at, checks) = books
        .db
        .read(books.tenant, |tx| Ok::<_, DoctorError>((tx.now(), doctor::run(tx, &proof)?)))?;
    let kept = books.db.write(books.tenant, |tx| {
        proof_run::keep(tx, &books.actor, &proof, tx.new_id(), ran_at, &checks)
    });
    // Books that cannot be written to can be proved all the same.
    if let Err(error) = kept {
        note(&format!("warning: this run is not kept: {error}"));
    }
    if args.printed.form == Form::Table {
        print(&checks, &args.printed)?;
    } else {
        rows(&checks, &args.printed)?;
    }
    let failed = checks.iter().filter(|c| !c.ok).count();
    if failed > 0 {
        note(&format!(
            "error: {failed} of {} checks failed; the books do not prove themselves",
            checks.len()
        ));
        return Err(Error::Said);
    }
    note(&format!("All {} checks hold.", checks.len()));
    Ok(())
}

fn print(checks: &[Check], printed: &Printed) -> Result<()> {
    let mut out = Output::open(printed.out.as_deref())?;
    let mut table = Table::new(vec![true, false, false]);
    for check in checks {
        let verdict = if check.ok { "ok".to_owned() } else { format!("{} wrong", check.count) };
        table.row(vec![verdict, check.name.to_owned(), check.title.to_owned()]);
    }
    table.write(&mut out, "")?;
    for check in checks.iter().filter(|c| !c.ok) {
        let shown = check.differences.len() as u64;
        let first =
            if shown < check.count { format!(", the first {shown}") } else { String::new() };
        writeln!(out, "\n{}: {} differences{first}\n", check.name, check.count)?;
        let mut table = Table::new(vec![false, true, true]);
        table.row(["what", "expected", "found"].map(str::to_owned).to_vec());
        for d in &check.differences {
            table.row([&d.what, &d.expected, &d.found].map(|text| plain(text)).to_vec());
        }
        table.write(&mut out, "  ")?;
    }
    out.finish()
}

/// A row a difference, and one for each check that holds.
fn rows(checks: &[Check], printed: &Printed) -> Result<()> {
    let columns = ["check", "title", "ok"].map(Column::text).into_iter();
    let columns = columns.chain([Column::number("differences")]);
    let columns = columns.chain(["what", "expected", "found"].map(Column::text));
    let mut sheet = Sheet::open(printed, "Doctor", columns.collect())?;
    for check in checks {
        let row = |cells: [Cell; 3]| {
            let count = i64::try_from(check.count).unwrap_or(i64::MAX);
            let head = [
                Cell::text(check.name),
                Cell::text(check.title),
                Cell::Yes(check.ok),
                Cell::Count(count),
            ];
            head.into_iter().chain(cells).collect::<Vec<_>>()
        };
        if check.ok {
            sheet.row(&row([Cell::Empty, Cell::Empty, Cell::Empty]))?;
        }
        for d in &check.differences {
            sheet.row(&row([&d.what, &d.expected, &d.found].map(Cell::text)))?;
        }
    }
    sheet.finish()?;
    Ok(())
}
