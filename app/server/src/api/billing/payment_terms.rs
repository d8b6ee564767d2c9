//! Payment terms: when an invoice is due, and what early payment earns.

use axum::Json;
use axum::extract::State;
use billing::payment_term;
use kernel::code;
use people::permission::SetUpLedger;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, WriteProblems};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{Decimal, given};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_payment_terms, create_payment_term))
        .routes(routes!(update_payment_term))
}

/// A payment term.
#[derive(Serialize, ToSchema)]
struct PaymentTerm {
    /// Its code.
    #[schema(example = "2-10-net30")]
    code: String,
    /// Its name.
    #[schema(example = "2 % within 10 days, 30 days net")]
    name: String,
    /// Days until the invoice is due.
    #[schema(example = 30)]
    net_days: u32,
    /// Whether the days are counted from the end of the invoice's month.
    end_of_month: bool,
    /// Days within which a discount is given; nought for none.
    #[schema(example = 10)]
    discount_days: u32,
    /// The discount as a fraction of the total.
    #[schema(example = "0.02")]
    discount: Decimal,
    /// For `If-Match`.
    version: i64,
}

impl From<payment_term::PaymentTerm> for PaymentTerm {
    fn from(t: payment_term::PaymentTerm) -> Self {
        Self {
            code: t.code,
            name: t.name,
            net_days: t.net_days,
            end_of_month: t.end_of_month,
            discount_days: t.discount_days,
            discount: t.discount.into(),
            version: t.version,
        }
    }
}

/// What a new payment term is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPaymentTerm {
    /// Its code, which never changes.
    #[schema(example = "net45")]
    code: String,
    /// Its name.
    #[schema(example = "45 days")]
    name: String,
    /// Days until the invoice is due.
    #[schema(example = 45)]
    net_days: u32,
    /// Whether the days are counted from the end of the invoice's month.
    #[serde(default)]
    end_of_month: bool,
    /// Days within which a discount is given; nought for none.
    #[serde(default)]
    discount_days: u32,
    /// The discount as a fraction of the total; nought when not said.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "0.02")]
    discount: Option<Decimal>,
}

/// What may be changed about a payment term; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PaymentTermChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Days until the invoice is due.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    net_days: Option<u32>,
    /// Whether the days are counted from the end of the invoice's month.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    end_of_month: Option<bool>,
    /// Days within which a discount is given; nought for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    discount_days: Option<u32>,
    /// The discount as a fraction of the total.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    discount: Option<Decimal>,
}

/// The company's payment terms, by code.
#[utoipa::path(get, path = "/payment-terms", operation_id = "list_payment_terms", tag = "billing",
    responses((status = 200, body = PageOf<PaymentTerm>), ListProblems))]
async fn list_payment_terms(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<PaymentTerm>>, Problem> {
    let terms = server.read(actor, |tx, _| Ok(payment_term::list(tx)?)).await?;
    Ok(Json(PageOf::whole(terms.into_iter().map(PaymentTerm::from).collect())))
}

/// Add a payment term.
#[utoipa::path(post, path = "/payment-terms", operation_id = "create_payment_term", tag = "billing",
    params(IdempotencyHeader), request_body = NewPaymentTerm,
    responses((status = 201, body = PaymentTerm), WriteProblems))]
async fn create_payment_term(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewPaymentTerm>,
) -> Result<Made, Problem> {
    let discount = body.discount.map(|d| d.e6("discount")).transpose()?;
    let term = payment_term::PaymentTerm {
        code: body.code,
        name: body.name,
        net_days: body.net_days,
        end_of_month: body.end_of_month,
        discount_days: body.discount_days,
        discount: discount.unwrap_or_default(),
        version: 1,
    };
    server
        .create(actor, key, move |tx, actor| {
            payment_term::create(tx, actor, &actor.allow::<SetUpLedger>()?, &term)?;
            Ok(PaymentTerm::from(term.clone()))
        })
        .await
}

/// Change a payment term for the invoices to come.
#[utoipa::path(patch, path = "/payment-terms/{code}", operation_id = "update_payment_term", tag = "billing",
    params(("code" = String, Path), IfMatchHeader), request_body = PaymentTermChange,
    responses((status = 200, body = PaymentTerm), ChangeProblems))]
async fn update_payment_term(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(code): At<String>,
    IfMatch(version): IfMatch,
    Body(change): Body<PaymentTermChange>,
) -> Result<Versioned<PaymentTerm>, Problem> {
    let discount = change.discount.map(|d| d.e6("discount")).transpose()?;
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            let before = payment_term::list(tx)?.into_iter().find(|t| t.code == code);
            let before = before.ok_or_else(|| {
                let detail = format!("there is no payment term '{code}'");
                Problem::not_found(code!("unknown-payment-term"), detail)
            })?;
            let after = payment_term::PaymentTerm {
                name: change.name.clone().unwrap_or(before.name),
                net_days: change.net_days.unwrap_or(before.net_days),
                end_of_month: change.end_of_month.unwrap_or(before.end_of_month),
                discount_days: change.discount_days.unwrap_or(before.discount_days),
                discount: discount.unwrap_or(before.discount),
                code: before.code,
                version,
            };
            payment_term::update(tx, actor, &proof, &after)?;
            Ok(payment_term::find(tx, &code)?)
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
