//! DSO and CEI by hand.

use kernel::Fault;
use money::E6;
use reports::cei::{cei, cei_months};
use reports::dso::{dso, dso_months};
use reports::{Cei, Dso, MonthsAsk, PeriodAsk};
use testkit::{TestDb, day, db_test};

use crate::books::{Books, shown};

const STORY: &str = "
    client acme
    client bolt
    invoice J acme USD 3100.00 2026-01-10 due 2026-02-09
    invoice F acme USD 2800.00 2026-02-10 due 2026-03-12
    invoice V acme USD  400.00 2026-02-15 due 2026-03-17
    void    V on 2026-03-02
    invoice M acme USD 3500.00 2026-03-10 due 2026-04-09
    credit_note C acme USD 500.00 2026-03-20
    receipt R acme USD 2000.00 2026-03-25
    apply   A R to J 2000.00 on 2026-03-25
    invoice E bolt EUR 1000.00 2026-03-01 due 2026-03-31 at 1.10
";

fn period(from: &str, until: &str) -> PeriodAsk {
    PeriodAsk { from: day(from), until: day(until), owner: None, client: None }
}

fn text(figure: Option<E6>) -> String {
    figure.map_or_else(|| "none".to_owned(), |f| f.to_string())
}

fn dso_of(books: &Books, ask: &PeriodAsk) -> Vec<String> {
    let dso = books.read(|tx| dso(tx, &books.proof(), ask).unwrap());
    let all = dso.currencies.iter().chain([&dso.base]);
    let row = |f: &reports::DsoFigures| {
        let (owed, sold) =
            (shown(f.receivable_minor, f.currency), shown(f.credit_sales_minor, f.currency));
        format!("{} {owed} {sold} {} {}", f.currency, text(f.simple), text(f.count_back))
    };
    all.map(row).collect()
}

fn cei_of(books: &Books, ask: &PeriodAsk) -> Vec<String> {
    let cei = books.read(|tx| cei(tx, &books.proof(), ask).unwrap());
    let all = cei.currencies.iter().chain([&cei.base]);
    let row = |f: &reports::CeiFigures| {
        let amounts =
            [f.beginning_minor, f.credit_sales_minor, f.ending_total_minor, f.ending_current_minor];
        let amounts = amounts.map(|minor| shown(minor, f.currency)).join(" ");
        format!("{} {amounts} {}", f.currency, text(f.index))
    };
    all.map(row).collect()
}

#[db_test]
fn days_sales_outstanding_by_hand(t: TestDb) {
    let books = Books::told(t, STORY);
    // Owed: J 1100 + F 2800 + M 3500 - C 500 = 6900. Sold: 3100 + 2800 + 400 - 400 + 3500 - 500 = 8900.
    // 6900 / 8900 x 90 = 69.775. Back: March 3500 - 500 - 400 = 2600, 31 days, leaves 4300; February 3200,
    // 28 days, leaves 1100; January 3100: 1100 / 3100 x 31 = 11.
    // EUR: 1000 owed of 1000 sold. In base: 6900 + 1100 = 8000 of 10000.
    let expected =
        ["EUR 1000.00 1000.00 90 31", "USD 6900.00 8900.00 69.78 70", "USD 8000.00 10000.00 72 70"];
    assert_eq!(dso_of(&books, &period("2026-01-01", "2026-03-31")), expected);
    // On 15 March the month has 15 days; owed: J 3100, F 2800, M 3500; sold this month: 3500 - 400.
    // Back: 3100, 15 days, leaves 6300; February 3200, 28, leaves 3100; January 3100, 31, leaves nothing.
    let usd = &dso_of(&books, &period("2026-03-01", "2026-03-15"))[1];
    assert_eq!(usd, "USD 9400.00 3100.00 45.48 74");
}

#[db_test]
fn collection_effectiveness_by_hand(t: TestDb) {
    let books = Books::told(t, STORY);
    // (6300 + 2600 - 6900) / (6300 + 2600 - 3500) = 2000 / 5400. In euros nothing was due.
    let expected = [
        "EUR 0.00 1000.00 1000.00 1000.00 none",
        "USD 6300.00 2600.00 6900.00 3500.00 37.04",
        "USD 6300.00 3700.00 8000.00 4600.00 37.04",
    ];
    assert_eq!(cei_of(&books, &period("2026-03-01", "2026-03-31")), expected);
}

#[db_test]
fn months_without_sales_count_and_what_is_too_old_has_no_figure(t: TestDb) {
    let mut books = Books::new(t);
    let january = period("2026-01-01", "2026-01-31");
    assert_eq!(dso_of(&books, &january), ["USD 0.00 0.00 none 0"]);
    assert_eq!(cei_of(&books, &january), ["USD 0.00 0.00 0.00 0.00 none"]);
    books.tell("client acme\n invoice N acme USD 100.00 2025-11-30 due 2025-12-30");
    // November 30, December 31 and January 31 days.
    assert_eq!(dso_of(&books, &january)[0], "USD 100.00 0.00 none 92");
    // What was sold in October 2019 is used up by the 60th month before the end of September 2024, and not
    // by that of a month later.
    books.tell("invoice O acme USD 1.00 2019-10-31 due 2019-10-31");
    assert_eq!(dso_of(&books, &period("2024-10-01", "2024-10-31"))[0], "USD 1.00 0.00 none none");
    assert_eq!(dso_of(&books, &period("2024-09-01", "2024-09-30"))[0], "USD 1.00 0.00 none 1827");
    let backwards =
        books.read(|tx| dso(tx, &books.proof(), &period("2026-02-01", "2026-01-01")).unwrap_err());
    assert_eq!(backwards.code(), "period-backwards");
}

#[db_test]
fn figures_are_of_the_owners_in_reach(t: TestDb) {
    let books = Books::told(
        t,
        "person ana
         client mine of ana
         client other
         invoice A mine  USD 1.00 2026-03-01 due 2026-03-11
         invoice B other USD 9.00 2026-03-01 due 2026-03-11",
    );
    let proof = books.people["ana"].allow().unwrap();
    let march = period("2026-03-01", "2026-03-31");
    let own = books.read(|tx| dso(tx, &proof, &march).unwrap());
    assert_eq!((own.base.receivable_minor, own.base.credit_sales_minor), (100, 100));
    let hers = PeriodAsk { owner: books.people["ana"].user_id(), ..march };
    assert_eq!(books.read(|tx| dso(tx, &books.proof(), &hers).unwrap()), own);
    let mine = PeriodAsk { client: Some(books.access("mine").id()), ..march };
    assert_eq!(books.read(|tx| dso(tx, &books.proof(), &mine).unwrap()), own);
    assert_eq!(
        books.read(|tx| cei(tx, &books.proof(), &mine).unwrap()).base.ending_total_minor,
        100
    );
    let other = PeriodAsk { client: Some(books.access("other").id()), ..march };
    assert_eq!(books.read(|tx| dso(tx, &proof, &other).unwrap_err()).code(), "unknown-client");
    assert_eq!(books.read(|tx| cei(tx, &proof, &march).unwrap()).base.ending_total_minor, 100);
}

#[db_test]
fn a_series_is_the_figures_of_its_months(t: TestDb) {
    let mut books = Books::told(t, STORY);
    books.tell("invoice O bolt EUR 9.00 2025-06-15 due 2025-07-15 at 1.00");
    let until = day("2026-03-15");
    let ask = MonthsAsk { until, months: 3, owner: None, client: None };
    let series = books.read(|tx| dso_months(tx, &books.proof(), &ask, 90).unwrap());
    let ends: Vec<_> = series.iter().map(|(ask, _)| ask.until.to_string()).collect();
    assert_eq!(ends, ["2026-01-31", "2026-02-28", "2026-03-15"]);
    for (ask, found) in series {
        assert_eq!(ask.days(), 90);
        let alone: Dso = books.read(|tx| dso(tx, &books.proof(), &ask).unwrap());
        assert_eq!(found, alone, "{}", ask.until);
    }
    let series = books.read(|tx| cei_months(tx, &books.proof(), &ask).unwrap());
    let days: Vec<_> = series.iter().map(|(ask, _)| (ask.from, ask.until)).collect();
    assert_eq!(days[0], (day("2026-01-01"), day("2026-01-31")));
    assert_eq!(days[2], (day("2026-03-01"), until));
    for (ask, found) in series {
        let alone: Cei = books.read(|tx| cei(tx, &books.proof(), &ask).unwrap());
        assert_eq!(found, alone, "{}", ask.until);
    }
    let ask = MonthsAsk { until: day("2026-02-28"), months: 1, ..ask };
    let one = books.read(|tx| cei_months(tx, &books.proof(), &ask).unwrap());
    assert_eq!((one.len(), one[0].0.from), (1, day("2026-02-01")));
}
