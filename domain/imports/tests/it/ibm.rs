//! The sample of accounts receivable that IBM gives away, with the figures that its README states.

use std::path::PathBuf;

use imports::Profile;
use testkit::{TestDb, db_test};

use crate::books::{
    File, active_clients, company, dump, import, open_on, operator, plan, prove, same, trial, undo,
    usd,
};

/// The file; `None`, said loudly, where it is not there, which in CI is a failure.
fn sample() -> Option<File> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ar-ibm");
    let path = folder.join("WA_Fn-UseC_-Accounts-Receivable.csv");
    match std::fs::read(&path) {
        Ok(bytes) => Some(File::new("ibm.csv", bytes)),
        Err(e) => {
            let message = format!("SKIPPED: {} cannot be read: {e}", path.display());
            assert!(std::env::var_os("CI").is_none(), "{message}");
            eprintln!("{message}");
            None
        }
    }
}

/// Day, open items, open, not due, 1-30, 31-60, 61-90, over 90: the table of the sample's README.
const OPEN: [(&str, [i64; 7]); 3] = [
    ("2012-03-31", [107, 618_310, 561_387, 56_923, 0, 0, 0]),
    ("2012-12-31", [99, 572_506, 493_632, 78_874, 0, 0, 0]),
    ("2013-06-30", [84, 511_985, 428_429, 83_556, 0, 0, 0]),
];

fn check_open(t: &TestDb) {
    for (on, expect) in OPEN {
        assert_eq!(open_on(t, on), expect, "{on}");
    }
    assert_eq!(open_on(t, "2014-01-09"), [0; 7], "all of it is settled in the end");
}

#[db_test]
fn the_sample_comes_in_goes_out_and_comes_in_again(t: TestDb) {
    let Some(file) = sample() else { return };
    company(&t);
    let profile = Profile::find("ibm-ar").unwrap();
    let before = dump(&t, &[]);
    let planned = plan(&t, &file, &profile);
    assert_eq!(dump(&t, &[]), before, "a plan writes nothing");
    let sum = (2_466, 14_770_318);
    assert_eq!((planned.rows, planned.refused, planned.unchanged), (2_466, 0, 0));
    assert_eq!((planned.new_clients, planned.known_clients), (100, 0));
    assert_eq!(planned.invoices.get(&usd()), Some(&sum));
    assert_eq!(planned.receipts.get(&usd()), Some(&sum));
    assert!(planned.credit_notes.is_empty() && planned.refunds.is_empty());

    let (applied, id) = import(&t, &file, &profile);
    assert_eq!(applied.fingerprint, planned.fingerprint);
    check_open(&t);
    assert_eq!(active_clients(&t), 100);
    // All that was sold is in the bank.
    let end: Vec<i64> = trial(&t, "2014-01-09").into_iter().map(|(_, _, minor)| minor).collect();
    assert_eq!(end, [14_770_318, -14_770_318]);

    let (again, nothing) = import(&t, &file, &profile);
    assert_eq!((again.unchanged, again.known_clients, again.new_clients), (2_466, 100, 0));
    assert!(again.invoices.is_empty() && again.receipts.is_empty());
    check_open(&t);
    undo(&t, nothing).unwrap();
    check_open(&t);

    undo(&t, id).unwrap();
    prove(&t);
    for on in ["2012-01-03", "2012-03-31", "2012-12-31", "2013-06-30", "2014-01-09", "2026-03-31"] {
        assert_eq!(trial(&t, on), [], "{on}");
        assert_eq!(open_on(&t, on), [0; 7], "{on}");
    }
    assert_eq!(active_clients(&t), 0);
    let (third, _) = import(&t, &file, &profile);
    assert_eq!((third.new_clients, third.invoices.get(&usd())), (100, Some(&sum)));
    check_open(&t);
    assert_eq!(active_clients(&t), 100);
}

#[test]
fn both_engines_end_up_with_the_same_tables() {
    let Some(file) = sample() else { return };
    let profile = Profile::find("ibm-ar").unwrap();
    let dumps: Vec<(String, String)> = testkit::both()
        .iter()
        .map(|t| {
            company(t);
            let (_, id) = import(t, &file, &profile);
            let applied = dump(t, &[]);
            undo(t, id).unwrap();
            (applied, dump(t, &[]))
        })
        .collect();
    for (applied, undone) in &dumps[1..] {
        same(&dumps[0].0, applied);
        same(&dumps[0].1, undone);
    }
}

#[db_test]
fn whoever_may_not_import_all_learns_nothing(t: TestDb) {
    let Some(file) = sample() else { return };
    company(&t);
    let profile = Profile::find("ibm-ar").unwrap();
    let fingerprint = plan(&t, &file, &profile).fingerprint;
    let mine = people::Reach::Owners(vec![kernel::UserId::NIL]);
    let grants = operator(&t).grants().keys().map(|p| (*p, mine.clone())).collect();
    let someone = people::Actor::user(t.tenant, kernel::UserId::NIL, "Ana".into(), grants);
    let path = file.path();
    let request = crate::books::request(&path, &profile);
    let before = dump(&t, &[]);
    let denied = [
        imports::plan(&t.db, &someone, &request, None, &mut |_| true).unwrap_err(),
        imports::apply(&t.db, &someone, &request, &fingerprint, &mut |_| true).unwrap_err(),
        imports::undo::undo(&t.db, &someone, imports::ImportId::NIL, &mut |_| true).unwrap_err(),
    ];
    for error in denied {
        assert!(error.to_string().contains("imports.run"), "{error}");
    }
    assert_eq!(dump(&t, &[]), before);
}
