//! Adding people who sign in, and looking after them.

use std::io::Write;

use db::{Ask, Tx};
use kernel::{PAGE_LIMIT_MAX, PageRequest, UserId};
use people::permission::ManageUsers;
use people::role::{self, Role};
use people::user::{self, NewUser, UserError};

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::password::{self, Chosen};
use crate::terminal::{Cell, Column, Output, Printed, Sheet, note};

/// What can be typed after `rapport user`.
#[derive(Debug, clap::Subcommand)]
pub enum User {
    /// Add somebody who signs in
    Add(Add),
    /// List everybody who signs in
    List(Printed),
    /// Let somebody sign in no longer; their sessions end
    Disable(Email),
    /// Let somebody sign in again
    Enable(Email),
    /// Give somebody another password, and lift a lock-out
    SetPassword(SetPassword),
}

/// Who is meant.
#[derive(Debug, clap::Args)]
pub struct Email {
    /// Their e-mail address
    #[arg(value_name = "ADDRESS")]
    email: String,
}

/// What can be typed after `rapport user add`.
#[derive(Debug, clap::Args)]
pub struct Add {
    #[command(flatten)]
    who: Email,
    /// Their name
    #[arg(long)]
    name: String,
    /// Their role: Administrator, Accountant, Manager, Representative or one of yours; may come several times
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<String>,
    /// Their language: en or es [default: the company's]
    #[arg(long)]
    language: Option<String>,
    /// Their time zone, such as Europe/Madrid [default: the company's]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    #[command(flatten)]
    password: password::Source,
}

/// What can be typed after `rapport user set-password`.
#[derive(Debug, clap::Args)]
pub struct SetPassword {
    #[command(flatten)]
    who: Email,
    #[command(flatten)]
    password: password::Source,
}

/// Does what was typed.
pub fn run(what: User, settings: &Settings) -> Result<()> {
    match what {
        User::Add(args) => add(args, &Books::open_or_make(settings, None)?),
        User::List(printed) => list(&Books::open(settings)?, &printed),
        User::Disable(who) => set_active(&Books::open(settings)?, &who.email, false),
        User::Enable(who) => set_active(&Books::open(settings)?, &who.email, true),
        User::SetPassword(args) => set_password(&args, &Books::open(settings)?),
    }
}

fn add(args: Add, books: &Books) -> Result<()> {
    let roles = books.db.read(books.tenant, role::all)?;
    let wanted = args.roles.iter().map(|name| find_role(&roles, name).map(|r| r.id));
    let chosen_roles = wanted.collect::<Result<_>>()?;
    let chosen = args.password.choose(&args.who.email)?;
    let new = NewUser {
        email: args.who.email,
        name: args.name,
        password: Some(chosen.hash.clone()),
        language: args.language.unwrap_or_else(|| books.company.language.clone()),
        time_zone: args.time_zone.unwrap_or_else(|| books.company.time_zone.clone()),
        roles: chosen_roles,
    };
    let proof = books.actor.allow::<ManageUsers>()?;
    books.db.write(books.tenant, |tx| user::create(tx, &books.actor, &proof, &new))?;
    note(&format!("{} can sign in as {}.", new.email, args.roles.join(", ")));
    tell(&chosen)
}

fn find_role<'r>(roles: &'r [Role], name: &str) -> Result<&'r Role> {
    roles.iter().find(|r| r.name.to_lowercase() == name.to_lowercase()).ok_or_else(|| {
        let names: Vec<&str> = roles.iter().map(|r| r.name.as_str()).collect();
        Error::new(format!("there is no role '{name}'; there are {}", names.join(", ")))
    })
}

fn list(books: &Books, printed: &Printed) -> Result<()> {
    let columns = ["email", "name", "roles", "status", "language", "time_zone"];
    let mut sheet = Sheet::open(printed, "Users", columns.map(Column::text).to_vec())?;
    let proof = books.actor.allow::<ManageUsers>()?;
    books.db.read(books.tenant, |tx| {
        let roles = role::all(tx)?;
        let mut ask = Ask { sort: Some("email".to_owned()), ..whole() };
        loop {
            let page = user::list(tx, &proof, &ask)?;
            for user in page.items {
                let names =
                    roles.iter().filter(|r| user.roles.contains(&r.id)).map(|r| r.name.as_str());
                let names: Vec<&str> = names.collect();
                let status = if user.active { "active" } else { "disabled" };
                let texts = [
                    &user.email,
                    &user.name,
                    &names.join(", "),
                    status,
                    &user.language,
                    &user.time_zone,
                ];
                sheet.row(&texts.map(Cell::text))?;
            }
            match page.next {
                Some(next) => ask.page.after = Some(next),
                None => return Ok::<_, Error>(()),
            }
        }
    })?;
    sheet.finish()?;
    Ok(())
}

/// The first of the largest pages that there are.
pub fn whole<'a>() -> Ask<'a> {
    Ask { page: PageRequest { limit: Some(PAGE_LIMIT_MAX), after: None }, ..Ask::default() }
}

fn set_active(books: &Books, email: &str, active: bool) -> Result<()> {
    let proof = books.actor.allow::<ManageUsers>()?;
    let id = books.db.read(books.tenant, |tx| find(tx, email))?;
    books.db.write(books.tenant, |tx| {
        let user = user::get(tx, id)?;
        user::update(tx, &books.actor, &proof, &user::User { active, ..user })
    })?;
    note(&format!("{email} can {} sign in.", if active { "again" } else { "no longer" }));
    Ok(())
}

fn set_password(args: &SetPassword, books: &Books) -> Result<()> {
    let email = &args.who.email;
    let proof = books.actor.allow::<ManageUsers>()?;
    let id = books.db.read(books.tenant, |tx| find(tx, email))?;
    let chosen = args.password.choose(email)?;
    books.db.write(books.tenant, |tx| {
        user::set_password(tx, &books.actor, &proof, id, &chosen.hash)?;
        Ok::<_, UserError>(())
    })?;
    note(&format!("{email} has a new password."));
    tell(&chosen)
}

/// Whoever signs in with an address.
pub fn find(tx: &Tx<'_>, email: &str) -> Result<UserId> {
    let found = user::by_email(tx, email)?;
    found.ok_or_else(|| {
        Error::new(format!("nobody signs in as '{email}'")).hint("see: rapport user list")
    })
}

/// Prints a password that was made up; nothing keeps it.
pub fn tell(chosen: &Chosen) -> Result<()> {
    let Some(text) = &chosen.made_up else { return Ok(()) };
    note("The password was made up. It is shown this once:");
    let mut out = Output::open(None)?;
    writeln!(out, "{text}")?;
    out.finish()
}
