use serde_json::json;

use super::{ADMIN, Row, SIGNED, get, row, with};

/// The manager, the accountant and the administrator.
const AUDITORS: [u16; 7] = [401, 403, 403, 403, 200, 200, 200];
/// The user themselves, and the administrator.
const ONESELF: [u16; 7] = [401, 200, 403, 403, 403, 403, 200];

pub fn rows() -> Vec<Row> {
    let user =
        json!({"email": "u{n}@example.com", "name": "U", "language": "en", "time_zone": "UTC"});
    let preferences = json!({"language": "en", "time_zone": "UTC", "density": "compact", "theme": "dark", "lists": {}});
    let view = json!({"list": "clients", "name": "View {n}", "visibility": "private", "state": {}});
    vec![
        get("/session", SIGNED),
        row("DELETE", "/session", json!(null), with(SIGNED, 409)),
        row(
            "PUT",
            "/session/password",
            json!({"current": "x", "new": "long enough"}),
            with(SIGNED, 409),
        ),
        get("/preferences", SIGNED),
        row("PUT", "/preferences", preferences, SIGNED),
        get("/notifications", SIGNED),
        row("POST", "/notifications/read", json!({"ids": []}), SIGNED),
        get("/views", SIGNED),
        row("POST", "/views", view, with(SIGNED, 201)),
        get("/views/{unknown}", with(SIGNED, 404)),
        row("PATCH", "/views/{unknown}", json!({}), with(SIGNED, 404)),
        row("DELETE", "/views/{unknown}", json!(null), with(SIGNED, 404)),
        get("/company", SIGNED),
        row("PATCH", "/company", json!({}), with(ADMIN, 412)),
        get("/company/holidays", SIGNED),
        row("PUT", "/company/holidays/2026-12-25", json!({"name": "Christmas"}), ADMIN),
        row("DELETE", "/company/holidays/2026-12-25", json!(null), with(ADMIN, 204)),
        get("/users", ADMIN),
        row("POST", "/users", user, with(ADMIN, 201)),
        get("/users/{user}", ONESELF),
        row("PATCH", "/users/{user}", json!({}), with(ADMIN, 412)),
        row("PUT", "/users/{user}/password", json!({"password": "long enough"}), with(ADMIN, 204)),
        get("/users/{user}/access", ONESELF),
        get("/permissions", SIGNED),
        get("/roles", ADMIN),
        row("POST", "/roles", json!({"name": "Role {n}", "grants": []}), with(ADMIN, 201)),
        get("/roles/{role}", ADMIN),
        row("PATCH", "/roles/{role}", json!({}), with(ADMIN, 412)),
        get("/teams", ADMIN),
        row("POST", "/teams", json!({"name": "Team {n}"}), with(ADMIN, 201)),
        get("/teams/{team}", ADMIN),
        row("PATCH", "/teams/{team}", json!({}), with(ADMIN, 412)),
        get("/tokens", SIGNED),
        row("POST", "/tokens", json!({"name": "token"}), with(SIGNED, 201)),
        row("DELETE", "/tokens/{unknown}", json!(null), with(SIGNED, 404)),
        get("/audit-events", AUDITORS),
        get("/audit-events/verification", AUDITORS),
        get("/jobs", SIGNED),
        get("/jobs/{job}", [401, 404, 200, 404, 404, 404, 200]),
        row("DELETE", "/jobs/{job}", json!(null), [401, 404, 200, 404, 404, 404, 200]),
    ]
}
