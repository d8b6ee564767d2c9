use serde_json::json;

use super::{BOOKS, Row, SIGNED, get, row, with};

pub fn rows() -> Vec<Row> {
    let entry = json!({"effective_on": "2026-03-31", "narrative": "Capital", "lines": [
        {"account_id": "{bank}", "side": "debit", "amount": "10.00"},
        {"account_id": "{equity}", "side": "credit", "amount": "10.00"},
    ]});
    let typed =
        json!({"effective_on": "2026-03-31", "lines": [{"side": "debit", "amount": "10.00"}]});
    let lock = json!({"lock": "open", "reason": "test"});
    let rate = json!({"currency": "EUR", "on": "2026-03-31", "rate": "1.1", "source": "ECB"});
    vec![
        get("/gl-accounts", BOOKS),
        row(
            "POST",
            "/gl-accounts",
            json!({"number": "N{n}", "name": "New", "kind": "income"}),
            with(BOOKS, 201),
        ),
        row(
            "POST",
            "/gl-accounts/import",
            json!("number,name,kind,role\nI{n},Imported,asset,\n"),
            with(BOOKS, 201),
        ),
        get("/gl-accounts/{bank}", BOOKS),
        row("PATCH", "/gl-accounts/{bank}", json!({}), with(BOOKS, 412)),
        get("/gl-accounts/{bank}/balance", BOOKS),
        get("/trial-balance", BOOKS),
        get("/journal-entries", BOOKS),
        row("POST", "/journal-entries", entry, with(BOOKS, 201)),
        row("POST", "/journal-entries/check", typed, BOOKS),
        get("/journal-entries/1", BOOKS),
        // The accountant reverses it, so it is reversed already when the administrator tries.
        row(
            "POST",
            "/journal-entries/1/reversal",
            json!({"reason": "test"}),
            [401, 403, 403, 403, 403, 201, 409],
        ),
        get("/periods", BOOKS),
        row("PUT", "/periods/2026-01", lock, BOOKS),
        get("/exchange-rates", SIGNED),
        row("PUT", "/exchange-rates", rate, BOOKS),
        get("/number-series", BOOKS),
        row(
            "POST",
            "/number-series",
            json!({"code": "s{n}", "purpose": "invoice", "prefix": "S{n}-", "digits": 4}),
            with(BOOKS, 201),
        ),
    ]
}
