//! Lists: pages by key, filters, sorts and exact counts over one declared SELECT.
//!
//! The text of a list's statement is composed from parts declared in Rust, never from a caller's words, and
//! holds only the filters in use, so each engine can choose an index for them. Pages go on by row values
//! after the last row's key, so page 10,000 costs what page 1 costs.

use kernel::{Page, PageRequest};

use crate::cursor;
use crate::statement::intern;
use crate::{Error, Row, Statement, Tx, Value};

/// A list that can be filtered, sorted, counted and paged.
pub struct List {
    /// Its name, for errors and logs.
    pub name: &'static str,
    /// The columns that a row is made of.
    pub columns: &'static str,
    /// What stands behind FROM; the tenant's condition is in `base`.
    pub from: &'static str,
    /// The conditions that always hold, the tenant's first: `c.tenant_id = ?1`.
    pub base: &'static str,
    /// The filters by name: a condition in which `{}` stands for the parameter (which may come twice). What
    /// follows an `@` tells conditions apart that mean the same and are found another way; a cursor of one
    /// goes on with the other.
    pub filters: &'static [(&'static str, &'static str)],
    /// The sorts by name: an expression that is never NULL and the kind of its value.
    pub sorts: &'static [(&'static str, &'static str, SortKind)],
    /// The unique column that ends every order, and its kind.
    pub key: (&'static str, SortKind),
}

/// What kind of value a sort key is, so that a cursor can carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortKind {
    /// Text, compared by bytes on both engines.
    Text,
    /// A 64-bit integer.
    Int,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// An id.
    Uuid,
}

impl SortKind {
    fn cast(self) -> &'static str {
        match self {
            Self::Text => "::text",
            Self::Int => "::bigint",
            Self::Date => "::date",
            Self::Instant => "::timestamptz",
            Self::Uuid => "::uuid",
        }
    }

    fn write(self, row: &Row<'_>, index: usize) -> Result<String, Error> {
        Ok(match self {
            Self::Text => row.get::<String>(index)?,
            Self::Int => row.get::<i64>(index)?.to_string(),
            Self::Date => row.get::<jiff::civil::Date>(index)?.to_string(),
            Self::Instant => row.get::<jiff::Timestamp>(index)?.as_microsecond().to_string(),
            Self::Uuid => row.get::<uuid::Uuid>(index)?.to_string(),
        })
    }

    fn read(self, text: &str) -> Option<Value<'static>> {
        Some(match self {
            Self::Text => Value::from(text.to_owned()),
            Self::Int => Value::Int(text.parse().ok()?),
            Self::Date => Value::Date(text.parse().ok()?),
            Self::Instant => {
                Value::Instant(jiff::Timestamp::from_microsecond(text.parse().ok()?).ok()?)
            }
            Self::Uuid => Value::Uuid(text.parse().ok()?),
        })
    }
}

/// What a caller asks of a list: filters with their values, a sort (a leading `-` turns it round), a page.
#[derive(Default)]
pub struct Ask<'a> {
    /// Filters in use.
    pub filters: Vec<(&'static str, Value<'a>)>,
    /// The sort's name, such as `-due_on`; `None` is the list's first.
    pub sort: Option<String>,
    /// The page.
    pub page: PageRequest,
}

impl<'a> Ask<'a> {
    /// Adds a filter where there is a value for it.
    #[must_use]
    pub fn filter(mut self, name: &'static str, value: Option<impl Into<Value<'a>>>) -> Self {
        if let Some(value) = value {
            self.filters.push((name, value.into()));
        }
        self
    }
}

/// The parts that choose one text of a list.
struct Shape<'a> {
    filters: Vec<&'static str>,
    sort: &'a (&'static str, &'static str, SortKind),
    descending: bool,
    after: bool,
}

impl List {
    /// One page of the list and its exact count, which the pages behind the first take over from it.
    /// `count` may answer more cheaply than counting rows does; it gets the filters in use.
    pub fn page<T>(
        &'static self,
        tx: &Tx<'_>,
        ask: &Ask<'_>,
        count: impl FnOnce(&[(&'static str, Value<'_>)]) -> Result<Option<u64>, Error>,
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Page<T>, Error> {
        let (sort, descending) = self.sort(ask.sort.as_deref())?;
        let mut params: Vec<Value<'_>> = ask.filters.iter().map(|(_, v)| v.clone()).collect();
        let list = cursor_of(sort.0, descending, ask);
        let counted = match &ask.page.after {
            Some(cursor) => {
                let [key, id, total] = cursor::read(cursor, &list)?;
                let key = sort.2.read(&key).ok_or(Error::Cursor)?;
                params.extend([key, self.key.1.read(&id).ok_or(Error::Cursor)?]);
                Some(total.parse().map_err(|_| Error::Cursor)?)
            }
            None => None,
        };
        let wanted = ask.page.rows() as usize;
        params.push(Value::Int(wanted as i64 + 1));
        let shape =
            Shape { filters: self.filters_of(ask)?, sort, descending, after: counted.is_some() };
        let width = self.width();
        let mut rows = Vec::new();
        let mut last = None;
        tx.for_each(self.select(&shape), &params, |row| {
            if rows.len() < wanted {
                last = Some((sort.2.write(row, width)?, self.key.1.write(row, width + 1)?));
                rows.push(Some(map(row)?));
            } else {
                rows.push(None);
            }
            Ok::<(), Error>(())
        })?;
        let more = rows.len() > wanted;
        let items: Vec<T> = rows.into_iter().flatten().collect();
        let total = match counted {
            Some(total) => total,
            None => match count(&ask.filters)? {
                Some(total) => total,
                None => self.count(tx, ask)?,
            },
        };
        let next = last
            .filter(|_| more)
            .map(|(key, id)| cursor::write(&list, &[&key, &id, &total.to_string()]));
        Ok(Page { items, total, next })
    }

    /// How many rows the list has under these filters.
    pub fn count(&'static self, tx: &Tx<'_>, ask: &Ask<'_>) -> Result<u64, Error> {
        let filters = self.filters_of(ask)?;
        let params: Vec<Value<'_>> = ask.filters.iter().map(|(_, v)| v.clone()).collect();
        let sql = format!("SELECT COUNT(*) FROM {} WHERE {}", self.from, self.conditions(&filters));
        tx.query_one(intern(self.name, sql, false), &params, |row| row.get(0))
    }

    /// Every text that this list can ask of an engine with at most one filter; for the test that prepares
    /// them all.
    pub fn variants(&'static self) -> Vec<&'static Statement> {
        let mut all = Vec::new();
        let single = self.filters.iter().map(|(name, _)| vec![*name]);
        for filters in std::iter::once(Vec::new()).chain(single) {
            let sql =
                format!("SELECT COUNT(*) FROM {} WHERE {}", self.from, self.conditions(&filters));
            all.push(intern(self.name, sql, false));
            for sort in self.sorts {
                for (descending, after) in
                    [(false, false), (false, true), (true, false), (true, true)]
                {
                    all.push(self.select(&Shape {
                        filters: filters.clone(),
                        sort,
                        descending,
                        after,
                    }));
                }
            }
        }
        all
    }

    /// The number of the list's own columns; the sort's value stands behind them.
    fn width(&self) -> usize {
        let mut depth = 0_usize;
        let mut columns = 1;
        for c in self.columns.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => columns += 1,
                _ => {}
            }
        }
        columns
    }

    fn filters_of(&self, ask: &Ask<'_>) -> Result<Vec<&'static str>, Error> {
        let known = |name: &&&'static str| self.filters.iter().any(|(n, _)| *n == **name);
        let names: Vec<&'static str> = ask.filters.iter().map(|(name, _)| *name).collect();
        match names.iter().find(|n| !known(n)) {
            Some(name) => Err(self.unknown("filter", name, self.filters.iter().map(|(n, _)| *n))),
            None => Ok(names),
        }
    }

    fn sort(
        &self,
        name: Option<&str>,
    ) -> Result<(&(&'static str, &'static str, SortKind), bool), Error> {
        let name = name.unwrap_or(self.sorts[0].0);
        let (word, descending) = name.strip_prefix('-').map_or((name, false), |w| (w, true));
        let found = self.sorts.iter().find(|(n, _, _)| *n == word);
        let sort = found
            .ok_or_else(|| self.unknown("sort", name, self.sorts.iter().map(|(n, _, _)| *n)))?;
        Ok((sort, descending))
    }

    fn unknown(
        &self,
        what: &'static str,
        name: &str,
        known: impl Iterator<Item = &'static str>,
    ) -> Error {
        let known = known.collect::<Vec<_>>().join(", ");
        Error::UnknownListWord { what, name: name.to_owned(), known }
    }

    fn conditions(&self, filters: &[&'static str]) -> String {
        let mut sql = self.base.to_owned();
        for (index, name) in filters.iter().enumerate() {
            if let Some((_, condition)) = self.filters.iter().find(|(n, _)| n == name) {
                sql.push_str(" AND ");
                sql.push_str(&condition.replace("{}", &format!("?{}", index + 2)));
            }
        }
        sql
    }

    fn select(&self, shape: &Shape<'_>) -> &'static Statement {
        let (_, sort, kind) = shape.sort;
        let (key, key_kind) = self.key;
        let (compare, order) = if shape.descending { ("<", "DESC") } else { (">", "ASC") };
        let mut sql = format!("SELECT {}, {sort}, {key} FROM {} WHERE ", self.columns, self.from);
        sql.push_str(&self.conditions(&shape.filters));
        let mut next = shape.filters.len() + 2;
        if shape.after {
            let (a, b) = (kind.cast(), key_kind.cast());
            sql.push_str(&format!(" AND ({sort}, {key}) {compare} (?{next}{a}, ?{}{b})", next + 1));
            next += 2;
        }
        sql.push_str(&format!(" ORDER BY {sort} {order}, {key} {order} LIMIT ?{next}"));
        intern(self.name, sql, false)
    }
}

/// What a cursor of a list belongs to: its order and its filters.
fn cursor_of(sort: &str, descending: bool, ask: &Ask<'_>) -> String {
    let meant = |name: &'static str| name.split('@').next().unwrap_or(name);
    let names = ask.filters.iter().map(|(name, _)| meant(name)).collect::<Vec<_>>().join(",");
    let print = cursor::print(ask.filters.iter().map(|(_, value)| value));
    format!("{}{sort} {names} {print}", if descending { "-" } else { "" })
}

/// Declares and registers a list.
#[macro_export]
macro_rules! list {
    ($(#[$doc:meta])* $vis:vis $name:ident = $list:expr;) => {
        $(#[$doc])*
        $vis static $name: $crate::List = $list;
        $crate::inventory::submit! { $crate::Registered::List(&$name) }
    };
}
