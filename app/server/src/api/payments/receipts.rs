//! Receipts: money received.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use clients::client::ClientMark;
use clients::client::access::access;
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::settlement;
use payments::receipt::{self, bounce, receive};
use payments::{ReceiptId, apply};
use people::permission::{ReadReceivables, TakeReceipts};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::apply::Applications;
use super::item::{OpenItem, PaymentMethod, Settlement};
use crate::api::names::ClientNames;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Decimal, Word, currency, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_receipts, create_receipt))
        .routes(routes!(read_receipt))
        .routes(routes!(list_receipt_suggestions))
        .routes(routes!(bounce_receipt))
        .routes(routes!(void_receipt))
}

type ReceiptStatus = Word<payments::ReceiptStatus>;

crate::wire::words! {
    payments::ReceiptStatus = "ReceiptStatus", payments::ReceiptStatus::ALL;
}

/// Money received from a client.
#[derive(Serialize, ToSchema)]
struct ReceiptSummary {
    id: Uuid,
    /// Its number.
    #[schema(example = "REC-000003")]
    number: String,
    /// Who paid.
    client: Uuid,
    /// That client's number.
    client_number: String,
    /// That client's name.
    client_name: String,
    method: PaymentMethod,
    status: ReceiptStatus,
    /// The currency of its amounts.
    #[schema(example = "USD")]
    currency: String,
    /// How much.
    amount: Amount,
    /// What of it is not applied.
    unapplied: Amount,
    /// When.
    received_on: Date,
    /// What the payer wrote.
    reference: String,
    /// Whether it is a deposit, which is applied by hand only.
    deposit: bool,
    /// Base-currency units for one of its currency.
    #[schema(example = "1")]
    rate: Decimal,
    /// Its journal entry.
    entry_no: i64,
    /// Why it bounced or was voided.
    reason: Option<String>,
    /// When it was entered.
    created_at: Timestamp,
    /// By whom.
    created_by: String,
    /// For `If-Match`.
    version: i64,
}

impl ReceiptSummary {
    fn of(r: receipt::Receipt, names: &ClientNames) -> Self {
        Self {
            id: r.id.uuid(),
            number: r.number,
            client: r.client.uuid(),
            client_number: names.number(r.client),
            client_name: names.name(r.client),
            method: Word(r.method),
            status: Word(r.status),
            currency: r.currency.to_string(),
            amount: Amount::of(r.amount_minor, r.currency),
            unapplied: Amount::of(r.unapplied_minor, r.currency),
            received_on: r.received_on,
            reference: r.reference,
            deposit: r.deposit,
            rate: r.rate.into(),
            entry_no: r.entry_no,
            reason: r.reason,
            created_at: r.created_at,
            created_by: r.created_by,
            version: r.version,
        }
    }
}

/// Money received from a client, with where it went.
#[derive(Serialize, ToSchema)]
struct Receipt {
    #[serde(flatten)]
    summary: ReceiptSummary,
    /// All that ever took from it, or gave back, in order.
    settlements: Vec<Settlement>,
}

impl Receipt {
    fn of(tx: &Tx<'_>, receipt: receipt::Receipt) -> Result<Self, Problem> {
        let settlements = Settlement::all(tx, settlement::of_item(tx, receipt.id.cast())?)?;
        let names = ClientNames::of(tx, [receipt.client])?;
        Ok(Self { summary: ReceiptSummary::of(receipt, &names), settlements })
    }

    fn versioned(self) -> Versioned<Self> {
        Versioned(self.summary.version, self)
    }
}

/// What a receipt is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReceipt {
    /// Who paid.
    payer: Uuid,
    method: PaymentMethod,
    /// The currency of its amounts; the payer's own when not said.
    #[schema(example = "USD")]
    currency: Option<String>,
    /// How much, above nought.
    amount: Amount,
    /// When; today when not said.
    received_on: Option<Date>,
    /// What the payer wrote.
    #[serde(default)]
    #[schema(example = "INV-000017")]
    reference: String,
    /// Whether it is a deposit, which is applied by hand only.
    #[serde(default)]
    deposit: bool,
    /// Base-currency units for one of its currency; the latest known when not said.
    #[schema(example = "1.0825")]
    rate: Option<Decimal>,
    /// Where it goes; nowhere when not said. What is left over stays the payer's credit.
    #[serde(default)]
    applications: Applications,
}

/// How a receipt ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptBounce {
    /// The day on which the bank took it back; today when not said.
    on: Option<Date>,
    /// Why.
    #[schema(example = "Insufficient funds")]
    reason: String,
}

/// Why a receipt never was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReceiptVoid {
    /// Why.
    #[schema(example = "Entered twice")]
    reason: String,
}

/// An invoice that a receipt could go to.
#[derive(Serialize, ToSchema)]
struct Suggestion {
    item: OpenItem,
    /// What would go to it; nought where nothing is left for it.
    amount: Amount,
    /// Whether its number stands in the reference.
    named: bool,
}

/// What suggestions go by.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SuggestionQuery {
    /// The text in which invoices are named; what the payer wrote when not said.
    #[param(nullable = false)]
    reference: Option<String>,
    /// As of which day; today when not said.
    #[param(nullable = false)]
    on: Option<Date>,
}

list_query! {
    /// Which receipts.
    ReceiptQuery {
        /// `received_on` (when not said), `number` or `amount`; a hyphen in front turns it round.
        sort,
        /// Those of this client.
        client: Option<Uuid>,
        /// Where they stand.
        status: Option<ReceiptStatus>,
        /// How the money came.
        method: Option<PaymentMethod>,
        /// The one of this number.
        number: Option<String>,
        /// Those of exactly this reference.
        reference: Option<String>,
        /// Those in this currency.
        currency: Option<String>,
        /// Those received on this day or later.
        received_from: Option<Date>,
        /// Those received on this day or earlier.
        received_until: Option<Date>,
        /// Whether something of them is not applied.
        unapplied: Option<bool>,
    }
}

const COLUMNS: Columns = Columns {
    file: "receipts",
    all: &[
        ("number", Of::Text),
        ("status", Of::Text),
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("method", Of::Text),
        ("received_on", Of::Day),
        ("reference", Of::Text),
        ("currency", Of::Text),
        ("amount", Of::Number),
        ("unapplied", Of::Number),
        ("deposit", Of::Text),
        ("reason", Of::Text),
        ("created_by", Of::Text),
        ("created_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// Receipts of the clients in reach.
#[utoipa::path(get, path = "/receipts", operation_id = "list_receipts", tag = "payments", params(ReceiptQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<ReceiptSummary> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_receipts(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<ReceiptQuery>,
) -> Result<Response, Problem> {
    let in_currency = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query
                .ask()
                .filter("client", query.client.map(id::<ClientMark>))
                .filter("status", query.status.map(|s| s.0.word()))
                .filter("method", query.method.map(|m| m.0.word()))
                .filter("number", query.number.as_deref())
                .filter("reference", query.reference.as_deref())
                .filter("currency", in_currency)
                .filter("received_from", query.received_from)
                .filter("received_until", query.received_until)
                .filter("unapplied", query.unapplied);
            let page = receipt::list(tx, &actor.allow::<ReadReceivables>()?, ask)?;
            let names = ClientNames::of(tx, page.items.iter().map(|r| r.client))?;
            Ok(PageOf::of(page, |r| ReceiptSummary::of(r, &names)))
        })
        .await
}

/// Take a receipt, and apply it in the same breath.
#[utoipa::path(post, path = "/receipts", operation_id = "create_receipt", tag = "payments",
    params(IdempotencyHeader), request_body = NewReceipt,
    responses((status = 201, body = Receipt), WriteProblems))]
async fn create_receipt(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewReceipt>,
) -> Result<Made, Problem> {
    let said = body.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    let rate = body.rate.as_ref().map(|r| r.rate("rate")).transpose()?;
    body.applications.check("applications/")?;
    server
        .create(actor, key, move |tx, actor| {
            let payer = access::<TakeReceipts>(tx, actor, id(body.payer))?;
            let currency = said.unwrap_or(payer.currency());
            let new = receive::NewReceipt {
                payer: payer.id(),
                method: body.method.0,
                currency: Some(currency),
                amount_minor: body.amount.minor(currency, "amount")?,
                received_on: body.received_on,
                reference: body.reference.clone(),
                deposit: body.deposit,
                rate,
                applications: body.applications.of(currency, "applications/")?,
            };
            Receipt::of(tx, receive::receive(tx, actor, &new)?)
        })
        .await
}

/// One receipt.
#[utoipa::path(get, path = "/receipts/{id}", operation_id = "read_receipt", tag = "payments",
    params(("id" = Uuid, Path)), responses((status = 200, body = Receipt), ReadProblems))]
async fn read_receipt(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ReceiptId>,
) -> Result<Versioned<Receipt>, Problem> {
    let found =
        server.read(actor, move |tx, actor| Receipt::of(tx, receipt::get(tx, actor, id)?)).await?;
    Ok(found.versioned())
}

/// The open invoices that a receipt could go to: those that its reference names, then the oldest.
#[utoipa::path(get, path = "/receipts/{id}/suggestions", operation_id = "list_receipt_suggestions", tag = "payments",
    params(("id" = Uuid, Path), SuggestionQuery),
    responses((status = 200, body = PageOf<Suggestion>), ReadProblems))]
async fn list_receipt_suggestions(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ReceiptId>,
    Query(query): Query<SuggestionQuery>,
) -> Result<Json<PageOf<Suggestion>>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            let receipt = receipt::get(tx, actor, id)?;
            let reference = query.reference.as_deref().unwrap_or(&receipt.reference);
            Ok(apply::suggest(tx, actor, id.cast(), reference, query.on)?)
        })
        .await?;
    let shape = |s: apply::Suggestion| Suggestion {
        amount: Amount::of(s.amount_minor, s.item.currency),
        item: s.item.into(),
        named: s.named,
    };
    Ok(Json(PageOf::whole(found.into_iter().map(shape).collect())))
}

/// Record that the bank took a receipt back: the invoices that it paid are open again.
#[utoipa::path(post, path = "/receipts/{id}/bounce", operation_id = "bounce_receipt", tag = "payments",
    params(("id" = Uuid, Path)), request_body = ReceiptBounce,
    responses((status = 200, body = Receipt), WriteProblems))]
async fn bounce_receipt(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ReceiptId>,
    Body(body): Body<ReceiptBounce>,
) -> Result<Versioned<Receipt>, Problem> {
    let ended = server
        .write(actor, move |tx, actor| {
            Receipt::of(tx, bounce::bounce(tx, actor, id, body.on, &body.reason)?)
        })
        .await?;
    Ok(ended.versioned())
}

/// Void a receipt that was entered by mistake, as of its own day: it never was.
#[utoipa::path(post, path = "/receipts/{id}/void", operation_id = "void_receipt", tag = "payments",
    params(("id" = Uuid, Path)), request_body = ReceiptVoid,
    responses((status = 200, body = Receipt), WriteProblems))]
async fn void_receipt(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ReceiptId>,
    Body(body): Body<ReceiptVoid>,
) -> Result<Versioned<Receipt>, Problem> {
    let ended = server
        .write(actor, move |tx, actor| Receipt::of(tx, bounce::void(tx, actor, id, &body.reason)?))
        .await?;
    Ok(ended.versioned())
}
