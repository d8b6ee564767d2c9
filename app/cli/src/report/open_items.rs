//! The list of open items.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{PAGE_LIMIT_MAX, PageRequest};
use ledger::ItemKind;
use money::{Currency, MoneyError};
use people::permission::ReadReceivables;
use reports::{Key, Keys, OpenItemRow, OpenItemsAsk, open_items};

use super::{By, Day, key_cell};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet};

/// What can be typed after `rapport report open-items`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    /// Sums instead of items: how many there are and what is open of them
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Only this client's items, by the client's number
    #[arg(long, value_name = "NUMBER")]
    client: Option<String>,
    /// With --client: those of the clients below it too
    #[arg(long, requires = "client")]
    with_branches: bool,
    /// Only the clients that this person looks after, by e-mail address
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<String>,
    /// Only what had been due for so many days at the least
    #[arg(long, value_name = "DAYS")]
    past_due: Option<u32>,
    /// Receipts that are not applied too
    #[arg(long)]
    with_receipts: bool,
    #[command(flatten)]
    printed: Printed,
}

/// Prints the open items, or their sums. What the company owes stands below nought, so that the column adds up
/// to the balance.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    match args.by {
        Some(by) => sums(args, by, books),
        None => items(args, books),
    }
}

fn items(args: &Args, books: &Books) -> Result<()> {
    let columns = vec![
        Column::text("client"),
        Column::text("client_name"),
        Column::text("kind"),
        Column::text("number"),
        Column::text("issued_on"),
        Column::text("due_on"),
        Column::number("days_past_due"),
        Column::text("currency"),
        Column::number("amount"),
        Column::number("open"),
        Column::number("open_base"),
        Column::text("disputed"),
    ];
    let mut sheet = Sheet::open(&args.printed, "Open items", columns)?;
    each_page(args, books, |_, page| {
        page.iter().try_for_each(|item| sheet.row(&cells(item, books)))
    })?;
    sheet.finish()?;
    Ok(())
}

fn sums(args: &Args, by: By, books: &Books) -> Result<()> {
    let mut sums: BTreeMap<(Key, Currency), (i64, i64, i64)> = BTreeMap::new();
    each_page(args, books, |tx, page| {
        let keys = Keys::of(tx, by.into(), page.iter().map(|item| item.client))?;
        for item in page {
            let (items, open, base) =
                sums.entry((keys.get(item.client), item.currency)).or_default();
            let add = |sum: i64, more: i64| sum.checked_add(more).ok_or(MoneyError::Overflow);
            *items += 1;
            *open = add(*open, sign(item) * item.open_minor)?;
            *base = add(*base, sign(item) * item.open_base_minor)?;
        }
        Ok(())
    })?;
    let columns = by.column().into_iter().chain([Column::text("currency")]);
    let columns = columns.chain(["open_items", "open", "open_base"].map(Column::number));
    let mut sheet = Sheet::open(&args.printed, "Open items", columns.collect())?;
    for ((key, currency), (items, open, base)) in &sums {
        let mut cells: Vec<Cell> = key_cell(key).into_iter().collect();
        cells.extend([Cell::text(currency.code()), Cell::Count(*items)]);
        cells.extend([Cell::amount(*open, *currency), Cell::amount(*base, books.base())]);
        sheet.row(&cells)?;
    }
    sheet.finish()?;
    Ok(())
}

/// Hands out the items page by page, all as of one moment.
fn each_page(
    args: &Args,
    books: &Books,
    mut then: impl FnMut(&Tx<'_>, &[OpenItemRow]) -> Result<()>,
) -> Result<()> {
    let proof = books.actor.allow::<ReadReceivables>()?;
    books.db.read(books.tenant, |tx| {
        let mut kinds = vec![ItemKind::Invoice, ItemKind::CreditNote];
        kinds.extend(args.with_receipts.then_some(ItemKind::Receipt));
        let mut ask = OpenItemsAsk {
            client: args.client.as_deref().map(|number| super::client(tx, number)).transpose()?,
            include_children: args.with_branches,
            owner: super::owner(tx, args.owner.as_deref())?.map(Into::into),
            kinds,
            min_days_past_due: args.past_due,
            page: PageRequest { limit: Some(PAGE_LIMIT_MAX), after: None },
            ..OpenItemsAsk::of(books.day(args.day.as_of))
        };
        loop {
            let page = open_items(tx, &proof, &ask)?;
            then(tx, &page.items)?;
            match page.next {
                Some(next) => ask.page.after = Some(next),
                None => return Ok::<_, Error>(()),
            }
        }
    })
}

fn sign(item: &OpenItemRow) -> i64 {
    if item.kind == ItemKind::Invoice { 1 } else { -1 }
}

fn cells(item: &OpenItemRow, books: &Books) -> Vec<Cell> {
    let sign = sign(item);
    vec![
        Cell::text(&item.client_number),
        Cell::text(&item.client_name),
        Cell::text(item.kind.word()),
        Cell::text(&item.number),
        Cell::Day(item.issued_on),
        Cell::Day(item.due_on),
        Cell::Count(item.days_past_due),
        Cell::text(item.currency.code()),
        Cell::amount(sign * item.amount_minor, item.currency),
        Cell::amount(sign * item.open_minor, item.currency),
        Cell::amount(sign * item.open_base_minor, books.base()),
        Cell::Yes(item.disputed),
    ]
}
