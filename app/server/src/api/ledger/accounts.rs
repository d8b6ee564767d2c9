//! The chart of accounts.

use axum::Json;
use axum::extract::State;
use db::Tx;
use kernel::code;
use ledger::GlAccountId;
use ledger::account::{self, GlAccount as DomainAccount};
use people::permission::{ReadLedger, SetUpLedger};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::{GlAccountKind, GlAccountRole};
use crate::body::{Body, Create, Csv, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{Word, given};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_gl_accounts, create_gl_account))
        .routes(routes!(import_gl_accounts))
        .routes(routes!(read_gl_account, update_gl_account))
}

/// An account of the chart.
#[derive(Serialize, ToSchema)]
struct GlAccount {
    id: Uuid,
    /// Its number, unique.
    #[schema(example = "1100")]
    number: String,
    /// Its name.
    #[schema(example = "Accounts receivable")]
    name: String,
    /// Where it stands in the statements.
    kind: GlAccountKind,
    /// What the program uses it for.
    role: Option<GlAccountRole>,
    /// Whether it can be posted to.
    active: bool,
    /// For `If-Match`.
    version: i64,
}

impl From<DomainAccount> for GlAccount {
    fn from(a: DomainAccount) -> Self {
        Self {
            id: a.id.uuid(),
            number: a.number,
            name: a.name,
            kind: Word(a.kind),
            role: a.role.map(Word),
            active: a.active,
            version: a.version,
        }
    }
}

/// What a new account is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGlAccount {
    /// 1 to 20 letters, digits, dots and hyphens; unique.
    #[schema(example = "4010")]
    number: String,
    /// Its name.
    #[schema(example = "Sales of services")]
    name: String,
    /// Where it stands in the statements.
    kind: GlAccountKind,
    /// What the program uses it for; each role is one account's at the most.
    role: Option<GlAccountRole>,
}

/// What may be changed about an account; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GlAccountChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Whether it can be posted to.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    active: Option<bool>,
}

/// What came of importing a chart.
#[derive(Serialize, ToSchema)]
struct ImportedChart {
    /// Accounts that were added.
    #[schema(example = 240)]
    rows: u64,
}

pub(super) fn find(tx: &Tx<'_>, id: GlAccountId) -> Result<DomainAccount, Problem> {
    let found = account::all(tx)?.into_iter().find(|a| a.id == id);
    found.ok_or_else(|| Problem::not_found(code!("unknown-account"), "there is no such account"))
}

/// The chart of accounts, by number.
#[utoipa::path(get, path = "/gl-accounts", operation_id = "list_gl_accounts", tag = "ledger",
    responses((status = 200, body = PageOf<GlAccount>), ListProblems))]
async fn list_gl_accounts(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<GlAccount>>, Problem> {
    let chart = server
        .read(actor, |tx, actor| Ok(account::list(tx, &actor.allow::<ReadLedger>()?)?))
        .await?;
    Ok(Json(PageOf::whole(chart.into_iter().map(GlAccount::from).collect())))
}

/// Add an account to the chart.
#[utoipa::path(post, path = "/gl-accounts", operation_id = "create_gl_account", tag = "ledger",
    params(IdempotencyHeader), request_body = NewGlAccount,
    responses((status = 201, body = GlAccount), WriteProblems))]
async fn create_gl_account(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewGlAccount>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            let (kind, role) = (body.kind.0, body.role.map(|r| r.0));
            let id = account::create(tx, actor, &proof, &body.number, &body.name, kind, role)?;
            Ok(GlAccount::from(find(tx, id)?))
        })
        .await
}

/// Add the accounts of a CSV file with the columns number, name, kind and role: all or none.
#[utoipa::path(post, path = "/gl-accounts/import", operation_id = "import_gl_accounts", tag = "ledger",
    params(IdempotencyHeader), request_body(content = String, content_type = "text/csv"),
    responses((status = 201, body = ImportedChart), WriteProblems))]
async fn import_gl_accounts(
    State(server): State<Server>,
    Signed(actor): Signed,
    Csv { bytes, key }: Csv,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            Ok(ImportedChart { rows: account::import_chart(tx, actor, &proof, bytes.as_ref())? })
        })
        .await
}

/// One account of the chart.
#[utoipa::path(get, path = "/gl-accounts/{id}", operation_id = "read_gl_account", tag = "ledger",
    params(("id" = Uuid, Path)), responses((status = 200, body = GlAccount), ReadProblems))]
async fn read_gl_account(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<GlAccountId>,
) -> Result<Versioned<GlAccount>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            actor.allow::<ReadLedger>()?;
            find(tx, id)
        })
        .await?;
    Ok(Versioned(found.version, found.into()))
}

/// Rename an account, or take it out of use.
#[utoipa::path(patch, path = "/gl-accounts/{id}", operation_id = "update_gl_account", tag = "ledger",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = GlAccountChange,
    responses((status = 200, body = GlAccount), ChangeProblems))]
async fn update_gl_account(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<GlAccountId>,
    IfMatch(version): IfMatch,
    Body(change): Body<GlAccountChange>,
) -> Result<Versioned<GlAccount>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<SetUpLedger>()?;
            let before = find(tx, id)?;
            let name = change.name.clone().unwrap_or(before.name);
            let active = change.active.unwrap_or(before.active);
            let after = DomainAccount { name, active, version, ..before };
            account::update(tx, actor, &proof, &after)?;
            find(tx, id)
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
