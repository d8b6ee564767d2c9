//! The texts of the list of open items: four scopes, two sorts, two directions, and the counts.
//!
//! Parameters: ?2 the day, ?3 whether anything was settled after it, ?4 the kinds, ?5 a currency or NULL,
//! ?6 the latest due day, ?7 and ?8 the earliest and latest day that days count from, ?9 whether that is the
//! document's own day and not the due day, ?10 what numbers begin with; of the pages also ?11 the sort key and
//! ?12 the id after which the page begins, ?13 the rows and ?14 the day of what is still open; last the owners or
//! clients.
//!
//! A page always begins after a key, the first after one that stands before all, so that a page and the next
//! are one text. Key, days and number are written so that no index fits them: an index by due day would lead an
//! engine through all that was ever closed, where `closed_on` leads to what is open. What is still open and
//! what was closed after the day are sought apart where all clients are in scope: the first is one stretch of
//! an index that begins with `closed_on`, the second is short.

/// What settlements after the day took from item `o` of a page, in the given columns.
#[rustfmt::skip]
macro_rules! later {
    ($debit:literal, $credit:literal) => { concat!("CASE WHEN NOT ?3::boolean THEN 0
         WHEN o.side = 'debit' THEN (SELECT COALESCE(CAST(SUM(s.", $debit, ") AS BIGINT), 0) FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.applied_on > ?2)
         ELSE (SELECT COALESCE(CAST(SUM(s.", $credit, ") AS BIGINT), 0) FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id = o.open_item_id AND s.applied_on > ?2) END") };
}

/// The items that were open at the end of the day and meet the filters; `$closed` says when they were closed.
#[rustfmt::skip]
macro_rules! open {
    ($scope:ident, $n:literal, $closed:literal) => { concat!(
        items_of!($scope, $n), " AND ", $closed, " AND o.issued_on <= ?2
      AND o.kind IN LIST(?4) AND (?5::text IS NULL OR o.currency = ?5) AND COALESCE(o.due_on, o.due_on) <= ?6
      AND CASE WHEN ?9::boolean THEN o.issued_on ELSE o.due_on END >= ?7::date
      AND CASE WHEN ?9::boolean THEN o.issued_on ELSE o.due_on END <= ?8::date
      AND COALESCE(o.number, o.number) >= ?10::text AND COALESCE(o.number, o.number) < ?10::text || '\u{10FFFF}'
      AND (NOT ?3::boolean OR o.open_item_id NOT IN (SELECT z.open_item_id FROM zeroed z))") };
}

/// The items of which something is open only because of what was given back after the day: none was then.
#[rustfmt::skip]
macro_rules! zeroed {
    ($scope:ident, $n:literal) => { concat!("zeroed AS (
    -- Items that had nothing open at the end of the day, but were moved since.
    SELECT l.open_item_id
    FROM (", later_of!($scope, $n), ") l
    CROSS JOIN open_item o
    WHERE o.tenant_id = ?1 AND o.open_item_id = l.open_item_id AND o.open_minor + l.amount_minor = 0
)") };
}

/// The keys of a page, of the items that were closed when `$closed` says.
#[rustfmt::skip]
macro_rules! keys {
    ($scope:ident, $closed:literal, $sort:literal, $cast:literal, $cmp:literal, $dir:literal) => { concat!(
    "SELECT o.open_item_id, ", $sort, " AS sort_key
    ", open!($scope, "15", $closed), "
      AND (COALESCE(", $sort, ", ", $sort, "), o.open_item_id) ", $cmp, " (?11", $cast, ", ?12::uuid)
    ORDER BY ", $sort, " ", $dir, ", o.open_item_id ", $dir, " LIMIT ?13") };
}

/// Enough keys for a page.
#[rustfmt::skip]
macro_rules! candidates {
    (all, $sort:literal, $cast:literal, $cmp:literal, $dir:literal) => { concat!(
    "SELECT * FROM (", keys!(all, "o.closed_on = ?14", $sort, $cast, $cmp, $dir), ") still
    UNION ALL
    SELECT * FROM (", keys!(all, "o.closed_on > ?2 AND o.closed_on < ?14", $sort, $cast, $cmp, $dir), ") since") };
    ($scope:ident, $sort:literal, $cast:literal, $cmp:literal, $dir:literal) => {
    keys!($scope, "o.closed_on > ?2 AND o.closed_on <= ?14", $sort, $cast, $cmp, $dir) };
}

#[rustfmt::skip]
macro_rules! page {
    ($scope:ident, $sort:literal, $cast:literal, $cmp:literal, $dir:literal) => { concat!("WITH ", zeroed!($scope, "15"), ", candidate AS (
    -- Enough keys for a page.
    ", candidates!($scope, $sort, $cast, $cmp, $dir), "
), page AS (
    -- The keys of the page.
    SELECT open_item_id, sort_key FROM candidate
    ORDER BY sort_key ", $dir, ", open_item_id ", $dir, " LIMIT ?13
)
SELECT o.open_item_id, o.kind, o.number, o.client_id, c.number, c.legal_name, o.currency, o.issued_on, o.due_on,
       o.amount_minor, o.open_minor + ", later!("amount_minor", "amount_minor"), ",
       o.open_base_minor + ", later!("debit_base_minor", "credit_base_minor"), ",
       COALESCE(i.disputed_on <= ?2, FALSE)
FROM page p
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = p.open_item_id
JOIN client c ON c.tenant_id = ?1 AND c.client_id = o.client_id
LEFT JOIN invoice i ON i.tenant_id = ?1 AND i.invoice_id = o.open_item_id
ORDER BY p.sort_key ", $dir, ", p.open_item_id ", $dir) };
}

#[rustfmt::skip]
macro_rules! count {
    ($scope:ident) => { concat!("WITH ", zeroed!($scope, "11"), "
SELECT COUNT(*) ", open!($scope, "11", "o.closed_on > ?2")) };
}

db::statements! {
    /// Whether anything was settled after a day.
    pub(super) SETTLED_SINCE = "SELECT 1 FROM settlement WHERE tenant_id = ?1 AND applied_on > ?2 LIMIT 1";
    COUNT_ALL = count!(all);
    COUNT_OWNERS = count!(owners);
    COUNT_CLIENTS = count!(clients);
    COUNT_NOBODY = count!(nobody);
    DUE_ALL = page!(all, "o.due_on", "::date", ">", "ASC");
    DUE_OWNERS = page!(owners, "o.due_on", "::date", ">", "ASC");
    DUE_CLIENTS = page!(clients, "o.due_on", "::date", ">", "ASC");
    DUE_NOBODY = page!(nobody, "o.due_on", "::date", ">", "ASC");
    DUE_BACK_ALL = page!(all, "o.due_on", "::date", "<", "DESC");
    DUE_BACK_OWNERS = page!(owners, "o.due_on", "::date", "<", "DESC");
    DUE_BACK_CLIENTS = page!(clients, "o.due_on", "::date", "<", "DESC");
    DUE_BACK_NOBODY = page!(nobody, "o.due_on", "::date", "<", "DESC");
    NUMBER_ALL = page!(all, "o.number", "::text", ">", "ASC");
    NUMBER_OWNERS = page!(owners, "o.number", "::text", ">", "ASC");
    NUMBER_CLIENTS = page!(clients, "o.number", "::text", ">", "ASC");
    NUMBER_NOBODY = page!(nobody, "o.number", "::text", ">", "ASC");
    NUMBER_BACK_ALL = page!(all, "o.number", "::text", "<", "DESC");
    NUMBER_BACK_OWNERS = page!(owners, "o.number", "::text", "<", "DESC");
    NUMBER_BACK_CLIENTS = page!(clients, "o.number", "::text", "<", "DESC");
    NUMBER_BACK_NOBODY = page!(nobody, "o.number", "::text", "<", "DESC");
}

/// The counts by scope.
pub(super) static COUNTS: [&db::Statement; 4] =
    [&COUNT_ALL, &COUNT_OWNERS, &COUNT_CLIENTS, &COUNT_NOBODY];

/// The pages by sort, direction (descending second) and scope.
pub(super) static PAGES: [[[&db::Statement; 4]; 2]; 2] = [
    [
        [&DUE_ALL, &DUE_OWNERS, &DUE_CLIENTS, &DUE_NOBODY],
        [&DUE_BACK_ALL, &DUE_BACK_OWNERS, &DUE_BACK_CLIENTS, &DUE_BACK_NOBODY],
    ],
    [
        [&NUMBER_ALL, &NUMBER_OWNERS, &NUMBER_CLIENTS, &NUMBER_NOBODY],
        [&NUMBER_BACK_ALL, &NUMBER_BACK_OWNERS, &NUMBER_BACK_CLIENTS, &NUMBER_BACK_NOBODY],
    ],
];
