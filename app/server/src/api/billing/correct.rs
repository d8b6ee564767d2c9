//! What becomes of invoices: issued, credited, voided, disputed.

use axum::extract::State;
use billing::InvoiceId;
use billing::invoice::{credit, dispute, issue, void};
use jiff::civil::Date;
use people::permission::WriteInvoices;
use people::tenant;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::invoice::{Invoice, NewInvoiceLine, lines_of};
use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{Problem, WriteProblems};
use crate::reply::{Made, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::Decimal;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(issue_invoice))
        .routes(routes!(credit_invoice))
        .routes(routes!(void_invoice))
        .routes(routes!(set_invoice_dispute, delete_invoice_dispute))
}

/// How a draft is issued.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvoiceIssue {
    /// Its day; the draft's when not said. The due day moves along, unless it was set apart from its term.
    issued_on: Option<Date>,
    /// The code of the number series; the usual one when not said.
    series: Option<String>,
    /// Base-currency units for one of its currency; the latest known when not said.
    #[schema(example = "1.0825")]
    rate: Option<Decimal>,
}

/// What is credited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCreditNote {
    /// Which lines; all that the invoice has when not said.
    #[serde(default)]
    lines: Vec<NewInvoiceLine>,
    /// The credit note's day; today when not said.
    issued_on: Option<Date>,
    /// Why.
    #[schema(example = "Goods returned")]
    reason: String,
    /// The code of the number series; the usual one when not said.
    series: Option<String>,
}

/// How a document is voided.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvoiceVoid {
    /// From which day on; today when not said.
    on: Option<Date>,
    /// Why.
    #[schema(example = "Sent to the wrong client")]
    reason: String,
}

/// That a client does not accept an invoice.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Dispute {
    /// Since when; today when not said.
    disputed_on: Option<Date>,
    /// Why.
    #[schema(example = "Half of the goods came broken")]
    reason: String,
}

/// Issue a draft: it gets its number, its journal entry and its open item, and never changes again.
#[utoipa::path(post, path = "/invoices/{id}/issue", operation_id = "issue_invoice", tag = "billing",
    params(("id" = Uuid, Path)), request_body = InvoiceIssue,
    responses((status = 200, body = Invoice), WriteProblems))]
async fn issue_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
    Body(body): Body<InvoiceIssue>,
) -> Result<Versioned<Invoice>, Problem> {
    let rate = body.rate.map(|r| r.rate("rate")).transpose()?;
    let how = issue::Issue { issued_on: body.issued_on, series: body.series, rate };
    let issued = server
        .write(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Invoice::of(tx, issue::issue(tx, actor, id, &how)?)
        })
        .await?;
    Ok(Versioned(issued.version(), issued))
}

/// Credit an issued invoice, in whole or in part; what it has still open is settled at once.
#[utoipa::path(post, path = "/invoices/{id}/credit-notes", operation_id = "credit_invoice", tag = "billing",
    params(("id" = Uuid, Path), IdempotencyHeader), request_body = NewCreditNote,
    responses((status = 201, body = Invoice), WriteProblems))]
async fn credit_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
    Create { body, key }: Create<NewCreditNote>,
) -> Result<Made, Problem> {
    let what = credit::Credit {
        lines: lines_of(body.lines)?,
        issued_on: body.issued_on,
        reason: body.reason,
        series: body.series,
    };
    server
        .create(actor, key, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Invoice::of(tx, credit::credit(tx, actor, id, &what)?)
        })
        .await
}

/// Void an issued document that should not be. It keeps its number, and must not be settled, not even in part.
#[utoipa::path(post, path = "/invoices/{id}/void", operation_id = "void_invoice", tag = "billing",
    params(("id" = Uuid, Path)), request_body = InvoiceVoid,
    responses((status = 200, body = Invoice), WriteProblems))]
async fn void_invoice(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
    Body(body): Body<InvoiceVoid>,
) -> Result<Versioned<Invoice>, Problem> {
    let voided = server
        .write(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Invoice::of(tx, void::void(tx, actor, id, body.on, &body.reason)?)
        })
        .await?;
    Ok(Versioned(voided.version(), voided))
}

/// Note that the client disputes an invoice, since when and why.
#[utoipa::path(put, path = "/invoices/{id}/dispute", operation_id = "set_invoice_dispute", tag = "billing",
    params(("id" = Uuid, Path)), request_body = Dispute,
    responses((status = 200, body = Invoice), WriteProblems))]
async fn set_invoice_dispute(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
    Body(body): Body<Dispute>,
) -> Result<Versioned<Invoice>, Problem> {
    let disputed = server
        .write(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            let on = match body.disputed_on {
                Some(on) => on,
                None => tenant::get(tx)?.day(tx.now()),
            };
            Invoice::of(tx, dispute::set(tx, actor, id, Some((on, &body.reason)))?)
        })
        .await?;
    Ok(Versioned(disputed.version(), disputed))
}

/// Note that an invoice is no longer disputed.
#[utoipa::path(delete, path = "/invoices/{id}/dispute", operation_id = "delete_invoice_dispute", tag = "billing",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Invoice), WriteProblems))]
async fn delete_invoice_dispute(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<InvoiceId>,
) -> Result<Versioned<Invoice>, Problem> {
    let settled = server
        .write(actor, move |tx, actor| {
            actor.allow::<WriteInvoices>()?;
            Invoice::of(tx, dispute::set(tx, actor, id, None)?)
        })
        .await?;
    Ok(Versioned(settled.version(), settled))
}
