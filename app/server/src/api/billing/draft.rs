//! Invoices: lists, one, and drafts.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use billing::invoice::{self, NewLine, draft, list};
use billing::{InvoiceId, payment_term, tax};
use clients::ClientId;
use db::Tx;
use jiff::civil::Date;
use people::permission::{ReadReceivables, WriteInvoices};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::invoice::{
    Invoice, InvoiceFigures, InvoiceKind, InvoiceStatus, InvoiceSummary, NewInvoiceLine, lines_of,
};
use crate::body::{Body, Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{currency, given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_invoices, create_invoice))
        .routes(routes!(preview_invoice))
        .routes(routes!(read_invoice, update_invoice, delete_invoice))
}

/// What a draft is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewInvoice {
    /// To whom it goes.
    client: Uuid,
    /// Its currency; the client's own when not said.
    #[schema(example = "USD")]
    currency: Option<String>,
    /// The day that is meant; today when not said.
    issued_on: Option<Date>,
    /// When it is due; follows from the payment term when not said.
    due_on: Option<Date>,
    /// The code of its payment term; the client's own when not said.
    #[schema(example = "net30")]
    payment_term: Option<String>,
    /// The client's own reference.
    purchase_order: Option<String>,
    /// Its lines, 1 to 1,000.
    lines: Vec<NewInvoiceLine>,
}

/// What may be changed about a draft; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvoiceChange {
    /// To whom it goes.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    client: Option<Uuid>,
    /// Its currency.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "USD")]
    currency: Option<String>,
    /// The day that is meant. The due day moves along, unless it was set apart from its payment term.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    issued_on: Option<Date>,
    /// When it is due; null follows from the payment term.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Date>)]
    due_on: Option<Option<Date>>,
    /// The code of its payment term.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "net30")]
    payment_term: Option<String>,
    /// The client's own reference; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    purchase_order: Option<Option<String>>,
    /// All its lines, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    lines: Option<Vec<NewInvoiceLine>>,
}

/// Lines whose totals are asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvoiceToFigure {
    /// The currency of the prices.
    #[schema(example = "USD")]
    currency: String,
    /// The lines, 1 to 1,000.
    lines: Vec<NewInvoiceLine>,
}

list_query! {
    /// Which invoices and credit notes.
    InvoiceQuery {
        /// `issued_on` (when not said), `number`, `due_on` or `total`; a hyphen in front turns it round.
        sort,
        /// Those of this client.
        client: Option<Uuid>,
        /// Which of the two documents.
        kind: Option<InvoiceKind>,
        /// Where they stand.
        status: Option<InvoiceStatus>,
        /// The one of this number.
        number: Option<String>,
        /// Those in this currency.
        currency: Option<String>,
        /// Those of this day or later.
        issued_from: Option<Date>,
        /// Those of this day or earlier.
        issued_until: Option<Date>,
        /// Those due on this day or later.
        due_from: Option<Date>,
        /// Those due on this day or earlier.
        due_until: Option<Date>,
        /// Whether they are disputed.
        disputed: Option<bool>,
    }
}

const COLUMNS: Columns = Columns {
    file: "invoices",
    all: &[
        ("kind", Of::Text),
        ("status", Of::Text),
        ("state", Of::Text),
        ("number", Of::Text),
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("issued_on", Of::Day),
        ("due_on", Of::Day),
        ("currency", Of::Text),
        ("net", Of::Number),
        ("tax", Of::Number),
        ("total", Of::Number),
        ("open", Of::Number),
        ("payment_term", Of::Text),
        ("purchase_order", Of::Text),
        ("disputed_on", Of::Day),
        ("dispute_reason", Of::Text),
        ("reason", Of::Text),
        ("created_by", Of::Text),
        ("created_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// Invoices and credit notes of the clients in reach.
#[utoipa::path(get, path = "/invoices", operation_id = "list_invoices", tag = "billing", params(InvoiceQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<InvoiceSummary> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_invoices(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<InvoiceQuery>,
) -> Result<Response, Problem> {
    let in_currency = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query
                .ask()
                .filter("client", query.client.map(id::<clients::client::ClientMark>))
                .filter("kind", query.kind.map(|k| k.0.word()))
                .filter("status", query.status.map(|s| s.0.word()))
                .filter("number", query.number.as_deref())
                .filter("currency", in_currency)
                .filter("issued_from", query.issued_from)
                .filter("issued_until", query.issued_until)
                .filter("due_from", query.due_from)
                .filter("due_until", query.due_until)
                .filter("disputed", query.disputed);
            let page = list::list(tx, &actor.allow::<ReadReceivables>()?, ask)?;
            let kernel::Page { items, total, next } = page;
            Ok(PageOf { items: InvoiceSummary::all(tx, items)?, total, next })
        })
        .await
}

/// Write a draft.
#[utoipa::path(post, path = "/invoices", operation_id = "create_invoice", tag = "billing",
    params(IdempotencyHeader), request_body = NewInvoice,
    responses((status = 201, body = Invoice), WriteProblems))]
async fn create_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewInvoice>,
) -> Result<Made, Problem> {
    let new = draft::NewInvoice {
        client: id(body.client),
        currency: body.currency.map(|c| currency(&c, "currency")).transpose()?,
        issued_on: body.issued_on,
        due_on: body.due_on,
        payment_term: body.payment_term,
        purchase_order: body.purchase_order,
        lines: lines_of(body.lines)?,
    };
    server
        .create(actor, key, move |tx, actor| Invoice::of(tx, draft::create(tx, actor, &new)?))
        .await
}

/// What lines come to, by the rounding that an invoice would have. Writes nothing.
#[utoipa::path(post, path = "/invoices/preview", operation_id = "preview_invoice", tag = "billing",
    request_body = InvoiceToFigure,
    responses((status = 200, body = InvoiceFigures), WriteProblems))]
async fn preview_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<InvoiceToFigure>,
) -> Result<Json<InvoiceFigures>, Problem> {
    let currency = currency(&body.currency, "currency")?;
    let lines = lines_of(body.lines)?;
    let figures = server
        .read(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Ok(draft::figure(currency, &lines, &tax::list(tx)?)?)
        })
        .await?;
    Ok(Json(InvoiceFigures::of(currency, figures)))
}

/// One invoice or credit note.
#[utoipa::path(get, path = "/invoices/{id}", operation_id = "read_invoice", tag = "billing",
    params(("id" = Uuid, Path)), responses((status = 200, body = Invoice), ReadProblems))]
async fn read_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
) -> Result<Versioned<Invoice>, Problem> {
    let found =
        server.read(actor, move |tx, actor| Invoice::of(tx, list::get(tx, actor, id)?)).await?;
    Ok(Versioned(found.version(), found))
}

/// Change a draft.
#[utoipa::path(patch, path = "/invoices/{id}", operation_id = "update_invoice", tag = "billing",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = InvoiceChange,
    responses((status = 200, body = Invoice), ChangeProblems))]
async fn update_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
    IfMatch(version): IfMatch,
    Body(change): Body<InvoiceChange>,
) -> Result<Versioned<Invoice>, Problem> {
    let changed = Changed {
        client: change.client.map(crate::wire::id),
        currency: change.currency.map(|c| currency(&c, "currency")).transpose()?,
        issued_on: change.issued_on,
        due_on: change.due_on,
        payment_term: change.payment_term,
        purchase_order: change.purchase_order,
        lines: change.lines.map(lines_of).transpose()?,
    };
    let after = server
        .write(actor, move |tx, actor| {
            // Who may not write invoices is told so before it is looked for.
            actor.allow::<WriteInvoices>()?;
            let before = invoice::load(tx, id)?;
            let after = draft::change(tx, actor, id, version, &changed.of(tx, before)?)?;
            Invoice::of(tx, after)
        })
        .await?;
    Ok(Versioned(after.version(), after))
}

/// Throw a draft away.
#[utoipa::path(delete, path = "/invoices/{id}", operation_id = "delete_invoice", tag = "billing",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The draft is gone"), WriteProblems))]
async fn delete_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
) -> Result<StatusCode, Problem> {
    server
        .write(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Ok(draft::discard(tx, actor, id)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A change with its fields read.
struct Changed {
    client: Option<ClientId>,
    currency: Option<money::Currency>,
    issued_on: Option<Date>,
    due_on: Option<Option<Date>>,
    payment_term: Option<String>,
    purchase_order: Option<Option<String>>,
    lines: Option<Vec<NewLine>>,
}

impl Changed {
    /// The whole draft as it shall be.
    fn of(&self, tx: &Tx<'_>, before: billing::Invoice) -> Result<draft::NewInvoice, Problem> {
        // A due day that followed from the payment term goes on following from it.
        let terms = payment_term::list(tx)?;
        let term = terms.iter().find(|t| t.code == before.payment_term);
        let followed = term.is_some_and(|t| t.due_on(before.issued_on) == before.due_on);
        let due_on = if followed { None } else { Some(before.due_on) };
        let line = |line: invoice::InvoiceLine| NewLine {
            description: line.description,
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            tax_code: line.tax_code,
            account: line.account,
        };
        let lines = self.lines.clone();
        Ok(draft::NewInvoice {
            client: self.client.unwrap_or(before.client),
            currency: Some(self.currency.unwrap_or(before.currency)),
            issued_on: Some(self.issued_on.unwrap_or(before.issued_on)),
            due_on: self.due_on.unwrap_or(due_on),
            payment_term: Some(self.payment_term.clone().unwrap_or(before.payment_term)),
            purchase_order: self.purchase_order.clone().unwrap_or(before.purchase_order),
            lines: lines.unwrap_or_else(|| before.lines.into_iter().map(line).collect()),
        })
    }
}
