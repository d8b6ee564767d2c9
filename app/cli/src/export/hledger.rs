//! The journal for hledger and its kin.
//!
//! An amount that is not in base currency carries its base amount as total cost (`@@`), so that every entry
//! balances at cost. An exchange difference has an amount in base currency only.

use std::collections::BTreeSet;
use std::io::Write;

use jiff::civil::Date;
use ledger::account::{AccountKind, GlAccount};
use ledger::entry::JournalRow;
use money::{Currency, format_minor};
use people::permission::ReadLedger;

use crate::books::Books;
use crate::error::Result;
use crate::terminal::Output;

/// Writes the accounts, then each entry of the days as a transaction.
pub fn write(mut out: Output, books: &Books, days: (Date, Date)) -> Result<()> {
    let base = books.base();
    let mut declared = BTreeSet::new();
    books.db.read(books.tenant, |tx| {
        let proof = books.actor.allow::<ReadLedger>()?;
        writeln!(
            out,
            "; {} ({}), base currency {base}",
            text(&books.company.legal_name),
            books.company.slug
        )?;
        writeln!(out, "decimal-mark .\n")?;
        for account in ledger::account::list(tx, &proof)? {
            writeln!(out, "{}", directive(&account))?;
        }
        super::each_entry(tx, books, days, |rows| {
            for currency in rows.iter().map(|r| r.currency).chain([base]) {
                if declared.insert(currency) {
                    writeln!(out, "\ncommodity {}", commodity(currency))?;
                }
            }
            Ok(transaction(&mut out, rows, base)?)
        })
    })?;
    out.finish()
}

fn directive(account: &GlAccount) -> String {
    let kind = match account.kind {
        AccountKind::Asset => 'A',
        AccountKind::Liability => 'L',
        AccountKind::Equity => 'E',
        AccountKind::Income => 'R',
        AccountKind::Expense => 'X',
    };
    format!("account {}  ; type:{kind}", name(&account.number, &account.name))
}

/// A currency with its decimals; hledger wants the mark even where there are none.
fn commodity(currency: Currency) -> String {
    let places = "0".repeat(currency.exponent() as usize);
    format!("1000.{places} {currency}")
}

fn transaction(out: &mut impl Write, rows: &[JournalRow], base: Currency) -> std::io::Result<()> {
    let Some(entry) = rows.first() else { return Ok(()) };
    let (day, no) = (entry.effective_on, entry.entry_no);
    writeln!(
        out,
        "\n{day} ({no}) {} | {}",
        description(&entry.narrative),
        description(&entry.source)
    )?;
    let mut tags =
        vec![format!("recorded:{}", entry.recorded_at), format!("by:{}", tag(&entry.recorded_by))];
    tags.extend(entry.reverses_no.map(|reverses| format!("reverses:{reverses}")));
    tags.extend(entry.reason.as_ref().map(|reason| format!("reason:{}", tag(reason))));
    writeln!(out, "    ; {}", tags.join(", "))?;
    let lines: Vec<(String, String)> =
        rows.iter().map(|r| (name(&r.account_number, &r.account_name), amount(r, base))).collect();
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (row, (name, amount)) in rows.iter().zip(lines) {
        let mut tags = Vec::new();
        tags.extend(row.client_number.as_ref().map(|client| format!("client:{}", tag(client))));
        tags.extend(row.document.map(|document| format!("document:{document}")));
        tags.extend(is_exchange_difference(row).then(|| "exchange-difference:".to_owned()));
        let tags = if tags.is_empty() { String::new() } else { format!("  ; {}", tags.join(", ")) };
        writeln!(out, "    {name:width$}  {amount}{tags}")?;
    }
    Ok(())
}

/// Whether a posting has an amount in base currency only.
fn is_exchange_difference(row: &JournalRow) -> bool {
    row.debit_minor == row.credit_minor && row.base_debit_minor != row.base_credit_minor
}

fn amount(row: &JournalRow, base: Currency) -> String {
    let base_minor = row.base_debit_minor - row.base_credit_minor;
    if is_exchange_difference(row) {
        return format!("{} {base}", format_minor(base_minor, base));
    }
    let own = format!(
        "{} {}",
        format_minor(row.debit_minor - row.credit_minor, row.currency),
        row.currency
    );
    if row.currency == base {
        return own;
    }
    format!("{own} @@ {} {base}", format_minor(base_minor.saturating_abs(), base))
}

/// An account as hledger knows it. Two spaces would end the name, a colon would make it a child, and what
/// comments, dates and brackets are made of stays out of it.
fn name(number: &str, name: &str) -> String {
    let name = text(name).replace(':', " -").replace(['(', ')'], "").replace('"', "'");
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() { number.to_owned() } else { format!("{number} {}", words.join(" ")) }
}

/// A text that stays on its line and begins no comment, tag or date.
fn text(text: &str) -> String {
    let plain = text.chars().map(|c| match c {
        ';' => ',',
        '[' => '(',
        ']' => ')',
        c if c.is_control() => ' ',
        c => c,
    });
    let plain: String = plain.collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A description, in which a bar parts payee and note.
fn description(words: &str) -> String {
    text(words).replace('|', "/")
}

/// The value of a tag, which a comma would end.
fn tag(value: &str) -> String {
    text(value).replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_they_end() {
        for (given, expect) in [
            ("Accounts receivable", "1100 Accounts receivable"),
            ("Bank:  Main ; old\t(EUR)", "1100 Bank - Main , old EUR"),
            ("", "1100"),
            (" \u{a0} ", "1100"),
        ] {
            assert_eq!(name("1100", given), expect);
        }
        assert_eq!(tag("a, b; [2020-01-01]"), "a b (2020-01-01)");
        assert_eq!(description("Invoice 1 | late\n=> x"), "Invoice 1 / late => x");
    }

    #[test]
    fn currencies_show_their_decimals() {
        for (code, expect) in
            [("USD", "1000.00 USD"), ("JPY", "1000. JPY"), ("KWD", "1000.000 KWD")]
        {
            assert_eq!(commodity(Currency::parse(code).unwrap()), expect);
        }
    }
}
