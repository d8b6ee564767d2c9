use serde_json::json;

use super::{Row, SIGNED, get, row, with};

/// Whoever has a role; each sees what is theirs.
const ROLES: [u16; 7] = [401, 403, 200, 200, 200, 200, 200];
/// Ana's client: out of Ben's reach, as if it were not there.
const ANAS: [u16; 7] = [401, 403, 200, 404, 200, 200, 200];

pub fn rows() -> Vec<Row> {
    let client = json!({"kind": "organisation", "legal_name": "New", "payment_term": "net30"});
    let contact = json!({"given_name": "Óscar"});
    vec![
        get("/clients", ROLES),
        row("POST", "/clients", client, with(ROLES, 201)),
        get("/clients/owners", ROLES),
        get("/clients/{client}", ANAS),
        row("PATCH", "/clients/{client}", json!({}), with(ANAS, 412)),
        row(
            "POST",
            "/clients/changes/plan",
            json!({"clients": ["{client}"], "change": {"client_type": "dealer"}}),
            ANAS,
        ),
        row(
            "POST",
            "/clients/changes",
            json!({"clients": ["{client}"], "change": {"client_type": "dealer"}, "fingerprint": "x"}),
            with(ANAS, 409),
        ),
        row(
            "POST",
            "/clients/changes/{unknown}/undo",
            json!(null),
            [401, 403, 404, 404, 404, 404, 404],
        ),
        get("/contacts", ROLES),
        get("/search?q=x", SIGNED),
        get("/clients/{client}/contacts", ANAS),
        row("POST", "/clients/{client}/contacts", contact, with(ANAS, 201)),
        get("/clients/{client}/contacts/{contact}", ANAS),
        row("PATCH", "/clients/{client}/contacts/{contact}", json!({}), with(ANAS, 412)),
        row(
            "DELETE",
            "/clients/{client}/contacts/{unknown}",
            json!(null),
            [401, 403, 404, 404, 404, 404, 404],
        ),
    ]
}
