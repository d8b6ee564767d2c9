//! The list of open items, and what moved one.

use db::params;
use jiff::civil::Date;
use kernel::{Fault, PageRequest};
use ledger::ItemKind;
use reports::{
    AgingAsk, AgingBasis, OpenItemRow, OpenItemSort, OpenItemsAsk, Owner, aged_balance,
    item_history, open_items,
};
use testkit::{TestDb, day, db_test};

use crate::aging::STORY;
use crate::books::{Books, currency, every_day, shown};

const SORTS: [OpenItemSort; 2] = [OpenItemSort::DueOn, OpenItemSort::Number];

/// All pages of a list.
fn all(books: &Books, ask: &OpenItemsAsk, limit: u32) -> Vec<OpenItemRow> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let ask = OpenItemsAsk { page: PageRequest { limit: Some(limit), after }, ..ask.clone() };
        let page = books.read(|tx| open_items(tx, &books.proof(), &ask).unwrap());
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            assert_eq!(page.total, all.len() as u64, "{ask:?}");
            return all;
        }
    }
}

fn signed(row: &OpenItemRow, minor: i64) -> i64 {
    if row.kind == ItemKind::Invoice { minor } else { -minor }
}

#[db_test]
fn on_every_day_the_items_sum_to_the_aged_balance(t: TestDb) {
    let books = Books::told(t, STORY);
    for on in every_day("2026-01-04", "2026-04-02") {
        let sums = |in_base: bool| {
            let ask = AgingAsk { in_base, ..AgingAsk::of(on) };
            let rows = books.read(|tx| aged_balance(tx, &books.proof(), &ask).unwrap());
            (
                rows.iter().map(|r| r.open_items).sum::<u64>(),
                rows.iter().map(|r| r.open_minor).sum(),
            )
        };
        let items = all(&books, &OpenItemsAsk::of(on), 50);
        let open: i64 = items.iter().map(|r| signed(r, r.open_minor)).sum();
        assert_eq!((items.len() as u64, open), sums(false), "{on}");
        let base: i64 = items.iter().map(|r| signed(r, r.open_base_minor)).sum();
        assert_eq!((items.len() as u64, base), sums(true), "{on}");
    }
}

#[db_test]
fn every_order_pages_over_the_same_items(t: TestDb) {
    let mut books = Books::told(t, STORY);
    // Several items of one due day and one number.
    for n in 0..7 {
        let day = 1 + n % 2;
        books.tell(&format!("invoice X acme USD 1.00 2026-02-0{day} due 2026-02-04"));
    }
    let everything = |on: Date, sort, descending| OpenItemsAsk {
        kinds: ItemKind::ALL.to_vec(),
        sort,
        descending,
        ..OpenItemsAsk::of(on)
    };
    for on in ["2026-02-24", "2026-03-07", "2026-03-31"].map(day) {
        for sort in SORTS {
            let whole = all(&books, &everything(on, sort, false), 50);
            let key = |r: &OpenItemRow| match sort {
                OpenItemSort::DueOn => (r.due_on.to_string(), r.id),
                OpenItemSort::Number => (r.number.clone(), r.id),
            };
            assert!(whole.is_sorted_by_key(key) && whole.len() > 8, "{on} {sort:?}");
            let mut back = all(&books, &everything(on, sort, true), 50);
            back.reverse();
            assert_eq!(back, whole, "{on} {sort:?}");
            for limit in [1, 2, 3, 5] {
                for descending in [false, true] {
                    let mut paged = all(&books, &everything(on, sort, descending), limit);
                    if descending {
                        paged.reverse();
                    }
                    assert_eq!(paged, whole, "{on} {sort:?} {limit} {descending}");
                }
            }
        }
    }
    let foreign = all(&books, &everything(day("2026-03-31"), OpenItemSort::Number, false), 50);
    assert!(foreign.iter().any(|r| r.kind == ItemKind::Receipt));
    let page = PageRequest { limit: Some(2), after: None };
    let first = OpenItemsAsk { page, ..OpenItemsAsk::of(day("2026-03-31")) };
    let next = books.read(|tx| open_items(tx, &books.proof(), &first).unwrap()).next;
    let other = PageRequest { limit: Some(2), after: next };
    let other = OpenItemsAsk { sort: OpenItemSort::Number, page: other, ..first };
    let error = books.read(|tx| open_items(tx, &books.proof(), &other).unwrap_err());
    assert_eq!(error.code(), "bad-cursor");
}

fn numbers(rows: &[OpenItemRow]) -> Vec<&str> {
    rows.iter().map(|r| r.number.as_str()).collect()
}

#[db_test]
fn filters_leave_what_meets_them(t: TestDb) {
    let mut books = Books::told(t, STORY);
    books.tell("person ana\n client cone of ana\n client dune of ana below cone");
    books.tell("invoice D1 dune USD 5.00 2026-01-01 due 2026-01-01");
    let of = |ask: OpenItemsAsk| all(&books, &ask, 50);
    let on = || OpenItemsAsk { sort: OpenItemSort::Number, ..OpenItemsAsk::of(day("2026-03-31")) };
    assert_eq!(numbers(&of(on())), ["C1", "D1", "I1", "I2", "I4", "I5"]);
    let bolt = Some(books.clients["bolt"]);
    assert_eq!(numbers(&of(OpenItemsAsk { client: bolt, ..on() })), ["I4", "I5"]);
    let euros = Some(currency("EUR"));
    assert_eq!(numbers(&of(OpenItemsAsk { currency: euros, ..on() })), ["I4"]);
    let receipts = vec![ItemKind::Receipt];
    assert_eq!(numbers(&of(OpenItemsAsk { kinds: receipts, ..on() })), ["R1", "R2"]);
    let (ana, cone) = (books.people["ana"].user_id().map(Owner::Is), Some(books.clients["cone"]));
    assert_eq!(numbers(&of(OpenItemsAsk { owner: ana, ..on() })), ["D1"]);
    let family = OpenItemsAsk { client: cone, include_children: true, ..on() };
    assert_eq!(numbers(&of(family)), ["D1"]);
    assert!(of(OpenItemsAsk { client: cone, ..on() }).is_empty());
    // I1 is due 55 days, C1 30 days, I4 28, I2 19, I5 none.
    for (days, expected) in [(31, vec!["D1", "I1"]), (30, vec!["C1", "D1", "I1"]), (1, vec![])] {
        let late = of(OpenItemsAsk { min_days_past_due: Some(days), ..on() });
        if days == 1 {
            assert_eq!(numbers(&late), ["C1", "D1", "I1", "I2", "I4"]);
            assert!(late.iter().all(|r| r.days_past_due >= 1));
        } else {
            assert_eq!(numbers(&late), expected);
        }
    }
    let proof = books.people["ana"].allow().unwrap();
    let hers = books.read(|tx| open_items(tx, &proof, &on()).unwrap());
    assert_eq!((numbers(&hers.items), hers.total), (vec!["D1"], 1));
    let error = books.read(|tx| open_items(tx, &proof, &OpenItemsAsk { client: bolt, ..on() }));
    assert_eq!(error.unwrap_err().code(), "unknown-client");
}

db::statements! {
    DISPUTE = "INSERT INTO invoice (tenant_id, invoice_id, kind, status, number, client_id, currency, issued_on, due_on, payment_term, discount_minor, net_minor, tax_minor, total_minor, rate_e12, entry_no, disputed_on, dispute_reason, version, created_at, created_by)
               SELECT o.tenant_id, o.open_item_id, o.kind, 'issued', o.number, o.client_id, o.currency, o.issued_on, o.due_on, 'net30', 0, o.amount_minor, 0, o.amount_minor, o.rate_e12, o.entry_no, ?3, 'short', 1, ?4, 'test'
               FROM open_item o WHERE o.tenant_id = ?1 AND o.open_item_id = ?2";
}

#[db_test]
fn a_dispute_shows_from_its_day_on(t: TestDb) {
    let books = Books::told(t, STORY);
    let i1 = books.items["I1"];
    books
        .t
        .db
        .write(books.t.tenant, |tx| {
            tx.execute(&DISPUTE, params![i1, day("2026-02-15"), tx.now()]).map(drop)
        })
        .unwrap();
    for (on, disputed) in [("2026-02-14", 0), ("2026-02-15", 1), ("2026-03-31", 1)] {
        let rows = all(&books, &OpenItemsAsk::of(day(on)), 50);
        let found: Vec<_> = rows.iter().filter(|r| r.disputed).collect();
        assert_eq!(found.len(), disputed, "{on}");
        assert!(found.iter().all(|r| r.id == i1));
    }
}

#[db_test]
fn an_item_tells_what_moved_it(t: TestDb) {
    let books = Books::told(t, STORY);
    let proof = books.proof();
    let history = |no: &str| books.read(|tx| item_history(tx, &proof, books.items[no]).unwrap());
    let rows = |no: &str| -> Vec<String> {
        let item = history(no);
        let row = |s: &reports::item_history::ItemStep| {
            let counter = s.counter.as_ref().map_or("-", |counter| counter.number.as_str());
            let (took, left) =
                (shown(s.amount_minor, item.currency), shown(s.remaining_minor, item.currency));
            let back = if s.reverses_no.is_some() { " back" } else { "" };
            format!("{} {} {counter} {took} {left}{back}", s.applied_on, s.kind)
        };
        item.steps.iter().map(row).collect()
    };
    let expected = [
        "2026-02-20 application R1 400.00 600.00",
        "2026-02-25 application R1 200.00 400.00",
        "2026-03-10 application R1 -400.00 800.00 back",
    ];
    assert_eq!(rows("I1"), expected);
    assert_eq!(rows("I3"), ["2026-02-28 void - 250.00 0.00"]);
    let euros = ["2026-03-15 application R2 100.00 200.00", "2026-03-20 write_off - 50.00 150.00"];
    assert_eq!(rows("I4"), euros);
    assert_eq!(rows("C1"), ["2026-03-05 application I2 60.00 40.00"]);
    let i1 = history("I1");
    for (on, open) in [("2026-01-04", 0), ("2026-02-21", 60_000), ("2026-03-31", 80_000)] {
        assert_eq!(i1.open_on(day(on)), open, "{on}");
    }
    assert_eq!((i1.number.as_str(), i1.recorded_by.as_str()), ("I1", "test"));
}

#[db_test]
fn an_item_out_of_reach_is_unknown(t: TestDb) {
    let mut books = Books::told(t, STORY);
    books.tell("person ana");
    let proof = books.people["ana"].allow().unwrap();
    let error = books.read(|tx| item_history(tx, &proof, books.items["I1"]).unwrap_err());
    assert_eq!(error.code(), "unknown-open-item");
}

#[db_test]
fn days_count_from_the_due_day_or_the_items_own(t: TestDb) {
    let books = Books::told(
        t,
        "client acme
         client loose
         invoice INV-1 acme  USD 1.00 2026-01-01 due 2026-03-01
         invoice INV-2 acme  USD 2.00 2026-02-01 due 2026-03-31
         invoice OLD-1 loose USD 4.00 2026-03-01 due 2026-04-10",
    );
    let of = |change: &dyn Fn(&mut OpenItemsAsk)| {
        let mut ask = OpenItemsAsk::of(day("2026-03-31"));
        change(&mut ask);
        all(&books, &ask, 2).into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(of(&|ask| ask.days_from = Some(0)), ["INV-1", "INV-2"]);
    assert_eq!(of(&|ask| ask.days_from = Some(1)), ["INV-1"]);
    assert_eq!(of(&|ask| ask.days_until = Some(30)), ["INV-1", "INV-2", "OLD-1"]);
    assert_eq!(of(&|ask| ask.days_until = Some(29)), ["INV-2", "OLD-1"]);
    let ahead = of(&|ask| (ask.days_from, ask.days_until) = (Some(-10), Some(-1)));
    assert_eq!(ahead, ["OLD-1"]);
    assert!(of(&|ask| ask.days_until = Some(-11)).is_empty());
    assert!(of(&|ask| ask.days_from = Some(i32::MAX)).is_empty());
    assert_eq!(of(&|ask| ask.days_from = Some(i32::MIN)).len(), 3);
    assert_eq!(of(&|ask| ask.days_until = Some(i32::MAX)).len(), 3);
    assert!(of(&|ask| ask.days_until = Some(i32::MIN)).is_empty());
    let issued = of(&|ask| {
        ask.basis = AgingBasis::Issued;
        (ask.days_from, ask.days_until) = (Some(31), Some(58));
    });
    assert_eq!(issued, ["INV-2"]);
    assert_eq!(of(&|ask| ask.number = Some("INV-".to_owned())), ["INV-1", "INV-2"]);
    assert_eq!(of(&|ask| ask.number = Some("OLD-1".to_owned())), ["OLD-1"]);
    assert!(of(&|ask| ask.number = Some("NV".to_owned())).is_empty());
    // Nobody looks after these clients; each sort has its own text for them.
    for sort in SORTS {
        for descending in [false, true] {
            let nobodys = of(&|ask| {
                ask.owner = Some(Owner::Nobody);
                (ask.sort, ask.descending) = (sort, descending);
            });
            assert_eq!(nobodys.len(), 3, "{sort:?} {descending}");
        }
    }
}
