//! Imports that stop in the middle, or meet one another.

use std::fmt::Write as _;

use imports::{ImportError, Profile, run};
use testkit::{TestDb, db_test};

use crate::books::{
    File, PLAIN, apply, company, dump, operator, plan, profile, prove, request, same, trial, undo,
};

/// Invoices of many clients, every other one settled; `chunks` full chunks and a half.
fn many(chunks: usize) -> (File, Profile) {
    let rows = chunks * run::CHUNK_ROWS + run::CHUNK_ROWS / 2;
    let mut text = "client,number,issued,amount,currency,settled_on\n".to_owned();
    for n in 0..rows {
        let (client, day) = (n % 97, n % 28 + 1);
        let settled = if n % 2 == 0 { "2025-07-15" } else { "" };
        writeln!(text, "C-{client},N-{n},2025-06-{day:02},{}.50,USD,{settled}", n % 900 + 1)
            .unwrap();
    }
    (File::new("many.csv", text), profile(PLAIN))
}

/// The dump less what tells when something was imported.
fn books(t: &TestDb) -> String {
    dump(t, &["import_run"])
}

fn import_until(
    t: &TestDb,
    file: &File,
    profile: &Profile,
    fingerprint: &str,
    calls: usize,
) -> Result<(), ImportError> {
    let path = file.path();
    let mut left = calls;
    imports::apply(&t.db, &operator(t), &request(&path, profile), fingerprint, &mut |_| {
        left -= 1;
        left > 0
    })
    .map(drop)
}

#[test]
fn an_import_that_stops_goes_on_where_it_was() {
    let (file, profile) = many(2);
    let mut dumps = Vec::new();
    for t in testkit::both() {
        company(&t);
        let fingerprint = plan(&t, &file, &profile).fingerprint;
        // The plan is made once more, in three parts; then the first part is written.
        let stopped = import_until(&t, &file, &profile, &fingerprint, 4).unwrap_err();
        assert!(matches!(stopped, ImportError::Stopped), "{stopped}");
        let part = books(&t);
        assert_eq!(part.lines().filter(|l| l.starts_with("invoice ")).count(), run::CHUNK_ROWS);
        // Another file with the same fingerprint is not gone on with.
        let (other, _) = many(0);
        let refused = apply(&t, &other, &profile, &fingerprint).unwrap_err();
        assert!(matches!(refused, ImportError::Moved { .. }), "{refused}");
        // Stopped again: the part that is there is gone over, the second written.
        let stopped = import_until(&t, &file, &profile, &fingerprint, 2).unwrap_err();
        assert!(matches!(stopped, ImportError::Stopped), "{stopped}");
        apply(&t, &file, &profile, &fingerprint).unwrap();
        prove(&t);
        dumps.push(books(&t));
    }
    let whole = testkit::sqlite();
    company(&whole);
    let fingerprint = plan(&whole, &file, &profile).fingerprint;
    let id = apply(&whole, &file, &profile, &fingerprint).unwrap();
    for dump in &dumps {
        same(&books(&whole), dump);
    }
    // Undoing stops and goes on as well.
    let mut calls = 0;
    let stopped = undo_until(&whole, id, &mut calls, 2).unwrap_err();
    assert!(matches!(stopped, ImportError::Stopped), "{stopped}");
    assert!(matches!(apply(&whole, &file, &profile, &fingerprint), Err(ImportError::Moved { .. })));
    let stopped = undo_until(&whole, id, &mut calls, 5).unwrap_err();
    assert!(matches!(stopped, ImportError::Stopped), "{stopped}");
    undo(&whole, id).unwrap();
    prove(&whole);
    for on in ["2025-06-01", "2025-06-30", "2025-07-15", "2026-03-31"] {
        assert_eq!(trial(&whole, on), [], "{on}");
    }
    let again = undo(&whole, id).unwrap_err();
    assert!(matches!(again, ImportError::NotApplied { .. }), "{again}");
}

fn undo_until(
    t: &TestDb,
    id: imports::ImportId,
    calls: &mut usize,
    last: usize,
) -> Result<(), ImportError> {
    imports::undo::undo(&t.db, &operator(t), id, &mut |_| {
        *calls += 1;
        *calls < last
    })
}

#[db_test]
fn of_two_that_apply_the_same_plan_one_gives_way(t: TestDb) {
    company(&t);
    let (file, profile) = many(1);
    let fingerprint = plan(&t, &file, &profile).fingerprint;
    let path = file.path();
    // After the first one's first part, a second one comes, takes over and finishes.
    let mut calls = 0;
    let first =
        imports::apply(&t.db, &operator(&t), &request(&path, &profile), &fingerprint, &mut |_| {
            calls += 1;
            if calls == 3 {
                apply(&t, &file, &profile, &fingerprint).unwrap();
            }
            true
        });
    assert!(matches!(first, Err(ImportError::UnderWay)), "{first:?}");
    prove(&t);
    let again = plan(&t, &file, &profile);
    assert_eq!((again.unchanged, again.refused), (again.rows, 0));
    let runs = dump(&t, &[]).lines().filter(|l| l.starts_with("import_run ")).count();
    assert_eq!(runs, 1);
}

#[db_test]
fn who_rehearses_while_another_finishes_the_same_plan_answers_with_that(t: TestDb) {
    company(&t);
    let (file, profile) = many(0);
    let fingerprint = plan(&t, &file, &profile).fingerprint;
    let path = file.path();
    let (mut calls, mut other) = (0, None);
    let late =
        imports::apply(&t.db, &operator(&t), &request(&path, &profile), &fingerprint, &mut |_| {
            calls += 1;
            if calls == 1 {
                other = Some(apply(&t, &file, &profile, &fingerprint).unwrap());
            }
            true
        });
    assert_eq!(late.ok(), other);
    let runs = dump(&t, &[]).lines().filter(|l| l.starts_with("import_run ")).count();
    assert_eq!(runs, 1, "nothing stays that never ends");
    prove(&t);
}

#[db_test]
fn two_at_the_same_time_bring_it_once(t: TestDb) {
    company(&t);
    let (file, profile) = many(0);
    let fingerprint = plan(&t, &file, &profile).fingerprint;
    let gate = std::sync::Barrier::new(2);
    let run = || {
        gate.wait();
        apply(&t, &file, &profile, &fingerprint)
    };
    let results = std::thread::scope(|scope| {
        [scope.spawn(run), scope.spawn(run)].map(|thread| thread.join().unwrap())
    });
    let done = results.iter().filter(|r| r.is_ok()).count();
    assert!(done >= 1, "{results:?}");
    for result in &results {
        // Whoever is second finds it under way, or done.
        assert!(matches!(result, Ok(_) | Err(ImportError::UnderWay)), "{result:?}");
    }
    prove(&t);
    let again = plan(&t, &file, &profile);
    assert_eq!((again.unchanged, again.refused), (again.rows, 0));
    let dump = dump(&t, &[]);
    let lines = |table: &str| dump.lines().filter(|l| l.starts_with(table)).count();
    assert_eq!(
        (lines("import_run "), lines("invoice ")),
        (1, usize::try_from(again.rows).unwrap())
    );
}
