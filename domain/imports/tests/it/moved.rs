//! Facts that move between the plan and its application.

use imports::{ImportError, Profile};
use testkit::{TestDb, db_test};

use crate::books::{
    File, PLAIN, apply, company, dump, import, operator, plan, profile, put_rate, request,
};

const HEAD: &str = "client,number,issued,amount,currency";

fn source(name: &str) -> Profile {
    profile(&PLAIN.replace("source = \"plain\"", &format!("source = \"{name}\"")))
}

#[track_caller]
fn moved(result: Result<imports::ImportId, ImportError>, given: &str) -> String {
    match result {
        Err(ImportError::Moved { given: g, now }) if g == given => now,
        other => panic!("{other:?}"),
    }
}

#[db_test]
fn a_conflicting_invoice_makes_the_plan_worthless(t: TestDb) {
    company(&t);
    let (mine, other) = (source("mine"), source("other"));
    let file = File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,USD", "C-1,N-2,2025-06-01,10,USD"]);
    let planned = plan(&t, &file, &mine);
    import(&t, &File::csv(&[HEAD, "C-9,N-2,2025-06-01,10,USD"]), &other);
    let before = dump(&t, &[]);
    let now = moved(apply(&t, &file, &mine, &planned.fingerprint), &planned.fingerprint);
    assert_eq!(dump(&t, &[]), before, "nothing is written");
    let anew = plan(&t, &file, &mine);
    assert_eq!((anew.fingerprint.as_str(), anew.refused), (now.as_str(), 1));
    apply(&t, &file, &mine, &now).unwrap();
}

#[db_test]
fn another_file_profile_or_fact_has_another_fingerprint(t: TestDb) {
    company(&t);
    let mine = source("mine");
    let lines = [HEAD, "C-1,N-1,2025-06-01,10,EUR"];
    let file = File::csv(&lines);
    let fingerprint = plan(&t, &file, &mine).fingerprint;
    assert_eq!(plan(&t, &file, &mine).fingerprint, fingerprint, "the same facts, the same plan");
    let before = dump(&t, &[]);
    moved(
        apply(&t, &File::csv(&[HEAD, "C-1,N-1,2025-06-01,11,EUR"]), &mine, &fingerprint),
        &fingerprint,
    );
    moved(
        apply(&t, &File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,EUR", ""]), &mine, &fingerprint),
        &fingerprint,
    );
    moved(apply(&t, &file, &source("other"), &fingerprint), &fingerprint);
    moved(apply(&t, &file, &mine, "0123456789abcdef"), "0123456789abcdef");
    assert_eq!(dump(&t, &[]), before, "nothing is written");
    // The rate that the invoice would be posted at.
    put_rate(&t, "EUR", "2025-05-31", "1.25");
    let now = moved(apply(&t, &file, &mine, &fingerprint), &fingerprint);
    // The client that would be new.
    let actor = operator(&t);
    let new = clients::NewClient::organisation("C-1", "One", crate::books::usd(), "net30");
    crate::books::write(&t, |tx| {
        clients::client::open::open(tx, &actor, &actor.allow().unwrap(), &new)
    });
    let after = moved(apply(&t, &file, &mine, &now), &now);
    apply(&t, &file, &mine, &after).unwrap();
}

#[db_test]
fn the_rate_of_the_payment_and_the_term_count_too(t: TestDb) {
    company(&t);
    let mine = source("mine");
    let head = "client,number,issued,amount,currency,settled_on";
    let file = File::csv(&[head, "C-1,N-1,2025-06-01,10,EUR,2025-06-20"]);
    let first = plan(&t, &file, &mine).fingerprint;
    put_rate(&t, "EUR", "2025-06-10", "1.25");
    let second = moved(apply(&t, &file, &mine, &first), &first);
    let actor = operator(&t);
    let terms = t.db.read(t.tenant, billing::payment_term::list).unwrap();
    let mut net30 = terms.into_iter().find(|term| term.code == "net30").unwrap();
    net30.net_days = 45;
    crate::books::write(&t, |tx| {
        billing::payment_term::update(tx, &actor, &actor.allow().unwrap(), &net30)
    });
    moved(apply(&t, &file, &mine, &second), &second);
}

#[db_test]
fn the_same_command_twice_does_it_once(t: TestDb) {
    company(&t);
    let mine = source("mine");
    let file = File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,USD"]);
    let (planned, id) = import(&t, &file, &mine);
    let before = dump(&t, &[]);
    assert_eq!(apply(&t, &file, &mine, &planned.fingerprint).unwrap(), id);
    assert_eq!(dump(&t, &[]), before);
    // Once it is undone the command means something again: the facts are not what they were.
    crate::books::undo(&t, id).unwrap();
    moved(apply(&t, &file, &mine, &planned.fingerprint), &planned.fingerprint);
}

#[db_test]
fn progress_is_told_and_a_plan_can_be_stopped(t: TestDb) {
    company(&t);
    let mine = source("mine");
    let file = File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,USD"]);
    let path = file.path();
    let mut told = Vec::new();
    let stopped = imports::plan(&t.db, &operator(&t), &request(&path, &mine), None, &mut |p| {
        told.push((p.rows, p.bytes, p.bytes_total));
        false
    });
    assert!(matches!(stopped, Err(ImportError::Stopped)), "{stopped:?}");
    let size = std::fs::metadata(&path).unwrap().len();
    assert_eq!(told, [(1, size, size)]);
}

#[db_test]
fn a_conflict_that_appears_on_the_way_stops_the_part_concerned(t: TestDb) {
    company(&t);
    let (mine, other) = (source("mine"), source("other"));
    let file = File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,USD", "C-1,N-2,2025-06-01,10,USD"]);
    let fingerprint = plan(&t, &file, &mine).fingerprint;
    let path = file.path();
    let mut calls = 0;
    let stopped =
        imports::apply(&t.db, &operator(&t), &request(&path, &mine), &fingerprint, &mut |_| {
            calls += 1;
            if calls == 1 {
                // The plan has been made once more and is the same; nothing is written yet.
                import(&t, &File::csv(&[HEAD, "C-9,N-2,2025-06-01,10,USD"]), &other);
            }
            true
        });
    assert!(matches!(stopped, Err(ImportError::MovedOnTheWay { row: 2 })), "{stopped:?}");
    let invoices = dump(&t, &[]).lines().filter(|l| l.starts_with("invoice ")).count();
    assert_eq!(invoices, 1, "only the other one");
    // It stands there as begun, and can be undone; nothing of it is there.
    let proof = operator(&t).allow().unwrap();
    let runs =
        t.db.read(t.tenant, |tx| imports::run::list(tx, &proof, &db::Ask::default())).unwrap();
    let begun: Vec<_> = runs.items.iter().filter(|run| run.status == "applying").collect();
    assert_eq!((runs.total, begun.len(), begun[0].rows_done), (2, 1, 0));
    crate::books::undo(&t, begun[0].id).unwrap();
    let anew = plan(&t, &file, &mine);
    assert_eq!(anew.refused, 1);
    apply(&t, &file, &mine, &anew.fingerprint).unwrap();
}
