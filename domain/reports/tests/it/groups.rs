//! What is asked by client or by owner is what is asked of each of them alone.

use std::collections::BTreeMap;

use clients::client::access::access;
use jiff::civil::Date;
use ledger::trial_balance::{Balance, trial_balance};
use people::permission::{ReadLedger, ReadReceivables};
use reports::cei::{cei, cei_by};
use reports::dso::{dso, dso_by};
use reports::trial_balance::trial_balance_by;
use reports::{BalancesAsk, By, Key, PeriodAsk, client_balance, client_balances};
use testkit::{TestDb, day, db_test};

use crate::books::Books;

const STORY: &str = "
    person ana
    person ben
    client north of ana
    client south of ben below north
    client west of ana
    client east
    client idle of ben
    invoice N1 north USD 3100.00 2026-01-10 due 2026-02-09
    invoice N2 north USD  700.00 2026-02-10 due 2026-03-12
    invoice N3 north EUR  200.00 2026-02-20 due 2026-03-22 at 1.10
    invoice S1 south USD  400.00 2026-02-15 due 2026-03-17
    void    S1 on 2026-03-02
    invoice S2 south USD 3500.00 2026-03-10 due 2026-04-09
    invoice W1 west  USD  100.00 2026-03-11 due 2026-04-10
    credit_note WC west USD 500.00 2026-03-20
    invoice E1 east EUR 1000.00 2026-03-01 due 2026-03-31 at 1.10
    receipt R north USD 2000.00 2026-03-25
    apply   A R to N1 1500.00 on 2026-03-25
    apply   B R to S2 100.00 on 2026-03-26
    refund  F R 20.00 on 2026-03-28
";

fn days() -> [Date; 4] {
    ["2026-01-31", "2026-03-01", "2026-03-25", "2026-05-01"].map(day)
}

/// Whose clients or which client a key stands for. Nobody's clients cannot be asked for a period.
fn asked(key: &Key, from: Date, until: Date) -> PeriodAsk {
    let (client, owner) = match key {
        Key::Total => (None, None),
        Key::Client { id, .. } => (Some(*id), None),
        Key::Owner { id, .. } => (None, *id),
    };
    PeriodAsk { from, until, owner, client }
}

fn is_of_somebody(key: &Key) -> bool {
    !matches!(key, Key::Owner { id: None, .. })
}

#[db_test]
fn ratios_by_client_and_by_owner(t: TestDb) {
    let books = Books::told(t, STORY);
    let proof = books.proof();
    let mut seen = 0;
    for until in days() {
        let all = PeriodAsk { from: day("2026-01-01"), until, owner: None, client: None };
        for by in [By::Total, By::Client, By::Owner] {
            books.read(|tx| {
                let groups = dso_by(tx, &proof, &all, by).unwrap();
                assert!(groups.is_sorted_by(|a, b| a.0 < b.0));
                for (key, found) in groups.iter().filter(|(key, _)| is_of_somebody(key)) {
                    let alone = dso(tx, &proof, &asked(key, all.from, until)).unwrap();
                    assert_eq!(*found, alone, "{until} {key:?}");
                    seen += 1;
                }
                for (key, found) in cei_by(tx, &proof, &all, by).unwrap() {
                    if is_of_somebody(&key) {
                        let alone = cei(tx, &proof, &asked(&key, all.from, until)).unwrap();
                        assert_eq!(found, alone, "{until} {key:?}");
                    }
                }
            });
        }
    }
    // The totals; north, then south and east too, then west too; ana, then ben too.
    assert_eq!(seen, 4 + (1 + 3 + 4 + 4) + (1 + 2 + 2 + 2));

    let march =
        PeriodAsk { from: day("2026-03-01"), until: day("2026-03-31"), owner: None, client: None };
    let names = |by| {
        let groups = books.read(|tx| dso_by(tx, &proof, &march, by).unwrap());
        groups.into_iter().map(|(key, _)| name(&key)).collect::<Vec<_>>()
    };
    assert_eq!(names(By::Client), ["east", "north", "south", "west"]);
    assert_eq!(names(By::Owner), ["ana", "ben", "nobody"]);
    let anas = books.people["ana"].allow::<ReadReceivables>().unwrap();
    let groups = books.read(|tx| dso_by(tx, &anas, &march, By::Client).unwrap());
    assert_eq!(Vec::from_iter(groups.iter().map(|(key, _)| name(key))), ["north", "west"]);
}

fn name(key: &Key) -> String {
    match key {
        Key::Total => "all".to_owned(),
        Key::Client { number, .. } => number.clone(),
        Key::Owner { name, .. } => name.clone().unwrap_or_else(|| "nobody".to_owned()),
    }
}

#[db_test]
fn balances_by_client_and_by_owner(t: TestDb) {
    let books = Books::told(t, STORY);
    let proof = books.proof();
    for as_of in days() {
        let ask =
            |by| BalancesAsk { as_of, by, client: None, include_children: false, owner: None };
        books.read(|tx| {
            let by_client = client_balances(tx, &proof, &ask(By::Client)).unwrap();
            let mut alone = Vec::new();
            for (number, id) in &books.clients {
                let access = access::<ReadReceivables>(tx, &books.me, *id).unwrap();
                let own = client_balance(tx, &access, as_of, false).unwrap();
                alone.extend(own.currencies.into_iter().map(|c| (number.clone(), c)));
            }
            alone.sort_by(|a, b| (&a.0, a.1.currency).cmp(&(&b.0, b.1.currency)));
            let found: Vec<_> = by_client.iter().map(|(k, c)| (name(k), c.clone())).collect();
            assert_eq!(found, alone, "{as_of}");

            for by in [By::Owner, By::Total] {
                let sums = client_balances(tx, &proof, &ask(by)).unwrap();
                let sum = |of: &[(Key, reports::client_balance::CurrencyBalance)]| -> i64 {
                    of.iter().map(|(_, c)| c.base.balance_minor()).sum()
                };
                assert_eq!(sum(&sums), sum(&by_client), "{as_of} {by:?}");
            }
        });
    }
    let family = BalancesAsk {
        as_of: day("2026-05-01"),
        by: By::Total,
        client: Some(books.clients["north"]),
        include_children: true,
        owner: None,
    };
    let total = books.read(|tx| client_balances(tx, &proof, &family).unwrap());
    let access = books.access("north");
    let alone = books.read(|tx| client_balance(tx, &access, family.as_of, true).unwrap());
    assert_eq!(Vec::from_iter(total.into_iter().map(|(_, c)| c)), alone.currencies);
}

#[db_test]
fn the_trial_balance_by_client_and_by_owner(t: TestDb) {
    let books = Books::told(t, STORY);
    let proof = books.me.allow::<ReadLedger>().unwrap();
    let added = |rows: &[Balance]| {
        let mut sums: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
        for row in rows {
            let sum = sums.entry((row.number.clone(), row.currency.to_string())).or_default();
            *sum = (sum.0 + row.balance_minor, sum.1 + row.base_balance_minor);
        }
        sums.retain(|_, sum| *sum != (0, 0));
        sums
    };
    for as_of in days() {
        books.read(|tx| {
            let whole = trial_balance(tx, &proof, as_of, None).unwrap();
            for by in [By::Total, By::Client, By::Owner] {
                let rows = trial_balance_by(tx, &proof, as_of, by, None).unwrap();
                let rows: Vec<Balance> = rows.into_iter().map(|(_, row)| row).collect();
                assert_eq!(added(&rows), added(&whole), "{as_of} {by:?}");
            }
            let by_client = trial_balance_by(tx, &proof, as_of, By::Client, None).unwrap();
            for (number, id) in &books.clients {
                let alone = trial_balance_by(tx, &proof, as_of, By::Client, Some(*id)).unwrap();
                let same: Vec<_> = by_client
                    .iter()
                    .filter(|(key, _)| key.as_ref().is_some_and(|key| name(key) == *number))
                    .cloned()
                    .collect();
                assert_eq!(alone, same, "{as_of} {number}");
            }
        });
    }
}
