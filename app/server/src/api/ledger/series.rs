//! Number series without gaps.

use axum::Json;
use axum::extract::State;
use ledger::series;
use people::permission::{ReadLedger, SetUpLedger};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::{Create, IdempotencyHeader};
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::reply::{Made, PageOf};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Word, words};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_number_series, create_number_series))
}

words! {
    series::Purpose = "SeriesPurpose", series::Purpose::ALL;
}
type SeriesPurpose = Word<series::Purpose>;

/// A number series.
#[derive(Serialize, ToSchema)]
struct NumberSeries {
    /// Its code.
    #[schema(example = "invoice-2026")]
    code: String,
    /// What it numbers.
    purpose: SeriesPurpose,
    /// What its numbers begin with.
    #[schema(example = "INV-")]
    prefix: String,
    /// Digits at the least, filled with noughts.
    #[schema(example = 6)]
    digits: u32,
    /// The next number.
    #[schema(example = 1024)]
    next_no: i64,
}

impl From<series::Series> for NumberSeries {
    fn from(s: series::Series) -> Self {
        Self {
            code: s.code,
            purpose: Word(s.purpose),
            prefix: s.prefix,
            digits: s.digits,
            next_no: s.next_no,
        }
    }
}

/// What a new series is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNumberSeries {
    /// 1 to 40 letters, digits, hyphens and underscores; unique.
    #[schema(example = "invoice-2026")]
    code: String,
    /// What it numbers.
    purpose: SeriesPurpose,
    /// What its numbers begin with; 20 characters at the most.
    #[serde(default)]
    #[schema(example = "2026-")]
    prefix: String,
    /// Digits at the least, filled with noughts.
    #[schema(minimum = 1, maximum = 12)]
    digits: u32,
    /// The first number; absent for 1.
    #[schema(minimum = 1)]
    next_no: Option<i64>,
}

/// The number series.
#[utoipa::path(get, path = "/number-series", operation_id = "list_number_series", tag = "ledger",
    responses((status = 200, body = PageOf<NumberSeries>), ListProblems))]
async fn list_number_series(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<NumberSeries>>, Problem> {
    let all = server
        .read(actor, |tx, actor| {
            actor.allow::<ReadLedger>()?;
            Ok(series::list(tx)?)
        })
        .await?;
    Ok(Json(PageOf::whole(all.into_iter().map(NumberSeries::from).collect())))
}

/// Make a number series.
#[utoipa::path(post, path = "/number-series", operation_id = "create_number_series", tag = "ledger",
    params(IdempotencyHeader), request_body = NewNumberSeries,
    responses((status = 201, body = NumberSeries), WriteProblems))]
async fn create_number_series(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewNumberSeries>,
) -> Result<Made, Problem> {
    let new = series::Series {
        code: body.code,
        purpose: body.purpose.0,
        prefix: body.prefix,
        digits: body.digits,
        next_no: body.next_no.unwrap_or(1),
    };
    server
        .create(actor, key, move |tx, actor| {
            series::create(tx, actor, &actor.allow::<SetUpLedger>()?, &new)?;
            Ok(NumberSeries::from(new.clone()))
        })
        .await
}
