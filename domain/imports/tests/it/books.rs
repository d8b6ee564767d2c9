//! A company to import into, files to import, and what must hold afterwards.

use std::path::{Path, PathBuf};

use db::Tx;
use imports::{ImportError, ImportId, Plan, Profile, Request, undo};
use jiff::civil::Date;
use kernel::Fault;
use ledger::rate::{self, ExchangeRate};
use ledger::trial_balance;
use money::Currency;
use people::Actor;
use people::permission::{ReadLedger, SetUpLedger};
use people::tenant::NewTenant;
use testkit::{TestDb, day};

db::statements! {
    /// What is left of invoices at the end of a day: how many, how much, and how much of it by age (?3 to ?5
    /// are 30, 60 and 90 days before).
    OPEN_ON = "SELECT COUNT(*), COALESCE(CAST(SUM(x.left_minor) AS BIGINT), 0),
               COALESCE(CAST(SUM(CASE WHEN x.due_on >= ?2 THEN x.left_minor ELSE 0 END) AS BIGINT), 0),
               COALESCE(CAST(SUM(CASE WHEN x.due_on < ?2 AND x.due_on >= ?3 THEN x.left_minor ELSE 0 END) AS BIGINT), 0),
               COALESCE(CAST(SUM(CASE WHEN x.due_on < ?3 AND x.due_on >= ?4 THEN x.left_minor ELSE 0 END) AS BIGINT), 0),
               COALESCE(CAST(SUM(CASE WHEN x.due_on < ?4 AND x.due_on >= ?5 THEN x.left_minor ELSE 0 END) AS BIGINT), 0),
               COALESCE(CAST(SUM(CASE WHEN x.due_on < ?5 THEN x.left_minor ELSE 0 END) AS BIGINT), 0)
        FROM (SELECT o.due_on, o.amount_minor - COALESCE(s.taken_minor, 0) AS left_minor
              FROM open_item o
              LEFT JOIN (SELECT debit_item_id, SUM(amount_minor) AS taken_minor FROM settlement
                         WHERE tenant_id = ?1 AND debit_item_id IS NOT NULL AND applied_on <= ?2 GROUP BY debit_item_id) s
                ON s.debit_item_id = o.open_item_id
              WHERE o.tenant_id = ?1 AND o.kind = 'invoice' AND o.issued_on <= ?2) x
        WHERE x.left_minor <> 0";
    /// Clients that are not archived.
    CLIENTS = "SELECT COUNT(*) FROM client WHERE tenant_id = ?1 AND status <> 'archived'";
    /// Entries that do not balance, in a currency or in base currency.
    UNBALANCED = "SELECT COUNT(*) FROM (
        SELECT entry_no FROM posting WHERE tenant_id = ?1 GROUP BY entry_no, currency HAVING SUM(debit_minor) <> SUM(credit_minor)
        UNION ALL
        SELECT entry_no FROM posting WHERE tenant_id = ?1 GROUP BY entry_no HAVING SUM(base_debit_minor) <> SUM(base_credit_minor)) x";
    /// Items whose kept remainder is not their amount less all that was taken.
    REMAINDER_OFF = "WITH moved AS (
            SELECT debit_item_id AS id, amount_minor FROM settlement WHERE tenant_id = ?1 AND debit_item_id IS NOT NULL
            UNION ALL
            SELECT credit_item_id, amount_minor FROM settlement WHERE tenant_id = ?1 AND credit_item_id IS NOT NULL
        ), taken AS (SELECT id, SUM(amount_minor) AS minor FROM moved GROUP BY id)
        SELECT COUNT(*) FROM open_item o LEFT JOIN taken t ON t.id = o.open_item_id
        WHERE o.tenant_id = ?1 AND o.open_minor <> o.amount_minor - COALESCE(t.minor, 0)";
}

/// The operator of the test's tenant.
pub fn operator(t: &TestDb) -> Actor {
    Actor::operator(t.tenant, "test")
}

/// US dollars.
pub fn usd() -> Currency {
    Currency::parse("USD").unwrap()
}

/// Writes, or panics with the error's own words.
pub fn write<T, E: Fault + From<db::Error>>(
    t: &TestDb,
    f: impl FnMut(&Tx<'_>) -> Result<T, E>,
) -> T {
    t.db.write(t.tenant, f).unwrap_or_else(|e| panic!("{e}"))
}

/// A company in US dollars with rates for euros.
pub fn company(t: &TestDb) {
    let actor = operator(t);
    let new = NewTenant {
        slug: "test".into(),
        legal_name: "Test & Co".into(),
        base_currency: usd(),
        time_zone: "America/New_York".into(),
        language: "en".into(),
    };
    write(t, |tx| billing::company::open(tx, &actor, &new).map(drop));
    put_rate(t, "EUR", "2025-01-01", "1.10");
}

/// Enters an exchange rate.
pub fn put_rate(t: &TestDb, currency: &str, on: &str, rate: &str) {
    let actor = operator(t);
    let rate = ExchangeRate {
        currency: currency.parse().unwrap(),
        on_date: day(on),
        rate: rate.parse().unwrap(),
        source: "test".into(),
    };
    let proof = actor.allow::<SetUpLedger>().unwrap();
    write(t, |tx| rate::put(tx, &actor, &proof, usd(), &rate));
}

/// A file in a folder of its own.
pub struct File {
    folder: tempfile::TempDir,
    name: String,
}

impl File {
    /// With these bytes.
    pub fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        Self { folder, name: name.to_owned() }
    }

    /// A CSV file of these lines.
    pub fn csv(lines: &[&str]) -> Self {
        Self::new("file.csv", lines.join("\n"))
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }
}

/// A profile from its text.
pub fn profile(text: &str) -> Profile {
    Profile::parse("test", text).unwrap_or_else(|e| panic!("{e}"))
}

/// The request to import a file.
pub fn request<'a>(path: &'a Path, profile: &'a Profile) -> Request<'a> {
    Request { path, file_name: "file.csv", profile }
}

/// The plan of a file.
pub fn plan(t: &TestDb, file: &File, profile: &Profile) -> Plan {
    try_plan(t, file, profile).unwrap_or_else(|e| panic!("{e}"))
}

pub fn try_plan(t: &TestDb, file: &File, profile: &Profile) -> Result<Plan, ImportError> {
    imports::plan(&t.db, &operator(t), &request(&file.path(), profile), None, &mut |_| true)
}

pub fn apply(
    t: &TestDb,
    file: &File,
    profile: &Profile,
    fingerprint: &str,
) -> Result<ImportId, ImportError> {
    let path = file.path();
    imports::apply(&t.db, &operator(t), &request(&path, profile), fingerprint, &mut |_| true)
}

/// Plans a file without refusals and applies it.
pub fn import(t: &TestDb, file: &File, profile: &Profile) -> (Plan, ImportId) {
    let plan = plan(t, file, profile);
    assert_eq!(plan.refused, 0, "{:#?}", plan.refusals);
    let id = apply(t, file, profile, &plan.fingerprint).unwrap_or_else(|e| panic!("{e}"));
    prove(t);
    (plan, id)
}

pub fn undo(t: &TestDb, import: ImportId) -> Result<(), ImportError> {
    undo::undo(&t.db, &operator(t), import, &mut |_| true)
}

/// The refusals of a plan as `row column value: why`.
pub fn refusals(plan: &Plan) -> Vec<String> {
    let line = |r: &imports::Refusal| format!("{} {} {:?}: {}", r.row, r.column, r.value, r.why);
    plan.refusals.iter().map(line).collect()
}

/// Every row of every table but these.
pub fn dump(t: &TestDb, except: &[&str]) -> String {
    t.db.read(t.tenant, |tx| db::dump(tx, except)).unwrap()
}

/// Asserts that two dumps are the same, showing the lines that differ.
pub fn same(one: &str, other: &str) {
    let lines = |text: &str| -> std::collections::BTreeSet<String> {
        text.lines().map(str::to_owned).collect()
    };
    let (one_lines, other_lines) = (lines(one), lines(other));
    let only: Vec<&String> = one_lines.difference(&other_lines).take(8).collect();
    let instead: Vec<&String> = other_lines.difference(&one_lines).take(8).collect();
    assert!(
        only.is_empty() && instead.is_empty(),
        "only here: {only:#?}\nonly there: {instead:#?}"
    );
    assert_eq!(one, other);
}

pub fn count(t: &TestDb, statement: &'static db::Statement) -> i64 {
    t.db.read(t.tenant, |tx| tx.query_one(statement, &[], |r| r.get(0)))
        .unwrap_or_else(|e: db::Error| panic!("{e}"))
}

/// Clients that are not archived.
pub fn active_clients(t: &TestDb) -> i64 {
    count(t, &CLIENTS)
}

/// Asserts what must always hold.
pub fn prove(t: &TestDb) {
    // As before every proof: it joins whole tables.
    t.db.refresh_statistics().unwrap();
    assert_eq!(count(t, &UNBALANCED), 0, "debits = credits");
    assert_eq!(count(t, &REMAINDER_OFF), 0, "remainders");
    let off = t.db.read(t.tenant, clients::tally::check).unwrap();
    assert!(off.is_empty(), "{off:?}");
}

/// Open invoices at the end of a day: how many, how much, not due, 1 to 30 days over, to 60, to 90, more.
pub fn open_on(t: &TestDb, on: &str) -> [i64; 7] {
    let on = day(on);
    let before = |days: i64| -> Date { on.saturating_sub(jiff::Span::new().days(days)) };
    let params = db::params![on, before(30), before(60), before(90)];
    t.db.read(t.tenant, |tx| {
        tx.query_one(&OPEN_ON, params, |r| {
            let mut row = [0; 7];
            for (at, cell) in row.iter_mut().enumerate() {
                *cell = r.get(at)?;
            }
            Ok(row)
        })
    })
    .unwrap_or_else(|e: db::Error| panic!("{e}"))
}

/// The trial balance as of a day: account, currency, balance.
pub fn trial(t: &TestDb, on: &str) -> Vec<(String, String, i64)> {
    let proof = operator(t).allow::<ReadLedger>().unwrap();
    let all =
        t.db.read(t.tenant, |tx| trial_balance::trial_balance(tx, &proof, day(on), None)).unwrap();
    all.into_iter()
        .filter(|b| b.balance_minor != 0 || b.base_balance_minor != 0)
        .map(|b| (b.number, b.currency.code().to_owned(), b.balance_minor))
        .collect()
}

/// The plain profile of receivables with columns client, number, issued, due, amount, currency, settled_on,
/// settled, term, disputed, note and key.
pub const PLAIN: &str = r#"
name = "plain"
kind = "receivables"
source = "plain"
optional = ["due_on", "settled_on", "settled_amount", "payment_term", "disputed", "custom.note", "key", "client_name", "exchange_rate"]
[columns]
client_number = "client"
client_name = "name"
invoice_number = "number"
issued_on = "issued"
due_on = "due"
amount = "amount"
currency = "currency"
settled_on = "settled_on"
settled_amount = "settled"
payment_term = "term"
disputed = "disputed"
exchange_rate = "rate"
key = "key"
"custom.note" = "note"
"#;
