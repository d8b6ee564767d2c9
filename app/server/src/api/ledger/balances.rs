//! Balances as of a day, as known now or as known then.

use axum::Json;
use axum::extract::State;
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::GlAccountId;
use ledger::trial_balance::{Balance as DomainBalance, account_balance, trial_balance};
use money::Currency;
use people::permission::ReadLedger;
use people::tenant;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{AsOf, GlAccountKind, accounts};
use crate::path::At;
use crate::problem::{ListProblems, Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Word};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(read_gl_account_balance))
        .routes(routes!(read_trial_balance))
}

/// Of which day, and as known when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AsOfQuery {
    /// By what is effective up to this day; today when not said.
    #[param(nullable = false)]
    as_of: Option<Date>,
    /// By what was recorded up to this instant; all that is recorded when not said.
    #[param(nullable = false)]
    known_at: Option<Timestamp>,
}

impl AsOfQuery {
    fn of(&self, tx: &Tx<'_>) -> Result<(AsOf, Currency), Problem> {
        let company = tenant::get(tx)?;
        let day = self.as_of.unwrap_or_else(|| company.day(tx.now()));
        Ok((AsOf { day, known_at: self.known_at }, company.base_currency))
    }
}

/// The balance of an account in a currency.
#[derive(Serialize, ToSchema)]
struct Balance {
    account_id: Uuid,
    /// The account's number.
    #[schema(example = "1100")]
    account_number: String,
    /// The account's name.
    #[schema(example = "Accounts receivable")]
    account_name: String,
    /// Where the account stands in the statements.
    kind: GlAccountKind,
    /// The currency of `balance`.
    #[schema(example = "EUR")]
    currency: String,
    /// Debits less credits.
    balance: Amount,
    /// Debits less credits in base currency.
    base_balance: Amount,
}

/// Balances of a day.
#[derive(Serialize, ToSchema)]
struct Balances {
    /// By what is effective up to this day.
    as_of: Date,
    /// By what was recorded up to this instant; null for all that is recorded.
    known_at: Option<Timestamp>,
    /// The currency of the base balances.
    #[schema(example = "USD")]
    base_currency: String,
    /// Accounts that have a balance, by number and currency.
    items: Vec<Balance>,
}

fn shown((at, base): (AsOf, Currency), balances: Vec<DomainBalance>) -> Balances {
    let items = balances.into_iter().map(|b| Balance {
        account_id: b.account.uuid(),
        account_number: b.number,
        account_name: b.name,
        kind: Word(b.kind),
        currency: b.currency.to_string(),
        balance: Amount::of(b.balance_minor, b.currency),
        base_balance: Amount::of(b.base_balance_minor, base),
    });
    Balances {
        as_of: at.day,
        known_at: at.known_at,
        base_currency: base.to_string(),
        items: items.collect(),
    }
}

/// The balances of an account, one a currency.
#[utoipa::path(get, path = "/gl-accounts/{id}/balance", operation_id = "read_gl_account_balance",
    tag = "ledger", params(("id" = Uuid, Path), AsOfQuery),
    responses((status = 200, body = Balances), ReadProblems))]
async fn read_gl_account_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<GlAccountId>,
    Query(query): Query<AsOfQuery>,
) -> Result<Json<Balances>, Problem> {
    let balances = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow_all::<ReadLedger>()?;
            accounts::find(tx, id)?;
            let of = query.of(tx)?;
            Ok(shown(of, account_balance(tx, &proof, id, of.0.day, of.0.known_at)?))
        })
        .await?;
    Ok(Json(balances))
}

/// The trial balance: in each currency the balances sum to nought, and so do all base balances.
#[utoipa::path(get, path = "/trial-balance", operation_id = "read_trial_balance", tag = "ledger",
    params(AsOfQuery), responses((status = 200, body = Balances), ListProblems))]
async fn read_trial_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<AsOfQuery>,
) -> Result<Json<Balances>, Problem> {
    let balances = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow_all::<ReadLedger>()?;
            let of = query.of(tx)?;
            Ok(shown(of, trial_balance(tx, &proof, of.0.day, of.0.known_at)?))
        })
        .await?;
    Ok(Json(balances))
}
