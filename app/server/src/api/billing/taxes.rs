//! Taxes on sales.

use axum::Json;
use axum::extract::State;
use billing::tax;
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
    OpenApiRouter::new().routes(routes!(list_taxes, create_tax)).routes(routes!(update_tax))
}

/// A tax that lines can have.
#[derive(Serialize, ToSchema)]
struct Tax {
    /// Its code.
    #[schema(example = "standard")]
    code: String,
    /// Its name.
    #[schema(example = "Standard rate")]
    name: String,
    /// Its category in EN 16931: S, AA, Z, E, AE, K, G, O, L or M.
    #[schema(example = "S")]
    category: String,
    /// The rate as a fraction.
    #[schema(example = "0.0825")]
    rate: Decimal,
    /// For `If-Match`.
    version: i64,
}

impl From<tax::TaxRate> for Tax {
    fn from(t: tax::TaxRate) -> Self {
        let tax::TaxRate { code, name, category, rate, version } = t;
        Self { code, name, category, rate: rate.into(), version }
    }
}

/// What a new tax is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTax {
    /// Its code, which never changes.
    #[schema(example = "standard")]
    code: String,
    /// Its name.
    #[schema(example = "Standard rate")]
    name: String,
    /// Its category in EN 16931: S, AA, Z, E, AE, K, G, O, L or M.
    #[schema(example = "S")]
    category: String,
    /// The rate as a fraction from 0 to 1.
    #[schema(example = "0.0825")]
    rate: Decimal,
}

/// What may be changed about a tax; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaxChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Its category in EN 16931.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    category: Option<String>,
    /// The rate as a fraction from 0 to 1.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    rate: Option<Decimal>,
}

/// The company's taxes, by code.
#[utoipa::path(get, path = "/taxes", operation_id = "list_taxes", tag = "billing",
    responses((status = 200, body = PageOf<Tax>), ListProblems))]
async fn list_taxes(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Tax>>, Problem> {
    let taxes = server.read(actor, |tx, _| Ok(tax::list(tx)?)).await?;
    Ok(Json(PageOf::whole(taxes.into_iter().map(Tax::from).collect())))
}

/// Add a tax.
#[utoipa::path(post, path = "/taxes", operation_id = "create_tax", tag = "billing",
    params(IdempotencyHeader), request_body = NewTax,
    responses((status = 201, body = Tax), WriteProblems))]
async fn create_tax(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewTax>,
) -> Result<Made, Problem> {
    let rate = body.rate.e6("rate")?;
    let NewTax { code, name, category, .. } = body;
    let new = tax::TaxRate { code, name, category, rate, version: 1 };
    server
        .create(actor, key, move |tx, actor| {
            tax::create(tx, actor, &actor.allow::<SetUpLedger>()?, &new)?;
            Ok(Tax::from(new.clone()))
        })
        .await
}

/// Change a tax for the invoices to come.
#[utoipa::path(patch, path = "/taxes/{code}", operation_id = "update_tax", tag = "billing",
    params(("code" = String, Path), IfMatchHeader), request_body = TaxChange,
    responses((status = 200, body = Tax), ChangeProblems))]
async fn update_tax(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(code): At<String>,
    IfMatch(version): IfMatch,
    Body(change): Body<TaxChange>,
) -> Result<Versioned<Tax>, Problem> {
    let rate = change.rate.map(|r| r.e6("rate")).transpose()?;
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            let before = tax::list(tx)?.into_iter().find(|t| t.code == code);
            let before = before.ok_or_else(|| {
                Problem::not_found(code!("unknown-tax"), format!("there is no tax '{code}'"))
            })?;
            let after = tax::TaxRate {
                code: before.code,
                name: change.name.clone().unwrap_or(before.name),
                category: change.category.clone().unwrap_or(before.category),
                rate: rate.unwrap_or(before.rate),
                version,
            };
            tax::update(tx, actor, &proof, &after)?;
            Ok(tax::TaxRate { version: version + 1, ..after })
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
