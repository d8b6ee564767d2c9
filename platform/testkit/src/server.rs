//! Databases on the PostgreSQL server that tests are given.

use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

/// A database that is dropped at the end.
pub(crate) struct Database {
    url: String,
    admin_url: String,
    name: String,
}

/// Any number, the same in every test process: whoever holds it may make the template.
const TEMPLATE_LOCK: i64 = 727_306_100;
static MADE: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Copies the migrated template, making that first where this build's is missing.
    pub(crate) fn from_template(admin_url: &str) -> Self {
        let mut admin = Client::connect(admin_url, NoTls).expect("the test server answers");
        let template = template(&mut admin, admin_url);
        let number = MADE.fetch_add(1, Ordering::SeqCst);
        let name = format!("rapport_test_{}_{number}", std::process::id());
        // A run that was killed may have left one of this name.
        for sql in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        ] {
            admin.batch_execute(&sql).expect("a test database can be made");
        }
        Self { url: url_of(admin_url, &name), admin_url: admin_url.to_owned(), name }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The pool's connections may still be open, hence FORCE; a failure leaves a database on a server
        // that is itself thrown away.
        if let Ok(mut admin) = Client::connect(&self.admin_url, NoTls) {
            let _ =
                admin.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// The name of the template of this build's migrations, made by whoever comes first.
fn template(admin: &mut Client, admin_url: &str) -> String {
    let all: String = db::MIGRATIONS.iter().map(db::Migration::checksum).collect();
    let mark: u64 = all
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    let name = format!("rapport_template_{mark:016x}");
    admin.execute("SELECT pg_advisory_lock($1)", &[&TEMPLATE_LOCK]).expect("the lock can be taken");
    let there =
        admin.query_opt("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", &[&name]);
    if there.expect("the server lists its databases").is_none() {
        let made = [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name}"),
        ];
        for sql in made {
            admin.batch_execute(&sql).expect("the template can be made");
        }
        let address = db::Address::Postgres(url_of(admin_url, &name));
        let template = db::Db::open(&address).expect("the template opens");
        template.migrate().expect("the template migrates");
        drop(template);
        admin
            .batch_execute(&format!("ALTER DATABASE {name} WITH IS_TEMPLATE true"))
            .expect("the template is marked");
    }
    admin
        .execute("SELECT pg_advisory_unlock($1)", &[&TEMPLATE_LOCK])
        .expect("the lock is given back");
    name
}

/// The URL of another database of the same server.
fn url_of(admin_url: &str, name: &str) -> String {
    let (server, _) = admin_url.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}
