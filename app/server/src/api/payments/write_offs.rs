//! Write-offs: giving a debt up, with a second pair of eyes above the company's limit.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use clients::client::ClientMark;
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use payments::write_off;
use people::permission::{ReadReceivables, WriteOff as MayWriteOff};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::item::item_in_reach;
use crate::api::names::{ClientNames, DocumentNames};
use crate::body::{Body, Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Word, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_write_offs, create_write_off))
        .routes(routes!(decide_write_off))
        .routes(routes!(reverse_write_off))
}

type WriteOffStatus = Word<write_off::WriteOffStatus>;

crate::wire::words! {
    write_off::WriteOffStatus = "WriteOffStatus", write_off::WriteOffStatus::ALL;
}

/// A debt given up, or proposed to be.
#[derive(Serialize, ToSchema)]
struct WriteOff {
    id: Uuid,
    /// The invoice.
    invoice: Uuid,
    /// Its number.
    #[schema(example = "INV-000017")]
    invoice_number: String,
    /// Whose it is.
    client: Uuid,
    /// That client's number.
    client_number: String,
    /// That client's name.
    client_name: String,
    status: WriteOffStatus,
    /// The currency of the amount.
    #[schema(example = "USD")]
    currency: String,
    /// How much.
    amount: Amount,
    /// From which day on.
    written_off_on: Date,
    /// Why.
    reason: String,
    /// Who asked for it; null for the operator.
    requested_by: Option<Uuid>,
    /// Their name.
    requested_by_name: String,
    /// When.
    requested_at: Timestamp,
    /// Who decided.
    decided_by_name: Option<String>,
    /// When.
    decided_at: Option<Timestamp>,
    /// Its journal entry.
    entry_no: Option<i64>,
}

impl WriteOff {
    /// One with its client's name and its invoice's number.
    fn named(tx: &Tx<'_>, w: write_off::WriteOff) -> Result<Self, db::Error> {
        let names = ClientNames::of(tx, [w.client])?;
        let invoices = DocumentNames::of(tx, [w.item])?;
        Ok(Self::of(w, &names, &invoices))
    }

    fn of(w: write_off::WriteOff, names: &ClientNames, invoices: &DocumentNames) -> Self {
        Self {
            id: w.id.uuid(),
            invoice: w.item.uuid(),
            invoice_number: invoices.number(w.item),
            client: w.client.uuid(),
            client_number: names.number(w.client),
            client_name: names.name(w.client),
            status: Word(w.status),
            currency: w.currency.to_string(),
            amount: Amount::of(w.amount_minor, w.currency),
            written_off_on: w.written_off_on,
            reason: w.reason,
            requested_by: w.requested_by.map(|id| id.uuid()),
            requested_by_name: w.requested_by_name,
            requested_at: w.requested_at,
            decided_by_name: w.decided_by_name,
            decided_at: w.decided_at,
            entry_no: w.entry_no,
        }
    }
}

/// What a write-off is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWriteOff {
    /// The invoice.
    invoice: Uuid,
    /// How much, in the invoice's currency; all that is left when not said.
    amount: Option<Amount>,
    /// From which day on; today when not said.
    on: Option<Date>,
    /// Why.
    #[schema(example = "The client is insolvent")]
    reason: String,
}

/// What is decided on a proposal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WriteOffDecision {
    /// Whether it is posted; false rejects it.
    approve: bool,
}

/// How a write-off is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WriteOffReversal {
    /// As of which day; today when not said.
    on: Option<Date>,
    /// Why.
    #[schema(example = "The client paid after all")]
    reason: String,
}

list_query! {
    /// Which write-offs.
    WriteOffQuery {
        /// `requested_at` (when not said) or `amount`; a hyphen in front turns it round.
        sort,
        /// Those of this client.
        client: Option<Uuid>,
        /// Where they stand.
        status: Option<WriteOffStatus>,
    }
}

const COLUMNS: Columns = Columns {
    file: "write-offs",
    all: &[
        ("invoice_number", Of::Text),
        ("status", Of::Text),
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("currency", Of::Text),
        ("amount", Of::Number),
        ("written_off_on", Of::Day),
        ("reason", Of::Text),
        ("requested_by_name", Of::Text),
        ("requested_at", Of::Text),
        ("decided_by_name", Of::Text),
        ("decided_at", Of::Text),
        ("entry_no", Of::Number),
        ("id", Of::Text),
    ],
};

/// Write-offs of the clients in reach.
#[utoipa::path(get, path = "/write-offs", operation_id = "list_write_offs", tag = "payments", params(WriteOffQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<WriteOff> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_write_offs(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<WriteOffQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query
                .ask()
                .filter("client", query.client.map(id::<ClientMark>))
                .filter("status", query.status.map(|s| s.0.word()));
            let page = write_off::list(tx, &actor.allow::<ReadReceivables>()?, ask)?;
            let names = ClientNames::of(tx, page.items.iter().map(|w| w.client))?;
            let invoices = DocumentNames::of(tx, page.items.iter().map(|w| w.item))?;
            Ok(PageOf::of(page, |w| WriteOff::of(w, &names, &invoices)))
        })
        .await
}

/// Write a debt off: at once up to the company's limit, above it as a proposal that somebody else decides.
#[utoipa::path(post, path = "/write-offs", operation_id = "create_write_off", tag = "payments",
    params(IdempotencyHeader), request_body = NewWriteOff,
    responses((status = 201, body = WriteOff), WriteProblems))]
async fn create_write_off(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewWriteOff>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let item = item_in_reach::<MayWriteOff>(tx, actor, id(body.invoice), "invoice")?;
            let amount = body.amount.as_ref().map(|a| a.minor(item.currency, "amount"));
            let new = write_off::NewWriteOff {
                item: item.id,
                amount_minor: amount.transpose()?,
                on: body.on,
                reason: body.reason.clone(),
            };
            Ok(WriteOff::named(tx, write_off::request(tx, actor, &new)?)?)
        })
        .await
}

/// Approve or reject a proposed write-off. Nobody approves what they asked for.
#[utoipa::path(post, path = "/write-offs/{id}/decision", operation_id = "decide_write_off", tag = "payments",
    params(("id" = Uuid, Path)), request_body = WriteOffDecision,
    responses((status = 200, body = WriteOff), WriteProblems))]
async fn decide_write_off(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<write_off::WriteOffId>,
    Body(body): Body<WriteOffDecision>,
) -> Result<Json<WriteOff>, Problem> {
    let decided = server
        .write(actor, move |tx, actor| {
            Ok(WriteOff::named(tx, write_off::decide(tx, actor, id, body.approve)?)?)
        })
        .await?;
    Ok(Json(decided))
}

/// Take a booked write-off back: the client owes again.
#[utoipa::path(post, path = "/write-offs/{id}/reversal", operation_id = "reverse_write_off", tag = "payments",
    params(("id" = Uuid, Path)), request_body = WriteOffReversal,
    responses((status = 200, body = WriteOff), WriteProblems))]
async fn reverse_write_off(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<write_off::WriteOffId>,
    Body(body): Body<WriteOffReversal>,
) -> Result<Json<WriteOff>, Problem> {
    let reversed = server
        .write(actor, move |tx, actor| {
            Ok(WriteOff::named(tx, write_off::reverse(tx, actor, id, body.on, &body.reason)?)?)
        })
        .await?;
    Ok(Json(reversed))
}
