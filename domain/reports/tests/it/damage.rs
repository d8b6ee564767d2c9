//! What the doctor says of each damage to books that were sound.

use db::{Statement, Value, params};
use testkit::{TestDb, at, day, db_test};

use crate::books::Books;
use crate::doctor::{damaged, sound, told};

db::statements! {
    CREDIT = "UPDATE posting SET credit_minor = credit_minor + 1 WHERE tenant_id = ?1 AND entry_no = 1 AND line_no = 2";
    BASE_CREDIT = "UPDATE posting SET base_credit_minor = base_credit_minor + 1 WHERE tenant_id = ?1 AND entry_no = 1 AND line_no = 2";
    NO_LINE = "DELETE FROM posting WHERE tenant_id = ?1 AND entry_no = 1 AND line_no = 2";
    JOURNAL_NEXT = "UPDATE number_series SET next_no = next_no + 1 WHERE tenant_id = ?1 AND code = 'journal'";
    GAP = "INSERT INTO journal_entry (tenant_id, entry_no, effective_on, recorded_at, recorded_by, source, narrative) VALUES (?1, 100, ?2, ?3, 'x', 'manual', 'x')";
    LINE_DAY = "UPDATE posting SET effective_on = ?2 WHERE tenant_id = ?1 AND entry_no = 1 AND line_no = 2";
    LOCK = "INSERT INTO period (tenant_id, starts_on, ends_on, lock, changed_at, changed_by, reason) VALUES (?1, ?2, ?3, 'sealed', ?4, 'x', 'x')";
    AMOUNT = "UPDATE open_item SET amount_minor = amount_minor + 5, open_minor = open_minor + 5 WHERE tenant_id = ?1 AND number = 'INV-000002'";
    ISSUED = "UPDATE open_item SET issued_on = ?2 WHERE tenant_id = ?1 AND number = 'INV-000002'";
    OPEN = "UPDATE open_item SET open_minor = open_minor - 7 WHERE tenant_id = ?1 AND number = 'INV-000001'";
    OPEN_BASE = "UPDATE open_item SET open_base_minor = open_base_minor - 7 WHERE tenant_id = ?1 AND number = 'INV-000003'";
    CLOSED = "UPDATE open_item SET closed_on = ?2 WHERE tenant_id = ?1 AND number = 'CN-000001'";
    NO_DOCUMENT = "UPDATE posting SET document_id = NULL WHERE tenant_id = ?1 AND entry_no = 6 AND credit_minor > 0";
    APPLIED = "UPDATE settlement SET applied_on = ?2 WHERE tenant_id = ?1 AND entry_no = 6";
    KIND = "UPDATE settlement SET kind = 'discount' WHERE tenant_id = ?1 AND entry_no = 5";
    LINE_NET = "UPDATE invoice_line SET net_minor = net_minor + 1 WHERE tenant_id = ?1 AND invoice_id = ?2";
    TAX = "UPDATE invoice_tax SET tax_minor = tax_minor + 1 WHERE tenant_id = ?1 AND invoice_id = ?2";
    DUE = "UPDATE invoice SET due_on = ?2 WHERE tenant_id = ?1 AND number = 'INV-000002'";
    BOUNCED = "UPDATE receipt SET status = 'bounced' WHERE tenant_id = ?1 AND number = 'R-000001'";
    REFUNDED = "UPDATE refund SET amount_minor = amount_minor + 1 WHERE tenant_id = ?1";
    WRITTEN_OFF = "UPDATE write_off SET amount_minor = amount_minor + 1 WHERE tenant_id = ?1";
    SERIES_NEXT = "UPDATE number_series SET next_no = next_no + 1 WHERE tenant_id = ?1 AND code = 'invoice'";
    SERIES_BACK = "UPDATE number_series SET next_no = next_no - 1 WHERE tenant_id = ?1 AND code = 'receipt'";
    RENUMBER = "UPDATE invoice SET number = 'X' WHERE tenant_id = ?1 AND number = 'INV-000002'";
    TALLY = "UPDATE client_tally SET clients = clients + 1 WHERE tenant_id = ?1";
    AUDIT = "UPDATE audit_event SET action = 'x' WHERE tenant_id = ?1 AND seq = 3";
}

#[track_caller]
fn expect(books: &Books, statement: &'static Statement, params: &[Value<'_>], rows: &[&str]) {
    let checks = damaged(books, |tx| assert!(tx.execute(statement, params).unwrap() > 0));
    assert_eq!(told(&checks), rows, "{}", statement.name);
    assert_eq!(told(&damaged(books, |_| ())), [""; 0], "the damage is undone");
}

#[db_test]
fn damage_to_the_journal_is_named(t: TestDb) {
    let books = sound(t);
    expect(&books, &CREDIT, &[], &["entries-balance: entry 1, USD, 100000, 100001"]);
    expect(&books, &BASE_CREDIT, &[], &["entries-balance-in-base: entry 1, 100000, 100001"]);
    let no_line = [
        "entries-balance: entry 1, USD, 100000, 0",
        "entries-balance-in-base: entry 1, 100000, 0",
        "entry-lines: lines of entry 1, 2, 1",
    ];
    expect(&books, &NO_LINE, &[], &no_line);
    let next = ["entry-numbers: next number of the journal, 16, 17"];
    expect(&books, &JOURNAL_NEXT, &[], &next);
    let gap = [
        "entry-lines: lines of entry 100, 2, 0",
        "entry-numbers: next number of the journal, 101, 16",
        "entry-numbers: entry after 15, 16, 100",
    ];
    expect(&books, &GAP, params![day("2026-03-31"), at("2026-03-31T15:00:00Z")], &gap);
    let days = ["posting-days: line 2 of entry 1, 2026-01-05, 2026-01-06"];
    expect(&books, &LINE_DAY, params![day("2026-01-06")], &days);
    let locked = params![day("2026-01-01"), day("2026-01-31"), at("2026-03-31T14:59:59Z")];
    let late = "locked-periods: entry 1 in a period that is sealed, 2026-03-31T14:59:59Z, 2026-03-31T15:00:00Z";
    let unaudited = "period-locks: lock of 2026-01-01, none, sealed";
    expect(&books, &LOCK, locked, &[late, unaudited]);
    let in_time = params![day("2026-01-01"), day("2026-01-31"), at("2026-03-31T15:00:00Z")];
    expect(&books, &LOCK, in_time, &[unaudited]);
}

#[db_test]
fn damage_to_open_items_is_named(t: TestDb) {
    let books = sound(t);
    let more = [
        "control-accounts: account 1100, USD, 134005, 134000",
        "items-posted: invoice INV-000002 in its entry 2, 50005, 50000",
        "documents-open: invoice INV-000002: amount, 50000, 50005",
    ];
    expect(&books, &AMOUNT, &[], &more);
    let issued = [
        "item-days: invoice INV-000002, 2026-02-10, 2026-02-09",
        "documents-open: invoice INV-000002: same number, client, currency, rate, days and entry as its open item, 1, 0",
    ];
    expect(&books, &ISSUED, params![day("2026-02-09")], &issued);
    let open = [
        "control-accounts: account 1100, USD, 133993, 134000",
        "open-amounts: invoice INV-000001, 90000, 89993",
    ];
    expect(&books, &OPEN, &[], &open);
    let base = [
        "control-accounts: account 1100, EUR in base currency, 16493, 16500",
        "open-amounts: invoice INV-000003, in base currency, 16500, 16493",
    ];
    expect(&books, &OPEN_BASE, &[], &base);
    let closed = ["closed-days: credit_note CN-000001, 2026-03-05, 2026-03-06"];
    expect(&books, &CLOSED, params![day("2026-03-06")], &closed);
}

#[db_test]
fn damage_to_settlements_is_named(t: TestDb) {
    let books = sound(t);
    let posted = [
        "settlements-posted: settlement 6 of invoice INV-000001, 10000, 0",
        "settlements-posted: settlement 6 of invoice INV-000001, in base currency, 10000, 0",
    ];
    expect(&books, &NO_DOCUMENT, &[], &posted);
    let applied = ["settlement-days: settlement 6, 2026-03-12, 2026-03-13"];
    expect(&books, &APPLIED, params![day("2026-03-13")], &applied);
    // 400.00 were taken from the receipt until the 10th of March, so 100.00 more fit; 600.00 do not.
    let before = [
        "settlement-days: settlement 6, 2026-03-12, 2026-01-01",
        "settlement-days: settlement 6 before invoice INV-000001, 2026-01-05, 2026-01-01",
        "settlement-days: settlement 6 before receipt R-000001, 2026-02-20, 2026-01-01",
    ];
    expect(&books, &APPLIED, params![day("2026-01-01")], &before);
    let kind = [
        "settlement-reversals: settlement 5, which takes one back, same kind, items and entry, on no earlier day, 1, 0",
        "documents-kept: settlement of entry 5: of the kind that the entry is of, 1, 0",
    ];
    expect(&books, &KIND, &[], &kind);
}

#[db_test]
fn damage_to_documents_is_named(t: TestDb) {
    let books = sound(t);
    let id = |no: &str| books.items[no];
    let net = [
        "invoice-lines: net of invoice INV-000002, 50000, 49999",
        "invoice-lines: taxable amounts of invoice INV-000002, 50000, 49999",
        "line-amounts: line 1 of invoice INV-000002, 49999, 50000",
    ];
    expect(&books, &LINE_NET, params![id("INV-000002")], &net);
    let tax = [
        "invoice-lines: tax of credit_note CN-000001, 2, 1",
        "line-amounts: tax of category S of credit_note CN-000001, 1, 2",
    ];
    expect(&books, &TAX, params![id("CN-000001")], &tax);
    let due = "documents-open: invoice INV-000002: same number, client, currency, rate, days and entry as its open item, 1, 0";
    expect(&books, &DUE, params![day("2026-03-13")], &[due]);
    let bounced = [
        "documents-open: receipt R-000001: open although it was voided or bounced, 0, 48000",
        "documents-kept: receipt R-000001: its status is what was posted, 1, 0",
    ];
    expect(&books, &BOUNCED, &[], &bounced);
    expect(&books, &REFUNDED, &[], &["refunds-and-write-offs: refund RF-000001, 2001, 2000"]);
    let given_up = ["refunds-and-write-offs: write-off of entry 12, 5001, 5000"];
    expect(&books, &WRITTEN_OFF, &[], &given_up);
    expect(&books, &SERIES_NEXT, &[], &["number-series: series invoice, next number, 5, 6"]);
    let given_twice = ["number-series: series receipt, next number, 3, 2"];
    expect(&books, &SERIES_BACK, &[], &given_twice);
    let renumbered =
        [&due.replace("INV-000002", "X"), "number-series: series invoice, number after 1, 2, 3"];
    expect(&books, &RENUMBER, &[], &renumbered);
    let tally = "client-tally: clients of nobody, active, organisation, 1, 2";
    expect(&books, &TALLY, &[], &[tally]);
    expect(&books, &AUDIT, &[], &["audit-trail: audit event 3, whole, missing or altered"]);
}
