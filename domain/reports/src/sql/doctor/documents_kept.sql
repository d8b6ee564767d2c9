WITH live AS MATERIALIZED (
    -- What was posted and not taken back.
    SELECT s.entry_no, s.kind, s.debit_item_id, s.credit_item_id
    FROM settlement s
    WHERE s.tenant_id = ?1 AND s.reverses_no IS NULL AND s.kind IN ('write_off', 'void', 'bounce', 'refund')
      AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
), ended AS MATERIALIZED (
    -- How each document ended by its postings.
    SELECT COALESCE(debit_item_id, credit_item_id) AS document_id, kind FROM live WHERE kind IN ('void', 'bounce')
), wrong AS (
    SELECT o.kind || ' ' || o.number || ': its document' AS what
    FROM open_item o
    WHERE o.tenant_id = ?1 AND o.kind = 'receipt'
      AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.tenant_id = ?1 AND r.receipt_id = o.open_item_id)
    UNION ALL
    SELECT o.kind || ' ' || o.number || ': its document'
    FROM open_item o
    WHERE o.tenant_id = ?1 AND o.kind <> 'receipt'
      AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.tenant_id = ?1 AND i.invoice_id = o.open_item_id)
    UNION ALL
    SELECT 'receipt ' || r.number || ': its status is what was posted'
    FROM receipt r
    LEFT JOIN ended e ON e.document_id = r.receipt_id
    WHERE r.tenant_id = ?1 AND r.status <> CASE e.kind WHEN 'void' THEN 'void' WHEN 'bounce' THEN 'bounced' ELSE 'posted' END
    UNION ALL
    SELECT i.kind || ' ' || i.number || ': its status is what was posted'
    FROM invoice i
    LEFT JOIN ended e ON e.document_id = i.invoice_id
    WHERE i.tenant_id = ?1 AND i.status <> 'draft' AND i.status <> CASE e.kind WHEN 'void' THEN 'void' ELSE 'issued' END
    UNION ALL
    SELECT o.kind || ' ' || o.number || ': posted, and a draft'
    FROM open_item o
    JOIN invoice i ON i.tenant_id = ?1 AND i.invoice_id = o.open_item_id
    WHERE o.tenant_id = ?1 AND o.kind <> 'receipt' AND i.status = 'draft'
    UNION ALL
    -- A credit note that an import says was paid back stands for the money itself.
    SELECT 'refund of entry ' || l.entry_no || ': its document'
    FROM live l
    WHERE l.kind = 'refund'
      AND NOT EXISTS (SELECT 1 FROM refund f WHERE f.tenant_id = ?1 AND f.entry_no = l.entry_no)
      AND l.credit_item_id NOT IN (SELECT r.object_id FROM import_row r WHERE r.tenant_id = ?1 AND r.object_kind = 'receipt')
    UNION ALL
    SELECT 'write-off of entry ' || l.entry_no || ': its document is booked'
    FROM live l
    WHERE l.kind = 'write_off'
      AND NOT EXISTS (SELECT 1 FROM write_off w WHERE w.tenant_id = ?1 AND w.entry_no = l.entry_no AND w.status = 'booked')
    UNION ALL
    SELECT 'write-off of ' || o.number || ': it is ' || w.status || ' and not posted so'
    FROM write_off w
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = w.open_item_id
    LEFT JOIN live l ON l.entry_no = w.entry_no AND l.kind = 'write_off'
    WHERE w.tenant_id = ?1
      AND CASE WHEN w.status = 'booked' THEN l.entry_no IS NULL ELSE l.entry_no IS NOT NULL END
    UNION ALL
    SELECT 'settlement of entry ' || s.entry_no || ': of the kind that the entry is of'
    FROM settlement s
    JOIN journal_entry e ON e.tenant_id = ?1 AND e.entry_no = s.entry_no
    WHERE s.tenant_id = ?1 AND s.kind <> e.source
    UNION ALL
    SELECT 'refund ' || f.number || ': client, currency and day as its entry'
    FROM refund f
    JOIN settlement s ON s.tenant_id = ?1 AND s.entry_no = f.entry_no
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = f.open_item_id
    WHERE f.tenant_id = ?1 AND (f.refunded_on <> s.applied_on OR f.client_id <> o.client_id OR f.currency <> o.currency)
    UNION ALL
    SELECT 'write-off of ' || o.number || ': client, currency and day as its entry'
    FROM write_off w
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = w.open_item_id
    LEFT JOIN settlement s ON s.tenant_id = ?1 AND s.entry_no = w.entry_no
    WHERE w.tenant_id = ?1
      AND (w.client_id <> o.client_id OR w.currency <> o.currency
           OR (w.status IN ('booked', 'reversed') AND w.written_off_on <> s.applied_on))
)
SELECT what, CAST(1 AS BIGINT), CAST(0 AS BIGINT), COUNT(*) OVER ()
FROM wrong
ORDER BY what
LIMIT ?2
