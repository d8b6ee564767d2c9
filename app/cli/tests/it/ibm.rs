//! IBM's sample of accounts receivable: rehearsed, applied, reported, proved, exported and undone.

use std::path::PathBuf;

use testkit::{TestDb, db_test};

use crate::hledger;
use crate::program::{Program, fingerprint, rows, skipped};

const PROFILE: &str = "ibm-ar";
const HEADINGS: &str =
    "currency,open_items,open,not_due,days_1_30,days_31_60,days_61_90,days_over_90";
/// Reports whose text is the same whenever and wherever they are printed.
const REPORTS: [&[&str]; 8] = [
    &["aging", "--by", "total", "--format", "csv"],
    &["aging", "--by", "client", "--format", "csv"],
    &["aging", "--by", "owner", "--format", "json"],
    &["aging", "--basis", "issued", "--buckets", "7,14", "--base"],
    &["open-items", "--format", "csv"],
    &["trial-balance", "--format", "csv"],
    &["dso"],
    &["cei"],
];

/// The folder of the sample, which is not part of the repository.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ar-ibm");
    if folder.is_dir() {
        return folder.canonicalize().ok();
    }
    skipped(
        "the folder ../shared/data/ar-ibm is not there, so the receivables of IBM were not imported",
    );
    None
}

fn file(folder: &std::path::Path) -> PathBuf {
    folder.join("WA_Fn-UseC_-Accounts-Receivable.csv")
}

/// The days and figures of the table in the folder's README.
fn table(folder: &std::path::Path) -> Vec<(String, String)> {
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let cells = |line: &str| {
        line.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect::<Vec<_>>()
    };
    let days = readme.lines().filter(|line| line.starts_with("| 20")).map(cells);
    days.map(|row| (row[0].clone(), format!("{HEADINGS}\nUSD,{}\n", row[1..].join(",")))).collect()
}

fn print(program: &Program, report: &[&str], as_of: &str) -> String {
    program.run(&[&["report"], report, &["--as-of", as_of]].concat()).ok()
}

#[db_test]
fn the_whole_story(t: TestDb) {
    let Some(folder) = folder() else { return };
    let program = Program::on(&t);
    let (plan, id) = program.import(&file(&folder), PROFILE);
    assert!(plan.contains("2466  147703.18  USD") && plan.contains("PaperlessBill"), "{plan}");

    let days = table(&folder);
    assert_eq!(days.len(), 3, "the README's table has three days");
    for (day, expected) in &days {
        assert_eq!(print(&program, REPORTS[0], day), *expected, "{day}");
        let by_client = print(&program, REPORTS[1], day);
        let open: u64 = rows(&by_client).iter().skip(1).map(|r| r[2].parse::<u64>().unwrap()).sum();
        assert!(expected.contains(&format!("\nUSD,{open},")), "{by_client}");
        assert!(by_client.starts_with(&format!("client,{HEADINGS}\n")));
        let items = print(&program, REPORTS[4], day);
        assert_eq!(rows(&items).len() as u64, open + 1);
    }
    let (day, of_day) = &days[2];
    let balance = print(&program, REPORTS[5], day);
    let receivable = rows(&balance).into_iter().find(|r| r[0] == "1100").unwrap().join(",");
    let open = rows(of_day)[1][2];
    assert_eq!(receivable, format!("1100,Accounts receivable,USD,{open},0.00,{open},0.00"));

    assert!(program.run(&["doctor"]).ok().lines().all(|line| line.starts_with("ok  ")));
    assert!(program.run(&["audit", "verify"]).ok().starts_with("whole: "));
    hledger::agrees(&program, "USD");

    let again = program
        .run(&["import", "receivables", file(&folder).to_str().unwrap(), "--profile", PROFILE])
        .ok();
    assert!(
        again.contains("every row is in the books already") && again.contains("2466"),
        "{again}"
    );

    program.run(&["import", "undo", &id]).ok();
    for (day, _) in &days {
        assert_eq!(print(&program, REPORTS[0], day), format!("{HEADINGS}\n"));
        assert_eq!(rows(&print(&program, REPORTS[5], day)).len(), 1);
    }
    program.run(&["doctor"]).ok();
    hledger::agrees(&program, "USD");
    let journal = program.run(&["export", "journal"]).ok();
    assert!(
        journal.contains(&format!("reason:Import {id} undone"))
            && journal.contains(", reverses:1,")
    );
    assert!(program.run(&["import", "undo", &id]).failed().contains("only one that was applied"));
    let list = program.run(&["import", "list", "--format", "csv"]).ok();
    assert!(list.contains(",undone,receivables,ibm-ar,2466,2466,"), "{list}");

    let (anew, _) = program.import(&file(&folder), PROFILE);
    assert_ne!(fingerprint(&anew), "");
    assert_eq!(print(&program, REPORTS[0], day), *of_day);
}

/// Takes what differs from run to run out of a journal: ids, and when it was recorded.
fn without_ids(journal: &str) -> String {
    let word = |word: &str| {
        let name = word.split(':').next().unwrap_or(word);
        if matches!(name, "document" | "recorded") { name.to_owned() } else { word.to_owned() }
    };
    journal.lines().map(|l| l.split(' ').map(word).collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn both_engines_print_the_same_bytes() {
    let Some(folder) = folder() else { return };
    let printed = testkit::both().into_iter().map(|t| {
        let program = Program::on(&t);
        let (plan, _) = program.import(&file(&folder), PROFILE);
        let plan: String = plan.lines().take_while(|l| !l.starts_with("Fingerprint")).collect();
        let mut all = vec![plan, without_ids(&program.run(&["export", "journal"]).ok())];
        for (day, _) in table(&folder) {
            all.extend(REPORTS.iter().map(|report| print(&program, report, &day)));
        }
        all.push(program.run(&["doctor", "--format", "json"]).ok());
        all
    });
    let printed: Vec<Vec<String>> = printed.collect();
    if let [sqlite, postgres] = &printed[..] {
        for (a, b) in sqlite.iter().zip(postgres) {
            assert_eq!(a, b);
        }
    }
}
