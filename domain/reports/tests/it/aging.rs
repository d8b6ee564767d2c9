//! The aged balance as an accountant would check it.

use db::params;
use jiff::civil::Date;
use kernel::Fault;
use reports::{AgingAsk, AgingBasis, AgingRow, By, Key, Owner, aged_balance};
use testkit::{TestDb, day, db_test};

use crate::books::{Books, cells, currency, every_day, lines, shown};

pub const STORY: &str = "
    client acme
    client bolt
    invoice I1 acme USD 1000.00 2026-01-05 due 2026-02-04
    invoice I2 acme USD  500.00 2026-02-10 due 2026-03-12
    receipt R1 acme USD  600.00 2026-02-20
    apply   A1 R1 to I1 400.00 on 2026-02-20
    unapply A1 on 2026-03-10
    credit_note C1 acme USD 100.00 2026-03-01
    apply   A2 C1 to I2 60.00 on 2026-03-05
    apply   A3 R1 to I1 200.00 on 2026-02-25   # back-dated: recorded after what happened in March
    invoice I3 bolt USD  250.00 2026-01-20 due 2026-01-20
    void    I3 on 2026-02-28
    invoice I4 bolt EUR  300.00 2026-02-01 due 2026-03-03 at 1.10
    receipt R2 bolt EUR  300.00 2026-03-15 at 1.20
    apply   A4 R2 to I4 100.00 on 2026-03-15
    write_off W1 I4 50.00 on 2026-03-20
    invoice I5 bolt USD   80.00 2026-03-31 due 2026-03-31
";

// I1 is due 2026-02-04: 1 day past due on the 5th of February, 30 on the 6th of March, 31 on the 7th.
const BY_DUE_DAY: &str = "
    as of      | in  | items |    open | not due |   1-30 |  31-60 | over 60
    2026-01-04 |     |       |         |         |        |        |
    2026-01-05 | USD |     1 | 1000.00 | 1000.00 |   0.00 |   0.00 |    0.00
    2026-01-20 | USD |     2 | 1250.00 | 1250.00 |   0.00 |   0.00 |    0.00
    2026-02-04 | EUR |     1 |  300.00 |  300.00 |   0.00 |   0.00 |    0.00
    2026-02-04 | USD |     2 | 1250.00 | 1000.00 | 250.00 |   0.00 |    0.00
    2026-02-05 | USD |     2 | 1250.00 |    0.00 | 1250.00 |  0.00 |    0.00
    2026-02-20 | USD |     3 | 1350.00 |  500.00 | 600.00 | 250.00 |    0.00
    2026-02-24 | USD |     3 | 1350.00 |  500.00 | 600.00 | 250.00 |    0.00
    2026-02-25 | USD |     3 | 1150.00 |  500.00 | 400.00 | 250.00 |    0.00
    2026-02-28 | USD |     2 |  900.00 |  500.00 | 400.00 |   0.00 |    0.00
    2026-03-01 | USD |     3 |  800.00 |  400.00 | 400.00 |   0.00 |    0.00
    2026-03-05 | USD |     3 |  800.00 |  440.00 | 360.00 |   0.00 |    0.00
    2026-03-06 | USD |     3 |  800.00 |  440.00 | 360.00 |   0.00 |    0.00
    2026-03-07 | USD |     3 |  800.00 |  440.00 | -40.00 | 400.00 |    0.00
    2026-03-10 | USD |     3 | 1200.00 |  440.00 | -40.00 | 800.00 |    0.00
    2026-03-13 | USD |     3 | 1200.00 |    0.00 | 400.00 | 800.00 |    0.00
    2026-03-14 | EUR |     1 |  300.00 |    0.00 | 300.00 |   0.00 |    0.00
    2026-03-15 | EUR |     1 |  200.00 |    0.00 | 200.00 |   0.00 |    0.00
    2026-03-20 | EUR |     1 |  150.00 |    0.00 | 150.00 |   0.00 |    0.00
    2026-03-31 | USD |     4 | 1280.00 |   80.00 | 400.00 | 800.00 |    0.00
    2026-04-06 | USD |     4 | 1280.00 |    0.00 | 520.00 | -40.00 |  800.00
    2027-01-01 | USD |     4 | 1280.00 |    0.00 |   0.00 |   0.00 | 1280.00
";

const BY_OWN_DAY_IN_BASE: &str = "
    # 300.00 EUR at 1.10 are 330.00; what is taken of it goes at its own rate, not at the receipt's 1.20.
    as of      | in  | items |    open | not due |    1-30 |   31-60 | over 60
    2026-02-01 | USD |     3 | 1580.00 |  330.00 | 1250.00 |    0.00 |    0.00
    2026-03-03 | USD |     4 | 1130.00 |    0.00 |  730.00 |  400.00 |    0.00
    2026-03-31 | USD |     5 | 1445.00 |   80.00 |  -40.00 |  605.00 |  800.00
";

fn ask(as_of: &str) -> AgingAsk {
    AgingAsk { buckets: vec![30, 60], ..AgingAsk::of(day(as_of)) }
}

fn rows(books: &Books, ask: &AgingAsk) -> Vec<AgingRow> {
    books.read(|tx| aged_balance(tx, &books.proof(), ask).unwrap())
}

fn written(as_of: Date, row: &AgingRow) -> Vec<String> {
    let c = row.currency;
    let mut all = vec![as_of.to_string(), c.to_string(), row.open_items.to_string()];
    let amounts = [row.open_minor, row.not_due_minor].into_iter().chain(row.buckets.clone());
    all.extend(amounts.map(|minor| shown(minor, c)));
    all
}

fn check(books: &Books, table: &str, asked: impl Fn(&str) -> AgingAsk) {
    for row in lines(table).skip(1) {
        let expected = cells(row);
        let ask = asked(expected[0]);
        let rows = rows(books, &ask);
        if expected[1].is_empty() {
            assert!(rows.is_empty(), "{row}: {rows:?}");
            continue;
        }
        let found = rows.iter().find(|r| r.currency.code() == expected[1]);
        let found = found.map(|r| written(ask.as_of, r)).unwrap_or_default();
        assert_eq!(found, expected, "{row}");
    }
}

#[db_test]
fn an_accountant_can_check_the_ageing(t: TestDb) {
    let books = Books::told(t, STORY);
    check(&books, BY_DUE_DAY, ask);
    check(&books, BY_OWN_DAY_IN_BASE, |as_of| AgingAsk {
        basis: AgingBasis::Issued,
        in_base: true,
        ..ask(as_of)
    });
}

db::statements! {
    CONTROL = "SELECT p.currency, CAST(SUM(p.debit_minor) - SUM(p.credit_minor) AS BIGINT), CAST(SUM(p.base_debit_minor) - SUM(p.base_credit_minor) AS BIGINT)
               FROM posting p JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
               WHERE p.tenant_id = ?1 AND a.role = 'receivable' AND p.effective_on <= ?2 GROUP BY p.currency ORDER BY p.currency";
}

#[db_test]
fn on_every_day_the_aged_balance_is_the_control_accounts(t: TestDb) {
    let books = Books::told(t, STORY);
    for on in every_day("2026-01-01", "2026-04-05") {
        let posted = books.read(|tx| {
            let read = |r: &db::Row<'_>| {
                Ok((r.get::<money::Currency>(0)?, r.get::<i64>(1)?, r.get::<i64>(2)?))
            };
            tx.query(&CONTROL, params![on], read).unwrap()
        });
        for by in [By::Total, By::Client, By::Owner] {
            let own = rows(&books, &AgingAsk { by, ..AgingAsk::of(on) });
            for (c, minor, _) in &posted {
                let open: i64 = own.iter().filter(|r| r.currency == *c).map(|r| r.open_minor).sum();
                assert_eq!(open, *minor, "{on} {c} {by:?}");
            }
            let base = rows(&books, &AgingAsk { by, in_base: true, ..AgingAsk::of(on) });
            let open: i64 = base.iter().map(|r| r.open_minor).sum();
            assert_eq!(open, posted.iter().map(|(_, _, base)| base).sum::<i64>(), "{on} {by:?}");
            let count = |rows: &[AgingRow]| rows.iter().map(|r| r.open_items).sum::<u64>();
            assert_eq!(count(&own), count(&base), "{on} {by:?}");
        }
    }
}

const GROUP: &str = "
    person ana
    person ben
    client north of ana
    client south of ben below north
    client west of ana below south
    client east
    invoice N north USD 100.00 2026-03-01 due 2026-03-11
    invoice S south USD  10.00 2026-03-01 due 2026-03-11
    invoice W west  USD   1.00 2026-03-01 due 2026-03-11
    invoice E east  EUR   0.10 2026-03-01 due 2026-03-11
";

fn keyed(rows: &[AgingRow]) -> Vec<(String, i64)> {
    let name = |key: &Key| match key {
        Key::Total => "all".to_owned(),
        Key::Client { number, .. } => number.clone(),
        Key::Owner { name, .. } => name.clone().unwrap_or_else(|| "nobody".to_owned()),
    };
    rows.iter().map(|r| (name(&r.key), r.open_minor)).collect()
}

#[db_test]
fn rows_are_of_clients_or_owners_in_reach(t: TestDb) {
    let books = Books::told(t, GROUP);
    let of = |who: &str, ask: AgingAsk| {
        let proof = match who {
            "all" => books.proof(),
            name => books.people[name].allow().unwrap(),
        };
        let rows = books.read(|tx| aged_balance(tx, &proof, &ask));
        rows.map(|rows| keyed(&rows)).map_err(|e| e.code())
    };
    let by = |by| AgingAsk { by, ..ask("2026-03-31") };
    let expect = |rows: &[(&str, i64)]| {
        Ok(rows.iter().map(|(k, m)| ((*k).to_owned(), *m)).collect::<Vec<_>>())
    };
    let clients = [("east", 10), ("north", 10_000), ("south", 1_000), ("west", 100)];
    assert_eq!(of("all", by(By::Client)), expect(&clients));
    let owners = [("ana", 10_100), ("ben", 1_000), ("nobody", 10)];
    assert_eq!(of("all", by(By::Owner)), expect(&owners));
    assert_eq!(of("ana", by(By::Client)), expect(&[clients[1], clients[3]]));
    assert_eq!(of("ana", by(By::Owner)), expect(&owners[..1]));
    assert_eq!(of("ben", by(By::Total)), expect(&[("all", 1_000)]));

    let (north, ben) = (Some(books.clients["north"]), books.people["ben"].user_id().map(Owner::Is));
    let family = AgingAsk { client: north, include_children: true, ..by(By::Client) };
    assert_eq!(of("all", family.clone()), expect(&clients[1..]));
    assert_eq!(of("ana", family.clone()), expect(&[clients[1], clients[3]]), "ben's is between");
    assert_eq!(of("ben", family.clone()), Err("unknown-client"));
    let only_ben = AgingAsk { owner: ben, ..family.clone() };
    assert_eq!(of("all", only_ben), expect(&[clients[2]]));
    let alone = AgingAsk { include_children: false, by: By::Total, ..family };
    assert_eq!(of("ana", alone), expect(&[("all", 10_000)]));
    assert_eq!(of("ana", AgingAsk { owner: ben, ..by(By::Total) }), expect(&[]));
    let nobodys = AgingAsk { owner: Some(Owner::Nobody), ..by(By::Client) };
    assert_eq!(of("all", nobodys.clone()), expect(&[clients[0]]));
    let by_issue = AgingAsk { basis: AgingBasis::Issued, by: By::Owner, ..nobodys.clone() };
    assert_eq!(of("all", by_issue), expect(&[owners[2]]));
    assert_eq!(of("ana", nobodys.clone()), expect(&[]), "out of reach");
    let below = AgingAsk { client: north, include_children: true, ..nobodys };
    assert_eq!(of("all", below), expect(&[]));
    let euros = AgingAsk { currency: Some(currency("EUR")), ..by(By::Client) };
    assert_eq!(of("all", euros), expect(&[("east", 10)]));
    let bad = AgingAsk { buckets: vec![30, 30], ..ask("2026-03-31") };
    assert_eq!(of("all", bad), Err("bad-buckets"));
}

#[db_test]
fn there_may_be_eight_bounds(t: TestDb) {
    let books = Books::told(
        t,
        "client acme
         invoice A acme USD 1.00 2025-01-01 due 2025-01-01
         invoice B acme USD 2.00 2025-06-01 due 2025-12-31
         invoice C acme USD 4.00 2026-03-01 due 2026-03-30",
    );
    let bounds = vec![1, 15, 30, 60, 90, 120, 365, 400];
    let rows = rows(&books, &AgingAsk { buckets: bounds, ..ask("2026-03-31") });
    assert_eq!(rows[0].buckets, [400, 0, 0, 0, 200, 0, 0, 0, 100]);
}
