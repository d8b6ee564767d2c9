#![doc = include_str!("../README.md")]

use std::collections::HashMap;

use db::Db;
use kernel::{TenantId, UserId};
use people::user::PasswordHash;
use people::{Actor, audit};
use sample::{Family, Plan};
use serde_json::json;

mod load;
mod setup;

/// Clients whose history is booked together in the order of its days; more would be held in memory.
const GROUP_CLIENTS: usize = 10_000;
/// The name under which the audit trail knows the loader.
const LOADER: &str = "sample company";
/// What the audit trail says when the booking has come to its end.
const BOOKED_ACTION: &str = "sample.booked";

/// Why the sample is not booked.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The sample names something that was not set up.
    #[error("the sample names an unknown {0}")]
    Unknown(&'static str),
    /// Its company.
    #[error(transparent)]
    Company(#[from] billing::company::CompanyError),
    /// Its users.
    #[error(transparent)]
    User(#[from] people::user::UserError),
    /// Its teams.
    #[error(transparent)]
    Team(#[from] people::team::TeamError),
    /// Its permissions.
    #[error(transparent)]
    Denied(#[from] people::Denied),
    /// Its clients.
    #[error(transparent)]
    Client(#[from] clients::client::open::OpenError),
    /// Its contacts.
    #[error(transparent)]
    Field(#[from] clients::FieldError),
    /// Its contacts.
    #[error(transparent)]
    Contact(#[from] clients::contact::add::ContactError),
    /// Its exchange rates.
    #[error(transparent)]
    Rate(#[from] ledger::rate::RateError),
    /// Its numbers.
    #[error(transparent)]
    Series(#[from] ledger::series::SeriesError),
    /// Its postings.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// Its settlements.
    #[error(transparent)]
    Settle(#[from] ledger::SettleError),
    /// Its invoices.
    #[error(transparent)]
    Invoice(#[from] billing::invoice::InvoiceError),
    /// Its payments.
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    /// Its amounts.
    #[error(transparent)]
    Money(#[from] money::MoneyError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(LoadError {
    Self::Unknown(_) => Internal, "sample-incomplete";
    Self::Company(e) => delegate e;
    Self::User(e) => delegate e;
    Self::Team(e) => delegate e;
    Self::Denied(e) => delegate e;
    Self::Client(e) => delegate e;
    Self::Field(e) => delegate e;
    Self::Contact(e) => delegate e;
    Self::Rate(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Post(e) => delegate e;
    Self::Settle(e) => delegate e;
    Self::Invoice(e) => delegate e;
    Self::Payment(e) => delegate e;
    Self::Money(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// How far the booking is.
#[derive(Clone, Copy, Debug)]
pub struct Booked {
    /// Clients that are in the books with all that happened.
    pub clients: u64,
    /// Facts booked.
    pub facts: u64,
}

/// Books the sample company of a plan under a new tenant of the database, whose users all sign in with one
/// password. Calls `progress` from time to time.
pub fn book(
    db: &Db,
    tenant: TenantId,
    plan: &Plan,
    password: &str,
    mut progress: impl FnMut(Booked),
) -> Result<(), LoadError> {
    let actor = Actor::operator(tenant, LOADER);
    let password = PasswordHash::of(password)?;
    let staff = db.write(tenant, |tx| setup::set_up(tx, &actor, plan, &password))?;
    let mut booked = Booked { clients: 0, facts: 0 };
    let mut group: Vec<Family> = Vec::new();
    let mut size = 0;
    for family in plan.families() {
        size += family.clients.len();
        group.push(family);
        if size >= GROUP_CLIENTS {
            book_group(db, &actor, std::mem::take(&mut group), &staff, &mut booked, &mut progress)?;
            size = 0;
        }
    }
    book_group(db, &actor, group, &staff, &mut booked, &mut progress)?;
    db.write(tenant, |tx| {
        let detail = json!({"seed": plan.seed, "clients": booked.clients, "facts": booked.facts});
        audit::record(tx, &actor, BOOKED_ACTION, ("company", &tenant), detail)
    })?;
    db.refresh_statistics()?;
    Ok(())
}

/// Whether the sample company of a tenant was booked to its end.
pub fn is_whole(db: &Db, tenant: TenantId) -> Result<bool, LoadError> {
    let actor = Actor::operator(tenant, LOADER);
    let proof = actor.allow()?;
    let ask = db::Ask::default().filter("action", Some(BOOKED_ACTION));
    Ok(db.read(tenant, |tx| audit::list(tx, &proof, &ask))?.total > 0)
}

fn book_group(
    db: &Db,
    actor: &Actor,
    families: Vec<Family>,
    staff: &HashMap<&'static str, UserId>,
    booked: &mut Booked,
    progress: &mut impl FnMut(Booked),
) -> Result<(), LoadError> {
    let clients: usize = families.iter().map(|f| f.clients.len()).sum();
    let mut group = load::Group::new(db, actor, families)?;
    group.open_clients(db, staff)?;
    group.book_facts(db, |facts| {
        booked.facts += facts as u64;
        progress(*booked);
    })?;
    booked.clients += clients as u64;
    progress(*booked);
    Ok(())
}
