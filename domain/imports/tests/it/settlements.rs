//! How far documents were settled, then and later.

use testkit::{TestDb, db_test};

use crate::books::{
    File, PLAIN, company, dump, import, open_on, plan, profile, prove, put_rate, refusals, trial,
    undo, usd,
};

const HEAD: &str = "client,number,issued,due,amount,currency,settled_on,settled";

fn file(lines: &[&str]) -> File {
    let mut all = vec![HEAD];
    all.extend(lines);
    File::csv(&all)
}

#[db_test]
fn partly_overpaid_and_paid_before_the_day(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let rows = file(&[
        "C-1,PART,2025-03-01,2025-03-31,100.00,USD,2025-03-10,40.00",
        "C-1,OVER,2025-03-02,2025-04-01,50.00,USD,2025-03-12,70.00",
        "C-2,EARLY,2025-03-20,2025-04-19,30.00,USD,2025-03-05,",
        "C-2,OPEN,2025-03-21,2025-04-20,10.00,USD,,",
        "C-2,NAUGHT,2025-03-22,2025-04-21,20.00,USD,,0",
    ]);
    let (plan, id) = import(&t, &rows, &profile);
    assert_eq!(plan.invoices[&usd()], (5, 21_000));
    assert_eq!(plan.receipts[&usd()], (3, 14_000));
    // PART 60 left; OVER and EARLY gone; OPEN and NAUGHT open.
    assert_eq!(open_on(&t, "2025-03-31")[..3], [3, 9_000, 9_000]);
    // On the 15th EARLY's money is there and not applied, and OVER's rest is the client's credit.
    let of = |on: &str, number: &str| -> i64 {
        trial(&t, on).iter().filter(|(n, _, _)| n == number).map(|(_, _, minor)| minor).sum()
    };
    assert_eq!(of("2025-03-15", "2100"), -5_000);
    assert_eq!(of("2025-03-31", "2100"), -2_000);
    assert_eq!(of("2025-03-31", "1100"), 9_000);
    undo(&t, id).unwrap();
    prove(&t);
    for on in ["2025-03-05", "2025-03-15", "2025-03-31", "2026-03-31"] {
        assert_eq!(trial(&t, on), [], "{on}");
    }
}

#[db_test]
fn credit_notes_and_their_pay_back(t: TestDb) {
    company(&t);
    let notes = profile(&PLAIN.replace(
        "kind = \"receivables\"",
        "kind = \"receivables\"\nnegative_amounts = \"credit_note\"",
    ));
    let rows = file(&[
        "C-1,X,2025-03-01,,100.00,USD,,",
        "C-1,X,2025-03-02,,-40.00,USD,2025-03-09,",
        "C-1,Y,2025-03-03,,-15.00,USD,,",
        "C-1,Z,2025-03-03,,-30.00,USD,2025-03-10,-10.00",
    ]);
    let (first, id) = import(&t, &rows, &notes);
    assert_eq!((first.invoices[&usd()], first.credit_notes[&usd()]), ((1, 10_000), (3, 8_500)));
    assert_eq!((first.refunds[&usd()], first.receipts.get(&usd())), ((2, 5_000), None));
    let again = plan(&t, &rows, &notes);
    assert_eq!((again.unchanged, again.refused), (4, 0), "{:?}", again.refusals);
    // The open one is paid back, says a later file; that alone can be undone.
    let kept = dump(&t, &["audit_event", "audit_head", "import_run"]);
    let later = file(&["C-1,Y,2025-03-03,,-15.00,USD,2025-03-20,"]);
    let (second, later_id) = import(&t, &later, &notes);
    assert_eq!((second.refunds[&usd()], second.credit_notes.get(&usd())), ((1, 1_500), None));
    assert_eq!(plan(&t, &later, &notes).unchanged, 1);
    let refused = undo(&t, id).unwrap_err();
    assert!(refused.to_string().contains("the first being Y"), "{refused}");
    undo(&t, later_id).unwrap();
    prove(&t);
    assert!(
        kept.lines().filter(|l| l.starts_with("import_row")).all(|l| dump(&t, &[]).contains(l))
    );
    undo(&t, id).unwrap();
    prove(&t);
    for on in ["2025-03-01", "2025-03-10", "2025-03-20", "2026-03-31"] {
        assert_eq!(trial(&t, on), [], "{on}");
    }
    let (third, _) = import(&t, &rows, &notes);
    assert_eq!((third.refunds[&usd()], third.credit_notes[&usd()]), ((2, 5_000), (3, 8_500)));
    let wrong = plan(&t, &file(&["C-1,W,2025-03-01,,5.00,USD,2025-03-02,-5.00"]), &notes);
    assert!(refusals(&wrong)[0].contains("settled \"-5.00\": it is below nought"));
}

#[db_test]
fn a_later_file_settles_what_was_imported_as_open(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let (_, id) = import(&t, &file(&["C-1,N-1,2025-03-01,2025-03-31,100.00,USD,,"]), &profile);
    let (plan_later, later) =
        import(&t, &file(&["C-1,N-1,2025-03-01,2025-03-31,100.00,USD,2025-03-15,60.00"]), &profile);
    assert_eq!((plan_later.receipts[&usd()], plan_later.invoices.get(&usd())), ((1, 6_000), None));
    assert_eq!((plan_later.known_clients, plan_later.new_clients), (1, 0));
    assert_eq!(open_on(&t, "2025-03-31")[..2], [1, 4_000]);
    // Everything that is now said otherwise is refused.
    for (line, why) in [
        ("C-1,N-1,2025-03-01,2025-03-31,100.01,USD,,", "another client, day or amount"),
        ("C-2,N-1,2025-03-01,2025-03-31,100.00,USD,,", "another client, day or amount"),
        ("C-1,N-1,2025-03-02,2025-03-31,100.00,USD,,", "another client, day or amount"),
        ("C-1,N-1,2025-03-01,2025-03-31,100.00,USD,2025-03-15,100.00", "another day or amount"),
    ] {
        let refused = plan(&t, &file(&[line]), &profile);
        assert_eq!(refused.refused, 1, "{line}");
        assert!(refused.refusals[0].why.contains(why), "{line}: {:?}", refused.refusals);
    }
    // The invoice's import rests below the receipt's.
    let refused = undo(&t, id).unwrap_err();
    assert!(refused.to_string().contains("the first being N-1"), "{refused}");
    undo(&t, later).unwrap();
    prove(&t);
    assert_eq!(open_on(&t, "2025-03-31")[..2], [1, 10_000]);
    undo(&t, id).unwrap();
    assert_eq!(open_on(&t, "2025-03-31")[..2], [0, 0]);
    assert_eq!(trial(&t, "2026-03-31"), []);
}

#[db_test]
fn a_receipt_is_refused_where_the_invoice_was_paid_otherwise_since(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let (_, id) = import(&t, &file(&["C-1,N-1,2025-03-01,2025-03-31,100.00,USD,,"]), &profile);
    crate::undoing::pay(&t, "N-1", 3_000, "2025-03-20");
    let later = file(&["C-1,N-1,2025-03-01,2025-03-31,100.00,USD,2025-03-25,"]);
    let refused = plan(&t, &later, &profile);
    assert_eq!(refused.refused, 1);
    assert!(refused.refusals[0].why.contains("only 70.00 of it can be settled as of 2025-03-25"));
    assert!(undo(&t, id).is_err());
}

#[db_test]
fn other_currencies_take_the_rates_of_their_days(t: TestDb) {
    company(&t);
    put_rate(&t, "EUR", "2025-03-10", "1.20");
    let profile = profile(PLAIN);
    let rows =
        file(&["C-1,E-1,2025-03-01,,100.00,EUR,2025-03-15,", "C-1,E-2,2025-03-01,,100.00,EUR,,"]);
    let (_, id) = import(&t, &rows, &profile);
    // Sold for 110 each, one paid at 120: ten gained.
    let gain: i64 = {
        let proof = crate::books::operator(&t).allow().unwrap();
        let on = testkit::day("2025-03-31");
        let all =
            t.db.read(t.tenant, |tx| ledger::trial_balance::trial_balance(tx, &proof, on, None));
        all.unwrap().iter().filter(|b| b.currency == usd()).map(|b| b.base_balance_minor).sum()
    };
    assert_eq!(gain, -1_000);
    undo(&t, id).unwrap();
    prove(&t);
    assert_eq!(trial(&t, "2025-12-31"), []);
}
