WITH piece AS (
    -- What each item says was taken from it, less what its settlements took. Summed without a join, so that no
    -- engine has to guess how many there are.
    SELECT o.open_item_id, o.amount_minor - o.open_minor AS minor, o.base_minor - o.open_base_minor AS base_minor
    FROM open_item o WHERE o.tenant_id = ?1
    UNION ALL
    SELECT s.debit_item_id, -s.amount_minor, -s.debit_base_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
    UNION ALL
    SELECT s.credit_item_id, -s.amount_minor, -s.credit_base_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
), gap AS (
    SELECT open_item_id, CAST(SUM(minor) AS BIGINT) AS minor, CAST(SUM(base_minor) AS BIGINT) AS base_minor
    FROM piece
    GROUP BY open_item_id
    HAVING SUM(minor) <> 0 OR SUM(base_minor) <> 0
), wrong AS (
    SELECT o.entry_no, o.kind || ' ' || o.number AS what, o.open_minor + g.minor AS expected_minor, o.open_minor AS found_minor
    FROM gap g
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = g.open_item_id
    WHERE g.minor <> 0
    UNION ALL
    SELECT o.entry_no, o.kind || ' ' || o.number || ', in base currency', o.open_base_minor + g.base_minor, o.open_base_minor
    FROM gap g
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = g.open_item_id
    WHERE g.base_minor <> 0
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
