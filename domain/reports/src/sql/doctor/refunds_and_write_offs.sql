WITH document AS (
    -- Refunds and booked write-offs, each with the settlement of its entry.
    SELECT 'refund ' || f.number AS what, f.amount_minor, f.open_item_id, f.entry_no, 'refund' AS kind
    FROM refund f
    WHERE f.tenant_id = ?1
    UNION ALL
    SELECT 'write-off of entry ' || COALESCE(w.entry_no, 0), w.amount_minor, w.open_item_id, w.entry_no, 'write_off'
    FROM write_off w
    WHERE w.tenant_id = ?1 AND w.status IN ('booked', 'reversed')
), wrong AS (
    SELECT d.what, d.amount_minor AS expected_minor, COALESCE(s.amount_minor, 0) AS found_minor
    FROM document d
    LEFT JOIN settlement s ON s.tenant_id = ?1 AND s.entry_no = d.entry_no AND s.kind = d.kind
         AND COALESCE(s.debit_item_id, s.credit_item_id) = d.open_item_id
    WHERE d.amount_minor <> COALESCE(s.amount_minor, 0)
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY what
LIMIT ?2
