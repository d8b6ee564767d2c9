//! How to find the clients of a list.
//!
//! No engine knows how many clients a filter leaves, so the list has texts for both cases, and the exact
//! count, which a page answers anyway, tells which to use. WALK goes along the index of the order and keeps
//! what fits: quick where much fits. GATHER and OWNED let the filter or the owners find the rows and sort
//! them: quick where little fits. All have the same cursors.

use db::{Ask, List, SortKind, Tx, Value, params};
use kernel::{Page, PageRequest, UserId};
use people::permission::ReadClients;
use people::{Allowed, Reach};

use super::ClientFilter;
use crate::client::{ClientId, ClientKind, ClientStatus};
use crate::field::sought;
use crate::name::sort_name;
use crate::tally::{self, Wanted};

db::statements! {
    NUMBER_BEGINS = "SELECT 1 FROM client WHERE tenant_id = ?1 AND number >= ?2 AND number < ?2::text || '\u{10FFFF}' LIMIT 1";
    NAME_BEGINS = "SELECT 1 FROM client WHERE tenant_id = ?1 AND sort_name >= ?2 AND sort_name < ?2::text || '\u{10FFFF}' LIMIT 1";
}

/// Nothing sorts after U+10FFFF, so a prefix with it behind ends the range of what begins with the prefix.
const FILTERS: &[(&str, &str)] = &[
    ("owner", "c.owner_id = {}"),
    // Every name is after '', which is said to make the right index look better than the primary key.
    ("owner@gathered", "c.owner_id = {} AND c.sort_name >= ''"),
    // Written so that no index fits: SQL engines without statistics think that any index with the tenant in
    // front finds next to nothing, and would gather by owners where walking is meant.
    ("owners", "COALESCE(c.owner_id, c.owner_id) IN LIST({})"),
    ("status", "c.status = {}"),
    ("status_not", "c.status <> {}"),
    ("kind", "c.kind = {}"),
    ("client_type", "c.client_type = {}"),
    ("currency", "c.currency = {}"),
    ("parent", "c.parent_id = {} AND c.sort_name >= ''"),
    (
        "tag",
        "c.client_id IN (SELECT t.client_id FROM client_tag t WHERE t.tenant_id = ?1 AND t.tag = {})",
    ),
    (
        "tag@walked",
        "EXISTS (SELECT 1 FROM client_tag t WHERE t.tenant_id = ?1 AND t.tag = {} AND t.client_id = c.client_id)",
    ),
    ("number", "c.number = {}"),
    ("number_prefix", "c.number >= {} AND c.number < {}::text || '\u{10FFFF}'"),
    ("name_prefix", "c.sort_name >= {} AND c.sort_name < {}::text || '\u{10FFFF}'"),
    // The same while walking along another order, where no index may find them.
    (
        "number_prefix@walked",
        "(c.number || '') >= {} AND (c.number || '') < {}::text || '\u{10FFFF}'",
    ),
    (
        "name_prefix@walked",
        "(c.sort_name || '') >= {} AND (c.sort_name || '') < {}::text || '\u{10FFFF}'",
    ),
];

/// The orders, each written so that no index has it, which leaves the choice of one to the filters.
const SORTED: &[(&str, &str, SortKind)] = &[
    ("name", "(c.sort_name || '')", SortKind::Text),
    ("number", "(c.number || '')", SortKind::Text),
    ("updated", "COALESCE(c.updated_at, c.created_at)", SortKind::Instant),
];

db::list! {
    WALK = List {
        name: "clients",
        columns: "c.client_id",
        from: "client c",
        base: "c.tenant_id = ?1",
        filters: FILTERS,
        sorts: &[
            ("name", "c.sort_name", SortKind::Text),
            ("number", "c.number", SortKind::Text),
            ("updated", "c.updated_at", SortKind::Instant),
        ],
        key: ("c.client_id", SortKind::Uuid),
    };
}

db::list! {
    GATHER = List {
        name: "clients",
        columns: "c.client_id",
        from: "client c",
        base: "c.tenant_id = ?1",
        filters: FILTERS,
        sorts: SORTED,
        key: ("c.client_id", SortKind::Uuid),
    };
}

db::list! {
    // A CROSS JOIN is taken in the order in which it is written, or in a better one by an engine that knows.
    OWNED = List {
        name: "clients",
        columns: "c.client_id",
        from: "app_user u CROSS JOIN client c",
        base: "u.tenant_id = ?1 AND c.tenant_id = ?1 AND c.owner_id = u.user_id AND c.sort_name >= ''",
        filters: &[
            // Said of both, for an engine that has statistics of one.
            ("owners", "u.user_id IN LIST({}) AND c.owner_id IN LIST({})"),
            ("status", "c.status = {}"),
            ("status_not", "c.status <> {}"),
            ("kind", "c.kind = {}"),
            ("client_type", "c.client_type = {}"),
            ("currency", "c.currency = {}"),
        ],
        sorts: SORTED,
        key: ("c.client_id", SortKind::Uuid),
    };
}

/// A filter with the actor's reach worked in.
pub(super) struct Plan {
    owners: Option<Vec<UserId>>,
    status: Option<ClientStatus>,
    archived: bool,
    kind: Option<ClientKind>,
    /// What the tally cannot answer.
    more: Vec<(&'static str, Value<'static>)>,
}

impl Plan {
    pub(super) fn of(
        tx: &Tx<'_>,
        allowed: &Allowed<ReadClients>,
        filter: &ClientFilter,
    ) -> Result<Self, db::Error> {
        let owners = match (allowed.reach(), &filter.owners) {
            (Reach::All, wanted) => wanted.clone(),
            (Reach::Owners(reached), None) => Some(reached.clone()),
            (Reach::Owners(reached), Some(wanted)) => {
                Some(wanted.iter().filter(|o| reached.contains(o)).copied().collect())
            }
        };
        let text = |value: &Option<String>| value.as_deref().map(sought);
        let mut more: Vec<(&'static str, Value<'static>)> = Vec::new();
        let mut add = |name, value: Option<Value<'static>>| {
            more.extend(value.map(|value| (name, value)));
        };
        add("client_type", text(&filter.client_type).map(Into::into));
        add("currency", filter.currency.map(Into::into));
        add("parent", filter.parent.map(Into::into));
        add("tag", text(&filter.tag).map(|tag| tag.to_lowercase().into()));
        add("number", text(&filter.number).map(Into::into));
        add("name_prefix", name_prefix(filter.name_prefix.as_deref()));
        if let Some(search) = text(&filter.search) {
            if is_number(tx, &search)? {
                add("number_prefix", Some(search.into()));
            } else {
                add("name_prefix", name_prefix(Some(&search)));
            }
        }
        let (status, archived, kind) = (filter.status, filter.archived, filter.kind);
        Ok(Self { owners, status, archived, kind, more })
    }

    /// A page of the clients' ids.
    pub(super) fn page(
        &self,
        tx: &Tx<'_>,
        sort: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<ClientId>, db::Error> {
        let total = self.count(tx)?;
        let all = tally::sum(tx, Wanted { archived: true, ..Wanted::default() })?;
        let walks = self.in_order(sort) || tally::walks(total, all);
        let list = if walks { &WALK } else { self.gathering() };
        let filters = self.filters(list, sort);
        let ask = Ask { filters, sort: sort.map(str::to_owned), page: page.clone() };
        list.page(tx, &ask, |_| Ok(Some(total)), |row| row.get(0))
    }

    /// How many clients there are.
    pub(super) fn count(&self, tx: &Tx<'_>) -> Result<u64, db::Error> {
        if self.more.is_empty() {
            let (owners, status) = (self.owners.clone(), self.status);
            let wanted = Wanted { owners, status, archived: self.archived, kind: self.kind };
            return tally::sum(tx, wanted);
        }
        let list = self.gathering();
        list.count(tx, &Ask { filters: self.filters(list, None), ..Ask::default() })
    }

    /// Whether an index that finds the rows has them in order as well: those of one owner by name, and
    /// names that begin alike.
    fn in_order(&self, sort: Option<&str>) -> bool {
        let one_owner = matches!(self.owners.as_deref(), Some([_]));
        let by_name = matches!(sort, None | Some("name" | "-name"));
        by_name && (one_owner || self.more.iter().any(|(name, _)| *name == "name_prefix"))
    }

    /// The list that finds rows by their owners, unless something else finds fewer or it is one owner, whom
    /// an index finds.
    fn gathering(&self) -> &'static List {
        let several = self.owners.as_ref().is_some_and(|owners| owners.len() != 1);
        let known = |name: &str| OWNED.filters.iter().any(|(n, _)| *n == name);
        let by_owners = several && self.more.iter().all(|(name, _)| known(name));
        if by_owners { &OWNED } else { &GATHER }
    }

    fn filters(
        &self,
        list: &'static List,
        sort: Option<&str>,
    ) -> Vec<(&'static str, Value<'static>)> {
        let walks = std::ptr::eq(list, &WALK);
        let order = sort.map_or("name", |sort| sort.trim_start_matches('-'));
        let mut filters = self.more.clone();
        for (name, _) in filters.iter_mut().filter(|_| walks) {
            *name = match *name {
                "tag" => "tag@walked",
                "name_prefix" if order != "name" => "name_prefix@walked",
                "number_prefix" if order != "number" => "number_prefix@walked",
                name => name,
            };
        }
        let owner_word = if walks { "owner" } else { "owner@gathered" };
        match self.owners.as_deref() {
            Some([owner]) => filters.push((owner_word, (*owner).into())),
            Some(owners) => filters.push(("owners", owners.into())),
            None => {}
        }
        match self.status {
            Some(status) => filters.push(("status", status.word().into())),
            None if !self.archived => {
                filters.push(("status_not", ClientStatus::Archived.word().into()));
            }
            None => {}
        }
        filters.extend(self.kind.map(|kind| ("kind", kind.word().into())));
        filters
    }
}

fn name_prefix(prefix: Option<&str>) -> Option<Value<'static>> {
    prefix.map(sort_name).filter(|folded| !folded.is_empty()).map(Into::into)
}

/// Whether numbers are meant: some begin so, and it has a digit or is the beginning of no name.
fn is_number(tx: &Tx<'_>, text: &str) -> Result<bool, db::Error> {
    let any = |statement, begins: &str| {
        tx.query_opt(statement, params![begins], |r| r.get::<i64>(0)).map(|found| found.is_some())
    };
    if !any(&NUMBER_BEGINS, text)? {
        return Ok(false);
    }
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    Ok(has_digit || !any(&NAME_BEGINS, &sort_name(text))?)
}
