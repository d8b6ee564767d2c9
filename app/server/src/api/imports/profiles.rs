//! Profiles: how a file's columns become fields.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use imports::Profile;
use imports::profile::compose::{Choice, compose};
use imports::profile::saved::{self, SavedProfile};
use imports::profile::{self, Negative};
use jiff::Timestamp;
use kernel::code;
use people::permission::RunImports;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::plan::parse;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::Word;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_import_profiles, create_import_profile))
        .routes(routes!(read_import_profile, set_import_profile, delete_import_profile))
        .routes(routes!(check_import_profile))
        .routes(routes!(compose_import_profile))
}

/// Codes that would stand at the address of something else.
const RESERVED: [&str; 2] = ["check", "compose"];

crate::wire::words! {
    imports::Kind = "ImportKind", imports::Kind::ALL;
}
pub(super) type ImportKind = Word<imports::Kind>;

/// How a file's columns become fields.
#[derive(Serialize, ToSchema)]
struct ImportProfile {
    /// Its name.
    #[schema(example = "receivables")]
    name: String,
    /// What the file brings.
    #[schema(example = "receivables")]
    kind: ImportKind,
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
        let names = |columns: profile::Columns| -> Vec<String> {
            columns.names().into_iter().map(str::to_owned).collect()
        };
        let field = |(name, required, meaning): &(&str, bool, &str)| ImportField {
            name: (*name).to_owned(),
            required: *required,
            meaning: (*meaning).to_owned(),
        };
        Self {
            kind: Word(p.kind),
            fields: p.kind.fields().iter().map(field).collect(),
            name: p.name,
            source: p.source,
            columns: p.columns.into_iter().map(|(field, c)| (field, names(c))).collect(),
            constants: p.constants,
            optional: p.optional,
        }
    }
}

/// A profile that imports can name.
#[derive(Serialize, ToSchema)]
struct NamedImportProfile {
    /// By what an import names it.
    #[schema(example = "old-books")]
    code: String,
    /// Whether it comes with the program; the others are the company's own.
    shipped: bool,
    /// Who changed it last; null for one that comes with the program.
    changed_by: Option<String>,
    /// When.
    changed_at: Option<Timestamp>,
    /// For `If-Match`; null for one that comes with the program.
    version: Option<i64>,
    #[serde(flatten)]
    about: ImportProfile,
}

/// A profile that imports can name, with its text.
#[derive(Serialize, ToSchema)]
struct ImportProfileText {
    /// The profile in TOML.
    toml: String,
    #[serde(flatten)]
    named: NamedImportProfile,
}

impl NamedImportProfile {
    fn shipped(name: &str) -> Result<Self, Problem> {
        let about = Profile::find(name)?.into();
        let code = name.to_owned();
        Ok(Self { code, shipped: true, changed_by: None, changed_at: None, version: None, about })
    }

    fn saved(saved: SavedProfile) -> Result<Self, Problem> {
        Ok(Self {
            about: saved.profile()?.into(),
            code: saved.code,
            shipped: false,
            changed_by: Some(saved.changed_by),
            changed_at: Some(saved.changed_at),
            version: Some(saved.version),
        })
    }
}

impl ImportProfileText {
    fn of(saved: SavedProfile) -> Result<Self, Problem> {
        Ok(Self { toml: saved.toml.clone(), named: NamedImportProfile::saved(saved)? })
    }
}

/// A profile's text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileText {
    /// The profile in TOML.
    toml: String,
}

/// A profile to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImportProfile {
    /// By what imports shall name it: lower-case letters, digits and hyphens.
    #[schema(example = "old-books", max_length = 40)]
    code: String,
    /// The profile in TOML.
    toml: String,
}

/// One heading, or several whose texts are joined by a hyphen.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
enum Headings {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// What an amount below nought means.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NegativeAmounts {
    /// A mistake: the row is refused.
    #[default]
    Refuse,
    /// A credit note.
    CreditNote,
}

/// What a person chose for a file's columns.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileChoice {
    /// The profile's name.
    #[schema(example = "Old books")]
    name: String,
    /// What the file brings.
    kind: ImportKind,
    /// Where the rows come from; the name where nothing is said.
    source: Option<String>,
    /// The heading of each field's column.
    columns: BTreeMap<String, Headings>,
    /// Fields that are the same in every row, such as the currency.
    #[serde(default)]
    constants: BTreeMap<String, String>,
    /// Fields whose columns a file may lack.
    #[serde(default)]
    optional: Vec<String>,
    /// How days are written: as `DD/MM/YYYY`, or in the words of strftime; `YYYY-MM-DD` where nothing is said.
    #[schema(example = "DD/MM/YYYY")]
    date_format: Option<String>,
    /// What stands before the decimals; a dot where nothing is said.
    #[schema(example = ",")]
    decimal_separator: Option<String>,
    /// What stands between groups of digits.
    #[schema(example = ".")]
    thousands_separator: Option<String>,
    /// What an amount below nought means.
    #[serde(default)]
    negative_amounts: NegativeAmounts,
    /// The file's encoding, where it is not to be detected.
    encoding: Option<String>,
    /// The file's separator, where it is not to be detected.
    delimiter: Option<String>,
    /// The sheet of a workbook; the first where none is named.
    sheet: Option<String>,
}

impl From<ProfileChoice> for Choice {
    fn from(c: ProfileChoice) -> Self {
        let headings = |headings: Headings| match headings {
            Headings::One(name) => vec![name],
            Headings::Several(names) => names,
        };
        Self {
            name: c.name,
            kind: c.kind.0,
            source: c.source,
            columns: c.columns.into_iter().map(|(field, h)| (field, headings(h))).collect(),
            constants: c.constants,
            optional: c.optional,
            date_format: c.date_format,
            decimal_separator: c.decimal_separator,
            thousands_separator: c.thousands_separator,
            negative_amounts: match c.negative_amounts {
                NegativeAmounts::Refuse => Negative::Refuse,
                NegativeAmounts::CreditNote => Negative::CreditNote,
            },
            encoding: c.encoding,
            delimiter: c.delimiter,
            sheet: c.sheet,
        }
    }
}

/// A profile that was composed.
#[derive(Serialize, ToSchema)]
struct ComposedProfile {
    /// Its text, to plan with, to keep, or to change by hand.
    toml: String,
    /// What it says.
    profile: ImportProfile,
}

/// The profiles that come with the program, and those that the company keeps.
#[utoipa::path(get, path = "/import-profiles", operation_id = "list_import_profiles", tag = "imports",
    responses((status = 200, body = PageOf<NamedImportProfile>), ListProblems))]
async fn list_import_profiles(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<NamedImportProfile>>, Problem> {
    let profiles = server
        .read(actor, |tx, actor| {
            actor.allow::<RunImports>()?;
            let shipped = Profile::shipped().into_iter().map(NamedImportProfile::shipped);
            // One that an older program took and this one cannot read must not hide the others.
            let saved = saved::all(tx)?.into_iter().filter_map(|saved| {
                let code = saved.code.clone();
                let read = NamedImportProfile::saved(saved);
                let warn = |e: &Problem| tracing::warn!(code, why = e.detail, "a profile is odd");
                read.inspect_err(warn).ok()
            });
            shipped.chain(saved.map(Ok)).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    Ok(Json(PageOf::whole(profiles)))
}

/// Keep a profile of the company's own.
#[utoipa::path(post, path = "/import-profiles", operation_id = "create_import_profile", tag = "imports",
    params(IdempotencyHeader), request_body = NewImportProfile,
    responses((status = 201, body = ImportProfileText), WriteProblems))]
async fn create_import_profile(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewImportProfile>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<RunImports>()?;
            if RESERVED.contains(&body.code.as_str()) {
                let detail = format!("'{}' is no code for a profile; choose another", body.code);
                return Err(Problem::invalid(code!("bad-code"), "code", detail));
            }
            ImportProfileText::of(saved::create(tx, actor, &proof, &body.code, &body.toml)?)
        })
        .await
}

/// One profile with its text, of the program or the company's own.
#[utoipa::path(get, path = "/import-profiles/{code}", operation_id = "read_import_profile", tag = "imports",
    params(("code" = String, Path)),
    responses((status = 200, body = ImportProfileText), ReadProblems))]
async fn read_import_profile(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(code): At<String>,
) -> Result<Versioned<ImportProfileText>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            actor.allow::<RunImports>()?;
            match Profile::shipped_text(&code) {
                Some(text) => Ok(ImportProfileText {
                    toml: text.to_owned(),
                    named: NamedImportProfile::shipped(&code)?,
                }),
                None => ImportProfileText::of(saved::get(tx, &code)?),
            }
        })
        .await?;
    Ok(Versioned(found.named.version.unwrap_or_default(), found))
}

/// Give a profile of the company's own another text.
#[utoipa::path(put, path = "/import-profiles/{code}", operation_id = "set_import_profile", tag = "imports",
    params(("code" = String, Path), IfMatchHeader), request_body = ProfileText,
    responses((status = 200, body = ImportProfileText), ChangeProblems))]
async fn set_import_profile(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(code): At<String>,
    IfMatch(version): IfMatch,
    Body(body): Body<ProfileText>,
) -> Result<Versioned<ImportProfileText>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<RunImports>()?;
            ImportProfileText::of(saved::change(tx, actor, &proof, &code, version, &body.toml)?)
        })
        .await?;
    Ok(Versioned(changed.named.version.unwrap_or_default(), changed))
}

/// Delete a profile of the company's own. What was imported by it stays.
#[utoipa::path(delete, path = "/import-profiles/{code}", operation_id = "delete_import_profile", tag = "imports",
    params(("code" = String, Path)),
    responses((status = 204, description = "The profile is gone"), WriteProblems))]
async fn delete_import_profile(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(code): At<String>,
) -> Result<StatusCode, Problem> {
    server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<RunImports>()?;
            Ok(saved::delete(tx, actor, &proof, &code)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
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
    actor.allow::<RunImports>()?;
    Ok(Json(parse(&body.toml, "toml")?.into()))
}

/// Make a profile's text of what was chosen for a file's columns. Keeps nothing; what is wrong is said of the
/// field, such as `columns/amount`.
#[utoipa::path(post, path = "/import-profiles/compose", operation_id = "compose_import_profile", tag = "imports",
    request_body = ProfileChoice,
    responses((status = 200, body = ComposedProfile), WriteProblems))]
async fn compose_import_profile(
    State(_): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ProfileChoice>,
) -> Result<Json<ComposedProfile>, Problem> {
    actor.allow::<RunImports>()?;
    let (profile, toml) = compose(&body.into())?;
    Ok(Json(ComposedProfile { toml, profile: profile.into() }))
}
