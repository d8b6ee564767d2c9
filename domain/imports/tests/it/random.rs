//! Whatever stands in a file: nothing panics, every row is accounted for, and what is planned is done.

use imports::Plan;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::TestDb;

use crate::books::{File, PLAIN, apply, company, dump, profile, prove, try_plan, undo};

fn cell(good: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        12 => proptest::sample::select(good).prop_map(str::to_owned),
        1 => proptest::sample::select(&ODD[..]).prop_map(str::to_owned),
        1 => proptest::collection::vec(any::<char>(), 0..12).prop_map(|c| c.into_iter().collect()),
    ]
}

const ODD: [&str; 14] = [
    "",
    " ",
    "-",
    "'",
    "\"",
    "=1+1",
    "1e400",
    "-0.01",
    "99999999999999999999",
    "2025-02-30",
    "\u{0}",
    "\u{202e}x",
    "9223372036854775807",
    "-92233720368547758.08",
];

fn line(columns: &'static [&'static [&'static str]]) -> impl Strategy<Value = String> {
    let cells: Vec<_> = columns.iter().map(|good| cell(good).boxed()).collect();
    cells.prop_map(|cells| {
        let quoted = |c: &String| format!("\"{}\"", c.replace('"', "\"\""));
        cells.iter().map(quoted).collect::<Vec<_>>().join(",")
    })
}

fn accounted(plan: &Plan) -> u64 {
    let documents = plan.invoices.values().chain(plan.credit_notes.values()).map(|(n, _)| n);
    documents.sum::<u64>() + plan.new_contacts + plan.changes + plan.unchanged + plan.refused
}

/// Plans, applies and undoes files of random rows.
fn check(
    name: &str,
    text: &str,
    head: &str,
    columns: &'static [&'static [&'static str]],
    cases: u32,
) {
    let profile = profile(text);
    for t in testkit::both() {
        company(&t);
        let clients_file = File::csv(&["number,currency,legal_name", "A,USD,A", "B,EUR,B"]);
        crate::books::import(&t, &clients_file, &imports::Profile::find("clients").unwrap());
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let rows = proptest::collection::vec(line(columns), 0..12);
        TestRunner::new_with_rng(config, fixed_rng())
            .run(&rows, |rows| {
                let mut lines = vec![head];
                lines.extend(rows.iter().map(String::as_str));
                one(&t, &File::new("file.csv", lines.join("\n")), &profile);
                Ok(())
            })
            .unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

fn fixed_rng() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

fn one(t: &TestDb, file: &File, profile: &imports::Profile) {
    let before = dump(t, &[]);
    // A file as a whole may be unreadable, such as one with a quotation mark that is never closed.
    let Ok(plan) = try_plan(t, file, profile) else { return };
    assert_eq!(dump(t, &[]), before, "a plan writes nothing");
    let new_clients = if profile.kind == imports::Kind::Clients { plan.new_clients } else { 0 };
    assert_eq!(accounted(&plan) + new_clients, plan.rows, "{plan:?}");
    assert!(plan.refused == 0 || plan.refusals.iter().all(|r| !r.why.is_empty()));
    let id = apply(t, file, profile, &plan.fingerprint).unwrap_or_else(|e| panic!("{e}"));
    prove(t);
    let again = try_plan(t, file, profile).unwrap();
    // What came in is there as it came. What was refused still is, unless it lacked what came in below it.
    assert!(again.unchanged + plan.refused >= plan.rows, "{again:?}");
    assert!(again.refused <= plan.refused, "{again:?}");
    undo(t, id).unwrap();
    prove(t);
}

#[test]
fn receivables() {
    let text = PLAIN.replace(
        "kind = \"receivables\"",
        "kind = \"receivables\"\nnegative_amounts = \"credit_note\"",
    );
    check(
        "receivables",
        &text,
        "client,number,issued,due,amount,currency,settled_on,settled,term,disputed,note",
        &[
            &["A", "B", "C", "D"],
            &["1", "2", "3", "4", "5", "6", "7", "8"],
            &["2025-06-01", "2025-06-02", "2025-12-31"],
            &["", "2026-01-31"],
            &["1", "12.34", "-5.00", "1000000"],
            &["USD", "EUR"],
            &["", "", "2025-06-15", "2025-05-01"],
            &["", "", "3.00", "-2"],
            &["", "net30", "net60"],
            &["", "yes", "no"],
            &["", "red"],
        ],
        30,
    );
}

#[test]
fn clients() {
    check(
        "clients",
        "name='c'\nkind='clients'\nsource='c'\n[columns]\nkey='key'\nnumber='no'\nlegal_name='name'\ncurrency='cur'\nstatus='state'\ncredit_limit='limit'\nparent_number='parent'\ncity='city'\ncountry='country'\ntags='tags'\n\"custom.x\"='x'\n",
        "key,no,name,cur,state,limit,parent,city,country,tags,x",
        &[
            &["", "", "k1", "k2"],
            &["A", "B", "C", "D", "E", "F"],
            &["One", "Two"],
            &["USD", "EUR"],
            &["", "active", "on_hold"],
            &["", "5", "100.10"],
            &["", "", "A", "C"],
            &["", "Rome"],
            &["IT", "us"],
            &["", "a;b", "B"],
            &["", "1"],
        ],
        40,
    );
}

#[test]
fn contacts() {
    check(
        "contacts",
        "name='c'\nkind='contacts'\nsource='c'\n[columns]\nkey='key'\nclient_number='no'\ngiven_name='name'\nemail='mail'\nemail2='mail2'\nphone='tel'\nroles='roles'\n",
        "key,no,name,mail,mail2,tel,roles",
        &[
            &["", "k1", "k2", "k3"],
            &["A", "B"],
            &["Ana", "Eva"],
            &["", "a@b.com", "c@d.com", "e@f.com"],
            &["", "", "g@h.com", "a@b.com"],
            &["", "+34 912 345 678"],
            &["", "billing;Sales"],
        ],
        40,
    );
}
