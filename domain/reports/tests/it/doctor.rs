//! The proof of the books: sound books pass, and each damage is found and named.

use std::collections::BTreeMap;

use db::{Tx, params};
use kernel::{Fault, UserId};
use ledger::period::{self, Lock};
use ledger::{AccountRole, Book, EntryHead, Line, OpenItemId, PostError, Side};
use money::Rate;
use people::permission::{LockPeriods, Permission, PostJournal, ReadLedger};
use people::{Actor, Reach};
use reports::{Check, doctor};
use testkit::{TestDb, day, db_test};

use crate::aging;
use crate::books::{Books, currency};

const STORY: &str = "
    client acme
    invoice INV-000001 acme USD 1000.00 2026-01-05 due 2026-02-04     # entry 1
    invoice INV-000002 acme USD  500.00 2026-02-10 due 2026-03-12
    receipt R-000001   acme USD  600.00 2026-02-20
    apply   A1 R-000001 to INV-000001 400.00 on 2026-02-20            # entry 4
    unapply A1 on 2026-03-10                                          # entry 5
    apply   A2 R-000001 to INV-000001 100.00 on 2026-03-12            # entry 6
    credit_note CN-000001 acme USD 60.00 2026-03-01
    apply   A3 CN-000001 to INV-000002 60.00 on 2026-03-05            # entry 8
    invoice INV-000003 acme EUR 300.00 2026-02-01 due 2026-03-03 at 1.10
    receipt R-000002   acme EUR 300.00 2026-03-15 at 1.20
    apply   A4 R-000002 to INV-000003 100.00 on 2026-03-15            # entry 11
    write_off W1 INV-000003 50.00 on 2026-03-20                       # entry 12
    refund  F1 R-000001 20.00 on 2026-03-25                           # entry 13
    invoice INV-000004 acme USD 70.00 2026-03-01 due 2026-03-31
    void    INV-000004 on 2026-03-02                                  # entry 15
";

db::statements! {
    INVOICES = "INSERT INTO invoice (tenant_id, invoice_id, kind, status, number, client_id, currency, issued_on, due_on, payment_term, discount_minor, net_minor, tax_minor, total_minor, rate_e12, entry_no, version, created_at, created_by)
                SELECT o.tenant_id, o.open_item_id, o.kind,
                       CASE WHEN EXISTS (SELECT 1 FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.kind = 'void') THEN 'void' ELSE 'issued' END,
                       o.number, o.client_id, o.currency, o.issued_on, o.due_on, 'net30', 0, o.amount_minor - 1, 1, o.amount_minor, o.rate_e12, o.entry_no, 1, ?2, 'test'
                FROM open_item o WHERE o.tenant_id = ?1 AND o.kind <> 'receipt'";
    INVOICE_LINES = "INSERT INTO invoice_line (tenant_id, invoice_id, line_no, description, quantity_e6, unit_price_e6, discount_e6, tax_code, tax_category, tax_rate_e6, net_minor)
                     SELECT tenant_id, invoice_id, 1, 'work', 1000000, net_minor * 10000, 0, 'T', 'S', 1000000 / net_minor, net_minor FROM invoice WHERE tenant_id = ?1";
    INVOICE_TAXES = "INSERT INTO invoice_tax (tenant_id, invoice_id, category, rate_e6, taxable_minor, tax_minor)
                     SELECT tenant_id, invoice_id, 'S', 1000000 / net_minor, net_minor, tax_minor FROM invoice WHERE tenant_id = ?1";
    RECEIPTS = "INSERT INTO receipt (tenant_id, receipt_id, number, client_id, method, currency, amount_minor, received_on, reference, deposit, status, rate_e12, entry_no, version, created_at, created_by)
                SELECT tenant_id, open_item_id, number, client_id, 'transfer', currency, amount_minor, issued_on, '', FALSE, 'posted', rate_e12, entry_no, 1, ?2, 'test'
                FROM open_item WHERE tenant_id = ?1 AND kind = 'receipt'";
    REFUND = "INSERT INTO refund (tenant_id, refund_id, number, open_item_id, client_id, method, currency, amount_minor, refunded_on, reason, entry_no, created_at, created_by)
              SELECT s.tenant_id, ?2, 'RF-000001', o.open_item_id, o.client_id, 'transfer', o.currency, s.amount_minor, s.applied_on, 'test', s.entry_no, ?3, 'test'
              FROM settlement s JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.credit_item_id
              WHERE s.tenant_id = ?1 AND s.kind = 'refund'";
    WRITE_OFF = "INSERT INTO write_off (tenant_id, write_off_id, open_item_id, client_id, currency, amount_minor, written_off_on, reason, status, requested_by_name, requested_at, entry_no, version)
                 SELECT s.tenant_id, ?2, o.open_item_id, o.client_id, o.currency, s.amount_minor, s.applied_on, 'test', 'booked', 'test', ?3, s.entry_no, 1
                 FROM settlement s JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.debit_item_id
                 WHERE s.tenant_id = ?1 AND s.kind = 'write_off'";
    SET_NEXT = "UPDATE number_series SET next_no = ?3 WHERE tenant_id = ?1 AND code = ?2";
    IMPORT = "INSERT INTO import_run (tenant_id, import_id, kind, source, profile, file_name, file_hash, fingerprint, status, rows_total, rows_done, summary, started_by, started_at)
              VALUES (?1, ?2, 'receivables', 'old', ?3, 'old.csv', ?4, '', 'applied', 1, 1, ?3, 'test', ?5)";
    IMPORTED = "INSERT INTO import_row (tenant_id, source, object_kind, row_key, import_id, row_no, object_id, row_hash)
                VALUES (?1, 'old', 'invoice', 'x', ?2, 1, ?3, ?4)";
}

db::statements! {
    DOCUMENTS = "SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1";
    CLOSED_ALL = "UPDATE open_item SET closed_on = issued_on WHERE tenant_id = ?1 AND open_minor > 0";
    APPLIED = "UPDATE settlement SET applied_on = ?2 WHERE tenant_id = ?1 AND entry_no = 6";
    MIRROR = "UPDATE posting SET debit_minor = CASE WHEN debit_minor > 0 THEN debit_minor + 1 ELSE 0 END, credit_minor = CASE WHEN credit_minor > 0 THEN credit_minor + 1 ELSE 0 END
              WHERE tenant_id = ?1 AND entry_no = ?2";
}

/// The story with its documents, and the series where they would be.
pub fn sound(t: TestDb) -> Books {
    let books = Books::told(t, STORY);
    let done = books.t.db.write(books.t.tenant, |tx| {
        tx.execute(&INVOICES, params![tx.now()])?;
        tx.execute(&INVOICE_LINES, &[])?;
        tx.execute(&INVOICE_TAXES, &[])?;
        tx.execute(&RECEIPTS, params![tx.now()])?;
        tx.execute(&REFUND, params![tx.new_id::<()>(), tx.now()])?;
        tx.execute(&WRITE_OFF, params![tx.new_id::<()>(), tx.now()])?;
        for (code, next) in [("invoice", 5_i64), ("credit_note", 2), ("receipt", 3), ("refund", 2)]
        {
            tx.execute(&SET_NEXT, params![code, next])?;
        }
        Ok::<_, db::Error>(())
    });
    done.unwrap();
    books
}

fn run(books: &Books, tx: &Tx<'_>) -> Vec<Check> {
    doctor::run(tx, &books.me.allow::<ReadLedger>().unwrap()).unwrap()
}

/// What the doctor finds while the damage lasts; it is undone at once.
pub fn damaged(books: &Books, damage: impl Fn(&Tx<'_>)) -> Vec<Check> {
    let mut found = Vec::new();
    let undone = books.t.db.write(books.t.tenant, |tx| {
        damage(tx);
        found = run(books, tx);
        Err::<(), _>(db::Error::Cursor)
    });
    assert!(matches!(undone, Err(db::Error::Cursor)));
    let documents: i64 = books
        .t
        .db
        .read(books.t.tenant, |tx| tx.query_one(&DOCUMENTS, &[], |r| r.get(0)))
        .unwrap_or_else(|e: db::Error| panic!("{e}"));
    // A story tells of items and has no documents, unless they are put beside them.
    let told = |c: &Check| !c.ok && (documents > 0 || c.name != "documents-kept");
    found.into_iter().filter(told).collect()
}

/// Each difference as `check: what, expected, found`.
pub fn told(checks: &[Check]) -> Vec<String> {
    let row = |c: &Check| {
        assert_eq!(c.count, c.differences.len() as u64, "{c:?}");
        let name = c.name;
        let all = c.differences.iter();
        all.map(move |d| format!("{name}: {}, {}, {}", d.what, d.expected, d.found))
            .collect::<Vec<_>>()
    };
    checks.iter().flat_map(row).collect()
}

#[db_test]
fn sound_books_prove_themselves(t: TestDb) {
    let books = sound(t);
    let checks = books.read(|tx| run(&books, tx));
    assert!(checks.iter().all(|c| c.ok && c.count == 0), "{checks:?}");
    let mut names: Vec<_> = checks.iter().map(|c| c.name).collect();
    names.dedup();
    assert_eq!(names.len(), 26);
}

#[db_test]
fn the_ageing_story_is_sound(t: TestDb) {
    let books = Books::told(t, aging::STORY);
    let mut found = told(&books.read(|tx| run(&books, tx)));
    // The story tells of items and has no documents.
    found.retain(|difference| !difference.starts_with("documents-kept: "));
    assert_eq!(found, [""; 0]);
}

#[db_test]
fn a_document_that_is_gone_or_tells_otherwise_is_named(t: TestDb) {
    db::statements! {
        NO_RECEIPT = "DELETE FROM receipt WHERE tenant_id = ?1 AND number = (SELECT MIN(number) FROM receipt WHERE tenant_id = ?1)";
        NO_WRITE_OFF = "DELETE FROM write_off WHERE tenant_id = ?1";
        BOUNCED = "UPDATE receipt SET status = 'bounced' WHERE tenant_id = ?1 AND number = (SELECT MIN(number) FROM receipt WHERE tenant_id = ?1)";
        VOID = "UPDATE invoice SET status = 'void' WHERE tenant_id = ?1 AND number = (SELECT MIN(number) FROM invoice WHERE tenant_id = ?1)";
        REJECTED = "UPDATE write_off SET status = 'rejected' WHERE tenant_id = ?1";
        NOT_POSTED = "UPDATE write_off SET entry_no = NULL WHERE tenant_id = ?1";
        OTHER_KIND = "UPDATE settlement SET kind = 'discount' WHERE tenant_id = ?1 AND kind = 'write_off'";
        NO_REFUND = "DELETE FROM refund WHERE tenant_id = ?1";
        DRAFT = "UPDATE invoice SET status = 'draft' WHERE tenant_id = ?1 AND number = (SELECT MIN(number) FROM invoice WHERE tenant_id = ?1)";
        REFUND_CURRENCY = "UPDATE refund SET currency = 'KWD' WHERE tenant_id = ?1";
        WRITE_OFF_CURRENCY = "UPDATE write_off SET currency = 'KWD' WHERE tenant_id = ?1";
        OTHER_DAY = "UPDATE refund SET refunded_on = ?2 WHERE tenant_id = ?1";
    }
    let books = sound(t);
    for (damage, named) in [
        (&NO_RECEIPT, "its document"),
        (&NO_WRITE_OFF, "its document is booked"),
        (&BOUNCED, "its status is what was posted"),
        (&VOID, "its status is what was posted"),
        (&REJECTED, "it is rejected and not posted so"),
        (&NOT_POSTED, "it is booked and not posted so"),
        (&OTHER_KIND, "of the kind that the entry is of"),
        (&NO_REFUND, "refund of entry 13: its document"),
        (&DRAFT, "posted, and a draft"),
        (&REFUND_CURRENCY, "client, currency and day as its entry"),
        (&WRITE_OFF_CURRENCY, "client, currency and day as its entry"),
        (&OTHER_DAY, "client, currency and day as its entry"),
    ] {
        let day = day("2020-02-29");
        let params = if std::ptr::eq(damage, &OTHER_DAY) { params![day] } else { params![] };
        let found = told(&damaged(&books, |tx| assert!(tx.execute(damage, params).unwrap() > 0)));
        let kept = |d: &String| d.starts_with("documents-kept: ") && d.contains(named);
        assert!(found.iter().any(kept), "{named}: {found:#?}");
    }
}

#[db_test]
fn figures_and_locks_that_were_changed_behind_the_books_are_named(t: TestDb) {
    db::statements! {
        QUANTITY = "UPDATE invoice_line SET quantity_e6 = quantity_e6 * 10 WHERE tenant_id = ?1 AND invoice_id = ?2";
        TAX_RATE = "UPDATE invoice_line SET tax_rate_e6 = 0 WHERE tenant_id = ?1 AND invoice_id = ?2";
        RATE = "UPDATE invoice SET rate_e12 = rate_e12 * 2 WHERE tenant_id = ?1 AND invoice_id = ?2";
        NO_LOCKS = "DELETE FROM period WHERE tenant_id = ?1";
        OTHER_LOCK = "UPDATE period SET lock = 'soft' WHERE tenant_id = ?1";
    }
    let books = sound(t);
    let invoice = books.items["INV-000001"];
    let proof = books.me.allow::<LockPeriods>().unwrap();
    let lock = |tx: &Tx<'_>| {
        period::set_lock(tx, &books.me, &proof, day("2025-12-31"), Lock::Hard, "close")
    };
    books.t.db.write(books.t.tenant, lock).unwrap();
    let found = |damage, params: &[db::Value<'_>]| {
        told(&damaged(&books, |tx| assert!(tx.execute(damage, params).unwrap() > 0)))
    };
    let line = "line-amounts: line 1 of invoice INV-000001, 999990, 99999";
    assert_eq!(found(&QUANTITY, &params![invoice]), [line]);
    let tax = "line-amounts: tax of category S of invoice INV-000001, none, 1";
    assert_eq!(found(&TAX_RATE, &params![invoice]), [tax]);
    let rate = "documents-open: invoice INV-000001: same number, client, currency, rate, days and entry as its open item, 1, 0";
    assert_eq!(found(&RATE, &params![invoice]), [rate]);
    assert_eq!(found(&NO_LOCKS, &[]), ["period-locks: lock of 2025-12-01, hard, none"]);
    assert_eq!(found(&OTHER_LOCK, &[]), ["period-locks: lock of 2025-12-01, hard, soft"]);
}

#[db_test]
fn more_applied_than_received_on_a_past_day_is_named(t: TestDb) {
    let mut books = Books::told(
        t,
        "client acme
         invoice I acme USD 100.00 2026-01-01 due 2026-01-31
         receipt R acme USD 100.00 2026-01-01
         apply A R to I 80.00 on 2026-01-10
         unapply A on 2026-01-20",
    );
    books.tell("apply B R to I 90.00 on 2026-01-25");
    let checks = damaged(&books, |tx| {
        tx.execute(&APPLIED, params![day("2026-01-15")]).unwrap();
    });
    assert!(checks.is_empty(), "entry 6 is not there: {checks:?}");
    db::statements! {
        EARLIER = "UPDATE settlement SET applied_on = ?2 WHERE tenant_id = ?1 AND entry_no = 5";
        EARLIER_ENTRY = "UPDATE journal_entry SET effective_on = ?2 WHERE tenant_id = ?1 AND entry_no = 5";
        EARLIER_LINES = "UPDATE posting SET effective_on = ?2 WHERE tenant_id = ?1 AND entry_no = 5";
    }
    // As of the 15th 80.00 are still applied: 170.00 of 100.00.
    let checks = damaged(&books, |tx| {
        for statement in [&EARLIER, &EARLIER_ENTRY, &EARLIER_LINES] {
            tx.execute(statement, params![day("2026-01-15")]).unwrap();
        }
    });
    let expected = [
        "settlement-limits: taken from invoice I, 10000, 17000",
        "settlement-limits: taken from receipt R, 10000, 17000",
    ];
    assert_eq!(told(&checks), expected);
}

#[db_test]
fn numbers_of_imports_are_not_the_series_own(t: TestDb) {
    let mut books = sound(t);
    // The first number was brought in from elsewhere; the series begins at 2.
    let import = |tx: &Tx<'_>, item: OpenItemId| {
        let (none, id) = (serde_json::json!({}), tx.new_id::<()>());
        tx.execute(&IMPORT, params![id, &none, vec![0_u8], tx.now()]).unwrap();
        tx.execute(&IMPORTED, params![id, item, vec![0_u8]]).unwrap();
    };
    let first = books.items["INV-000001"];
    assert_eq!(told(&damaged(&books, |tx| import(tx, first))), [""; 0]);
    books.tell("invoice INV-000099 acme USD 1.00 2026-03-31 due 2026-03-31");
    let far = books.items["INV-000099"];
    db::statements! {
        FAR = "INSERT INTO invoice (tenant_id, invoice_id, kind, status, number, client_id, currency, issued_on, due_on, payment_term, discount_minor, net_minor, tax_minor, total_minor, rate_e12, entry_no, version, created_at, created_by)
               SELECT o.tenant_id, o.open_item_id, o.kind, 'issued', o.number, o.client_id, o.currency, o.issued_on, o.due_on, 'net30', 0, o.amount_minor, 0, o.amount_minor, o.rate_e12, o.entry_no, 1, ?3, 'test'
               FROM open_item o WHERE o.tenant_id = ?1 AND o.open_item_id = ?2";
        FAR_LINE = "INSERT INTO invoice_line (tenant_id, invoice_id, line_no, description, quantity_e6, unit_price_e6, discount_e6, tax_code, tax_category, tax_rate_e6, net_minor)
                    SELECT tenant_id, invoice_id, 1, 'work', 1000000, net_minor * 10000, 0, 'T', 'S', 0, net_minor FROM invoice WHERE tenant_id = ?1 AND invoice_id = ?2";
        FAR_TAX = "INSERT INTO invoice_tax (tenant_id, invoice_id, category, rate_e6, taxable_minor, tax_minor)
                   SELECT tenant_id, invoice_id, 'S', 0, net_minor, 0 FROM invoice WHERE tenant_id = ?1 AND invoice_id = ?2";
    }
    let add = |tx: &Tx<'_>| {
        tx.execute(&FAR, params![far, tx.now()]).unwrap();
        tx.execute(&FAR_LINE, params![far]).unwrap();
        tx.execute(&FAR_TAX, params![far]).unwrap();
    };
    let given_later = ["number-series: series invoice, next number, 100, 5"];
    assert_eq!(told(&damaged(&books, add)), given_later);
    let imported = damaged(&books, |tx| {
        add(tx);
        import(tx, far);
    });
    assert_eq!(told(&imported), [""; 0]);
}

fn two_lines(
    book: &Book<'_, '_>,
    debit: AccountRole,
    credit: AccountRole,
) -> Result<Vec<Line>, PostError> {
    let line = |role, side| {
        Ok::<_, PostError>(Line {
            account: book.account_for(role)?,
            side,
            currency: currency("USD"),
            amount_minor: 1_000,
            base_minor: 1_000,
            rate: Rate::ONE,
            client: None,
            document: None,
        })
    };
    Ok(vec![line(debit, Side::Debit)?, line(credit, Side::Credit)?])
}

#[db_test]
fn a_posting_behind_the_open_items_back_is_named(t: TestDb) {
    let books = sound(t);
    let checks = damaged(&books, |tx| {
        let mut book = Book::open(tx, &books.me).unwrap();
        let lines = two_lines(&book, AccountRole::Receivable, AccountRole::Sales).unwrap();
        let head = EntryHead {
            effective_on: day("2026-03-31"),
            source: "manual",
            document: None,
            narrative: "by hand".into(),
            reason: None,
            reverses: None,
        };
        book.entry(head, lines).unwrap();
        book.close().unwrap();
    });
    let expected = [
        "control-accounts: account 1100, USD, 134000, 135000",
        "control-accounts: account 1100, USD in base currency, 134000, 135000",
    ];
    assert_eq!(told(&checks), expected);
}

#[db_test]
fn a_reversal_that_does_not_mirror_is_named(t: TestDb) {
    let books = sound(t);
    let proof = books.me.allow::<PostJournal>().unwrap();
    let checks = damaged(&books, |tx| {
        let book = Book::open(tx, &books.me).unwrap();
        let lines = two_lines(&book, AccountRole::Bank, AccountRole::Sales).unwrap();
        let on = day("2026-03-31");
        let no = ledger::entry::post(tx, &books.me, &proof, on, "by hand", lines).unwrap();
        let back = ledger::entry::reverse(tx, &books.me, &proof, no, on, "wrong").unwrap();
        tx.execute(&MIRROR, params![back]).unwrap();
    });
    let expected = [
        "entry-reversals: entry 17, which takes back 16, on account 1000, USD, -1000, -1001",
        "entry-reversals: entry 17, which takes back 16, on account 4000, USD, 1000, 1001",
    ];
    assert_eq!(told(&checks), expected);
}

#[db_test]
fn a_hundred_differences_are_listed_and_all_are_counted(t: TestDb) {
    let mut books = Books::new(t);
    books.tell("client acme");
    for _ in 0..101 {
        books.tell("invoice I acme USD 1.00 2026-03-01 due 2026-03-31");
    }
    let checks = damaged(&books, |tx| {
        tx.execute(&CLOSED_ALL, &[]).unwrap();
    });
    let [check] = checks.as_slice() else { panic!("{checks:?}") };
    assert_eq!((check.name, check.count), ("closed-days", 101));
    assert_eq!(check.differences.len(), doctor::DIFFERENCES_MAX);
    assert_eq!(check.differences[0].expected, "open");
}

#[db_test]
fn only_who_sees_the_whole_ledger_may_prove_it(t: TestDb) {
    let books = Books::new(t);
    let grants = BTreeMap::from([(Permission::ReadLedger, Reach::Owners(Vec::new()))]);
    let clerk = Actor::user(books.t.tenant, UserId::NIL, "clerk".into(), grants);
    assert_eq!(clerk.allow::<ReadLedger>().unwrap_err().code(), "permission-lacking");
}
