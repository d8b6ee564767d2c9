//! A client at a glance: how it pays, what that says of its risk, and what it owed over the last months.

use axum::Json;
use axum::extract::State;
use clients::ClientId;
use clients::client::access::access;
use jiff::civil::Date;
use kernel::code;
use people::permission::ReadReceivables;
use reports::balance_over_time::{self, MONTHS_MAX, balance_over_time};
use reports::payment_behaviour::{self, Behaviour, payment_behaviour, risk};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::today;
use crate::path::At;
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Decimal, Word};

/// Months of balances where the caller does not say.
const MONTHS_DEFAULT: u32 = 12;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_client_summary))
}

type RiskGrade = Word<payment_behaviour::Grade>;

crate::wire::words! {
    payment_behaviour::Grade = "RiskGrade", payment_behaviour::Grade::ALL;
}

/// What is asked of a client's summary.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SummaryQuery {
    /// The end of which day; today when not said.
    #[param(nullable = false)]
    as_of: Option<Date>,
    /// Months of balances; 12 when not said.
    #[param(minimum = 1, maximum = 120, nullable = false)]
    months: Option<u32>,
}

/// A client at a glance.
#[derive(Serialize, ToSchema)]
struct ClientSummary {
    /// The end of which day.
    as_of: Date,
    risk: Risk,
    behaviour: PaymentBehaviour,
    /// The days of the balances: the ends of the months before, and the day itself.
    days: Vec<Date>,
    /// What was owed on those days, in each currency that ever moved the account.
    balances: Vec<BalanceLine>,
}

/// The risk of giving a client credit: a sum of points, each with its reason.
#[derive(Serialize, ToSchema)]
struct Risk {
    /// `low` below 20 points, `medium` from 20, `high` from 50; `unrated` where too little is known.
    grade: RiskGrade,
    /// The sum of the reasons' points.
    points: u32,
    /// The weightiest first.
    reasons: Vec<RiskReason>,
}

/// Why a risk has points.
#[derive(Serialize, ToSchema)]
struct RiskReason {
    /// `oldest_overdue` (days past due: 10 points from 31, 25 from 61, 40 from 91), `late_payer` (per cent of
    /// invoices paid on time: 10 points below 80, 25 below 50), `days_late` (15 points above 30 days in the
    /// mean), `over_limit` (20 points) or `bounced` (receipts: 15 points for one, 30 for more).
    #[schema(example = "oldest_overdue")]
    rule: &'static str,
    points: u32,
    /// The figure that the rule goes by.
    figure: i64,
}

/// How a client paid the invoices that were closed in the twelve months to the day.
#[derive(Serialize, ToSchema)]
struct PaymentBehaviour {
    /// The first day that counts.
    since: Date,
    /// Invoices that were closed, those written off or voided aside.
    paid: u64,
    /// Of them, on the due day or before.
    on_time: u64,
    /// The mean of the days from issue to payment; null where none was paid.
    days_to_pay: Option<Decimal>,
    /// The mean of the days after the due day; below nought where paid early.
    days_late: Option<Decimal>,
    /// Receipts that bounced.
    bounced: u64,
    /// The days by which the oldest open invoice is past due; null where none is.
    oldest_overdue_days: Option<i64>,
    /// Month by month, the oldest first.
    months: Vec<BehaviourMonth>,
}

/// How the invoices that were closed in a month were paid.
#[derive(Serialize, ToSchema)]
struct BehaviourMonth {
    /// Its first day.
    month: Date,
    /// Invoices that were closed.
    paid: u64,
    /// Of them, on the due day or before.
    on_time: u64,
    /// The mean of the days after the due day; null where none was paid.
    days_late: Option<Decimal>,
}

/// What was owed in a currency, on each of the days.
#[derive(Serialize, ToSchema)]
struct BalanceLine {
    /// The currency.
    #[schema(example = "USD")]
    currency: String,
    /// One for each day; below nought where the company owed.
    balances: Vec<Amount>,
}

impl From<Behaviour> for PaymentBehaviour {
    fn from(b: Behaviour) -> Self {
        let month = |m: payment_behaviour::Month| BehaviourMonth {
            month: m.month,
            paid: m.paid,
            on_time: m.on_time,
            days_late: m.days_late.map(Into::into),
        };
        Self {
            since: b.since,
            paid: b.paid,
            on_time: b.on_time,
            days_to_pay: b.days_to_pay.map(Into::into),
            days_late: b.days_late.map(Into::into),
            bounced: b.bounced,
            oldest_overdue_days: b.oldest_overdue_days,
            months: b.months.into_iter().map(month).collect(),
        }
    }
}

impl From<payment_behaviour::Risk> for Risk {
    fn from(r: payment_behaviour::Risk) -> Self {
        let reason = |r: payment_behaviour::Reason| RiskReason {
            rule: r.rule,
            points: r.points,
            figure: r.figure,
        };
        Self {
            grade: Word(r.grade),
            points: r.points,
            reasons: r.reasons.into_iter().map(reason).collect(),
        }
    }
}

impl From<balance_over_time::Line> for BalanceLine {
    fn from(line: balance_over_time::Line) -> Self {
        let amount = |minor| Amount::of(minor, line.currency);
        Self {
            currency: line.currency.to_string(),
            balances: line.balances_minor.iter().copied().map(amount).collect(),
        }
    }
}

/// A client at a glance: its risk with the reasons, how it pays, and what it owed over the last months.
#[utoipa::path(get, path = "/clients/{id}/summary", operation_id = "read_client_summary", tag = "reports",
    params(("id" = Uuid, Path), SummaryQuery),
    responses((status = 200, body = ClientSummary), ReadProblems))]
async fn read_client_summary(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ClientId>,
    Query(query): Query<SummaryQuery>,
) -> Result<Json<ClientSummary>, Problem> {
    let months = query.months.unwrap_or(MONTHS_DEFAULT);
    if !(1..=MONTHS_MAX).contains(&months) {
        let detail = format!("months are 1 to {MONTHS_MAX}");
        return Err(Problem::invalid(code!("bad-parameter"), "months", detail));
    }
    let summary = server
        .read(actor, move |tx, actor| {
            let access = access::<ReadReceivables>(tx, actor, id)?;
            let as_of = query.as_of.map_or_else(|| today(tx), Ok)?;
            let behaviour = payment_behaviour(tx, &access, as_of)?;
            let risk = risk(tx, &access, &behaviour, as_of)?;
            let days = balance_over_time::days(as_of, months);
            let lines = balance_over_time(tx, &access, &days)?;
            Ok(ClientSummary {
                as_of,
                risk: risk.into(),
                behaviour: behaviour.into(),
                days,
                balances: lines.into_iter().map(BalanceLine::from).collect(),
            })
        })
        .await?;
    Ok(Json(summary))
}
