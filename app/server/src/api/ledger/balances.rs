//! Balances as of a day, as known now or as known then.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
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
use crate::export::{Accepted, FileBytes, ReportFormat, Table, Tabular, send};
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
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    format: Option<ReportFormat>,
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
    /// What was posted on the left.
    debits: Amount,
    /// What was posted on the right.
    credits: Amount,
    /// Debits less credits.
    balance: Amount,
    /// What was posted on the left, in base currency.
    base_debits: Amount,
    /// What was posted on the right, in base currency.
    base_credits: Amount,
    /// Debits less credits in base currency.
    base_balance: Amount,
}

/// The sums of the balances that stand on each side.
#[derive(Serialize, ToSchema)]
struct BalanceTotals {
    /// The currency of the sums.
    #[schema(example = "EUR")]
    currency: String,
    /// The sum of the balances above nought.
    debits: Amount,
    /// The sum of the balances below nought, without the sign.
    credits: Amount,
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
    /// The sums of `balance` on each side, one for each currency, by code.
    totals: Vec<BalanceTotals>,
    /// The sums of `base_balance` on each side.
    base_totals: BalanceTotals,
}

/// The sums of some balances by the side on which they stand.
#[derive(Default)]
struct Sides {
    debit_minor: i64,
    credit_minor: i64,
}

impl Sides {
    fn add(&mut self, balance_minor: i64) {
        self.debit_minor += balance_minor.max(0);
        self.credit_minor -= balance_minor.min(0);
    }

    fn shown(&self, currency: Currency) -> BalanceTotals {
        BalanceTotals {
            currency: currency.to_string(),
            debits: Amount::of(self.debit_minor, currency),
            credits: Amount::of(self.credit_minor, currency),
        }
    }
}

fn shown((at, base): (AsOf, Currency), balances: Vec<DomainBalance>) -> Balances {
    let (mut totals, mut base_totals) = (BTreeMap::<Currency, Sides>::new(), Sides::default());
    for b in &balances {
        totals.entry(b.currency).or_default().add(b.balance_minor);
        base_totals.add(b.base_balance_minor);
    }
    let items = balances.into_iter().map(|b| Balance {
        account_id: b.account.uuid(),
        account_number: b.number,
        account_name: b.name,
        kind: Word(b.kind),
        currency: b.currency.to_string(),
        debits: Amount::of(b.debit_minor, b.currency),
        credits: Amount::of(b.credit_minor, b.currency),
        balance: Amount::of(b.balance_minor, b.currency),
        base_debits: Amount::of(b.base_debit_minor, base),
        base_credits: Amount::of(b.base_credit_minor, base),
        base_balance: Amount::of(b.base_balance_minor, base),
    });
    Balances {
        as_of: at.day,
        known_at: at.known_at,
        base_currency: base.to_string(),
        items: items.collect(),
        totals: totals.iter().map(|(currency, sides)| sides.shown(*currency)).collect(),
        base_totals: base_totals.shown(base),
    }
}

impl Tabular for Balances {
    fn table(&self) -> Table {
        let headers = [
            "account_number",
            "account_name",
            "kind",
            "currency",
            "debits",
            "credits",
            "balance",
            "base_debits",
            "base_credits",
            "base_balance",
        ];
        let mut table = Table::new(format!("balances-{}", self.as_of), &headers);
        let row = |b: &Balance| {
            vec![
                (&b.account_number).into(),
                (&b.account_name).into(),
                b.kind.0.word().into(),
                (&b.currency).into(),
                (&b.debits).into(),
                (&b.credits).into(),
                (&b.balance).into(),
                (&b.base_debits).into(),
                (&b.base_credits).into(),
                (&b.base_balance).into(),
            ]
        };
        table.rows = self.items.iter().map(row).collect();
        table
    }
}

/// The balances of an account, one a currency.
#[utoipa::path(get, path = "/gl-accounts/{id}/balance", operation_id = "read_gl_account_balance",
    tag = "ledger", params(("id" = Uuid, Path), AsOfQuery),
    responses((status = 200, description = "The balances", content(
        (Balances = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_gl_account_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<GlAccountId>,
    accepted: Accepted,
    Query(query): Query<AsOfQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let balances = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow::<ReadLedger>()?;
            accounts::find(tx, id)?;
            let of = query.of(tx)?;
            Ok(shown(of, account_balance(tx, &proof, id, of.0.day, of.0.known_at)?))
        })
        .await?;
    send(&server, format, balances).await
}

/// The trial balance: in each currency the balances sum to nought, and so do all base balances.
#[utoipa::path(get, path = "/trial-balance", operation_id = "read_trial_balance", tag = "ledger",
    params(AsOfQuery), responses((status = 200, description = "The trial balance", content(
        (Balances = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn read_trial_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<AsOfQuery>,
) -> Result<Response, Problem> {
    let format = accepted.or(query.format);
    let balances = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow::<ReadLedger>()?;
            let of = query.of(tx)?;
            Ok(shown(of, trial_balance(tx, &proof, of.0.day, of.0.known_at)?))
        })
        .await?;
    send(&server, format, balances).await
}
