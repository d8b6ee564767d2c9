WITH brought AS (
    -- The documents that the import brought.
    SELECT object_id
    FROM import_row
    WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind IN ('invoice', 'receipt')
)
-- Their own days, those on which they were settled, and those on which that was taken back: a document is voided
-- on the first day from which on nothing takes from it. Undoing posts on each.
SELECT o.issued_on AS posted_on
FROM brought b
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = b.object_id
UNION
SELECT s.applied_on
FROM brought b
JOIN settlement s ON s.tenant_id = ?1 AND s.credit_item_id = b.object_id
WHERE NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
UNION
SELECT s.applied_on
FROM brought b
CROSS JOIN settlement s
-- Only what takes something back is below nought.
WHERE s.tenant_id = ?1 AND s.debit_item_id = b.object_id AND s.amount_minor < 0
ORDER BY 1
