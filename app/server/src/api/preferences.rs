//! How whoever is signed in wants to see things.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use people::preferences;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::Body;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::Word;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_preferences, set_preferences))
}

crate::wire::words! {
    preferences::Density = "Density", preferences::Density::ALL;
    preferences::Theme = "Theme", preferences::Theme::ALL;
}
type Density = Word<preferences::Density>;
type Theme = Word<preferences::Theme>;

/// How a user wants to see things.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Preferences {
    /// `en` or `es`.
    #[schema(example = "es")]
    language: String,
    /// Their IANA time zone.
    #[schema(example = "America/Mexico_City")]
    time_zone: String,
    /// The locale in which days and numbers are written, after BCP 47; null for that of the language.
    #[schema(example = "es-MX", max_length = 60)]
    locale: Option<String>,
    /// How close together rows stand.
    density: Density,
    /// Light or dark.
    theme: Theme,
    /// What each list looks like, by the list's name: whatever the screen keeps there. 16 KiB for all of them.
    lists: BTreeMap<String, Value>,
}

impl From<preferences::Preferences> for Preferences {
    fn from(p: preferences::Preferences) -> Self {
        Self {
            language: p.language,
            time_zone: p.time_zone,
            locale: p.locale,
            density: Word(p.density),
            theme: Word(p.theme),
            lists: p.lists.into_iter().collect(),
        }
    }
}

impl From<Preferences> for preferences::Preferences {
    fn from(p: Preferences) -> Self {
        Self {
            language: p.language,
            time_zone: p.time_zone,
            locale: p.locale,
            density: p.density.0,
            theme: p.theme.0,
            lists: p.lists.into_iter().collect(),
        }
    }
}

/// Your preferences.
#[utoipa::path(get, path = "/preferences", operation_id = "read_preferences", tag = "session",
    responses((status = 200, body = Preferences), ListProblems))]
async fn read_preferences(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<Preferences>, Problem> {
    let found = server.read(actor, |tx, actor| Ok(preferences::own(tx, actor)?)).await?;
    Ok(Json(found.into()))
}

/// Change your preferences: all of them, as they shall be.
#[utoipa::path(put, path = "/preferences", operation_id = "set_preferences", tag = "session",
    request_body = Preferences,
    responses((status = 200, body = Preferences), WriteProblems))]
async fn set_preferences(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(given): Body<Preferences>,
) -> Result<Json<Preferences>, Problem> {
    let new = preferences::Preferences::from(given);
    let kept = server
        .write(actor, move |tx, actor| {
            preferences::set(tx, actor, &new)?;
            Ok(preferences::own(tx, actor)?)
        })
        .await?;
    Ok(Json(kept.into()))
}
