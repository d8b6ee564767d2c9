//! Exchange rates to the base currency.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use kernel::code;
use ledger::rate;
use people::permission::SetUpLedger;
use people::tenant;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::Body;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::query::Query;
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Decimal, currency};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_exchange_rates, set_exchange_rate))
}

/// Characters of a rate's source at the most.
const SOURCE_CHARS_MAX: usize = 40;

/// A rate of a day.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExchangeRate {
    /// The foreign currency.
    #[schema(example = "EUR")]
    currency: String,
    /// The day from which it holds, until the next one.
    on: Date,
    /// Base-currency units for one unit of the foreign currency.
    rate: Decimal,
    /// Where it comes from.
    #[schema(example = "ECB", max_length = 40)]
    source: String,
}

impl From<rate::ExchangeRate> for ExchangeRate {
    fn from(r: rate::ExchangeRate) -> Self {
        Self {
            currency: r.currency.to_string(),
            on: r.on_date,
            rate: r.rate.into(),
            source: r.source,
        }
    }
}

/// Which rates.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RateQuery {
    /// Of this currency.
    #[param(nullable = false, example = "EUR")]
    currency: Option<String>,
}

/// The exchange rates, by currency and day.
#[utoipa::path(get, path = "/exchange-rates", operation_id = "list_exchange_rates", tag = "ledger",
    params(RateQuery), responses((status = 200, body = PageOf<ExchangeRate>), ListProblems))]
async fn list_exchange_rates(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<RateQuery>,
) -> Result<Json<PageOf<ExchangeRate>>, Problem> {
    let only = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    let rates = server.read(actor, move |tx, _| Ok(rate::list(tx, only)?)).await?;
    Ok(Json(PageOf::whole(rates.into_iter().map(ExchangeRate::from).collect())))
}

/// Enter the rate of a day, or correct it. What was posted keeps the rate that it was posted with.
#[utoipa::path(put, path = "/exchange-rates", operation_id = "set_exchange_rate", tag = "ledger",
    request_body = ExchangeRate,
    responses((status = 200, body = ExchangeRate), WriteProblems))]
async fn set_exchange_rate(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ExchangeRate>,
) -> Result<Json<ExchangeRate>, Problem> {
    if body.source.chars().count() > SOURCE_CHARS_MAX {
        let detail = format!("source has more than {SOURCE_CHARS_MAX} characters");
        return Err(Problem::invalid(code!("field-too-long"), "source", detail));
    }
    let new = rate::ExchangeRate {
        currency: currency(&body.currency, "currency")?,
        on_date: body.on,
        rate: body.rate.rate("rate")?,
        source: body.source,
    };
    let set = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            rate::put(tx, actor, &proof, tenant::get(tx)?.base_currency, &new)?;
            Ok(ExchangeRate::from(new.clone()))
        })
        .await?;
    Ok(Json(set))
}
