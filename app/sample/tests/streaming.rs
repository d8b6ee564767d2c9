//! The same bytes everywhere, and no more of them in memory than one family.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use sample::{Company, Fact, Family, Plan};

/// FNV-1a over what `Debug` prints, without keeping what it prints.
struct Fingerprint(u64);

impl Write for Fingerprint {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}

fn fingerprint(company: &Company, families: impl Iterator<Item = Family>) -> u64 {
    let mut fingerprint = Fingerprint(0xcbf2_9ce4_8422_2325);
    write!(fingerprint, "{company:?}").unwrap();
    for family in families {
        write!(fingerprint, "{family:?}").unwrap();
    }
    fingerprint.0
}

fn of(plan: &Plan) -> u64 {
    fingerprint(&plan.company(), plan.families())
}

/// When names, behaviour or anything else of the sample is changed on purpose,
/// put the new number here; if it changes by itself, the sample has become
/// different on some machine.
#[test]
fn the_default_plan_is_the_same_on_every_machine() {
    assert_eq!(of(&Plan::default()), DEFAULT_FINGERPRINT);
}

const DEFAULT_FINGERPRINT: u64 = 1_552_005_229_494_360_782;

#[test]
fn a_plan_gives_the_same_sample_again_and_in_another_thread() {
    for seed in 0..10 {
        let plan = Plan { seed, clients: 60, ..Plan::default() };
        let here = of(&plan);
        assert_eq!(here, of(&plan));
        let there = thread::spawn(move || of(&plan)).join().unwrap();
        assert_eq!(here, there);
    }
}

#[test]
fn seeds_give_different_samples() {
    let plan = |seed| Plan { seed, clients: 20, ..Plan::default() };
    assert_ne!(of(&plan(1)), of(&plan(2)));
}

#[test]
fn a_family_depends_on_its_place_and_not_on_the_total() {
    let plan = |clients| Plan { clients, ..Plan::default() };
    let company = Plan::default().company();
    let first = |clients| fingerprint(&company, plan(clients).families().take(200));
    assert_eq!(first(400), first(9_000));
    assert_eq!(first(20_000), first(1_000_000));
}

#[test]
fn a_million_clients_begin_at_once() {
    let plan = Plan { clients: 1_000_000, ..Plan::default() };
    let started = Instant::now();
    let families: Vec<Family> = plan.families().take(1_000).collect();
    let spent = started.elapsed();
    assert_eq!(families.len(), 1_000);
    assert!(spent < Duration::from_secs(10), "{spent:?}");
}

#[test]
fn a_large_plan_keeps_histories_short_unless_it_is_told_otherwise() {
    let most = |plan: &Plan| {
        plan.families()
            .take(500)
            .map(|family| {
                let mut counts = vec![0_u32; family.clients.len()];
                for fact in &family.facts {
                    if let Fact::Invoice(invoice) = fact {
                        counts[invoice.client] += 1;
                    }
                }
                counts.into_iter().max().unwrap_or(0)
            })
            .max()
    };
    let mut plan = Plan { clients: Plan::FULL_HISTORY_UP_TO + 1, ..Plan::default() };
    assert_eq!(most(&plan), Some(3));
    plan.invoices_per_client_max = Some(7);
    assert_eq!(most(&plan), Some(7));
    plan.invoices_per_client_max = Some(u32::MAX);
    assert!(most(&plan) > Some(30));
    plan.clients = Plan::FULL_HISTORY_UP_TO;
    plan.invoices_per_client_max = None;
    assert!(most(&plan) > Some(30));
}
