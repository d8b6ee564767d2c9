WITH brought AS (
    -- The documents that the import brought; of a credit note paid back, the note itself stands for the money.
    SELECT source, object_kind, row_key, object_id
    FROM import_row
    WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind IN ('invoice', 'receipt')
), partner AS (
    -- The invoices of earlier imports that receipts of this one were for.
    SELECT i.object_id
    FROM brought b
    JOIN import_row i ON i.tenant_id = ?1 AND i.source = b.source AND i.object_kind = 'invoice' AND i.row_key = b.row_key
    WHERE b.object_kind = 'receipt'
), paid_later AS (
    -- Credit notes of the import that a later import says were paid back.
    SELECT b.object_id
    FROM brought b
    JOIN import_row r ON r.tenant_id = ?1 AND r.source = b.source AND r.object_kind = 'receipt' AND r.row_key = b.row_key
    WHERE b.object_kind = 'invoice' AND r.object_id = b.object_id AND r.import_id <> ?2
), live AS (
    -- What takes from the documents.
    SELECT s.entry_no, s.debit_item_id, s.credit_item_id
    FROM settlement s
    WHERE s.tenant_id = ?1
      AND s.reverses_no IS NULL
      AND s.kind <> 'void'
      AND (s.debit_item_id IN (SELECT object_id FROM brought) OR s.credit_item_id IN (SELECT object_id FROM brought))
      AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
)
-- Of that, what the import did not do itself.
SELECT DISTINCT o.number
FROM live
JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = COALESCE(live.debit_item_id, live.credit_item_id)
WHERE (live.debit_item_id IS NOT NULL
       AND live.debit_item_id NOT IN (SELECT object_id FROM brought)
       AND live.debit_item_id NOT IN (SELECT object_id FROM partner))
   OR (live.credit_item_id IS NOT NULL AND live.credit_item_id NOT IN (SELECT object_id FROM brought))
   OR live.credit_item_id IS NULL
   OR (live.debit_item_id IS NULL AND (
          o.kind = 'receipt'
          OR o.open_item_id IN (SELECT object_id FROM paid_later)
          OR EXISTS (SELECT 1 FROM refund f WHERE f.tenant_id = ?1 AND f.entry_no = live.entry_no)))
ORDER BY o.number
