//! Making a company.

use billing::company::{self, CompanyError};
use clap::builder::NonEmptyStringValueParser;
use jiff::tz::TimeZone;
use kernel::Fault;
use money::Currency;
use people::permission::ManageUsers;
use people::tenant::NewTenant;
use people::user::{self, NewUser, UserError};

use crate::books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{note, password, shell};

/// The role of the first user, which `billing::company::open` makes with the company.
const ADMINISTRATOR: &str = "Administrator";

/// What can be typed after `rapport init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The company's name in law
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    company_name: String,
    /// Its short name, for signing in and for --company
    #[arg(long, default_value = books::SLUG_DEFAULT)]
    slug: String,
    /// The currency in which its books are kept; it never changes
    #[arg(long, value_name = "CODE", default_value = books::CURRENCY_DEFAULT)]
    currency: Currency,
    /// The time zone that decides what day it is, such as America/New_York [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The language of what it writes: en or es
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: String,
    /// The administrator's e-mail address, to sign in with
    #[arg(long, value_name = "ADDRESS")]
    admin_email: String,
    /// The administrator's name [default: the first part of the address]
    #[arg(long, value_name = "NAME")]
    admin_name: Option<String>,
    #[command(flatten)]
    password: password::Source,
}

/// Why a company is not made; nothing of it is then there.
#[derive(Debug, thiserror::Error)]
enum InitError {
    #[error(transparent)]
    Company(#[from] CompanyError),
    #[error(transparent)]
    User(#[from] UserError),
    #[error(transparent)]
    Denied(#[from] people::Denied),
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(InitError {
    Self::Company(e) => delegate e;
    Self::User(e) => delegate e;
    Self::Denied(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Makes a company with its administrator: both or neither.
pub fn run(args: Args, settings: &Settings) -> Result<()> {
    let db = books::make(settings)?;
    db.migrate()?;
    let time_zone = args.time_zone.unwrap_or_else(machines_zone);
    let chosen = args.password.choose(&args.admin_email)?;
    let before_at = || args.admin_email.split('@').next().unwrap_or_default().to_owned();
    let company = NewTenant {
        slug: args.slug,
        legal_name: args.company_name,
        base_currency: args.currency,
        time_zone: time_zone.clone(),
        language: args.language.clone(),
    };
    let mut admin = NewUser {
        email: args.admin_email.clone(),
        name: args.admin_name.unwrap_or_else(before_at),
        password: Some(chosen.hash.clone()),
        language: args.language,
        time_zone,
        roles: Vec::new(),
    };
    let (tenant, actor) = books::new_company(&db);
    let made = db.write(tenant, |tx| {
        let roles = company::open(tx, &actor, &company)?;
        admin.roles =
            roles.into_iter().filter(|(name, _)| name == ADMINISTRATOR).map(|(_, id)| id).collect();
        let proof = actor.allow::<ManageUsers>()?;
        user::create(tx, &actor, &proof, &admin)?;
        Ok::<_, InitError>(())
    });
    if let Err(e) = made {
        let taken = e.code() == "slug-taken";
        let error = Error::from(e);
        return Err(if taken { error.hint("choose another with --slug") } else { error });
    }
    note(&format!(
        "{} ({}) is open in {}: base currency {}, time zone {}.",
        company.legal_name, company.slug, settings.db, company.base_currency, company.time_zone
    ));
    note(&format!("{} can sign in after: {}", args.admin_email, shell::instead(&["serve"])));
    crate::user::tell(&chosen)
}

/// The machine's own time zone, where it has a name.
fn machines_zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}
