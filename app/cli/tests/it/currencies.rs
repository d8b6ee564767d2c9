//! Books in several currencies, judged by hledger.

use ledger::rate::{self, ExchangeRate};
use money::Currency;
use people::Actor;
use people::permission::SetUpLedger;
use testkit::{TestDb, day, db_test};

use crate::hledger;
use crate::program::{Program, rows};

const PROFILE: &str = r#"
name = "mixed"
kind = "receivables"
source = "mixed"
negative_amounts = "credit_note"
[columns]
client_number = "client"
client_name = "name"
invoice_number = "number"
issued_on = "issued"
currency = "currency"
amount = "amount"
settled_on = "settled"
settled_amount = "paid"
"#;

/// Yen have no decimals, dinars have three; one is paid in part, one too much, one is a credit note.
const FILE: &str = "\
client,name,number,issued,currency,amount,settled,paid
C-1,=HYPERLINK(1),E-1,2026-01-10,EUR,1000.00,2026-02-15,
C-1,=HYPERLINK(1),E-2,2026-01-10,EUR,333.33,2026-02-15,100.00
C-2,Bar; Baz  [2020-01-01] | x,J-1,2026-01-11,JPY,70000,2026-02-15,70001
C-2,Bar; Baz  [2020-01-01] | x,K-1,2026-01-12,KWD,12.345,,
C-1,=HYPERLINK(1),U-1,2026-01-12,USD,5.00,2026-02-20,
C-1,=HYPERLINK(1),E-3,2026-01-13,EUR,-50.00,,
";

fn rates(t: &TestDb) {
    let tenant = people::tenant::find(&t.db, None).unwrap();
    let actor = Actor::operator(tenant, "test");
    let proof = actor.allow::<SetUpLedger>().unwrap();
    let base = Currency::parse("USD").unwrap();
    for (currency, on, rate) in [
        ("EUR", "2026-01-01", "1.0837"),
        ("EUR", "2026-02-01", "1.1211"),
        ("JPY", "2026-01-01", "0.00671"),
        ("JPY", "2026-02-01", "0.00642"),
        ("KWD", "2026-01-01", "3.2519"),
    ] {
        let rate = ExchangeRate {
            currency: Currency::parse(currency).unwrap(),
            on_date: day(on),
            rate: rate.parse().unwrap(),
            source: "test".to_owned(),
        };
        t.db.write(tenant, |tx| rate::put(tx, &actor, &proof, base, &rate)).unwrap();
    }
}

#[db_test]
fn exchange_differences_reach_hledger(t: TestDb) {
    let program = Program::on(&t);
    program
        .run(&[
            "user",
            "add",
            "ana@example.com",
            "--name",
            "Ana",
            "--role",
            "accountant",
            "--generate-password",
        ])
        .ok();
    rates(&t);
    let profile = program.file("mixed.toml", PROFILE);
    let file = program.file("mixed.csv", FILE);
    let (plan, _) = program.import(&file, profile.to_str().unwrap());
    assert!(
        plan.contains("rows refused")
            && plan.contains("12.345  KWD")
            && plan.contains("70001  JPY"),
        "{plan}"
    );
    hledger::agrees(&program, "USD");
    program.run(&["doctor"]).ok();

    let journal = program.run(&["export", "journal"]).ok();
    assert!(
        journal.contains("; client:C-1") && journal.contains("exchange-difference:"),
        "{journal}"
    );
    assert!(journal.contains(" EUR @@ ") && journal.contains("commodity 1000. JPY"), "{journal}");

    let aging = program.run(&["report", "aging", "--as-of", "2026-03-31", "--format", "csv"]).ok();
    let open: Vec<String> = rows(&aging).iter().skip(1).map(|r| r[..3].join(",")).collect();
    assert_eq!(open, ["EUR,2,183.33", "KWD,1,12.345"]);
    let base = program
        .run(&["report", "aging", "--as-of", "2026-03-31", "--format", "csv", "--base"])
        .ok();
    assert_eq!(rows(&base).len(), 2);
    assert!(rows(&base)[1][0] == "USD", "{base}");
    let client =
        ["report", "client-balance", "--client", "C-2", "--as-of", "2026-03-31", "--format", "csv"];
    let expected = "client,currency,invoices,credit_notes,on_account,balance,overdue\n\
                    C-2,JPY,0,0,1,-1,0\nC-2,KWD,12.345,0.000,0.000,12.345,12.345\n";
    assert_eq!(program.run(&client).ok(), expected);

    let items =
        program.run(&["report", "open-items", "--as-of", "2026-03-31", "--format", "csv"]).ok();
    assert!(items.contains("C-1,'=HYPERLINK(1),credit_note,E-3,"), "{items}");
    assert!(items.contains(",EUR,-50.00,-50.00,-54.19,no"), "{items}");
    grouped(&program);
}

/// Every report by client and by owner, and of one client.
fn grouped(program: &Program) {
    let first_rows = |report: &str, more: &[&str]| {
        let begun = ["report", report, "--as-of", "2026-03-31", "--format", "csv"];
        let text = program.run(&[&begun, more].concat()).ok();
        rows(&text).iter().map(|row| row[..3].join(",")).collect::<Vec<_>>()
    };
    let by = |report: &str, by: &str| first_rows(report, &["--by", by]);
    assert_eq!(by("aging", "client")[0], "client,currency,open_items");
    assert_eq!(by("dso", "client")[0], "client,currency,days");
    assert_eq!(by("cei", "owner")[0], "owner,currency,beginning");
    assert_eq!(
        by("open-items", "total"),
        ["currency,open_items,open", "EUR,2,183.33", "KWD,1,12.345"]
    );
    assert_eq!(by("open-items", "owner")[1], ",EUR,2");
    assert_eq!(
        by("client-balance", "client")[1..],
        ["C-1,EUR,233.33", "C-2,JPY,0", "C-2,KWD,12.345"]
    );
    assert_eq!(
        by("client-balance", "total")[1..],
        ["EUR,233.33,50.00", "JPY,0,0", "KWD,12.345,0.000"]
    );
    assert_eq!(by("trial-balance", "client")[0], "client,account,name");
    for report in ["aging", "open-items", "dso", "cei", "client-balance", "trial-balance"] {
        for of in ["total", "client", "owner"] {
            assert!(by(report, of).len() > 1, "{report} by {of}");
            let one = first_rows(report, &["--by", of, "--client", "C-2"]);
            assert!(one.iter().all(|row| !row.contains("C-1") && !row.contains("EUR")), "{one:?}");
        }
    }
}
