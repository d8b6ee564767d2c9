//! hledger as a judge of the journal: it checks it and adds it up by itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Program, rows, skipped};

/// Balances by account and currency, as decimals without needless noughts.
type Balances = BTreeMap<(String, String), String>;

/// Has hledger check the journal strictly and compares its balances with the trial balance: in each currency,
/// and at cost in base currency.
pub fn agrees(program: &Program, base: &str) {
    let Some(hledger) = find() else {
        return skipped(
            "hledger is not installed, so the journal was not judged (use `make test`)",
        );
    };
    let journal = program.path("books.journal");
    let out = journal.to_str().unwrap();
    program.run(&["export", "journal", "--format", "hledger", "--out", out]).ok();
    ask(&hledger, &journal, &["check", "--strict"]);
    let trial_balance = program.run(&["report", "trial-balance", "--format", "csv"]).ok();
    let (own, at_cost) = of_trial_balance(&trial_balance, base);
    assert_eq!(balances(&ask(&hledger, &journal, &BALANCE)), own, "{trial_balance}");
    let cost = [&BALANCE[..], &["--cost"]].concat();
    assert_eq!(balances(&ask(&hledger, &journal, &cost)), at_cost, "{trial_balance}");
}

const BALANCE: [&str; 6] =
    ["balance", "--flat", "--no-total", "--no-elide", "--layout=bare", "-Ocsv"];

fn find() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("RAPPORT_TEST_HLEDGER") {
        return Some(PathBuf::from(path));
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join("hledger")).find(|path| path.is_file())
}

fn ask(hledger: &Path, journal: &Path, words: &[&str]) -> String {
    let mut command = Command::new(hledger);
    // hledger reads UTF-8 by the locale only.
    command.env("LC_ALL", "C.UTF-8").arg("-f").arg(journal).args(words);
    let answer = command.output().unwrap();
    assert!(
        answer.status.success(),
        "hledger {words:?}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    String::from_utf8(answer.stdout).unwrap()
}

/// hledger's own balances: `"account","commodity","balance"` after the headings.
fn balances(csv: &str) -> Balances {
    let mut found = Balances::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.trim_matches('"').split("\",\"").collect();
        let [account, commodity, balance] = cells[..] else { panic!("{csv}") };
        add(&mut found, account.split(' ').next().unwrap(), commodity, balance);
    }
    found.retain(|_, balance| balance != "0");
    found
}

/// The balances in each currency, and those in base currency. What the trial balance has in base currency only
/// is an exchange difference, which the journal states in base currency.
fn of_trial_balance(csv: &str, base: &str) -> (Balances, Balances) {
    let (mut own, mut at_cost) = (Balances::new(), Balances::new());
    for row in rows(csv).into_iter().skip(1) {
        let (account, currency) = (row[0], row[2]);
        let in_base = less(row[5], row[6]);
        let of_own = less(row[3], row[4]);
        let of_own = if currency == base { in_base.clone() } else { of_own };
        add(&mut own, account, currency, &of_own);
        add(&mut at_cost, account, base, &in_base);
    }
    own.retain(|_, balance| balance != "0");
    at_cost.retain(|_, balance| balance != "0");
    (own, at_cost)
}

fn add(to: &mut Balances, account: &str, currency: &str, amount: &str) {
    let kept =
        to.entry((account.to_owned(), currency.to_owned())).or_insert_with(|| "0".to_owned());
    *kept = shown(scaled(kept) + scaled(amount));
}

fn less(debit: &str, credit: &str) -> String {
    shown(scaled(debit) - scaled(credit))
}

/// An exact decimal in millionths.
fn scaled(decimal: &str) -> i128 {
    let digits = decimal.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let value: i128 = format!("{whole}{fraction:0<6}").parse().unwrap();
    if decimal.starts_with('-') { -value } else { value }
}

fn shown(scaled: i128) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, fraction) = (scaled.abs() / 1_000_000, scaled.abs() % 1_000_000);
    format!("{sign}{whole}.{fraction:06}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
