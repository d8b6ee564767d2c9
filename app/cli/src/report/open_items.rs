//! The list of open items.

use kernel::{PAGE_LIMIT_MAX, PageRequest};
use ledger::ItemKind;
use people::permission::ReadReceivables;
use reports::{OpenItemRow, OpenItemsAsk, open_items};

use super::Day;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet};

/// What can be typed after `rapport report open-items`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
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

/// Prints the open items. What the company owes stands below nought, so that the column adds up to the
/// balance.
pub fn run(args: &Args, books: &Books) -> Result<()> {
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
    let proof = books.actor.allow::<ReadReceivables>()?;
    let mut sheet = Sheet::open(&args.printed, "Open items", columns)?;
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
            for item in &page.items {
                sheet.row(&cells(item, books))?;
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

fn cells(item: &OpenItemRow, books: &Books) -> Vec<Cell> {
    let sign = if item.kind == ItemKind::Invoice { 1 } else { -1 };
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
