WITH taken AS (
    -- What each settlement took from each of its items.
    SELECT s.debit_item_id AS open_item_id, s.applied_on, s.amount_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
    UNION ALL
    SELECT s.credit_item_id, s.applied_on, s.amount_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
), running AS (
    -- What had been taken by the end of each day on which something was.
    SELECT open_item_id, CAST(SUM(amount_minor) OVER (PARTITION BY open_item_id ORDER BY applied_on) AS BIGINT) AS taken_minor
    FROM taken
), extreme AS (
    SELECT open_item_id, MAX(taken_minor) AS most_minor, MIN(taken_minor) AS least_minor
    FROM running
    GROUP BY open_item_id
)
SELECT 'taken from ' || o.kind || ' ' || o.number,
       CASE WHEN x.most_minor > o.amount_minor THEN o.amount_minor ELSE 0 END,
       CASE WHEN x.most_minor > o.amount_minor THEN x.most_minor ELSE x.least_minor END,
       COUNT(*) OVER ()
FROM extreme x
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = x.open_item_id
WHERE x.most_minor > o.amount_minor OR x.least_minor < 0
ORDER BY o.entry_no
LIMIT ?2
