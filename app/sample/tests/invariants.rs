//! What holds for every plan, whatever its seed.

mod measure;

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday, date};
use measure::summary;
use sample::{Book, Client, Fact, Family, Kind, Plan, Role, Status};

fn small(seed: u64) -> Plan {
    Plan { seed, clients: 120, ..Plan::default() }
}

fn facts(family: &Family) -> impl Iterator<Item = (&Fact, String)> {
    let number = &family.clients[0].number;
    family.facts.iter().map(move |fact| (fact, format!("family {number}: {fact:?}")))
}

#[test]
fn the_number_of_clients_is_exact() {
    for clients in [0, 1, 2, 3, 7, 50, 399, 400, 401, 1003] {
        let plan = Plan { clients, ..Plan::default() };
        let made: u64 = plan.families().map(|family| family.clients.len() as u64).sum();
        assert_eq!(made, clients);
    }
}

/// Making a summary replays all facts and refuses the first that cannot have
/// happened: see `Book` for what it checks.
#[test]
fn everything_can_have_happened() {
    for seed in 0..60 {
        summary(&small(seed));
    }
}

#[test]
fn everything_happens_within_the_history_and_on_working_days() {
    for seed in 0..30 {
        let plan = small(seed);
        let holidays: BTreeSet<Date> = plan.company().holidays.iter().map(|h| h.on).collect();
        for family in plan.families() {
            for client in &family.clients {
                assert!(client.opened_on <= plan.until, "{client:?}");
            }
            for (fact, told) in facts(&family) {
                let on = fact.on();
                assert!((plan.since..=plan.until).contains(&on), "{told}");
                let weekend = matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday);
                assert!(!weekend && !holidays.contains(&on), "{told}");
            }
        }
    }
}

#[test]
fn discounts_are_earned() {
    for seed in 0..20 {
        let plan = small(seed);
        let company = plan.company();
        for family in plan.families() {
            let book = Book::replay(&company, &family).unwrap();
            for (fact, told) in facts(&family) {
                if let Fact::Apply { applied, .. } = fact {
                    assert_eq!(applied.discount_minor, 0, "{told}");
                }
                let Fact::Receipt(receipt) = fact else {
                    continue;
                };
                for applied in receipt.applications.iter().filter(|one| one.discount_minor > 0) {
                    let invoice = &book.invoices()[&applied.invoice];
                    let code = family.clients[invoice.client].payment_terms;
                    let terms = company.payment_terms.iter().find(|terms| terms.code == code);
                    let early = terms.unwrap().early_discount.as_ref().unwrap();
                    let days = invoice.issued_on.duration_until(applied.on).as_hours() / 24;
                    assert!(days <= i64::from(early.days), "{told}");
                    let discount = sample::fraction_minor(invoice.gross_minor, early.rate_e6);
                    assert_eq!(applied.discount_minor, discount, "{told}");
                    assert_eq!(applied.amount_minor + discount, invoice.gross_minor, "{told}");
                }
            }
        }
    }
}

#[test]
fn clients_are_well_formed() {
    let mut numbers = BTreeSet::new();
    let plan = Plan { clients: 3_000, invoices_per_client_max: Some(0), ..Plan::default() };
    let (company, staff) = (plan.company(), plan.staff());
    for family in plan.families() {
        let parent = &family.clients[0];
        for (place, client) in family.clients.iter().enumerate() {
            assert!(numbers.insert(client.number.clone()), "{client:?}");
            let expected = (place > 0).then_some(&parent.number);
            assert_eq!(client.parent.as_ref(), expected);
            let owner = staff.iter().find(|staff| staff.key == client.owner);
            assert_eq!(owner.map(|owner| owner.role), Some(Role::Representative));
            assert!(company.client_types.iter().any(|t| t.code == client.client_type));
            assert!(company.payment_terms.iter().any(|t| t.code == client.payment_terms));
            assert!(company.currencies.iter().any(|c| c.code == client.currency));
            assert!(["en", "es"].contains(&client.language));
            assert!(client.credit_limit_minor.is_none_or(|limit| limit > 0));
            assert!(!client.addresses.is_empty());
            assert_eq!(client.kind == Kind::Person, client.given_name.is_some());
            assert_eq!(client.kind == Kind::Person, client.family_name.is_some());
            assert_contacts_are_fictional(client);
        }
    }
    assert_eq!(numbers.len(), 3_000);
}

fn assert_contacts_are_fictional(client: &Client) {
    assert!(!client.contacts.is_empty());
    for contact in &client.contacts {
        for email in &contact.emails {
            let (local, domain) = email.split_once('@').unwrap();
            assert!(domain.ends_with("example.com") || domain.ends_with("example.org"));
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
            assert!(!local.is_empty() && email.replace('@', "").chars().all(plain), "{email}");
        }
        for phone in &contact.phones {
            let digits = phone.strip_prefix('+').unwrap();
            assert!(digits.bytes().all(|digit| digit.is_ascii_digit()), "{phone}");
            assert!((11..=12).contains(&digits.len()), "{phone}");
            let american = !digits.starts_with('1') || &digits[4..9] == "55501";
            assert!(american, "{phone} is outside the fictional range");
        }
    }
}

#[test]
fn names_are_unique_in_the_default_plan() {
    let mut names: Vec<String> = Plan::default()
        .families()
        .flat_map(|family| family.clients)
        .filter(|client| client.kind == Kind::Organisation)
        .map(|client| client.legal_name)
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn the_sample_is_as_varied_as_promised() {
    let plan = Plan::default();
    let clients: Vec<Client> = plan.families().flat_map(|family| family.clients).collect();
    let count = |test: &dyn Fn(&Client) -> bool| clients.iter().filter(|c| test(c)).count();
    for currency in ["USD", "EUR", "MXN"] {
        assert!(count(&|c| c.currency == currency) >= 15, "{currency}");
    }
    for status in [Status::Prospect, Status::OnHold, Status::Closed] {
        assert!(count(&|c| c.status == status) >= 1, "{status:?}");
    }
    assert!(count(&|c| c.status == Status::Active) >= 300);
    assert!(count(&|c| c.language == "es") >= 60);
    assert!(count(&|c| c.language == "en") >= 200);
    assert!(count(&|c| c.kind == Kind::Person) >= 15);
    assert!(count(&|c| c.parent.is_some()) >= 40);
    for staff in plan.staff().iter().filter(|staff| staff.role == Role::Representative) {
        assert!(count(&|c| c.owner == staff.key) >= 20, "{}", staff.key);
    }
}

#[test]
fn parents_pay_for_their_children_in_one_receipt() {
    let together = Plan::default()
        .families()
        .flat_map(|family| family.facts)
        .filter(|fact| match fact {
            Fact::Receipt(receipt) => receipt.applications.len() >= 3,
            _ => false,
        })
        .count();
    assert!(together >= 50, "{together} receipts pay three invoices or more");
}

#[test]
fn december_is_busy_and_the_company_grows() {
    let mut in_year = [0_usize; 3];
    let (mut decembers, mut januaries, mut month_ends, mut all) = (0_i64, 0_i64, 0, 0);
    let plan = Plan { clients: 1_500, ..Plan::default() };
    let company = plan.company();
    for family in plan.families() {
        for invoice in Book::replay(&company, &family).unwrap().invoices().values() {
            let months = plan.since.duration_until(invoice.issued_on).as_hours() / 24 / 30;
            in_year[(months as usize / 12).min(2)] += 1;
            match (invoice.currency, invoice.issued_on.month()) {
                ("USD", 12) => decembers += invoice.gross_minor,
                ("USD", 1) => januaries += invoice.gross_minor,
                _ => {}
            }
            all += 1;
            month_ends += usize::from(invoice.issued_on.day() >= 28);
        }
    }
    assert!(in_year.is_sorted_by(|a, b| a < b), "{in_year:?}");
    assert!(decembers > januaries * 3 / 2, "{decembers} {januaries}");
    assert!(month_ends > all / 4, "{month_ends} of {all}");
}

#[test]
fn a_client_uses_one_or_two_tax_codes() {
    for family in small(1).families() {
        for client in 0..family.clients.len() {
            let codes: BTreeSet<&str> = family
                .facts
                .iter()
                .filter_map(|fact| match fact {
                    Fact::Invoice(invoice) if invoice.client == client => Some(&invoice.lines),
                    _ => None,
                })
                .flatten()
                .map(|line| line.tax_code)
                .collect();
            assert!(codes.len() <= 2, "{codes:?}");
        }
    }
}

#[test]
fn strange_plans_are_harmless() {
    let windows = [
        (date(2026, 10, 30), date(2026, 10, 30)),
        (date(2026, 10, 31), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2026, 10, 31)),
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(1995, 2, 28), date(2005, 2, 28)),
        (Date::MIN, date(-9990, 1, 1)),
        (date(9990, 1, 1), Date::MAX),
    ];
    for (since, until) in windows {
        let plan = Plan { clients: 40, since, until, ..Plan::default() };
        let summary = summary(&plan);
        assert_eq!(summary.clients, 40);
        if since > until {
            assert_eq!(summary.invoices, 0);
        }
    }
}
