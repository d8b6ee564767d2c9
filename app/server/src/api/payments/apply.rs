//! Application: putting receipts and credit notes against invoices, and taking that back.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use kernel::code;
use ledger::{OpenItemId, open_item};
use money::Currency;
use payments::apply;
use people::permission::TakeReceipts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::item::{OpenItem, Settlement, item_in_reach};
use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{Problem, WriteProblems};
use crate::reply::Made;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(apply_credit))
        .routes(routes!(unapply_application))
        .routes(routes!(close_small_balance))
}

/// How a credit is applied.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ApplyBy {
    /// Not now.
    #[default]
    None,
    /// As `list` says.
    ByHand,
    /// To the open invoices whose numbers stand in the reference.
    ByReference,
    /// To the open invoices of the payer and the clients below it, the one due first going first.
    OldestFirst,
}

/// Where a credit goes.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Applications {
    how: ApplyBy,
    /// The applications where `how` is `by_hand`, 1,000 at the most.
    #[serde(default)]
    list: Vec<NewApplication>,
}

/// What goes to one invoice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApplication {
    /// The invoice.
    invoice: Uuid,
    /// What of the credit goes to it; may be nought where only a discount or a small rest is closed.
    amount: Amount,
    /// The discount for early payment that goes with it.
    discount: Option<Amount>,
    /// Whether what is then left is closed as too small to chase.
    #[serde(default)]
    close_rest: bool,
}

impl Applications {
    /// Refuses a list where nothing is applied by hand; `at` is the path above this, for problems.
    pub(super) fn check(&self, at: &str) -> Result<(), Problem> {
        if self.how != ApplyBy::ByHand && !self.list.is_empty() {
            let detail = "a list is given only where how is by_hand";
            return Err(Problem::invalid(code!("list-not-used"), format!("{at}list"), detail));
        }
        Ok(())
    }

    /// As the domain takes it, in the credit's currency.
    pub(super) fn of(&self, currency: Currency, at: &str) -> Result<apply::Applications, Problem> {
        let one = |(index, new): (usize, &NewApplication)| {
            let field = |name: &str| format!("{at}list/{index}/{name}");
            let discount = new.discount.as_ref().map(|d| d.minor(currency, &field("discount")));
            Ok(apply::Apply {
                invoice: id(new.invoice),
                amount_minor: new.amount.minor(currency, &field("amount"))?,
                discount_minor: discount.transpose()?.unwrap_or_default(),
                close_rest: new.close_rest,
            })
        };
        Ok(match self.how {
            ApplyBy::None => apply::Applications::None,
            ApplyBy::ByReference => apply::Applications::ByReference,
            ApplyBy::OldestFirst => apply::Applications::OldestFirst,
            ApplyBy::ByHand => apply::Applications::ByHand(
                self.list.iter().enumerate().map(one).collect::<Result<_, Problem>>()?,
            ),
        })
    }
}

/// How a credit that is there is applied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CreditApplication {
    how: ApplyBy,
    /// The applications where `how` is `by_hand`, 1,000 at the most.
    #[serde(default)]
    list: Vec<NewApplication>,
    /// The text in which invoices are named, where `how` is `by_reference`.
    #[serde(default)]
    reference: String,
    /// As of which day; today, or the credit's own day if later, when not said.
    on: Option<Date>,
}

/// What was applied.
#[derive(Serialize, ToSchema)]
struct AppliedCredit {
    /// The applications, with the entries by which each is taken back.
    applications: Vec<Settlement>,
}

/// How an application is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApplicationReversal {
    /// As of which day; today, or the application's own day if later, when not said.
    on: Option<Date>,
    /// Why.
    #[schema(example = "AppliedCredit to the wrong invoice")]
    reason: String,
}

/// How a small rest is closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SmallBalance {
    /// As of which day; today when not said.
    on: Option<Date>,
}

/// Apply a receipt or credit note to invoices.
#[utoipa::path(post, path = "/open-items/{id}/applications", operation_id = "apply_credit", tag = "payments",
    params(("id" = Uuid, Path), IdempotencyHeader), request_body = CreditApplication,
    responses((status = 201, body = AppliedCredit), WriteProblems))]
async fn apply_credit(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<OpenItemId>,
    Create { body, key }: Create<CreditApplication>,
) -> Result<Made, Problem> {
    let CreditApplication { how, list, reference, on } = body;
    let applications = Applications { how, list };
    applications.check("")?;
    server
        .create(actor, key, move |tx, actor| {
            let item = item_in_reach::<TakeReceipts>(tx, actor, id, "receipt or credit note")?;
            let how = applications.of(item.currency, "")?;
            let numbers = apply::apply(tx, actor, id, &how, &reference, on)?;
            Ok(AppliedCredit { applications: Settlement::numbered(tx, &numbers)? })
        })
        .await
}

/// Take an application, discount or small balance back.
#[utoipa::path(post, path = "/applications/{entry_no}/reversal", operation_id = "unapply_application", tag = "payments",
    params(("entry_no" = i64, Path), IdempotencyHeader), request_body = ApplicationReversal,
    responses((status = 201, body = Settlement), WriteProblems))]
async fn unapply_application(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(entry_no): At<i64>,
    Create { body, key }: Create<ApplicationReversal>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let number = apply::unapply(tx, actor, entry_no, body.on, &body.reason)?;
            let reversal = Settlement::numbered(tx, &[number])?.pop();
            reversal.ok_or_else(|| Problem::internal("a reversal that is not there"))
        })
        .await
}

/// Close what is left of an invoice or credit as too small to chase.
#[utoipa::path(post, path = "/open-items/{id}/small-balance", operation_id = "close_small_balance", tag = "payments",
    params(("id" = Uuid, Path)), request_body = SmallBalance,
    responses((status = 200, body = OpenItem), WriteProblems))]
async fn close_small_balance(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<OpenItemId>,
    Body(body): Body<SmallBalance>,
) -> Result<Json<OpenItem>, Problem> {
    let item = server
        .write(actor, move |tx, actor| {
            item_in_reach::<TakeReceipts>(tx, actor, id, "open item")?;
            apply::close_small_balance(tx, actor, id, body.on)?;
            let closed = open_item::find(tx, &[id])?.pop();
            closed.ok_or_else(|| Problem::internal("an item that is not there"))
        })
        .await?;
    Ok(Json(item.into()))
}
