WITH brought AS (
    -- The documents that the import brought.
    SELECT object_id
    FROM import_row
    WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind IN ('invoice', 'receipt')
), ours AS (
    -- The settlements between them and, for credit notes, the money that the import paid back.
    SELECT s.entry_no, s.debit_item_id, s.credit_item_id
    FROM settlement s
    WHERE s.tenant_id = ?1
      AND s.reverses_no IS NULL
      AND s.kind <> 'void'
      AND (s.debit_item_id IN (SELECT object_id FROM brought) OR s.credit_item_id IN (SELECT object_id FROM brought))
      AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
)
SELECT o.number
FROM ours
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = COALESCE(ours.debit_item_id, ours.credit_item_id)
WHERE (ours.debit_item_id IS NOT NULL AND ours.debit_item_id NOT IN (SELECT object_id FROM brought))
   OR (ours.credit_item_id IS NOT NULL AND ours.credit_item_id NOT IN (SELECT object_id FROM brought))
   OR (ours.credit_item_id IS NULL AND ours.debit_item_id IN (SELECT object_id FROM brought))
   OR (ours.debit_item_id IS NULL AND EXISTS (
          SELECT 1 FROM open_item c WHERE c.tenant_id = ?1 AND c.open_item_id = ours.credit_item_id AND c.kind = 'receipt'))
ORDER BY o.number
