//! How well is collected: days sales outstanding, and the collection effectiveness index.

use axum::extract::State;
use axum::response::Response;
use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::code;
use money::E6;
use people::permission::ReadReceivables;
use reports::{MonthsAsk, PERIOD_DAYS_USUAL, PeriodAsk, cei, dso};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::today;
use crate::export::{Accepted, Field, FileBytes, ReportFormat, Table, Tabular, send};
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Decimal, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(read_dso))
        .routes(routes!(read_dso_months))
        .routes(routes!(read_cei))
        .routes(routes!(read_cei_months))
}

/// Months of a series where the caller does not say.
const MONTHS_DEFAULT: u32 = 12;
/// Months of a series at the most.
const MONTHS_MAX: u32 = 36;

/// The period of a figure, and whose clients.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PeriodQuery {
    /// The first day; 90 days with the last when not said.
    #[param(nullable = false)]
    from: Option<Date>,
    /// The last day; today when not said.
    #[param(nullable = false)]
    until: Option<Date>,
    /// Only the clients of this owner.
    #[param(nullable = false)]
    owner: Option<Uuid>,
    /// Only this client.
    #[param(nullable = false)]
    client: Option<Uuid>,
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
}

impl PeriodQuery {
    fn ask(&self, tx: &Tx<'_>) -> Result<PeriodAsk, Problem> {
        let until = match self.until {
            Some(until) => until,
            None => today(tx)?,
        };
        let usual = until.saturating_sub(i64::from(PERIOD_DAYS_USUAL - 1).days());
        let (owner, client) = (self.owner.map(id), self.client.map(id));
        Ok(PeriodAsk { from: self.from.unwrap_or(usual), until, owner, client })
    }
}

/// The months of a series, and whose clients.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MonthsQuery {
    /// The last day; today when not said. The months before end on their last days.
    #[param(nullable = false)]
    until: Option<Date>,
    /// How many months, that of the last day with them; 12 when not said.
    #[param(minimum = 1, maximum = 36, nullable = false)]
    months: Option<u32>,
    /// Only the clients of this owner.
    #[param(nullable = false)]
    owner: Option<Uuid>,
    /// Only this client.
    #[param(nullable = false)]
    client: Option<Uuid>,
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
}

impl MonthsQuery {
    fn ask(&self, tx: &Tx<'_>) -> Result<MonthsAsk, Problem> {
        let months = self.months.unwrap_or(MONTHS_DEFAULT);
        if !(1..=MONTHS_MAX).contains(&months) {
            let detail = format!("months are 1 to {MONTHS_MAX}");
            return Err(Problem::invalid(code!("bad-parameter"), "months", detail));
        }
        let until = self.until.map_or_else(|| today(tx), Ok)?;
        let (owner, client) = (self.owner.map(id), self.client.map(id));
        Ok(MonthsAsk { until, months, owner, client })
    }
}

/// Days sales outstanding of a period.
#[derive(Serialize, ToSchema)]
struct Dso {
    /// The first day.
    from: Date,
    /// The last day.
    until: Date,
    /// The period's length.
    days: i64,
    /// Each currency in which something was owed or sold.
    currencies: Vec<DsoFigures>,
    /// All of them in base currency.
    base: DsoFigures,
}

/// Days sales outstanding of one currency, or of all in base currency.
#[derive(Serialize, ToSchema)]
struct DsoFigures {
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// Invoices less credit notes that were open at the end of the period.
    receivable: Amount,
    /// What was invoiced in the period, less what was credited and voided.
    credit_sales: Amount,
    /// Days, to two places; null without sales.
    #[schema(example = "41.5")]
    simple: Option<Decimal>,
    /// Days by the count-back method; null where 60 months do not use the receivables up.
    #[schema(example = "38.2")]
    count_back: Option<Decimal>,
}

impl From<dso::DsoFigures> for DsoFigures {
    fn from(f: dso::DsoFigures) -> Self {
        Self {
            currency: f.currency.to_string(),
            receivable: Amount::of(f.receivable_minor, f.currency),
            credit_sales: Amount::of(f.credit_sales_minor, f.currency),
            simple: f.simple.map(E6::into),
            count_back: f.count_back.map(E6::into),
        }
    }
}

impl Dso {
    fn of(ask: &PeriodAsk, found: dso::Dso) -> Self {
        Self {
            from: ask.from,
            until: ask.until,
            days: found.days,
            currencies: found.currencies.into_iter().map(Into::into).collect(),
            base: found.base.into(),
        }
    }
}

impl Tabular for Dso {
    fn table(&self) -> Table {
        let headers = ["of", "currency", "receivable", "credit_sales", "dso", "dso_count_back"];
        let mut table = Table::new(format!("dso-{}-{}", self.from, self.until), &headers);
        let row = |of: &str, f: &DsoFigures| {
            vec![
                of.into(),
                (&f.currency).into(),
                (&f.receivable).into(),
                (&f.credit_sales).into(),
                f.simple.as_ref().into(),
                f.count_back.as_ref().into(),
            ]
        };
        table.rows = self.currencies.iter().map(|f| row("currency", f)).collect();
        table.rows.push(row("base", &self.base));
        table
    }
}

/// The collection effectiveness index of a period.
#[derive(Serialize, ToSchema)]
struct Cei {
    /// The first day.
    from: Date,
    /// The last day.
    until: Date,
    /// Each currency in which something was owed or sold.
    currencies: Vec<CeiFigures>,
    /// All of them in base currency.
    base: CeiFigures,
}

/// The collection effectiveness index of one currency, or of all in base currency.
#[derive(Serialize, ToSchema)]
struct CeiFigures {
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// What was open at the end of the day before the period.
    beginning: Amount,
    /// What was invoiced in the period, less what was credited and voided.
    credit_sales: Amount,
    /// What was open at the end of the period.
    ending_total: Amount,
    /// What of that was not due.
    ending_current: Amount,
    /// Percent, to two places; null where there was nothing to collect.
    #[schema(example = "87.5")]
    index: Option<Decimal>,
}

impl From<cei::CeiFigures> for CeiFigures {
    fn from(f: cei::CeiFigures) -> Self {
        let amount = |minor| Amount::of(minor, f.currency);
        Self {
            currency: f.currency.to_string(),
            beginning: amount(f.beginning_minor),
            credit_sales: amount(f.credit_sales_minor),
            ending_total: amount(f.ending_total_minor),
            ending_current: amount(f.ending_current_minor),
            index: f.index.map(E6::into),
        }
    }
}

impl Cei {
    fn of(ask: &PeriodAsk, found: cei::Cei) -> Self {
        Self {
            from: ask.from,
            until: ask.until,
            currencies: found.currencies.into_iter().map(Into::into).collect(),
            base: found.base.into(),
        }
    }
}

impl Tabular for Cei {
    fn table(&self) -> Table {
        let headers = [
            "of",
            "currency",
            "beginning",
            "credit_sales",
            "ending_total",
            "ending_current",
            "cei",
        ];
        let mut table = Table::new(format!("cei-{}-{}", self.from, self.until), &headers);
        let row = |of: &str, f: &CeiFigures| {
            vec![
                of.into(),
                (&f.currency).into(),
                (&f.beginning).into(),
                (&f.credit_sales).into(),
                (&f.ending_total).into(),
                (&f.ending_current).into(),
                f.index.as_ref().into(),
            ]
        };
        table.rows = self.currencies.iter().map(|f| row("currency", f)).collect();
        table.rows.push(row("base", &self.base));
        table
    }
}

/// Days sales outstanding: how many days of sales are still owed.
#[utoipa::path(get, path = "/reports/dso", operation_id = "read_dso", tag = "reports", params(PeriodQuery),
    responses((status = 200, description = "Days sales outstanding", content(
        (Dso = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_dso(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<PeriodQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let (proof, ask) = (actor.allow::<ReadReceivables>()?, query.ask(tx)?);
            let found = dso::dso(tx, &proof, &ask)?;
            Ok(Dso::of(&ask, found))
        })
        .await?;
    send(&server, format, report).await
}

/// The collection effectiveness index: how much of what could be collected was.
#[utoipa::path(get, path = "/reports/cei", operation_id = "read_cei", tag = "reports", params(PeriodQuery),
    responses((status = 200, description = "The collection effectiveness index", content(
        (Cei = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_cei(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<PeriodQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let (proof, ask) = (actor.allow::<ReadReceivables>()?, query.ask(tx)?);
            let found = cei::cei(tx, &proof, &ask)?;
            Ok(Cei::of(&ask, found))
        })
        .await?;
    send(&server, format, report).await
}

/// The tables of months under one another, each row with its month's last day in front.
fn by_month(file: &str, months: impl Iterator<Item = (Date, Table)>) -> Table {
    let mut series = Table::new(file.to_owned(), &["until"]);
    for (until, table) in months {
        if series.headers.len() == 1 {
            series.headers.extend(table.headers);
        }
        let dated = |row: Vec<Field>| std::iter::once(until.into()).chain(row).collect();
        series.rows.extend(table.rows.into_iter().map(dated));
    }
    series
}

/// Days sales outstanding at the ends of months.
#[derive(Serialize, ToSchema)]
struct DsoSeries {
    /// The earliest first; each is of the 90 days up to its `until`.
    months: Vec<Dso>,
}

impl Tabular for DsoSeries {
    fn table(&self) -> Table {
        by_month("dso-months", self.months.iter().map(|m| (m.until, m.table())))
    }
}

/// The collection effectiveness index of months.
#[derive(Serialize, ToSchema)]
struct CeiSeries {
    /// The earliest first; each is of the month up to its `until`.
    months: Vec<Cei>,
}

impl Tabular for CeiSeries {
    fn table(&self) -> Table {
        by_month("cei-months", self.months.iter().map(|m| (m.until, m.table())))
    }
}

/// Days sales outstanding month by month: each of the 90 days up to the month's end.
#[utoipa::path(get, path = "/reports/dso/months", operation_id = "read_dso_months", tag = "reports",
    params(MonthsQuery), responses((status = 200, description = "One for each month", content(
        (DsoSeries = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_dso_months(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<MonthsQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let (proof, ask) = (actor.allow::<ReadReceivables>()?, query.ask(tx)?);
            let found = dso::dso_months(tx, &proof, &ask, PERIOD_DAYS_USUAL)?;
            let months = found.into_iter().map(|(ask, found)| Dso::of(&ask, found)).collect();
            Ok(DsoSeries { months })
        })
        .await?;
    send(&server, format, report).await
}

/// The collection effectiveness index month by month.
#[utoipa::path(get, path = "/reports/cei/months", operation_id = "read_cei_months", tag = "reports",
    params(MonthsQuery), responses((status = 200, description = "One for each month", content(
        (CeiSeries = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_cei_months(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<MonthsQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let (proof, ask) = (actor.allow::<ReadReceivables>()?, query.ask(tx)?);
            let found = cei::cei_months(tx, &proof, &ask)?;
            let months = found.into_iter().map(|(ask, found)| Cei::of(&ask, found)).collect();
            Ok(CeiSeries { months })
        })
        .await?;
    send(&server, format, report).await
}
