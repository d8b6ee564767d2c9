//! Showing what a file would bring.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use imports::{Plan, Refusal, Request};
use money::{Currency, format_minor};

use super::refused::RefusedRows;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Bar, Output, Table, note, plain, shell};

/// Prints the plan, and how to have exactly that done.
pub fn run(books: &Books, request: &Request<'_>, refused: Option<&Path>) -> Result<()> {
    let mut rows = RefusedRows::open(request.path, refused)?;
    let bar = Bar::new("Reading");
    let planned =
        imports::plan(&books.db, &books.actor, request, Some(rows.writer()), &mut bar.follow());
    bar.clear();
    let plan = planned?;
    let mut out = Output::open(None)?;
    print(&mut out, &plan, request)?;
    if plan.refused > 0 {
        print_refusals(&mut out, &plan)?;
        let place = rows.keep()?;
        note(&format!(
            "warning: {} of {} rows are refused; they stand in {}, each with the reason. Mend and import them once more.",
            plan.refused,
            plan.rows,
            place.display()
        ));
    }
    print_what_next(&mut out, &plan)?;
    out.finish()
}

fn print(out: &mut Output, plan: &Plan, request: &Request<'_>) -> Result<()> {
    writeln!(
        out,
        "Plan for {} by the profile {} ({})\n",
        plain(request.file_name),
        plain(&request.profile.name),
        plain(&plan.detected)
    )?;
    let mut table = Table::new(vec![false, true, true, false]);
    let mut count = |what: &str, n: u64| table.row(vec![what.to_owned(), n.to_string()]);
    count("rows read", plan.rows);
    let counts = [
        ("clients, new", plan.new_clients),
        ("clients, known", plan.known_clients),
        ("contacts, new", plan.new_contacts),
        ("clients or contacts, changed", plan.changes),
    ];
    counts.into_iter().filter(|(_, n)| *n > 0).for_each(|(what, n)| count(what, n));
    let sums = [
        ("invoices, new", &plan.invoices),
        ("credit notes, new", &plan.credit_notes),
        ("receipts, new", &plan.receipts),
    ];
    for (what, by_currency) in sums {
        sum_rows(&mut table, what, by_currency)?;
    }
    table.row(vec!["rows that bring nothing new".to_owned(), plan.unchanged.to_string()]);
    table.row(vec!["rows refused".to_owned(), plan.refused.to_string()]);
    table.write(out, "  ")?;
    if !plan.unused_columns.is_empty() {
        writeln!(
            out,
            "\nColumns that the profile does not use: {}",
            plain(&plan.unused_columns.join(", "))
        )?;
    }
    Ok(())
}

fn sum_rows(table: &mut Table, what: &str, sums: &BTreeMap<Currency, (u64, i128)>) -> Result<()> {
    for (currency, (number, sum)) in sums {
        let minor = i64::try_from(*sum).map_err(|_| {
            Error::new(format!("the sum of the {what} in {currency} is beyond all amounts"))
        })?;
        table.row(vec![
            what.to_owned(),
            number.to_string(),
            format_minor(minor, *currency),
            currency.code().to_owned(),
        ]);
    }
    Ok(())
}

fn print_refusals(out: &mut Output, plan: &Plan) -> Result<()> {
    let rows: std::collections::BTreeSet<u64> = plan.refusals.iter().map(|r| r.row).collect();
    let all = rows.len() as u64 == plan.refused;
    writeln!(out, "\nRefused{}:\n", if all { "" } else { ", the first of them" })?;
    let mut table = Table::new(vec![true, false, false, false]);
    table.row(["row", "column", "value", "why"].map(str::to_owned).to_vec());
    for Refusal { row, column, value, why, .. } in &plan.refusals {
        let value = if value.is_empty() { String::new() } else { format!("'{}'", plain(value)) };
        table.row(vec![row.to_string(), plain(column), value, plain(why)]);
    }
    Ok(table.write(out, "  ")?)
}

fn print_what_next(out: &mut Output, plan: &Plan) -> Result<()> {
    writeln!(out, "\nFingerprint: {}", plan.fingerprint)?;
    let all = plan.unchanged + plan.refused;
    if plan.rows == all {
        let why = if plan.rows == 0 {
            "the file has headings and no rows"
        } else if plan.refused == 0 {
            "every row is in the books already"
        } else {
            "no row brings anything new"
        };
        writeln!(out, "There is nothing to import: {why}.")?;
    } else {
        let command = shell::again_without("--refused", &["--apply", &plan.fingerprint]);
        writeln!(out, "Nothing of it is written yet. To have exactly this done:\n\n  {command}")?;
    }
    Ok(())
}
