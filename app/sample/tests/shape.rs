//! The sample must look like the books of an honest distributor.

mod measure;

use measure::summary;
use sample::{Company, Plan, Summary};

/// What is owed in the base currency, by age, and the days of sales it makes.
fn aged(plan: &Plan, summary: &Summary) -> ([i64; 5], i64) {
    let company = plan.company();
    let (mut aged, mut sold) = ([0; 5], 0);
    for (code, currency) in &summary.currencies {
        for (total, minor) in aged.iter_mut().zip(currency.aged_minor) {
            *total += in_base(&company, code, minor);
        }
        sold += in_base(&company, code, currency.invoiced_last_90_days_minor);
    }
    let owed: i64 = aged.iter().sum();
    (aged, owed * 90 / sold)
}

/// An amount in minor units of the base currency, at the last month's rate.
fn in_base(company: &Company, currency: &str, minor: i64) -> i64 {
    let rate = company
        .exchange_rates
        .iter()
        .rfind(|rate| rate.currency == currency)
        .map_or(1_000_000_000_000, |rate| rate.rate_e12);
    (i128::from(minor) * i128::from(rate) / 1_000_000_000_000) as i64
}

fn permille(aged: [i64; 5]) -> [i64; 5] {
    let owed: i64 = aged.iter().sum();
    aged.map(|part| part * 1000 / owed)
}

#[test]
fn the_default_plan_is_believable() {
    let plan = Plan::default();
    let summary = summary(&plan);
    println!("{summary}");
    assert_eq!(summary.clients, 400);
    assert!((6_000..=10_000).contains(&summary.invoices), "{summary}");
    let (aged, days) = aged(&plan, &summary);
    let shares = permille(aged);
    assert!((700..=800).contains(&shares[0]), "{shares:?}");
    assert!(shares.is_sorted_by(|a, b| a > b), "{shares:?}");
    assert!(shares[4] >= 3, "some invoices are very late: {shares:?}");
    assert!((35..=50).contains(&days), "{days} days of sales are owed");
    assert_eq!(summary.currencies.len(), 3);
    for (code, currency) in &summary.currencies {
        assert!(currency.owed_minor() > 0, "{code}");
        assert!(currency.unapplied_minor > 0, "{code}");
    }
}

#[test]
fn other_seeds_are_believable_too() {
    let mut total = [0; 5];
    for seed in 0..40 {
        let plan = Plan { seed, ..Plan::default() };
        let summary = summary(&plan);
        assert!((5_500..=10_500).contains(&summary.invoices), "{summary}");
        let (aged, days) = aged(&plan, &summary);
        let shares = permille(aged);
        println!("seed {seed}: {shares:?}, {days} days, {} invoices", summary.invoices);
        assert!((620..=860).contains(&shares[0]), "seed {seed}: {shares:?}");
        assert!((28..=60).contains(&days), "seed {seed}: {days} days");
        for (sum, part) in total.iter_mut().zip(aged) {
            *sum += part;
        }
    }
    let shares = permille(total);
    println!("all: {shares:?}");
    assert!((710..=790).contains(&shares[0]), "{shares:?}");
    assert!(shares.is_sorted_by(|a, b| a > b), "{shares:?}");
}

#[test]
fn everything_that_can_happen_happens() {
    let summary = summary(&Plan::default());
    let happened = [
        summary.credit_notes,
        summary.deposits,
        summary.later_applications,
        summary.bounces,
        summary.write_offs,
        summary.refunds,
        summary.disputes,
        summary.discounts_taken,
    ];
    assert!(happened.iter().all(|count| *count >= 5), "{summary}");
}

#[test]
fn a_light_history_ages_like_a_full_one() {
    let plan = Plan { clients: 4_000, invoices_per_client_max: Some(3), ..Plan::default() };
    let summary = summary(&plan);
    println!("{summary}");
    assert!(summary.invoices <= 3 * summary.clients);
    assert!(summary.invoices >= 2 * summary.clients, "{summary}");
    let shares = permille(aged(&plan, &summary).0);
    assert!((650..=850).contains(&shares[0]), "{shares:?}");
}
