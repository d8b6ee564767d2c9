WITH part AS (
    -- CROSS throughout, so that SQLite begins with the clients.
    -- What is left of each item by all that is recorded.
    SELECT o.currency, o.kind, o.due_on, o.open_minor, o.open_base_minor
    FROM client k
    CROSS JOIN open_item o
    WHERE k.tenant_id = ?1 AND k.client_id IN LIST(?3) AND o.tenant_id = ?1 AND o.client_id = k.client_id AND o.closed_on > ?2 AND o.issued_on <= ?2
    UNION ALL
    -- What later days took from invoices, put back (below nought where they gave back).
    SELECT o.currency, o.kind, o.due_on, s.amount_minor, s.debit_base_minor
    FROM client k
    CROSS JOIN open_item o
    CROSS JOIN settlement s
    WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.applied_on > ?2
      AND k.tenant_id = ?1 AND k.client_id IN LIST(?3) AND o.tenant_id = ?1 AND o.client_id = k.client_id AND o.closed_on > ?2 AND o.issued_on <= ?2
    UNION ALL
    -- The same of credit notes and receipts.
    SELECT o.currency, o.kind, o.due_on, s.amount_minor, s.credit_base_minor
    FROM client k
    CROSS JOIN open_item o
    CROSS JOIN settlement s
    WHERE s.tenant_id = ?1 AND s.credit_item_id = o.open_item_id AND s.applied_on > ?2
      AND k.tenant_id = ?1 AND k.client_id IN LIST(?3) AND o.tenant_id = ?1 AND o.client_id = k.client_id AND o.closed_on > ?2 AND o.issued_on <= ?2
), sums AS (
    -- Each kind in each currency.
    SELECT currency,
           COALESCE(CAST(SUM(open_minor) FILTER (WHERE kind = 'invoice') AS BIGINT), 0) AS invoiced_minor,
           COALESCE(CAST(SUM(open_minor) FILTER (WHERE kind = 'credit_note') AS BIGINT), 0) AS credited_minor,
           COALESCE(CAST(SUM(open_minor) FILTER (WHERE kind = 'receipt') AS BIGINT), 0) AS on_account_minor,
           COALESCE(CAST(SUM(open_minor) FILTER (WHERE kind = 'invoice' AND due_on < ?2) AS BIGINT), 0) AS overdue_minor,
           COALESCE(CAST(SUM(open_base_minor) FILTER (WHERE kind = 'invoice') AS BIGINT), 0) AS invoiced_base,
           COALESCE(CAST(SUM(open_base_minor) FILTER (WHERE kind = 'credit_note') AS BIGINT), 0) AS credited_base,
           COALESCE(CAST(SUM(open_base_minor) FILTER (WHERE kind = 'receipt') AS BIGINT), 0) AS on_account_base,
           COALESCE(CAST(SUM(open_base_minor) FILTER (WHERE kind = 'invoice' AND due_on < ?2) AS BIGINT), 0) AS overdue_base
    FROM part
    GROUP BY currency
)
SELECT currency, invoiced_minor, credited_minor, on_account_minor, overdue_minor,
       invoiced_base, credited_base, on_account_base, overdue_base
FROM sums
WHERE invoiced_minor <> 0 OR credited_minor <> 0 OR on_account_minor <> 0
ORDER BY currency
