//! Statements: one SQL text, registered by name, written out for each engine once.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use parking_lot::Mutex;

/// One SQL text for both engines, with a name for errors, logs and the tests that prepare it on each.
///
/// `?1` is the tenant and is bound by the seam; `?2` and on are the caller's. `IN LIST(?n)` takes a list.
/// A cast written `?n::type` tells PostgreSQL a parameter's type where it cannot see it, and is dropped
/// for SQLite.
pub struct Statement {
    /// Module path and constant, such as `ledger::sql::POST_ENTRY`.
    pub name: &'static str,
    /// The text, in the portable subset.
    pub sql: &'static str,
    /// Whether the statement is about all tenants and so takes no tenant as `?1`.
    pub all_tenants: bool,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl Statement {
    /// A statement of one tenant.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, all_tenants: false, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// A statement over all tenants: only the platform and `people::tenant` have any.
    pub const fn new_all_tenants(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, all_tenants: true, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    pub(crate) fn for_sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| to_sqlite(self.sql))
    }

    pub(crate) fn for_postgres(&self) -> &str {
        self.postgres.get_or_init(|| to_postgres(self.sql))
    }
}

/// A table and the columns that [`crate::Tx::load`] fills; the tenant's column goes first by itself.
pub struct Load {
    /// The table's name.
    pub table: &'static str,
    /// The columns, in the order in which rows give their values.
    pub columns: &'static [&'static str],
}

/// What a module registers, so that tests can find every statement of the program.
pub enum Registered {
    /// A statement.
    Statement(&'static Statement),
    /// A bulk load.
    Load(&'static Load),
    /// A list with filters and sorts.
    List(&'static crate::List),
}

inventory::collect!(Registered);

/// Every statement, load and list of the program, by name.
pub fn registered() -> impl Iterator<Item = &'static Registered> {
    inventory::iter::<Registered>.into_iter()
}

/// Declares and registers statements.
///
/// ```
/// db::statements! {
///     /// The name of a client.
///     pub FIND_NAME = "SELECT legal_name FROM client WHERE tenant_id = ?1 AND client_id = ?2";
/// }
/// assert!(FIND_NAME.name.ends_with("FIND_NAME"));
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $sql:expr;)*) => {
        $(
            $(#[$doc])*
            $vis static $name: $crate::Statement =
                $crate::Statement::new(concat!(module_path!(), "::", stringify!($name)), $sql);
            $crate::inventory::submit! { $crate::Registered::Statement(&$name) }
        )*
    };
}

/// Declares and registers statements over all tenants.
#[macro_export]
macro_rules! all_tenant_statements {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $sql:expr;)*) => {
        $(
            $(#[$doc])*
            $vis static $name: $crate::Statement =
                $crate::Statement::new_all_tenants(concat!(module_path!(), "::", stringify!($name)), $sql);
            $crate::inventory::submit! { $crate::Registered::Statement(&$name) }
        )*
    };
}

/// Declares and registers bulk loads.
///
/// ```
/// db::loads! {
///     /// Tags of clients.
///     pub CLIENT_TAGS = client_tag(client_id, tag);
/// }
/// assert_eq!(CLIENT_TAGS.columns, ["client_id", "tag"]);
/// ```
#[macro_export]
macro_rules! loads {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $table:ident($($column:ident),* $(,)?);)*) => {
        $(
            $(#[$doc])*
            $vis static $name: $crate::Load =
                $crate::Load { table: stringify!($table), columns: &[$(stringify!($column)),*] };
            $crate::inventory::submit! { $crate::Registered::Load(&$name) }
        )*
    };
}

/// The statement of a text that the program composed from a closed set of parts. Each text is kept for the
/// life of the program, which is why only [`crate::List`] and [`crate::Load`], whose variants are few, may
/// compose one.
pub(crate) fn intern(name: &'static str, sql: String, all_tenants: bool) -> &'static Statement {
    static KNOWN: LazyLock<Mutex<HashMap<String, &'static Statement>>> =
        LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock();
    if let Some(statement) = known.get(&sql) {
        return statement;
    }
    let text: &'static str = Box::leak(sql.clone().into_boxed_str());
    let made = if all_tenants {
        Statement::new_all_tenants(name, text)
    } else {
        Statement::new(name, text)
    };
    let statement: &'static Statement = Box::leak(Box::new(made));
    known.insert(sql, statement);
    statement
}

/// Walks SQL outside of quotes and comments, and lets `rewrite` replace what stands at a place: it gets the
/// rest of the text and answers how many bytes it takes and what to write for them.
fn translate(sql: &str, rewrite: impl Fn(&str) -> Option<(usize, String)>) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let verbatim = match c {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            _ => 0,
        };
        if verbatim > 0 {
            if c == '\'' {
                out.push_str(&rest[..verbatim]);
            }
            rest = &rest[verbatim..];
        } else if let Some((taken, written)) = rewrite(rest) {
            out.push_str(&written);
            rest = &rest[taken..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn to_sqlite(sql: &str) -> String {
    translate(sql, |rest| {
        if let Some(cast) = rest.strip_prefix("::") {
            let word = cast
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '[' && c != ']')
                .unwrap_or(cast.len());
            return Some((2 + word, String::new()));
        }
        rest.starts_with("LIST(").then(|| (5, "rarray(".to_owned()))
    })
}

fn to_postgres(sql: &str) -> String {
    translate(sql, |rest| {
        if rest.starts_with('?') {
            return Some((1, "$".to_owned()));
        }
        rest.starts_with("IN LIST(").then(|| (8, "= ANY(".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_two() {
        let sql = "SELECT 'a?b::c' -- why ?\nFROM t WHERE tenant_id = ?1 AND id IN LIST(?2) AND (?3::text IS NULL OR x = ?3)";
        assert_eq!(
            to_postgres(sql),
            "SELECT 'a?b::c' \nFROM t WHERE tenant_id = $1 AND id = ANY($2) AND ($3::text IS NULL OR x = $3)"
        );
        assert_eq!(
            to_sqlite(sql),
            "SELECT 'a?b::c' \nFROM t WHERE tenant_id = ?1 AND id IN rarray(?2) AND (?3 IS NULL OR x = ?3)"
        );
    }
}
