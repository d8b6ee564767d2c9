//! The aged balance.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use kernel::code;
use money::Currency;
use people::permission::ReadReceivables;
use reports::Key;
use reports::aging::{self, AgingAsk, BUCKETS_DEFAULT};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::today;
use crate::export::{Accepted, FileBytes, ReportFormat, Table, Tabular, send};
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, OwnerOrNone, currency, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_aged_balance))
}

/// What the rows of an aged balance are of.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AgingBy {
    /// One row a currency.
    #[default]
    Total,
    /// One row a client and currency.
    Client,
    /// One row an owner of clients and currency.
    Owner,
}

/// From which day on an item ages.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AgingBasis {
    /// From the day on which it is due.
    #[default]
    Due,
    /// From its own day.
    Issued,
}

impl From<AgingBasis> for aging::AgingBasis {
    fn from(basis: AgingBasis) -> Self {
        match basis {
            AgingBasis::Due => Self::Due,
            AgingBasis::Issued => Self::Issued,
        }
    }
}

/// What is asked of the aged balance.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AgingQuery {
    /// The end of which day; today when not said.
    #[param(nullable = false)]
    as_of: Option<Date>,
    /// What the rows are of; `total` when not said.
    #[param(inline, nullable = false)]
    by: Option<AgingBy>,
    /// From which day on items age; `due` when not said.
    #[param(nullable = false)]
    basis: Option<AgingBasis>,
    /// The upper bound of each bucket in days, ascending; `30,60,90` when not said.
    #[param(nullable = false, example = "30,60,90")]
    buckets: Option<String>,
    /// Only this client's.
    #[param(nullable = false)]
    client: Option<Uuid>,
    /// With `client`: whether those of the clients below it count too.
    #[param(nullable = false)]
    include_children: Option<bool>,
    /// Only those of this owner's clients, or `none` for the clients of nobody.
    #[param(nullable = false)]
    owner: Option<OwnerOrNone>,
    /// Only what is in this currency.
    #[param(nullable = false, example = "USD")]
    currency: Option<String>,
    /// Whether amounts are in the company's base currency.
    #[param(nullable = false)]
    in_base: Option<bool>,
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
}

/// What was open at the end of a day, by how long it had been due: invoices less credit notes.
#[derive(Serialize, ToSchema)]
struct AgedBalance {
    /// The end of which day.
    as_of: Date,
    basis: AgingBasis,
    /// The upper bound of each bucket in days; there is one more above the last.
    #[schema(example = json!([30, 60, 90]))]
    buckets: Vec<u32>,
    /// The rows.
    rows: Vec<AgedRow>,
}

/// One row of the aged balance.
#[derive(Serialize, ToSchema)]
struct AgedRow {
    /// Whose it is, by client.
    client: Option<Uuid>,
    /// The client's number.
    client_number: Option<String>,
    /// The client's name.
    client_name: Option<String>,
    /// Who looks after the clients, by owner; null for the clients of nobody.
    owner: Option<Uuid>,
    /// The owner's name.
    owner_name: Option<String>,
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// How many invoices and credit notes were open.
    open_items: u64,
    /// What was open; the sum of what follows.
    open: Amount,
    /// What was not due yet.
    not_due: Amount,
    /// What had been due for 1 day up to the first bound, from there to the second, and so on.
    buckets: Vec<Amount>,
}

impl AgedRow {
    fn of(row: aging::AgingRow) -> Self {
        let (mut client, mut client_number, mut client_name) = (None, None, None);
        let (mut owner, mut owner_name) = (None, None);
        match row.key {
            Key::Total => {}
            Key::Client { id, number, name } => {
                (client, client_number, client_name) = (Some(id.uuid()), Some(number), Some(name));
            }
            Key::Owner { id, name } => (owner, owner_name) = (id.map(|id| id.uuid()), name),
        }
        let amount = |minor: i64| Amount::of(minor, row.currency);
        Self {
            client,
            client_number,
            client_name,
            owner,
            owner_name,
            currency: row.currency.to_string(),
            open_items: row.open_items,
            open: amount(row.open_minor),
            not_due: amount(row.not_due_minor),
            buckets: row.buckets.into_iter().map(amount).collect(),
        }
    }
}

impl Tabular for AgedBalance {
    fn table(&self) -> Table {
        let mut headers: Vec<String> =
            ["client_number", "client_name", "owner", "currency", "open_items", "open", "not_due"]
                .map(str::to_owned)
                .to_vec();
        headers.extend(aging::bucket_names(&self.buckets));
        let row = |r: &AgedRow| {
            let mut fields = vec![
                r.client_number.as_ref().into(),
                r.client_name.as_ref().into(),
                r.owner_name.as_ref().into(),
                (&r.currency).into(),
                r.open_items.into(),
                (&r.open).into(),
                (&r.not_due).into(),
            ];
            fields.extend(r.buckets.iter().map(Into::into));
            fields
        };
        let rows = self.rows.iter().map(row).collect();
        Table { name: format!("aged-balance-{}", self.as_of), headers, rows }
    }
}

impl AgingQuery {
    fn ask(&self, today: Date, currency: Option<Currency>) -> Result<AgingAsk, Problem> {
        Ok(AgingAsk {
            as_of: self.as_of.unwrap_or(today),
            by: match self.by.unwrap_or_default() {
                AgingBy::Total => reports::By::Total,
                AgingBy::Client => reports::By::Client,
                AgingBy::Owner => reports::By::Owner,
            },
            basis: self.basis.unwrap_or_default().into(),
            buckets: match &self.buckets {
                Some(text) => bounds(text)?,
                None => BUCKETS_DEFAULT.to_vec(),
            },
            client: self.client.map(id),
            owner: self.owner.map(|owner| owner.0),
            currency,
            in_base: self.in_base.unwrap_or(false),
            include_children: self.include_children.unwrap_or(false),
        })
    }
}

fn bounds(text: &str) -> Result<Vec<u32>, Problem> {
    let bound = |part: &str| part.trim().parse::<u32>();
    text.split(',').map(bound).collect::<Result<_, _>>().map_err(|_| {
        let detail = "buckets are numbers of days, separated by commas: 30,60,90";
        Problem::invalid(code!("bad-buckets"), "buckets", detail)
    })
}

/// The aged balance: what was open at the end of a day, by how long it had been due.
#[utoipa::path(get, path = "/reports/aging", operation_id = "read_aged_balance", tag = "reports",
    params(AgingQuery),
    responses((status = 200, description = "The aged balance", content(
        (AgedBalance = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_aged_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<AgingQuery>,
) -> Result<Response, Problem> {
    let in_currency = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    let format = accepted.or(query.format);
    let report = server
        .read(actor, move |tx, actor| {
            let ask = query.ask(today(tx)?, in_currency)?;
            let rows = aging::aged_balance(tx, &actor.allow::<ReadReceivables>()?, &ask)?;
            Ok(AgedBalance {
                as_of: ask.as_of,
                basis: query.basis.unwrap_or_default(),
                buckets: ask.buckets,
                rows: rows.into_iter().map(AgedRow::of).collect(),
            })
        })
        .await?;
    send(&server, format, report).await
}
