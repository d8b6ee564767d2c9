//! What a client owes and has, and what moved it.

use axum::extract::State;
use axum::response::Response;
use clients::ClientId;
use clients::client::access::{ClientAccess, access};
use db::Tx;
use jiff::civil::Date;
use kernel::PageRequest;
use money::Currency;
use people::permission::ReadReceivables;
use people::tenant;
use reports::client_balance::{self, client_balance};
use reports::client_history::{self, HistoryAsk, client_history};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::today;
use crate::export::{Accepted, FileBytes, ReportFormat, Table, Tabular, check_rows, send};
use crate::path::At;
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, currency};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_client_balance)).routes(routes!(read_client_history))
}

/// What is asked of a client's balance.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BalanceQuery {
    /// The end of which day; today when not said.
    #[param(nullable = false)]
    as_of: Option<Date>,
    /// Whether the clients below it count too, as far as they are in reach.
    #[param(nullable = false)]
    include_children: Option<bool>,
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
}

/// What is asked of a client's history.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Rows of the page; 50 when not said, 500 at the most.
    #[param(minimum = 1, maximum = 500, nullable = false)]
    limit: Option<u32>,
    /// Where to go on: `next` of the page before.
    #[param(nullable = false)]
    after: Option<String>,
    /// The first day; from the beginning when not said.
    #[param(nullable = false)]
    from: Option<Date>,
    /// The last day; today when not said.
    #[param(nullable = false)]
    until: Option<Date>,
    /// Only what is in this currency.
    #[param(nullable = false, example = "USD")]
    currency: Option<String>,
    /// JSON, or a file with all rows; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
}

/// What a client owes and has as of a day.
#[derive(Serialize, ToSchema)]
struct ClientBalance {
    /// The end of which day.
    as_of: Date,
    /// The currency of the client's account, of its credit limit.
    #[schema(example = "USD")]
    currency: String,
    /// What of the credit limit is left; below nought where it is exceeded, null without a limit.
    credit_limit_left: Option<Amount>,
    /// One for each currency in which anything was open.
    currencies: Vec<CurrencyBalance>,
}

/// What a client owes and has in one currency.
#[derive(Serialize, ToSchema)]
struct CurrencyBalance {
    /// In that currency.
    own: BalanceSums,
    /// In the company's base currency.
    base: BalanceSums,
}

/// The sums of a client's open items.
#[derive(Serialize, ToSchema)]
struct BalanceSums {
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// Open invoices.
    invoiced: Amount,
    /// Open credit notes.
    credited: Amount,
    /// Receipts that are not applied.
    on_account: Amount,
    /// Invoices that were due before the day; part of `invoiced`.
    overdue: Amount,
    /// What is owed on the whole; below nought where the company owes.
    balance: Amount,
}

impl BalanceSums {
    fn of(sums: client_balance::Sums, currency: Currency) -> Self {
        Self {
            currency: currency.to_string(),
            invoiced: Amount::of(sums.invoiced_minor, currency),
            credited: Amount::of(sums.credited_minor, currency),
            on_account: Amount::of(sums.on_account_minor, currency),
            overdue: Amount::of(sums.overdue_minor, currency),
            balance: Amount::of(sums.balance_minor(), currency),
        }
    }
}

impl Tabular for ClientBalance {
    fn table(&self) -> Table {
        let headers = ["currency", "invoiced", "credited", "on_account", "overdue", "balance"];
        let mut table = Table::new(format!("client-balance-{}", self.as_of), &headers);
        let row = |s: &BalanceSums| {
            vec![
                (&s.currency).into(),
                (&s.invoiced).into(),
                (&s.credited).into(),
                (&s.on_account).into(),
                (&s.overdue).into(),
                (&s.balance).into(),
            ]
        };
        table.rows = self.currencies.iter().map(|c| row(&c.own)).collect();
        table
    }
}

/// What moved a client's account between two days.
#[derive(Serialize, ToSchema)]
struct ClientHistory {
    /// The first day.
    from: Date,
    /// The last day.
    until: Date,
    /// What was owed at the end of the day before the first, a currency each.
    opening: Vec<Owed>,
    /// What was owed at the end of the last day, a currency each, whatever the page.
    closing: Vec<Owed>,
    /// The movements by day and entry.
    items: Vec<Movement>,
    /// How many there are: exact.
    total: u64,
    /// What to send as `after` to get the next page; null on the last.
    next: Option<String>,
}

/// What a client owed in a currency.
#[derive(Serialize, ToSchema)]
struct Owed {
    /// The currency.
    #[schema(example = "USD")]
    currency: String,
    /// Below nought where the company owed.
    balance: Amount,
}

/// What one journal entry moved on a client's account in one currency.
#[derive(Serialize, ToSchema)]
struct Movement {
    /// The day from which it counts.
    effective_on: Date,
    /// The journal entry.
    entry_no: i64,
    /// What kind of act posted it.
    #[schema(example = "invoice")]
    source: String,
    /// What an accountant reads.
    narrative: String,
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// Debits less credits on the receivable control account.
    receivable: Amount,
    /// Debits less credits on the account of money not applied.
    unapplied: Amount,
    /// Both together: what it moved on the whole; nought for an application.
    amount: Amount,
    /// What the client owed in this currency after it.
    balance: Amount,
    /// The document that it belongs to.
    document: Option<Uuid>,
    /// The document's number.
    document_number: Option<String>,
    /// Why, where it corrects something.
    reason: Option<String>,
    /// The entry that it takes back.
    reverses_no: Option<i64>,
}

impl From<client_history::Movement> for Movement {
    fn from(m: client_history::Movement) -> Self {
        let amount = Amount::of(m.amount_minor(), m.currency);
        Self {
            effective_on: m.effective_on,
            entry_no: m.entry_no,
            source: m.source,
            narrative: m.narrative,
            currency: m.currency.to_string(),
            receivable: Amount::of(m.receivable_minor, m.currency),
            unapplied: Amount::of(m.unapplied_minor, m.currency),
            amount,
            balance: Amount::of(m.balance_minor, m.currency),
            document: m.document.map(|id| id.uuid()),
            document_number: m.document_number,
            reason: m.reason,
            reverses_no: m.reverses_no,
        }
    }
}

impl Tabular for ClientHistory {
    fn table(&self) -> Table {
        let headers = [
            "day",
            "entry_no",
            "source",
            "document",
            "narrative",
            "currency",
            "receivable",
            "unapplied",
            "amount",
            "balance",
            "reason",
        ];
        let name = format!("client-history-{}-{}", self.from, self.until);
        let mut table = Table::new(name, &headers);
        let row = |m: &Movement| {
            vec![
                m.effective_on.into(),
                m.entry_no.into(),
                (&m.source).into(),
                m.document_number.as_ref().into(),
                (&m.narrative).into(),
                (&m.currency).into(),
                (&m.receivable).into(),
                (&m.unapplied).into(),
                (&m.amount).into(),
                (&m.balance).into(),
                m.reason.as_ref().into(),
            ]
        };
        table.rows = self.items.iter().map(row).collect();
        table
    }
}

/// What a client owes and has as of a day.
#[utoipa::path(get, path = "/clients/{id}/balance", operation_id = "read_client_balance", tag = "reports",
    params(("id" = Uuid, Path), BalanceQuery),
    responses((status = 200, description = "The client's balance", content(
        (ClientBalance = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_client_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ClientId>,
    accepted: Accepted,
    Query(query): Query<BalanceQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let access = access::<ReadReceivables>(tx, actor, id)?;
            let company = tenant::get(tx)?;
            let as_of = query.as_of.unwrap_or(company.day(tx.now()));
            let children = query.include_children.unwrap_or(false);
            let found = client_balance(tx, &access, as_of, children)?;
            let left = found.credit_limit_left_minor;
            let sums = |c: client_balance::CurrencyBalance| CurrencyBalance {
                own: BalanceSums::of(c.sums, c.currency),
                base: BalanceSums::of(c.base, company.base_currency),
            };
            Ok(ClientBalance {
                as_of,
                currency: access.currency().to_string(),
                credit_limit_left: left.map(|minor| Amount::of(minor, access.currency())),
                currencies: found.currencies.into_iter().map(sums).collect(),
            })
        })
        .await?;
    send(&server, format, report).await
}

/// What moved a client's account between two days, with what was owed before and after.
#[utoipa::path(get, path = "/clients/{id}/history", operation_id = "read_client_history", tag = "reports",
    params(("id" = Uuid, Path), HistoryQuery),
    responses((status = 200, description = "A page of movements, or all of them as a file", content(
        (ClientHistory = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_client_history(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ClientId>,
    accepted: Accepted,
    Query(query): Query<HistoryQuery>,
) -> Result<Response, Problem> {
    let in_currency = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let access = access::<ReadReceivables>(tx, actor, id)?;
            let until = match query.until {
                Some(until) => until,
                None => today(tx)?,
            };
            let ask = HistoryAsk {
                from: query.from.unwrap_or(ledger::day::EARLIEST_DAY),
                until,
                currency: in_currency,
                page: PageRequest { limit: query.limit, after: query.after },
            };
            read(tx, &access, ask, format.is_file())
        })
        .await?;
    send(&server, format, report).await
}

/// The page asked for, or all pages.
fn read(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    mut ask: HistoryAsk,
    whole: bool,
) -> Result<ClientHistory, Problem> {
    if whole {
        ask.page = PageRequest { limit: Some(kernel::PAGE_LIMIT_MAX), after: None };
    }
    let found = client_history(tx, access, &ask)?;
    let (total, mut next, mut rows) = (found.page.total, found.page.next, found.page.items);
    if whole {
        check_rows(total)?;
        while next.is_some() {
            ask.page.after = next;
            let page = client_history(tx, access, &ask)?.page;
            rows.extend(page.items);
            next = page.next;
        }
    }
    let owed = |o: client_history::Owed| Owed {
        currency: o.currency.to_string(),
        balance: Amount::of(o.balance_minor, o.currency),
    };
    Ok(ClientHistory {
        from: ask.from,
        until: ask.until,
        opening: found.opening.into_iter().map(owed).collect(),
        closing: found.closing.into_iter().map(owed).collect(),
        items: rows.into_iter().map(Movement::from).collect(),
        total,
        next,
    })
}
