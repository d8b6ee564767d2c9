//! Periods and their locks.

use std::str::FromStr;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::period;
use people::permission::{LockPeriods, ReadLedger};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::Body;
use crate::path::At;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Word, words};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_periods)).routes(routes!(set_period_lock))
}

words! {
    period::Lock = "PeriodLock", period::Lock::ALL;
}
type PeriodLock = Word<period::Lock>;

/// A calendar month, as `2026-03` in a path.
struct Month(Date);

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let first = format!("{text}-01").parse::<Date>().ok().filter(|_| text.len() == 7);
        first.map(Self).ok_or_else(|| format!("'{text}' is not a month such as 2026-03"))
    }
}

/// A month whose lock was ever set.
#[derive(Serialize, ToSchema)]
struct Period {
    /// Its first day.
    starts_on: Date,
    /// Its last day.
    ends_on: Date,
    /// How firmly it is closed.
    lock: PeriodLock,
    /// When the lock was last changed.
    changed_at: Timestamp,
    /// By whom.
    changed_by: String,
    /// Why.
    reason: String,
}

impl From<period::Period> for Period {
    fn from(p: period::Period) -> Self {
        Self {
            starts_on: p.starts_on,
            ends_on: p.ends_on,
            lock: Word(p.lock),
            changed_at: p.changed_at,
            changed_by: p.changed_by,
            reason: p.reason,
        }
    }
}

/// A lock to set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLock {
    /// How firmly the month is closed; `sealed` is for ever.
    lock: PeriodLock,
    /// Why.
    #[schema(example = "month-end close")]
    reason: String,
}

/// The months whose lock was ever set; every other month is open.
#[utoipa::path(get, path = "/periods", operation_id = "list_periods", tag = "ledger",
    responses((status = 200, body = PageOf<Period>), ListProblems))]
async fn list_periods(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Period>>, Problem> {
    let periods = server
        .read(actor, |tx, actor| Ok(period::list(tx, &actor.allow::<ReadLedger>()?)?))
        .await?;
    Ok(Json(PageOf::whole(periods.into_iter().map(Period::from).collect())))
}

/// Set the lock of a month.
#[utoipa::path(put, path = "/periods/{month}", operation_id = "set_period_lock", tag = "ledger",
    params(("month" = String, Path, example = "2026-03", pattern = "^[0-9]{4}-[0-9]{2}$")),
    request_body = NewLock, responses((status = 200, body = Period), WriteProblems))]
async fn set_period_lock(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(Month(day)): At<Month>,
    Body(new): Body<NewLock>,
) -> Result<Json<Period>, Problem> {
    let period = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<LockPeriods>()?;
            Ok(period::set_lock(tx, actor, &proof, day, new.lock.0, &new.reason)?)
        })
        .await?;
    Ok(Json(period.into()))
}
