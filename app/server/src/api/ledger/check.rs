//! What an entry that is being typed comes to, so that a screen can show whether it balances.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use ledger::totals::{Total, totals};
use people::permission::PostJournal;
use people::tenant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Side;
use super::entries::{Figures, LineFigures, check_lines};
use crate::body::Body;
use crate::problem::{Problem, WriteProblems};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Decimal};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(check_journal_entry))
}

/// An entry as far as it is typed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TypedEntry {
    /// The day from which it is to count, for the rates.
    effective_on: Date,
    /// The lines that have an amount.
    #[schema(max_items = 1000)]
    lines: Vec<TypedLine>,
}

/// The amount of a line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TypedLine {
    side: Side,
    /// The amount, not below nought.
    amount: Amount,
    /// The currency of `amount`; absent for base currency.
    #[schema(example = "EUR")]
    currency: Option<String>,
    /// Base-currency units for one of `currency`; absent for the rate of the day.
    rate: Option<Decimal>,
    /// The amount in base currency; absent for `amount` at the rate.
    base_amount: Option<Amount>,
}

/// What an entry comes to.
#[derive(Serialize, ToSchema)]
struct EntryCheck {
    /// Whether debits equal credits in every currency and in base currency.
    balanced: bool,
    /// The sums in each currency, by code.
    totals: Vec<EntryTotal>,
    /// The sums in base currency.
    base: EntryTotal,
    /// What the lines are in base currency, in their order.
    lines: Vec<CheckedLine>,
}

/// Debits and credits in a currency.
#[derive(Serialize, ToSchema)]
struct EntryTotal {
    /// The currency of the amounts.
    #[schema(example = "EUR")]
    currency: String,
    /// The sum of the left side.
    debits: Amount,
    /// The sum of the right side.
    credits: Amount,
    /// Debits less credits; nought where it balances.
    difference: Amount,
}

/// What a line is in base currency.
#[derive(Serialize, ToSchema)]
struct CheckedLine {
    /// The amount in base currency.
    base_amount: Amount,
    /// Base-currency units for one of the line's currency.
    rate: Decimal,
}

impl EntryTotal {
    fn of(total: &Total) -> Result<Self, Problem> {
        let amount = |minor| Amount::of(minor, total.currency);
        Ok(Self {
            currency: total.currency.to_string(),
            debits: amount(total.debit_minor),
            credits: amount(total.credit_minor),
            difference: amount(total.difference_minor()?),
        })
    }
}

/// What an entry by hand comes to, and what it lacks to balance. Nothing is posted.
#[utoipa::path(post, path = "/journal-entries/check", operation_id = "check_journal_entry", tag = "ledger",
    request_body = TypedEntry, responses((status = 200, body = EntryCheck), WriteProblems))]
async fn check_journal_entry(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<TypedEntry>,
) -> Result<Json<EntryCheck>, Problem> {
    check_lines(body.lines.len())?;
    let checked = server
        .read(actor, move |tx, actor| {
            actor.allow::<PostJournal>()?;
            let base = tenant::get(tx)?.base_currency;
            let (mut sums, mut lines) = (Vec::new(), Vec::new());
            for (index, line) in body.lines.iter().enumerate() {
                let figures = LineFigures {
                    currency: line.currency.as_deref(),
                    amount: &line.amount,
                    rate: line.rate.as_ref(),
                    base_amount: line.base_amount.as_ref(),
                };
                let Figures { currency, amount_minor, base_minor, rate } =
                    figures.read(tx, base, body.effective_on, index)?;
                sums.push((line.side.0, currency, amount_minor, base_minor));
                lines.push(CheckedLine {
                    base_amount: Amount::of(base_minor, base),
                    rate: rate.into(),
                });
            }
            let found = totals(base, sums)?;
            Ok(EntryCheck {
                balanced: found.balance(),
                totals: found.currencies.iter().map(EntryTotal::of).collect::<Result<_, _>>()?,
                base: EntryTotal::of(&found.base)?,
                lines,
            })
        })
        .await?;
    Ok(Json(checked))
}
