WITH moved AS (
    -- What all settlements took from each item, and the day of the last.
    SELECT t.open_item_id, CAST(SUM(t.amount_minor) AS BIGINT) AS amount_minor, MAX(t.applied_on) AS moved_on
    FROM (
        SELECT s.debit_item_id AS open_item_id, s.amount_minor, s.applied_on
        FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
        UNION ALL
        SELECT s.credit_item_id, s.amount_minor, s.applied_on
        FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
    ) t
    GROUP BY t.open_item_id
), derived AS (
    -- The day on which the last of each item went, or the one that stands for never.
    SELECT o.entry_no, o.kind || ' ' || o.number AS what, o.closed_on,
           CASE WHEN m.amount_minor = o.amount_minor THEN m.moved_on ELSE ?3::date END AS expected_on
    FROM open_item o
    LEFT JOIN moved m ON m.open_item_id = o.open_item_id
    WHERE o.tenant_id = ?1
)
SELECT what, expected_on, closed_on, COUNT(*) OVER ()
FROM derived
WHERE closed_on <> expected_on
ORDER BY entry_no, what
LIMIT ?2
