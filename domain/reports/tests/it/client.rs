//! Balances and statements of clients.

use clients::client::access::access;
use kernel::PageRequest;
use people::permission::ReadReceivables;
use reports::client_history::Owed;
use reports::{
    Grade, HistoryAsk, Movement, balance_over_time, client_balance, client_history,
    payment_behaviour, risk,
};
use testkit::{TestDb, day, db_test};

use crate::aging::STORY;
use crate::books::{Books, currency, every_day, shown};

const PARENT: &str = "
    client acme limit 5000.00
    client sub below acme
    invoice I1 acme USD 1000.00 2026-01-05 due 2026-02-04
    receipt R1 acme USD  700.00 2026-02-10
    apply   A R1 to I1 600.00 on 2026-02-10
    invoice S1 sub USD 50.00 2026-02-11 due 2026-03-13
    apply   B R1 to S1 50.00 on 2026-02-12   # the parent pays for the child
    credit_note C1 acme USD 30.00 2026-02-15
    invoice E1 acme EUR 200.00 2026-02-20 due 2026-03-22 at 1.10
    refund  F R1 20.00 on 2026-02-25
";

fn balance(books: &Books, client: &str, on: &str, children: bool) -> Vec<String> {
    let access = books.access(client);
    let balance = books.read(|tx| client_balance(tx, &access, day(on), children).unwrap());
    let row = |c: &reports::client_balance::CurrencyBalance| {
        let s = &c.sums;
        let all = [
            s.invoiced_minor,
            s.credited_minor,
            s.on_account_minor,
            s.overdue_minor,
            s.balance_minor(),
        ];
        let all = all.map(|minor| shown(minor, c.currency)).join(" ");
        format!("{} {all} = {}", c.currency, shown(c.base.balance_minor(), currency("USD")))
    };
    let limit =
        balance.credit_limit_left_minor.map(|l| format!("left {}", shown(l, currency("USD"))));
    balance.currencies.iter().map(row).chain(limit).collect()
}

#[db_test]
fn a_balance_is_what_is_owed_less_what_is_on_account(t: TestDb) {
    let books = Books::told(t, PARENT);
    // Invoiced, credited, on account, overdue, balance = in base.
    let expected = [
        "EUR 200.00 0.00 0.00 200.00 200.00 = 220.00",
        "USD 400.00 30.00 30.00 400.00 340.00 = 340.00",
        "left 4660.00",
    ];
    assert_eq!(balance(&books, "acme", "2026-03-31", false), expected);
    let then = ["USD 400.00 0.00 100.00 400.00 300.00 = 300.00", "left 4700.00"];
    assert_eq!(balance(&books, "acme", "2026-02-11", false), then);
    let both = ["USD 450.00 0.00 100.00 400.00 350.00 = 350.00", "left 4650.00"];
    assert_eq!(balance(&books, "acme", "2026-02-11", true), both);
    assert_eq!(balance(&books, "acme", "2026-01-01", true), ["left 5000.00"]);
    assert_eq!(balance(&books, "sub", "2026-03-31", false), [""; 0]);
}

fn ask(from: &str, until: &str, limit: u32, after: Option<String>) -> HistoryAsk {
    let page = PageRequest { limit: Some(limit), after };
    HistoryAsk { from: day(from), until: day(until), currency: None, page }
}

fn history(books: &Books, client: &str, from: &str, until: &str, limit: u32) -> Vec<Movement> {
    let access = books.access(client);
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let ask = ask(from, until, limit, after);
        let found = books.read(|tx| client_history(tx, &access, &ask).unwrap());
        all.extend(found.page.items);
        after = found.page.next;
        if after.is_none() {
            assert_eq!(all.len() as u64, found.page.total);
            return all;
        }
    }
}

#[db_test]
fn a_statement_carries_the_balance_from_page_to_page(t: TestDb) {
    let books = Books::told(t, PARENT);
    let all = history(&books, "acme", "2026-02-10", "2026-03-31", 50);
    let row = |m: &Movement| {
        let all = [m.receivable_minor, m.unapplied_minor, m.balance_minor];
        let all = all.map(|minor| shown(minor, m.currency)).join(" ");
        let number = m.document_number.clone().unwrap_or_default();
        format!("{} {number} {} {} {all}", m.effective_on, m.source, m.currency)
    };
    let expected = [
        "2026-02-10 R1 receipt USD 0.00 -700.00 300.00",
        "2026-02-10 R1 application USD -600.00 600.00 300.00",
        "2026-02-12 R1 application USD 0.00 50.00 350.00",
        "2026-02-15 C1 credit_note USD -30.00 0.00 320.00",
        "2026-02-20 E1 invoice EUR 200.00 0.00 200.00",
        "2026-02-25 R1 refund USD 0.00 20.00 340.00",
    ];
    assert_eq!(all.iter().map(row).collect::<Vec<_>>(), expected);
    for limit in 1..6 {
        assert_eq!(history(&books, "acme", "2026-02-10", "2026-03-31", limit), all, "{limit}");
    }
    let access = books.access("acme");
    let first =
        books.read(|tx| client_history(tx, &access, &ask("2026-02-10", "2026-02-28", 1, None)));
    let usd =
        Owed { currency: currency("USD"), balance_minor: 100_000, base_balance_minor: 100_000 };
    assert_eq!(first.unwrap().opening, [usd]);
    let wrong = ask("2026-02-10", "2026-02-28", 1, Some("x".into()));
    assert!(books.read(|tx| client_history(tx, &access, &wrong)).is_err());
}

#[db_test]
fn on_every_day_the_statement_ends_in_the_balance(t: TestDb) {
    let books = Books::told(t, STORY);
    for client in ["acme", "bolt"] {
        let access = books.access(client);
        for on in every_day("2026-01-04", "2026-04-02") {
            let balance = books.read(|tx| client_balance(tx, &access, on, false).unwrap());
            let all = history(&books, client, "2026-01-01", &on.to_string(), 500);
            for code in ["USD", "EUR"] {
                let of = |m: &&Movement| m.currency.code() == code;
                let last = all.iter().filter(of).next_back().map_or(0, |m| m.balance_minor);
                let base: i64 = all.iter().filter(of).map(|m| m.base_minor).sum();
                let found = balance.currencies.iter().find(|c| c.currency.code() == code);
                let found = found
                    .map(|c| (c.sums.balance_minor(), c.base.balance_minor()))
                    .unwrap_or_default();
                assert_eq!(found, (last, base), "{client} {on} {code}");
            }
        }
    }
}

#[db_test]
fn a_client_out_of_reach_has_no_balance(t: TestDb) {
    let books = Books::told(t, "person ana\n client acme");
    let acme = books.clients["acme"];
    let denied =
        books.read(|tx| access::<ReadReceivables>(tx, &books.people["ana"], acme).is_err());
    assert!(denied);
}

/// Paid on time, paid 20 days late, and open for 61 days past due.
const HABITS: &str = "
    client acme limit 100.00
    invoice I1 acme USD 1000.00 2026-01-05 due 2026-02-04
    invoice I2 acme USD 50.00 2026-01-05 due 2026-02-04
    invoice I3 acme USD 70.00 2026-01-05 due 2026-02-04
    invoice I4 acme USD 500.00 2026-01-10 due 2026-02-01
    receipt R1 acme USD 1120.00 2026-02-04
    apply   A R1 to I1 1000.00 on 2026-02-04
    apply   B R1 to I2 50.00 on 2026-02-24
    apply   C R1 to I3 70.00 on 2026-03-16
";

#[db_test]
fn a_client_is_known_by_how_it_pays(t: TestDb) {
    let books = Books::told(t, HABITS);
    let access = books.access("acme");
    let as_of = day("2026-04-03");
    let (behaviour, risk) = books.read(|tx| {
        let behaviour = payment_behaviour(tx, &access, as_of).unwrap();
        let risk = risk(tx, &access, &behaviour, as_of).unwrap();
        (behaviour, risk)
    });
    assert_eq!((behaviour.paid, behaviour.on_time), (3, 1));
    // 30, 50 and 70 days after issue; 0, 20 and 40 after the due day.
    assert_eq!(behaviour.days_to_pay.unwrap().to_string(), "50");
    assert_eq!(behaviour.days_late.unwrap().to_string(), "20");
    assert_eq!(behaviour.oldest_overdue_days, Some(61));
    let last: Vec<_> = behaviour
        .months
        .iter()
        .rev()
        .take(3)
        .map(|m| (m.month.month(), m.paid, m.on_time))
        .collect();
    assert_eq!((last, behaviour.months.len()), (vec![(4, 0, 0), (3, 1, 0), (2, 2, 1)], 12));
    let rules: Vec<_> = risk.reasons.iter().map(|r| (r.rule, r.figure)).collect();
    assert_eq!(rules, [("oldest_overdue", 61), ("late_payer", 33), ("over_limit", 1)]);
    assert_eq!((risk.points, risk.grade), (70, Grade::High));
    // Nothing was paid yet on an earlier day.
    let early = books.read(|tx| payment_behaviour(tx, &access, day("2026-02-03")).unwrap());
    assert_eq!((early.paid, early.days_late, early.oldest_overdue_days), (0, None, Some(2)));
}

#[db_test]
fn balances_over_time_are_those_of_their_days(t: TestDb) {
    let books = Books::told(t, PARENT);
    let access = books.access("acme");
    let days = reports::balance_over_time::days(day("2026-03-15"), 3);
    let lines = books.read(|tx| balance_over_time(tx, &access, &days).unwrap());
    let all: Vec<_> =
        lines.iter().map(|l| (l.currency.to_string(), l.balances_minor.clone())).collect();
    assert_eq!(all[0], ("EUR".to_owned(), vec![0, 0, 20_000, 20_000]));
    for (at, day) in days.iter().enumerate() {
        let balance = books.read(|tx| client_balance(tx, &access, *day, false).unwrap());
        for line in &lines {
            let then = balance.currencies.iter().find(|c| c.currency == line.currency);
            assert_eq!(
                line.balances_minor[at],
                then.map_or(0, |c| c.sums.balance_minor()),
                "{day}"
            );
        }
    }
}
