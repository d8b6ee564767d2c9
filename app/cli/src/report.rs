//! Reports, as of any day.

mod aging;
mod cei;
mod client_balance;
mod dso;
mod open_items;
mod trial_balance;

use clap::ValueEnum;
use clients::ClientId;
use clients::client::find::find_by_numbers;
use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::UserId;
use reports::{Key, PERIOD_DAYS_USUAL, PeriodAsk};

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{Cell, Column, Printed, plain};
use crate::user;

/// What can be typed after `rapport report`.
#[derive(Debug, clap::Subcommand)]
pub enum Report {
    /// The aged balance: what is open, by how long it has been due
    Aging(aging::Args),
    /// Every open invoice and credit note, the longest due first
    OpenItems(open_items::Args),
    /// Days sales outstanding: how many days of sales the receivables stand for
    Dso(Period),
    /// The collection effectiveness index: how much of what could be collected was, in percent
    Cei(Period),
    /// Every account's balance, in its currency and in base currency
    TrialBalance(trial_balance::Args),
    /// What a client owes and has
    ClientBalance(client_balance::Args),
}

/// What the rows are of, beside the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// All together
    #[default]
    Total,
    /// Each client
    Client,
    /// Each person who looks after clients
    Owner,
}

impl From<By> for reports::By {
    fn from(by: By) -> Self {
        match by {
            By::Total => Self::Total,
            By::Client => Self::Client,
            By::Owner => Self::Owner,
        }
    }
}

impl By {
    /// The column that says what a row is of, where one is needed.
    fn column(self) -> Option<Column> {
        match self {
            Self::Total => None,
            Self::Client => Some(Column::text("client")),
            Self::Owner => Some(Column::text("owner")),
        }
    }
}

/// What a row is of; the clients of nobody have an empty cell.
fn key_cell(key: &Key) -> Option<Cell> {
    match key {
        Key::Total => None,
        Key::Client { number, .. } => Some(Cell::text(number)),
        Key::Owner { name, .. } => Some(name.as_ref().map_or(Cell::Empty, Cell::text)),
    }
}

/// The day of a report.
#[derive(Debug, clap::Args)]
pub struct Day {
    /// The day at whose end things are looked at, such as 2026-03-31 [default: the company's today]
    #[arg(long = "as-of", value_name = "DAY")]
    as_of: Option<Date>,
}

/// The period of a figure, and whose sales.
#[derive(Debug, clap::Args)]
pub struct Period {
    #[command(flatten)]
    day: Day,
    /// What the rows are of, beside the currency
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// The first day of the period that ends with that day [default: such that the period has 90 days]
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// Only the clients that this person looks after, by e-mail address
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<String>,
    /// Only this client, by number
    #[arg(long, value_name = "NUMBER")]
    client: Option<String>,
    /// All currencies together, in the company's base currency
    #[arg(long)]
    base: bool,
    #[command(flatten)]
    printed: Printed,
}

impl Period {
    fn ask(&self, tx: &Tx<'_>, books: &Books) -> Result<PeriodAsk> {
        let until = books.day(self.day.as_of);
        let from = match self.from {
            Some(from) => from,
            None => until.checked_sub((i64::from(PERIOD_DAYS_USUAL) - 1).days())?,
        };
        let client = self.client.as_deref().map(|number| client(tx, number)).transpose()?;
        Ok(PeriodAsk { from, until, owner: owner(tx, self.owner.as_deref())?, client })
    }
}

/// Does what was typed.
pub fn run(what: Report, settings: &Settings) -> Result<()> {
    let books = Books::open(settings)?;
    match what {
        Report::Aging(args) => aging::run(&args, &books),
        Report::OpenItems(args) => open_items::run(&args, &books),
        Report::Dso(args) => dso::run(&args, &books),
        Report::Cei(args) => cei::run(&args, &books),
        Report::TrialBalance(args) => trial_balance::run(&args, &books),
        Report::ClientBalance(args) => client_balance::run(&args, &books),
    }
}

/// The client of a number.
fn client(tx: &Tx<'_>, number: &str) -> Result<ClientId> {
    let found = find_by_numbers(tx, &[number.to_owned()])?;
    let id = found.first().map(|f| f.id);
    id.ok_or_else(|| Error::new(format!("there is no client '{}'", plain(number))))
}

/// The user of an e-mail address.
fn owner(tx: &Tx<'_>, email: Option<&str>) -> Result<Option<UserId>> {
    email.map(|email| user::find(tx, email)).transpose()
}

/// A ratio with two decimals.
fn two_places(ratio: money::E6) -> String {
    /// Steps of an `E6` in a hundredth.
    const HUNDREDTH: i64 = 10_000;
    let hundredths = ratio.scaled() / HUNDREDTH;
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", (hundredths / 100).abs(), (hundredths % 100).abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use money::E6;

    #[test]
    fn ratios_keep_their_noughts() {
        for (scaled, text) in
            [(45_120_000, "45.12"), (45_100_000, "45.10"), (0, "0.00"), (-50_000, "-0.05")]
        {
            assert_eq!(two_places(E6::from_scaled(scaled)), text);
        }
    }
}
