WITH taken AS (
    -- What all settlements took from each item.
    SELECT t.open_item_id, CAST(SUM(t.amount_minor) AS BIGINT) AS amount_minor, CAST(SUM(t.base_minor) AS BIGINT) AS base_minor
    FROM (
        SELECT s.debit_item_id AS open_item_id, s.amount_minor, s.debit_base_minor AS base_minor
        FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
        UNION ALL
        SELECT s.credit_item_id, s.amount_minor, s.credit_base_minor
        FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
    ) t
    GROUP BY t.open_item_id
), wrong AS (
    SELECT o.entry_no, o.kind || ' ' || o.number AS what, o.amount_minor - COALESCE(t.amount_minor, 0) AS expected_minor, o.open_minor AS found_minor
    FROM open_item o
    LEFT JOIN taken t ON t.open_item_id = o.open_item_id
    WHERE o.tenant_id = ?1 AND o.open_minor <> o.amount_minor - COALESCE(t.amount_minor, 0)
    UNION ALL
    SELECT o.entry_no, o.kind || ' ' || o.number || ', in base currency', o.base_minor - COALESCE(t.base_minor, 0), o.open_base_minor
    FROM open_item o
    LEFT JOIN taken t ON t.open_item_id = o.open_item_id
    WHERE o.tenant_id = ?1 AND o.open_base_minor <> o.base_minor - COALESCE(t.base_minor, 0)
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
