//! Refunds: paying credit back that is not applied.

use axum::extract::State;
use axum::response::Response;
use clients::client::ClientMark;
use jiff::civil::Date;
use payments::refund;
use people::permission::{ReadReceivables, Refund as MayRefund};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::item::{OpenItemKind, PaymentMethod, item_in_reach};
use crate::api::names::{ClientNames, DocumentNames};
use crate::body::{Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Word, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_refunds, create_refund))
}

/// Money paid back to a client.
#[derive(Serialize, ToSchema)]
struct Refund {
    id: Uuid,
    /// Its number.
    #[schema(example = "REF-000001")]
    number: String,
    /// The receipt or credit note that it pays back.
    credit: Uuid,
    /// Whether that is a receipt or a credit note.
    credit_kind: Option<OpenItemKind>,
    /// Its number.
    #[schema(example = "R-000017")]
    credit_number: String,
    /// To whom.
    client: Uuid,
    /// That client's number.
    client_number: String,
    /// That client's name.
    client_name: String,
    method: PaymentMethod,
    /// The currency of the amount.
    #[schema(example = "USD")]
    currency: String,
    /// How much.
    amount: Amount,
    /// When.
    refunded_on: Date,
    /// Why.
    reason: String,
    /// Its journal entry.
    entry_no: i64,
}

impl Refund {
    fn of(r: refund::Refund, names: &ClientNames, credits: &DocumentNames) -> Self {
        Self {
            id: r.id.uuid(),
            number: r.number,
            credit: r.credit.uuid(),
            credit_kind: credits.get(r.credit).map(|(kind, _)| Word(kind)),
            credit_number: credits.number(r.credit),
            client: r.client.uuid(),
            client_number: names.number(r.client),
            client_name: names.name(r.client),
            method: Word(r.method),
            currency: r.currency.to_string(),
            amount: Amount::of(r.amount_minor, r.currency),
            refunded_on: r.refunded_on,
            reason: r.reason,
            entry_no: r.entry_no,
        }
    }
}

/// What a refund is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRefund {
    /// The receipt or credit note.
    credit: Uuid,
    /// How much, above nought, in the credit's currency.
    amount: Amount,
    method: PaymentMethod,
    /// When; today when not said.
    refunded_on: Option<Date>,
    /// Why.
    #[schema(example = "Paid twice")]
    reason: String,
}

list_query! {
    /// Which refunds.
    RefundQuery {
        /// `refunded_on` (when not said) or `number`; a hyphen in front turns it round.
        sort,
        /// Those of this client.
        client: Option<Uuid>,
    }
}

const COLUMNS: Columns = Columns {
    file: "refunds",
    all: &[
        ("number", Of::Text),
        ("credit_number", Of::Text),
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("method", Of::Text),
        ("refunded_on", Of::Day),
        ("currency", Of::Text),
        ("amount", Of::Number),
        ("reason", Of::Text),
        ("entry_no", Of::Number),
        ("id", Of::Text),
    ],
};

/// Refunds to the clients in reach.
#[utoipa::path(get, path = "/refunds", operation_id = "list_refunds", tag = "payments", params(RefundQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<Refund> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_refunds(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<RefundQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query.ask().filter("client", query.client.map(id::<ClientMark>));
            let page = refund::list(tx, &actor.allow::<ReadReceivables>()?, ask)?;
            let names = ClientNames::of(tx, page.items.iter().map(|r| r.client))?;
            let credits = DocumentNames::of(tx, page.items.iter().map(|r| r.credit))?;
            Ok(PageOf::of(page, |r| Refund::of(r, &names, &credits)))
        })
        .await
}

/// Pay credit back that is not applied.
#[utoipa::path(post, path = "/refunds", operation_id = "create_refund", tag = "payments",
    params(IdempotencyHeader), request_body = NewRefund,
    responses((status = 201, body = Refund), WriteProblems))]
async fn create_refund(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewRefund>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let credit = id(body.credit);
            let item = item_in_reach::<MayRefund>(tx, actor, credit, "receipt or credit note")?;
            let new = refund::NewRefund {
                credit,
                amount_minor: body.amount.minor(item.currency, "amount")?,
                method: body.method.0,
                refunded_on: body.refunded_on,
                reason: body.reason.clone(),
            };
            let made = refund::refund(tx, actor, &new)?;
            let names = ClientNames::of(tx, [made.client])?;
            let credits = DocumentNames::of(tx, [made.credit])?;
            Ok(Refund::of(made, &names, &credits))
        })
        .await
}
