//! The OpenAPI document.

use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::{app, cookie};

/// What the whole interface shares.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rapport",
        description = include_str!("openapi.md"),
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "This server")),
    components(schemas(
        crate::problem::ProblemShape,
        crate::export::ReportFormat,
        crate::wire::OwnerOrNone
    )),
    security(("session" = []), ("token" = [])),
    modifiers(&Schemes),
    tags(
        (name = "session", description = "Signing in and out, and who is signed in"),
        (name = "views", description = "Lists as somebody wants to see them, under a name"),
        (name = "notifications", description = "What happened that you want to know of"),
        (name = "company", description = "The company's settings and calendar"),
        (name = "people", description = "Users, roles, teams and API tokens"),
        (name = "audit", description = "Who did what, and the proof that nothing was altered"),
        (name = "clients", description = "Clients and their contacts"),
        (name = "ledger", description = "The chart of accounts, the journal, periods, rates and number series"),
        (name = "billing", description = "Payment terms, taxes, invoices and credit notes"),
        (name = "payments", description = "Receipts and their application, refunds, write-offs"),
        (name = "imports", description = "Files in: rehearsed, applied, undone"),
        (name = "reports", description = "What is owed, since when, and why"),
        (name = "jobs", description = "Work that goes on by itself"),
        (name = "operating", description = "For who runs the server"),
    )
)]
pub(crate) struct Document;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let session = ApiKeyValue::with_description(
            cookie::NAME,
            "Given by POST /api/v1/session. A change must also carry the header X-Rapport-Request: 1.",
        );
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("rapport_…")
            .description(Some("An API token, made at /api/v1/tokens"))
            .build();
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// Names every code that a problem or a refused row may have. The routes bring the schemas once more, so it
/// comes last.
fn name_codes(openapi: &mut utoipa::openapi::OpenApi) {
    let Some(components) = &mut openapi.components else { return };
    for schema in ["Problem", "ImportRefusal"] {
        let Some(RefOr::T(Schema::Object(schema))) = components.schemas.get_mut(schema) else {
            continue;
        };
        if let Some(RefOr::T(Schema::Object(code))) = schema.properties.get_mut("code") {
            code.enum_values = Some(kernel::codes().into_iter().map(Into::into).collect());
        }
    }
}

/// The document's text, made once.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let (_, mut document) = app::routes().split_for_parts();
    name_codes(&mut document);
    let mut text = document.to_pretty_json().unwrap_or_else(|error| error.to_string());
    text.push('\n');
    text
});

/// The OpenAPI document as indented JSON, the same on every run.
pub fn openapi() -> String {
    TEXT.clone()
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", operation_id = "read_openapi", tag = "operating", security(()),
    responses((status = 200, body = serde_json::Value, content_type = "application/json")))]
pub(crate) async fn read_openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], TEXT.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problems_codes_are_named() {
        let document: serde_json::Value = serde_json::from_str(&openapi()).unwrap();
        let codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
            .as_array()
            .unwrap_or_else(|| panic!("{}", document["components"]["schemas"]["Problem"]));
        for code in ["period-locked", "bad-json", "internal", "busy", "unknown-client"] {
            assert!(codes.iter().any(|c| c == code), "{code}");
        }
    }
}
