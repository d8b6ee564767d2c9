//! The sample company itself: its settings, its people, its terms, taxes and rates.

use std::collections::HashMap;

use billing::company::{self, CompanyError};
use billing::payment_term::{self, PaymentTerm};
use billing::tax::{self, TaxRate};
use db::Tx;
use kernel::UserId;
use ledger::rate::{self, ExchangeRate};
use money::{Currency, E6, Rate};
use people::permission::{ManageCompany, ManageUsers, SetUpLedger};
use people::role::RoleId;
use people::tenant::NewTenant;
use people::user::{self, NewUser, PasswordHash};
use people::{Actor, team, tenant};
use sample::{Company, Plan, Role};

use super::LoadError;

/// Opens the sample company and answers its users by the sample's keys.
pub(super) fn set_up(
    tx: &Tx<'_>,
    actor: &Actor,
    plan: &Plan,
    password: &PasswordHash,
) -> Result<HashMap<&'static str, UserId>, LoadError> {
    let sample = plan.company();
    let base = Currency::parse(sample.base_currency)?;
    let new = NewTenant {
        slug: sample.slug.to_owned(),
        legal_name: sample.legal_name.to_owned(),
        base_currency: base,
        time_zone: sample.time_zone.to_owned(),
        language: sample.language.to_owned(),
    };
    let roles = company::open(tx, actor, &new)?;
    terms_and_taxes(tx, actor, &sample)?;
    let setup = actor.allow::<SetUpLedger>()?;
    for known in &sample.exchange_rates {
        let rate = ExchangeRate {
            currency: Currency::parse(known.currency)?,
            on_date: known.on,
            rate: Rate::from_scaled(known.rate_e12),
            source: "sample".to_owned(),
        };
        rate::put(tx, actor, &setup, base, &rate)?;
    }
    let calendar = actor.allow::<ManageCompany>()?;
    for holiday in &sample.holidays {
        tenant::put_holiday(tx, actor, &calendar, holiday.on, holiday.name)?;
    }
    staff(tx, actor, plan, &roles, password)
}

fn terms_and_taxes(tx: &Tx<'_>, actor: &Actor, sample: &Company) -> Result<(), LoadError> {
    let setup = actor.allow::<SetUpLedger>()?;
    let known: Vec<String> = payment_term::list(tx)?.into_iter().map(|t| t.code).collect();
    for terms in sample.payment_terms.iter().filter(|t| !known.iter().any(|k| k == t.code)) {
        let discount = terms.early_discount.as_ref();
        let term = PaymentTerm {
            code: terms.code.to_owned(),
            name: terms.name.to_owned(),
            net_days: u32::from(terms.net_days),
            end_of_month: terms.from_end_of_month,
            discount_days: discount.map_or(0, |d| u32::from(d.days)),
            discount: E6::from_scaled(discount.map_or(0, |d| d.rate_e6)),
            version: 1,
        };
        payment_term::create(tx, actor, &setup, &term).map_err(CompanyError::from)?;
    }
    let known: Vec<String> = tax::list(tx)?.into_iter().map(|t| t.code).collect();
    for rate in sample.tax_rates.iter().filter(|t| !known.iter().any(|k| k == t.code)) {
        let tax = TaxRate {
            code: rate.code.to_owned(),
            name: rate.name.to_owned(),
            category: rate.category.to_owned(),
            rate: E6::from_scaled(rate.rate_e6),
            version: 1,
        };
        tax::create(tx, actor, &setup, &tax).map_err(CompanyError::from)?;
    }
    Ok(())
}

fn staff(
    tx: &Tx<'_>,
    actor: &Actor,
    plan: &Plan,
    roles: &[(String, RoleId)],
    password: &PasswordHash,
) -> Result<HashMap<&'static str, UserId>, LoadError> {
    let manage = actor.allow::<ManageUsers>()?;
    let mut users = HashMap::new();
    let mut members: HashMap<&'static str, Vec<UserId>> = HashMap::new();
    for person in plan.staff() {
        let name = match person.role {
            Role::Administrator => "Administrator",
            Role::Accountant => "Accountant",
            Role::Manager => "Manager",
            Role::Representative => "Representative",
        };
        let new = NewUser {
            email: person.email.to_owned(),
            name: person.name.to_owned(),
            password: Some(password.clone()),
            language: person.language.to_owned(),
            time_zone: person.time_zone.to_owned(),
            roles: roles.iter().filter(|(n, _)| n == name).map(|(_, id)| *id).collect(),
        };
        let id = user::create(tx, actor, &manage, &new)?;
        users.insert(person.key, id);
        if let Some(team) = person.team {
            members.entry(team).or_default().push(id);
        }
    }
    for team in plan.company().teams {
        let manager = users.get(team.manager).copied();
        let of = members.get(team.key).map(Vec::as_slice).unwrap_or_default();
        team::create(tx, actor, &manage, team.name, manager, of)?;
    }
    Ok(users)
}
