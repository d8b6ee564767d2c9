//! What the operator decides, from the command line, the environment, the configuration file and the
//! program's own defaults, in this order.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use db::Address;
use serde::Deserialize;

use crate::args::{Global, LogForm};
use crate::error::{Error, Result};
use crate::serve;
use crate::terminal::shell;

/// The program's name in folders of configuration and data.
const FOLDER: &str = "rapport";

/// What the operator decided.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the books are.
    pub db: Address,
    /// Whether nobody said where, so that the folder may be made.
    pub db_is_default: bool,
    /// Which company's books; `None` is the only one.
    pub company: Option<String>,
    /// How logs are written.
    pub log: LogForm,
    /// How much is logged; `None` is for the command to say.
    pub log_level: Option<String>,
    /// What the configuration file says of the server.
    pub server: ServerTable,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    db: Option<String>,
    company: Option<String>,
    log: Option<LogForm>,
    log_level: Option<String>,
    #[serde(default)]
    server: ServerTable,
}

/// What the configuration file says of the server.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerTable {
    listen: Option<SocketAddr>,
    secure_cookies: Option<bool>,
    trust_forwarded_for: Option<bool>,
    sign_ins_a_minute: Option<u32>,
    data_dir: Option<PathBuf>,
}

impl Settings {
    /// Puts together what was typed, what the environment says and what the file says.
    pub fn load(global: &Global) -> Result<Self> {
        let file = read_file(global.config.as_deref())?;
        let (db, db_is_default) = match global.db.clone().or(file.db) {
            Some(text) => (address(&text)?, false),
            None => (default_db()?, true),
        };
        Ok(Self {
            db,
            db_is_default,
            company: global.company.clone().or(file.company),
            log: global.log.or(file.log).unwrap_or_default(),
            log_level: global.log_level.clone().or(file.log_level),
            server: file.server,
        })
    }

    /// What the server is to do.
    pub fn server(&self, args: &serve::Args) -> server::Config {
        let (file, default) = (&self.server, server::Config::default());
        server::Config {
            listen: args.listen.or(file.listen).unwrap_or(default.listen),
            secure_cookies: args
                .secure_cookies
                .or(file.secure_cookies)
                .unwrap_or(default.secure_cookies),
            trust_forwarded_for: args
                .trust_forwarded_for
                .or(file.trust_forwarded_for)
                .unwrap_or(default.trust_forwarded_for),
            sign_ins_a_minute: args
                .sign_ins_a_minute
                .or(file.sign_ins_a_minute)
                .unwrap_or(default.sign_ins_a_minute),
            data_dir: args
                .data_dir
                .clone()
                .or_else(|| file.data_dir.clone())
                .or_else(|| Some(data_folder()?.join("files")))
                .unwrap_or(default.data_dir),
        }
    }
}

/// The address in a text. A wrong one is shown without its password.
fn address(text: &str) -> Result<Address> {
    text.parse().map_err(|_| {
        let shown = shell::without_password(text);
        Error::new(db::Error::Address(shown))
            .hint("a file is written sqlite:books.db, with sqlite: in front")
    })
}

fn read_file(named: Option<&Path>) -> Result<File> {
    let path = match (named, folder("XDG_CONFIG_HOME", ".config")) {
        (Some(path), _) => path.to_owned(),
        (None, Some(folder)) => folder.join("config.toml"),
        (None, None) => return Ok(File::default()),
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => parse_file(&path, &text),
        Err(e) if named.is_none() && e.kind() == std::io::ErrorKind::NotFound => {
            Ok(File::default())
        }
        Err(e) => Err(Error::file(&path, &e)),
    }
}

fn parse_file(path: &Path, text: &str) -> Result<File> {
    toml::from_str(text).map_err(|e| {
        let line =
            e.span().map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
        Error::new(format!("{}, line {line}: {}", path.display(), e.message()))
    })
}

fn default_db() -> Result<Address> {
    let folder = data_folder().ok_or_else(|| {
        Error::new("nothing says where the books are")
            .hint("give --db sqlite:PATH, or set RAPPORT_DB")
    })?;
    Ok(Address::Sqlite(folder.join("rapport.db")))
}

fn data_folder() -> Option<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share")
}

/// The program's folder below one of the XDG Base Directory Specification, which wants absolute paths.
fn folder(variable: &str, below_home: &str) -> Option<PathBuf> {
    let absolute =
        |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let base = absolute(variable).or_else(|| absolute("HOME").map(|home| home.join(below_home)))?;
    Some(base.join(FOLDER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match parse_file(Path::new("config.toml"), text) {
            Ok(_) => String::new(),
            Err(Error::Failed { what, .. }) => what,
            Err(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn the_file_is_read_whole_or_not_at_all() {
        let good = "db = 'sqlite:/x.db'\ncompany = 'main'\nlog = 'json'\nlog_level = 'debug'\n\
                    [server]\nlisten = '127.0.0.1:9000'\nsecure_cookies = true\n";
        assert_eq!(said(good), "");
        let unknown = said("company = 'main'\ncolour = 'red'\n");
        assert!(unknown.starts_with("config.toml, line 2: unknown field `colour`"), "{unknown}");
        let nested = said("[server]\nport = 1\n");
        assert!(nested.starts_with("config.toml, line 2: unknown field `port`"), "{nested}");
        assert!(said("[server]\nlisten = 'here'\n").contains("line 2"));
    }

    #[test]
    fn a_wrong_address_does_not_tell_its_password() {
        let Err(Error::Failed { what, hint }) = address("mysql://ana:geheim@host/db") else {
            panic!()
        };
        assert!(what.contains("'mysql://ana@host/db'") && hint.is_some(), "{what}");
    }
}
