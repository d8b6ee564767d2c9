//! The demonstration: the sample company, booked and served.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clients::client::list::{self, ClientFilter};
use db::{Address, Db};
use demo::Booked;
use sample::{Plan, Role};

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{Bar, note};
use crate::{books, serve};

/// What everybody of the sample company signs in with. It protects nothing: the company is made up, and the
/// server listens on this machine alone.
const PASSWORD: &str = "harbour-and-vale";
/// Clients of `--scale` where no number is given.
const SCALE_DEFAULT: &str = "1000000";

/// What can be typed after `rapport demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many clients the sample company has; without a number, a million [default: 400]
    #[arg(long, value_name = "CLIENTS", num_args = 0..=1, default_missing_value = SCALE_DEFAULT,
        value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    scale: Option<u64>,
    /// Book the company anew, in place of the one that was booked before; a PostgreSQL database is to be emptied
    /// by hand first
    #[arg(long)]
    fresh: bool,
    /// Book the company and stop there
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    serve: serve::Args,
}

/// Books the sample company where it is not booked yet, says how to sign in, and serves.
pub fn run(args: Args, settings: &Settings) -> Result<()> {
    let plan = Plan { clients: args.scale.unwrap_or(Plan::default().clients), ..Plan::default() };
    let mut settings = settings.clone();
    if settings.db_is_default {
        settings.db = beside(&settings.db, plan.clients);
    }
    settings.company = Some(plan.company().slug.to_owned());
    match &settings.db {
        Address::Sqlite(path) => in_file(path, &plan, args.fresh, &settings)?,
        Address::Postgres(_) => in_server(&plan, args.fresh, &settings)?,
    }
    let booked = clients_of(&settings)?;
    if let Some(asked) = args.scale.filter(|asked| *asked != booked) {
        let what =
            format!("{} holds a sample company of {booked} clients, not of {asked}", settings.db);
        return Err(Error::new(what).hint("book it anew with --fresh, or name another with --db"));
    }
    say_how(&Plan { clients: booked, ..plan }, &settings, args.serve.listen);
    if args.no_serve { Ok(()) } else { serve::run(&args.serve, &settings) }
}

/// How many clients the company has that is there.
fn clients_of(settings: &Settings) -> Result<u64> {
    let books = books::Books::open(settings)?;
    let filter = ClientFilter { archived: true, ..ClientFilter::default() };
    let proof = books.actor.allow()?;
    Ok(books.db.read(books.tenant, |tx| list::count(tx, &proof, &filter))?)
}

/// The file of a sample company, in the folder of the real books and apart from them.
fn beside(default: &Address, clients: u64) -> Address {
    match default {
        Address::Sqlite(path) if clients == Plan::default().clients => {
            Address::Sqlite(path.with_file_name("demo.db"))
        }
        Address::Sqlite(path) => Address::Sqlite(path.with_file_name(format!("demo-{clients}.db"))),
        Address::Postgres(url) => Address::Postgres(url.clone()),
    }
}

/// Books into a file of another name and renames it at the end, so that a company that was booked by half is
/// never served.
fn in_file(path: &Path, plan: &Plan, fresh: bool, settings: &Settings) -> Result<()> {
    if path.exists() && !fresh {
        return is_sample(&Db::open(&settings.db)?, plan);
    }
    if path.exists() {
        is_sample(&Db::open(&settings.db)?, plan)?;
    }
    let half = PathBuf::from(format!("{}.half", path.display()));
    for file in files_of(&half) {
        remove(&file)?;
    }
    let db = books::make(&Settings { db: Address::Sqlite(half.clone()), ..settings.clone() })?;
    book(&db, plan)?;
    drop(db);
    for file in files_of(path) {
        remove(&file)?;
    }
    std::fs::rename(&half, path).map_err(|e| Error::file(path, &e))
}

/// A database file and what SQLite keeps beside it.
fn files_of(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", path.display())))
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path, &e)),
        _ => Ok(()),
    }
}

/// Refuses a database that holds something else than the sample company.
fn is_sample(db: &Db, plan: &Plan) -> Result<()> {
    let slug = plan.company().slug;
    db.migrate()?;
    match people::tenant::all(db)?.as_slice() {
        [(_, only)] if only == slug => Ok(()),
        _ => Err(Error::new(format!("{:?} does not hold the sample company", db.address()))
            .hint("give the demonstration a database of its own with --db")),
    }
}

fn in_server(plan: &Plan, fresh: bool, settings: &Settings) -> Result<()> {
    let db = books::make(settings)?;
    db.migrate()?;
    let all = people::tenant::all(&db)?;
    if all.is_empty() {
        return book(&db, plan);
    }
    is_sample(&db, plan)?;
    if fresh || !demo::is_whole(&db, all[0].0)? {
        return Err(Error::new("this database holds a sample company already, or half of one")
            .hint("empty the database to book it anew: DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
    }
    Ok(())
}

fn book(db: &Db, plan: &Plan) -> Result<()> {
    db.migrate()?;
    note(&format!("Booking the sample company with {} clients …", plan.clients));
    let bar = Bar::new("booking");
    let facts: u64 = if plan.clients <= Plan::FULL_HISTORY_UP_TO {
        plan.families().map(|f| f.facts.len() as u64).sum()
    } else {
        0
    };
    let (tenant, _) = books::new_company(db);
    let follow = |at: Booked| {
        let (done, all) = if facts > 0 { (at.facts, facts) } else { (at.clients, plan.clients) };
        bar.set(done, all, format!("{} entries", at.facts));
    };
    demo::book(db, tenant, plan, PASSWORD, follow)?;
    bar.clear();
    Ok(())
}

fn say_how(plan: &Plan, settings: &Settings, listen: Option<std::net::SocketAddr>) {
    let company = plan.company();
    let listen = listen.unwrap_or(server::Config::default().listen);
    // Whoever closed the pipe has read enough.
    let mut out = std::io::stdout().lock();
    let mut say = |line: String| drop(writeln!(out, "{line}"));
    say(format!("{}, {} clients, three years to {}", company.legal_name, plan.clients, plan.until));
    say(format!("  address   http://{listen}/"));
    say(format!("  database  {}", settings.db));
    say(format!("  password  {PASSWORD}   (for all of them)"));
    for person in plan.staff() {
        let role = match person.role {
            Role::Administrator => "administrator",
            Role::Accountant => "accountant",
            Role::Manager => "manager",
            Role::Representative => "representative",
        };
        say(format!("  {role:<15} {:<28} {}", person.email, person.name));
    }
    say(format!(
        "Try: rapport --db {} report aging --as-of {} --by client",
        settings.db, plan.until
    ));
}
