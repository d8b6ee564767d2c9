//! Profiles: how a file's columns become fields.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use imports::Profile;
use people::permission::RunImports;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::plan::parse;
use crate::body::Body;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_import_profiles)).routes(routes!(check_import_profile))
}

/// How a file's columns become fields.
#[derive(Serialize, ToSchema)]
struct ImportProfile {
    /// Its name.
    #[schema(example = "receivables")]
    name: String,
    /// What the file brings.
    #[schema(example = "receivables")]
    kind: String,
    /// Where the rows come from.
    source: String,
    /// The columns of each field; the texts of several are joined.
    columns: BTreeMap<String, Vec<String>>,
    /// Fields that are the same in every row.
    constants: BTreeMap<String, String>,
    /// Fields whose columns the file may lack.
    optional: Vec<String>,
    /// Every field that a row of this kind can have.
    fields: Vec<ImportField>,
}

/// A field of a row.
#[derive(Serialize, ToSchema)]
struct ImportField {
    /// Its name.
    #[schema(example = "client_number")]
    name: String,
    /// Whether a profile must say where it comes from.
    required: bool,
    /// What it is.
    meaning: String,
}

impl From<Profile> for ImportProfile {
    fn from(p: Profile) -> Self {
        let names = |columns: imports::profile::Columns| -> Vec<String> {
            columns.names().into_iter().map(str::to_owned).collect()
        };
        let field = |(name, required, meaning): &(&str, bool, &str)| ImportField {
            name: (*name).to_owned(),
            required: *required,
            meaning: (*meaning).to_owned(),
        };
        Self {
            kind: p.kind.word().to_owned(),
            fields: p.kind.fields().iter().map(field).collect(),
            name: p.name,
            source: p.source,
            columns: p.columns.into_iter().map(|(field, c)| (field, names(c))).collect(),
            constants: p.constants,
            optional: p.optional,
        }
    }
}

/// A profile's text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileText {
    /// The profile in TOML.
    toml: String,
}

/// The profiles that come with the program.
#[utoipa::path(get, path = "/import-profiles", operation_id = "list_import_profiles", tag = "imports",
    responses((status = 200, body = PageOf<ImportProfile>), ListProblems))]
async fn list_import_profiles(
    State(_): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<ImportProfile>>, Problem> {
    actor.allow_all::<RunImports>()?;
    let shipped: Result<Vec<Profile>, _> =
        Profile::shipped().into_iter().map(Profile::find).collect();
    Ok(Json(PageOf::whole(shipped?.into_iter().map(ImportProfile::from).collect())))
}

/// Check a profile of one's own. Keeps nothing.
#[utoipa::path(post, path = "/import-profiles/check", operation_id = "check_import_profile", tag = "imports",
    request_body = ProfileText,
    responses((status = 200, body = ImportProfile), WriteProblems))]
async fn check_import_profile(
    State(_): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ProfileText>,
) -> Result<Json<ImportProfile>, Problem> {
    actor.allow_all::<RunImports>()?;
    Ok(Json(parse(&body.toml, "toml")?.into()))
}
