WITH brought AS (
    -- The clients that the import opened and that are not undone yet.
    SELECT object_id, row_key, source, before, row_no
    FROM import_row
    WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = 'client'
)
SELECT b.object_id, b.row_key, b.source, b.before
FROM brought b
WHERE NOT EXISTS (
    SELECT 1 FROM client c
    WHERE c.tenant_id = ?1 AND c.parent_id = b.object_id AND c.client_id IN (SELECT object_id FROM brought))
ORDER BY b.row_no
LIMIT ?3
