//! The text of the aged balance: one shape, three scopes, three keys, two bases.
//!
//! Parameters: ?2 the day, ?3 a currency or NULL, ?4 whether in base currency, ?5 the base currency, ?6 to
//! ?13 the last day but one of each bucket (see [`super::cut_offs`]), ?14 the owners or clients.
//!
//! Each half of `part` is summed by itself, so that the large one stays the plain aggregate that both
//! engines are quickest at (PostgreSQL in parallel), and what later days changed costs only what they changed.

/// Sums of an amount by how long before the day another day lies: not at all, then nine buckets.
#[rustfmt::skip]
macro_rules! buckets {
    ($amount:expr, $on:literal) => { concat!(
        "SUM(", $amount, ") FILTER (WHERE ", $on, " >= ?2) AS b0,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?2 AND ", $on, " >= ?6) AS b1,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?6 AND ", $on, " >= ?7) AS b2,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?7 AND ", $on, " >= ?8) AS b3,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?8 AND ", $on, " >= ?9) AS b4,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?9 AND ", $on, " >= ?10) AS b5,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?10 AND ", $on, " >= ?11) AS b6,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?11 AND ", $on, " >= ?12) AS b7,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?12 AND ", $on, " >= ?13) AS b8,
        SUM(", $amount, ") FILTER (WHERE ", $on, " < ?13) AS b9") };
}

/// Both halves added up: the currency shown, the items, the ten sums.
#[rustfmt::skip]
macro_rules! added_up {
    () => { "CASE WHEN ?4::boolean THEN ?5::text ELSE p.currency END AS currency, CAST(SUM(p.items) AS BIGINT) AS items,
        COALESCE(CAST(SUM(p.b0) AS BIGINT), 0) AS b0, COALESCE(CAST(SUM(p.b1) AS BIGINT), 0) AS b1,
        COALESCE(CAST(SUM(p.b2) AS BIGINT), 0) AS b2, COALESCE(CAST(SUM(p.b3) AS BIGINT), 0) AS b3,
        COALESCE(CAST(SUM(p.b4) AS BIGINT), 0) AS b4, COALESCE(CAST(SUM(p.b5) AS BIGINT), 0) AS b5,
        COALESCE(CAST(SUM(p.b6) AS BIGINT), 0) AS b6, COALESCE(CAST(SUM(p.b7) AS BIGINT), 0) AS b7,
        COALESCE(CAST(SUM(p.b8) AS BIGINT), 0) AS b8, COALESCE(CAST(SUM(p.b9) AS BIGINT), 0) AS b9" };
}

/// What follows `part`, by key.
#[rustfmt::skip]
macro_rules! tail {
    (total) => { concat!("SELECT ", added_up!(), "
FROM part p
GROUP BY 1 HAVING SUM(p.items) <> 0
ORDER BY 1") };
    (client) => { concat!("SELECT a.currency, a.items, a.b0, a.b1, a.b2, a.b3, a.b4, a.b5, a.b6, a.b7, a.b8, a.b9, c.client_id, c.number, c.legal_name
FROM (
    SELECT ", added_up!(), ", p.client_id
    FROM part p
    GROUP BY 1, p.client_id HAVING SUM(p.items) <> 0
) a
JOIN client c ON c.tenant_id = ?1 AND c.client_id = a.client_id
ORDER BY c.number, a.currency") };
    (owner) => { concat!("SELECT a.currency, a.items, a.b0, a.b1, a.b2, a.b3, a.b4, a.b5, a.b6, a.b7, a.b8, a.b9, a.owner_id, u.name
FROM (
    SELECT ", added_up!(), ", c.owner_id
    FROM part p
    JOIN client c ON c.tenant_id = ?1 AND c.client_id = p.client_id
    GROUP BY 1, c.owner_id HAVING SUM(p.items) <> 0
) a
LEFT JOIN app_user u ON u.tenant_id = ?1 AND u.user_id = a.owner_id
ORDER BY u.name NULLS LAST, a.owner_id, a.currency") };
}

/// The column of the key within `part`, with the comma behind it.
#[rustfmt::skip]
macro_rules! key {
    (total) => { "" };
    (client) => { "o.client_id, " };
    (owner) => { "o.client_id, " };
}

#[rustfmt::skip]
macro_rules! aged {
    ($on:literal, $scope:ident, $by:ident) => { concat!("WITH later AS (
    -- What settlements after the day took from each item, or gave back (below nought).
    ", later_of!($scope, "14"), "
), part AS (
    -- What is left by all that is recorded of the items that were not closed by the day.
    SELECT ", key!($by), "o.currency, COUNT(*) AS items,
        ", buckets!("CASE WHEN o.side = 'debit' THEN 1 ELSE -1 END * CASE WHEN ?4::boolean THEN o.open_base_minor ELSE o.open_minor END", $on), "
    ", items_of!($scope, "14"), " AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
      AND (?3::text IS NULL OR o.currency = ?3)
    GROUP BY ", key!($by), "o.currency
    UNION ALL
    -- What later days changed of them, put back; an item of which nothing was left then counts no more.
    SELECT ", key!($by), "o.currency, -COUNT(*) FILTER (WHERE o.open_minor + l.amount_minor = 0),
        ", buckets!("CASE WHEN o.side = 'debit' THEN 1 ELSE -1 END * CASE WHEN ?4::boolean THEN l.base_minor ELSE l.amount_minor END", $on), "
    -- CROSS, so that SQLite starts from the few that changed.
    FROM later l
    CROSS JOIN open_item o
    WHERE o.tenant_id = ?1 AND o.open_item_id = l.open_item_id
      AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
      AND (?3::text IS NULL OR o.currency = ?3)
    GROUP BY ", key!($by), "o.currency
)
", tail!($by)) };
}

db::statements! {
    DUE_ALL_TOTAL = aged!("o.due_on", all, total);
    DUE_ALL_CLIENT = aged!("o.due_on", all, client);
    DUE_ALL_OWNER = aged!("o.due_on", all, owner);
    DUE_OWNERS_TOTAL = aged!("o.due_on", owners, total);
    DUE_OWNERS_CLIENT = aged!("o.due_on", owners, client);
    DUE_OWNERS_OWNER = aged!("o.due_on", owners, owner);
    DUE_CLIENTS_TOTAL = aged!("o.due_on", clients, total);
    DUE_CLIENTS_CLIENT = aged!("o.due_on", clients, client);
    DUE_CLIENTS_OWNER = aged!("o.due_on", clients, owner);
    DUE_NOBODY_TOTAL = aged!("o.due_on", nobody, total);
    DUE_NOBODY_CLIENT = aged!("o.due_on", nobody, client);
    DUE_NOBODY_OWNER = aged!("o.due_on", nobody, owner);
    ISSUED_ALL_TOTAL = aged!("o.issued_on", all, total);
    ISSUED_ALL_CLIENT = aged!("o.issued_on", all, client);
    ISSUED_ALL_OWNER = aged!("o.issued_on", all, owner);
    ISSUED_OWNERS_TOTAL = aged!("o.issued_on", owners, total);
    ISSUED_OWNERS_CLIENT = aged!("o.issued_on", owners, client);
    ISSUED_OWNERS_OWNER = aged!("o.issued_on", owners, owner);
    ISSUED_CLIENTS_TOTAL = aged!("o.issued_on", clients, total);
    ISSUED_CLIENTS_CLIENT = aged!("o.issued_on", clients, client);
    ISSUED_CLIENTS_OWNER = aged!("o.issued_on", clients, owner);
    ISSUED_NOBODY_TOTAL = aged!("o.issued_on", nobody, total);
    ISSUED_NOBODY_CLIENT = aged!("o.issued_on", nobody, client);
    ISSUED_NOBODY_OWNER = aged!("o.issued_on", nobody, owner);
}

/// The texts by basis, scope and key, each in the order of its enum's variants.
pub(super) static AGED: [[[&db::Statement; 3]; 4]; 2] = [
    [
        [&DUE_ALL_TOTAL, &DUE_ALL_CLIENT, &DUE_ALL_OWNER],
        [&DUE_OWNERS_TOTAL, &DUE_OWNERS_CLIENT, &DUE_OWNERS_OWNER],
        [&DUE_CLIENTS_TOTAL, &DUE_CLIENTS_CLIENT, &DUE_CLIENTS_OWNER],
        [&DUE_NOBODY_TOTAL, &DUE_NOBODY_CLIENT, &DUE_NOBODY_OWNER],
    ],
    [
        [&ISSUED_ALL_TOTAL, &ISSUED_ALL_CLIENT, &ISSUED_ALL_OWNER],
        [&ISSUED_OWNERS_TOTAL, &ISSUED_OWNERS_CLIENT, &ISSUED_OWNERS_OWNER],
        [&ISSUED_CLIENTS_TOTAL, &ISSUED_CLIENTS_CLIENT, &ISSUED_CLIENTS_OWNER],
        [&ISSUED_NOBODY_TOTAL, &ISSUED_NOBODY_CLIENT, &ISSUED_NOBODY_OWNER],
    ],
];
