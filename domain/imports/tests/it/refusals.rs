//! What is refused, where, and why.

use imports::ImportError;
use kernel::Fault;
use ledger::period::{self, Lock};
use people::permission::LockPeriods;
use testkit::{TestDb, day, db_test};

use crate::books::{
    File, PLAIN, apply, company, dump, import, operator, plan, profile, try_plan, write,
};

const HEAD: &str =
    "client,number,issued,due,amount,currency,settled_on,settled,term,disputed,note,key,rate";

/// A row that is right, with some of its cells replaced.
fn row(number: usize, replaced: &[(&str, &str)]) -> String {
    let number = format!("N-{number}");
    let cells = HEAD.split(',').map(|column| {
        let usual = match column {
            "client" => "C-1",
            "number" => number.as_str(),
            "issued" => "2025-06-01",
            "due" => "2025-07-01",
            "amount" => "100.00",
            "currency" => "USD",
            _ => "",
        };
        let found = replaced.iter().find(|(name, _)| *name == column);
        format!("\"{}\"", found.map_or(usual, |(_, text)| text).replace('"', "\"\""))
    });
    cells.collect::<Vec<_>>().join(",")
}

type Case = (Vec<(&'static str, &'static str)>, &'static str, &'static str);

/// Cells that are wrong, the column that is named, and what is said.
fn cases() -> Vec<Case> {
    const LONG: &str = "12345678901234567890123456789012345678901";
    vec![
        (vec![("issued", "2025-02-30")], "issued", "not a day in the form %Y-%m-%d"),
        (vec![("issued", "")], "issued", "empty"),
        (vec![("issued", "0201-01-01")], "issued", "year cannot be meant"),
        (vec![("issued", "1969-12-31"), ("due", "")], "issued", "cannot be meant"),
        (vec![("issued", "2031-01-01"), ("due", "")], "issued", "cannot be meant"),
        (vec![("amount", "1e400")], "amount", "not a number in the form"),
        (vec![("amount", "-5.00")], "amount", "below nought"),
        (vec![("amount", "0")], "amount", "nothing"),
        (vec![("amount", "")], "amount", "empty"),
        (vec![("amount", "1,000.00")], "amount", "not a number in the form"),
        (vec![("amount", "1.001")], "amount", "1.001"),
        (vec![("amount", "99999999999999999999")], "amount", "too large"),
        (vec![("amount", "92233720368547758.07")], "amount", "more than an invoice can be for"),
        (vec![("amount", "٣")], "amount", "not a number"),
        (vec![("currency", "XYZ")], "currency", "XYZ"),
        (vec![("currency", "")], "currency", "empty"),
        (vec![("currency", "GBP")], "currency", "no exchange rate for GBP on or before 2025-06-01"),
        (vec![("currency", "EUR"), ("rate", "0")], "rate", "above nought"),
        (vec![("currency", "EUR"), ("rate", "99999999999")], "rate", "too large"),
        (vec![("number", "N-1")], "number", "further up"),
        (vec![("number", "TAKEN")], "number", "from elsewhere"),
        (vec![("number", LONG)], "number", "longer than 40 characters"),
        (vec![("number", "")], "number", "empty"),
        (vec![("client", "C\u{7}1")], "client", "cannot be printed"),
        (vec![("key", "own")], "key", "further up"),
        (vec![("note", "a\tb")], "note", "cannot be printed"),
        (vec![("due", "2025-05-31")], "due", "before the invoice's own day, 2025-06-01"),
        (vec![("settled", "50")], "settled_on", "no day says when"),
        (vec![("settled", "-50"), ("settled_on", "2025-07-01")], "settled", "below nought"),
        (vec![("settled_on", "soon")], "settled_on", "not a day"),
        (vec![("term", "net31")], "term", "no payment term 'net31'"),
        (vec![("issued", "2025-02-10"), ("due", "")], "issued", "locked"),
        (vec![("issued", "2025-01-10"), ("settled_on", "2025-02-10")], "settled_on", "locked"),
        (vec![("disputed", "perhaps")], "disputed", "neither yes nor no"),
    ]
}

#[db_test]
fn each_refusal_names_row_column_value_and_reason(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let elsewhere = profile_of("elsewhere");
    import(&t, &File::csv(&[HEAD, &row(0, &[("number", "TAKEN")])]), &elsewhere);
    let actor = operator(&t);
    let proof = actor.allow::<LockPeriods>().unwrap();
    write(&t, |tx| period::set_lock(tx, &actor, &proof, day("2025-02-01"), Lock::Hard, "closed"));

    let mut lines = vec![HEAD.to_owned(), row(1, &[("key", "own")])];
    lines.extend(cases().iter().enumerate().map(|(at, (cells, _, _))| row(at + 2, cells)));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let before = dump(&t, &[]);
    // A plan shows so many refusals; each case is looked at in a file of its own besides.
    let all = plan(&t, &File::csv(&lines), &profile);
    assert_eq!((all.rows, all.refused), (cases().len() as u64 + 1, cases().len() as u64));
    assert_eq!(all.invoices.values().map(|(n, _)| n).sum::<u64>(), 1);
    for (at, (cells, column, why)) in cases().iter().enumerate() {
        let plan = plan(&t, &File::csv(&[HEAD, lines[1], lines[at + 2]]), &profile);
        let [refusal] = plan.refusals.as_slice() else { panic!("{cells:?}: {:?}", plan.refusals) };
        assert_eq!((refusal.row, refusal.column.as_str()), (3, *column), "{cells:?}: {refusal:?}");
        assert!(refusal.why.contains(why), "{cells:?}: {refusal:?}");
        let value = cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text);
        assert_eq!(refusal.value, value.chars().take(80).collect::<String>(), "{cells:?}");
    }
    assert_eq!(dump(&t, &[]), before, "a plan writes nothing");
    // The rows that are right come in, whatever the others are.
    apply(&t, &File::csv(&lines), &profile, &all.fingerprint).unwrap();
    let again = plan(&t, &File::csv(&lines), &profile);
    assert_eq!((again.unchanged, again.refused), (1, cases().len() as u64));
}

fn profile_of(source: &str) -> imports::Profile {
    profile(&PLAIN.replace("source = \"plain\"", &format!("source = \"{source}\"")))
}

#[db_test]
fn a_missing_column_is_named(t: TestDb) {
    company(&t);
    let file = File::csv(&["client,number,issued,sum,currency", "C-1,N-1,2025-06-01,100,USD"]);
    let error = try_plan(&t, &file, &profile(PLAIN)).unwrap_err();
    let ImportError::Columns { missing, has } = &error else { panic!("{error}") };
    assert_eq!((missing.as_slice(), has.len()), (&["amount".to_owned()][..], 5));
    assert_eq!(error.code(), "columns-missing");
    assert!(error.to_string().contains("lacks the column amount; it has: client, number"));
}

#[db_test]
fn a_row_that_cannot_be_read_is_refused_and_the_others_are_not(t: TestDb) {
    company(&t);
    let head = "client,number,issued,amount,currency";
    let lines = [head, "C-1,N-1,2025-06-01,100,USD,x,y", "C-1,N-2,2025-06-01,100,USD"];
    let plan = plan(&t, &File::csv(&lines), &profile(PLAIN));
    assert_eq!((plan.rows, plan.refused), (2, 1));
    assert_eq!((plan.refusals[0].row, plan.refusals[0].column.as_str()), (2, ""));
    assert!(plan.refusals[0].why.contains("cells"), "{:?}", plan.refusals);
}

#[db_test]
fn rows_that_are_in_the_books_are_not_refused_for_a_lock_that_came_later(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let file = File::csv(&[HEAD, &row(1, &[("settled_on", "2025-06-20")])]);
    import(&t, &file, &profile);
    let actor = operator(&t);
    let proof = actor.allow::<LockPeriods>().unwrap();
    write(&t, |tx| period::set_lock(tx, &actor, &proof, day("2025-06-01"), Lock::Hard, "closed"));
    assert_eq!((plan(&t, &file, &profile).unchanged, plan(&t, &file, &profile).refused), (1, 0));
}
