WITH piece AS (
    -- Each item with the day on which it says it was closed, and what its settlements took with their days.
    SELECT o.open_item_id, o.amount_minor AS left_minor, o.closed_on, CAST(NULL AS date) AS moved_on
    FROM open_item o WHERE o.tenant_id = ?1
    UNION ALL
    SELECT s.debit_item_id, -s.amount_minor, NULL, s.applied_on
    FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
    UNION ALL
    SELECT s.credit_item_id, -s.amount_minor, NULL, s.applied_on
    FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
), derived AS (
    -- The day on which the last of each item went, or the one that stands for never.
    SELECT open_item_id, MAX(closed_on) AS closed_on,
           CASE WHEN SUM(left_minor) = 0 THEN MAX(moved_on) ELSE ?3::date END AS expected_on
    FROM piece
    GROUP BY open_item_id
)
SELECT o.kind || ' ' || o.number, d.expected_on, d.closed_on, COUNT(*) OVER ()
FROM derived d
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = d.open_item_id
WHERE d.closed_on <> d.expected_on
ORDER BY o.entry_no
LIMIT ?2
