WITH document AS (
    -- What each issued or voided document and each receipt says of itself; what was voided or bounced is closed.
    SELECT i.invoice_id AS document_id, i.kind, i.number, i.client_id, i.currency, i.total_minor AS amount_minor,
           i.issued_on, i.due_on, i.rate_e12, i.entry_no, i.status <> 'issued' AS ended
    FROM invoice i
    WHERE i.tenant_id = ?1 AND i.status <> 'draft'
    UNION ALL
    SELECT r.receipt_id, 'receipt', r.number, r.client_id, r.currency, r.amount_minor,
           r.received_on, r.received_on, r.rate_e12, r.entry_no, r.status <> 'posted'
    FROM receipt r
    WHERE r.tenant_id = ?1
), beside AS (
    -- Its open item beside it.
    SELECT d.*, o.open_item_id, o.kind AS item_kind, o.number AS item_number, o.client_id AS item_client, o.currency AS item_currency,
           o.amount_minor AS item_minor, o.open_minor AS item_open, o.issued_on AS item_issued, o.due_on AS item_due, o.rate_e12 AS item_rate, o.entry_no AS item_entry
    FROM document d
    LEFT JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = d.document_id
), wrong AS (
    SELECT number, kind, ': amount' AS aspect, amount_minor AS expected_minor, COALESCE(item_minor, 0) AS found_minor
    FROM beside
    WHERE amount_minor <> COALESCE(item_minor, 0)
    UNION ALL
    SELECT number, kind, ': same number, client, currency, rate, days and entry as its open item', 1, 0
    FROM beside
    WHERE open_item_id IS NOT NULL
      AND (kind <> item_kind OR number <> item_number OR client_id <> item_client OR currency <> item_currency
           OR issued_on <> item_issued OR due_on <> item_due OR rate_e12 <> item_rate OR entry_no <> item_entry)
    UNION ALL
    SELECT number, kind, ': open although it was voided or bounced', 0, item_open
    FROM beside
    WHERE ended AND item_open <> 0
)
SELECT kind || ' ' || number || aspect, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY kind, number, aspect
LIMIT ?2
