//! Serving the API and the web.

use std::net::SocketAddr;
use std::path::PathBuf;

use db::{Address, Db};
use server::{App, Config};
use tokio::net::TcpListener;

use crate::books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::shell;

/// Jobs that are worked on at a time.
const JOB_THREADS: usize = 2;

/// What can be typed after `rapport serve`.
#[derive(Debug, clap::Args)]
#[group(id = "serve")]
pub struct Args {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "RAPPORT_LISTEN", hide_env_values = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Bring the database to this program's version first; SQLite always is
    #[arg(long)]
    migrate: bool,
    /// Whether browsers come by HTTPS, so that the session's cookie is sent by HTTPS only [default: false]
    #[arg(long, env = "RAPPORT_SECURE_COOKIES", hide_env_values = true, value_name = "YES",
        num_args = 0..=1, default_missing_value = "true")]
    pub secure_cookies: Option<bool>,
    /// Whether a proxy of yours says in X-Forwarded-For who asks [default: false]
    #[arg(long, env = "RAPPORT_TRUST_FORWARDED_FOR", hide_env_values = true, value_name = "YES",
        num_args = 0..=1, default_missing_value = "true")]
    pub trust_forwarded_for: Option<bool>,
    /// Sign-ins that one address may try for one user a minute [default: 10]
    #[arg(long, env = "RAPPORT_SIGN_INS_A_MINUTE", hide_env_values = true, value_name = "COUNT")]
    pub sign_ins_a_minute: Option<u32>,
    /// The folder for files that are kept for a while, such as uploads [default: files, in your data folder]
    #[arg(long, env = "RAPPORT_DATA_DIR", hide_env_values = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
}

/// Serves until the program is told to stop (Ctrl-C, SIGTERM), then lets what runs come to its end.
pub fn run(args: &Args, settings: &Settings) -> Result<()> {
    let db = books::make(settings)?;
    match (db.migrations_missing()?, &settings.db) {
        (0, _) => {}
        (missing, Address::Postgres(_)) if !args.migrate => {
            let hint = format!(
                "bring it up with {}, or serve with --migrate",
                shell::instead(&["migrate"])
            );
            return Err(Error::new(books::behind(settings, missing)).hint(hint));
        }
        _ => {
            let count = db.migrate()?;
            tracing::info!(count, "migrations applied");
        }
    }
    if people::tenant::all(&db)?.is_empty() {
        tracing::warn!(
            "there is no company yet, so nobody can sign in; make one with rapport init"
        );
    }
    let config = settings.server(args);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // The last hold on the database is let go here: a connection to PostgreSQL is closed by waiting for it,
    // which a thread of the runtime must not do.
    let held = db.clone();
    let served = runtime.block_on(serve(db, config));
    drop(runtime);
    drop(held);
    served
}

async fn serve(db: Db, config: Config) -> Result<()> {
    let listen = config.listen;
    let listener = TcpListener::bind(listen).await.map_err(|e| {
        Error::new(format!("{listen} cannot be listened on: {e}"))
            .hint("choose another with --listen ADDRESS:PORT")
    })?;
    let stop = stop_signal()?;
    server::serve(listener, App::working(db, config, JOB_THREADS), stop).await?;
    Ok(())
}

/// Ends when the program is told to stop.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the program is told to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without the signal the program can still be ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
