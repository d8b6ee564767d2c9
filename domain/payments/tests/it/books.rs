//! A company to test with, and the sums that must always hold.

use billing::invoice::draft::{self, NewInvoice};
use billing::invoice::issue::{Issue, issue};
use billing::invoice::{Invoice, NewLine};
use clients::{ClientId, NewClient};
use db::Tx;
use jiff::civil::Date;
use kernel::Fault;
use ledger::rate::{self, ExchangeRate};
use money::{Currency, E6};
use people::Actor;
use people::permission::SetUpLedger;
use people::tenant::NewTenant;
use testkit::{TestDb, day};

db::statements! {
    /// Entries that do not balance in a currency or in base currency.
    UNBALANCED = "SELECT COUNT(*) FROM (
        SELECT entry_no FROM posting WHERE tenant_id = ?1 GROUP BY entry_no, currency HAVING SUM(debit_minor) <> SUM(credit_minor)
        UNION ALL
        SELECT entry_no FROM posting WHERE tenant_id = ?1 GROUP BY entry_no HAVING SUM(base_debit_minor) <> SUM(base_credit_minor)) x";
    /// Control accounts whose balance is not the sum of their open items, in a currency or in base currency.
    CONTROL_OFF = "SELECT COUNT(*) FROM (
        SELECT account, currency, SUM(minor) AS minor, SUM(base) AS base FROM (
            SELECT p.gl_account_id AS account, p.currency, p.debit_minor - p.credit_minor AS minor, p.base_debit_minor - p.base_credit_minor AS base
            FROM posting p JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
            WHERE p.tenant_id = ?1 AND a.role IN ('receivable', 'unapplied')
            UNION ALL
            SELECT gl_account_id, currency,
                   CASE WHEN side = 'debit' THEN -open_minor ELSE open_minor END,
                   CASE WHEN side = 'debit' THEN -open_base_minor ELSE open_base_minor END
            FROM open_item WHERE tenant_id = ?1) m
        GROUP BY account, currency HAVING SUM(minor) <> 0 OR SUM(base) <> 0) x";
    /// Items of which more is taken than there is, on any day.
    OVERTAKEN = "SELECT COUNT(*) FROM (
        SELECT o.amount_minor - SUM(m.amount_minor) OVER (PARTITION BY o.open_item_id ORDER BY m.applied_on) AS left_minor
        FROM open_item o JOIN (
            SELECT debit_item_id AS id, applied_on, amount_minor FROM settlement WHERE tenant_id = ?1 AND debit_item_id IS NOT NULL
            UNION ALL
            SELECT credit_item_id, applied_on, amount_minor FROM settlement WHERE tenant_id = ?1 AND credit_item_id IS NOT NULL) m
        ON m.id = o.open_item_id WHERE o.tenant_id = ?1) x WHERE left_minor < 0";
    /// Items whose kept remainder is not their amount less all that was taken.
    REMAINDER_OFF = "SELECT COUNT(*) FROM open_item o WHERE o.tenant_id = ?1 AND (
        o.open_minor <> o.amount_minor - COALESCE((SELECT SUM(s.amount_minor) FROM settlement s WHERE s.tenant_id = ?1 AND (s.debit_item_id = o.open_item_id OR s.credit_item_id = o.open_item_id)), 0)
        OR (o.open_minor = 0) <> (o.closed_on < ?2::date))";
    /// Entries, and the last number of their series.
    ENTRIES = "SELECT COUNT(*), COALESCE(MAX(entry_no), 0), (SELECT next_no - 1 FROM number_series WHERE tenant_id = ?1 AND code = 'journal') FROM journal_entry WHERE tenant_id = ?1";
}

/// Asserts what must hold after every change.
pub fn prove(t: &TestDb) {
    let count = |statement: &'static db::Statement, params: &[db::Value<'_>]| -> i64 {
        t.db.read(t.tenant, |tx| tx.query_one(statement, params, |r| r.get(0)))
            .unwrap_or_else(|e: db::Error| panic!("{e}"))
    };
    assert_eq!(count(&UNBALANCED, &[]), 0, "debits = credits");
    assert_eq!(count(&CONTROL_OFF, &[]), 0, "open items = control account");
    assert_eq!(count(&OVERTAKEN, &[]), 0, "applied ≤ received and owed, on every day");
    assert_eq!(count(&REMAINDER_OFF, db::params![ledger::open_item::STILL_OPEN]), 0, "remainders");
    let (entries, last, series): (i64, i64, i64) = t
        .db
        .read(t.tenant, |tx| tx.query_one(&ENTRIES, &[], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))))
        .unwrap_or_else(|e: db::Error| panic!("{e}"));
    assert_eq!((entries, entries), (last, series), "entry numbers have no gaps");
}

/// The operator of the test's tenant.
pub fn operator(t: &TestDb) -> Actor {
    Actor::operator(t.tenant, "test")
}

/// A company in US dollars with rates for euros and yen, and three clients: 0 and 1 belong to 2.
pub fn company(t: &TestDb) -> Vec<ClientId> {
    let actor = operator(t);
    let new = NewTenant {
        slug: "test".into(),
        legal_name: "Test & Co".into(),
        base_currency: usd(),
        time_zone: "America/New_York".into(),
        language: "en".into(),
    };
    write(t, |tx| billing::company::open(tx, &actor, &new).map(drop));
    for (currency, on, rate) in [
        ("EUR", "2025-01-01", "1.10"),
        ("EUR", "2026-02-01", "1.173"),
        ("JPY", "2025-01-01", "0.0067"),
    ] {
        let rate = ExchangeRate {
            currency: currency.parse().unwrap(),
            on_date: day(on),
            rate: rate.parse().unwrap(),
            source: "test".into(),
        };
        let proof = actor.allow::<SetUpLedger>().unwrap();
        write(t, |tx| rate::put(tx, &actor, &proof, usd(), &rate));
    }
    let parent = open_client(t, "C-3", None);
    vec![open_client(t, "C-1", Some(parent)), open_client(t, "C-2", Some(parent)), parent]
}

/// An organisation in US dollars.
pub fn open_client(t: &TestDb, number: &str, parent: Option<ClientId>) -> ClientId {
    let actor = operator(t);
    let mut new = NewClient::organisation(number, &format!("Client {number}"), usd(), "net30");
    new.parent_id = parent;
    write(t, |tx| clients::client::open::open(tx, &actor, &actor.allow().unwrap(), &new))
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

/// A line of one thing at a price, without tax.
pub fn line(price: &str) -> NewLine {
    NewLine {
        description: "Something".into(),
        quantity: E6::ONE,
        unit_price: price.parse().unwrap(),
        discount: E6::ZERO,
        tax_code: "none".into(),
        account: None,
    }
}

/// A draft of one line.
pub fn drafted(client: ClientId, currency: &str, issued_on: Date, price: &str) -> NewInvoice {
    NewInvoice {
        client,
        currency: Some(currency.parse().unwrap()),
        issued_on: Some(issued_on),
        due_on: None,
        payment_term: None,
        purchase_order: None,
        lines: vec![line(price)],
    }
}

/// An issued invoice of one line.
pub fn invoice(
    t: &TestDb,
    client: ClientId,
    currency: &str,
    issued_on: &str,
    price: &str,
) -> Invoice {
    let actor = operator(t);
    write(t, |tx| {
        let draft = draft::create(tx, &actor, &drafted(client, currency, day(issued_on), price))?;
        issue(tx, &actor, draft.id, &Issue::default())
    })
}
