WITH movement AS (
    -- What each entry after the key (?4, ?5, ?6: day, entry, currency) moved on the client's control accounts.
    SELECT p.effective_on, p.entry_no, p.currency,
           COALESCE(CAST(SUM(p.debit_minor - p.credit_minor) FILTER (WHERE a.role = 'receivable') AS BIGINT), 0) AS receivable_minor,
           COALESCE(CAST(SUM(p.debit_minor - p.credit_minor) FILTER (WHERE a.role = 'unapplied') AS BIGINT), 0) AS unapplied_minor,
           CAST(SUM(p.base_debit_minor - p.base_credit_minor) AS BIGINT) AS base_minor
    FROM posting p
    JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
    WHERE p.tenant_id = ?1 AND p.client_id = ?2
      AND p.effective_on >= ?4 AND p.effective_on <= ?3
      AND (p.effective_on, p.entry_no, p.currency) > (?4::date, ?5::bigint, ?6::text)
      AND a.role IN ('receivable', 'unapplied')
      AND (?7::text IS NULL OR p.currency = ?7)
    GROUP BY p.effective_on, p.entry_no, p.currency
    ORDER BY p.effective_on, p.entry_no, p.currency
    LIMIT ?8
)
SELECT m.effective_on, m.entry_no, m.currency, m.receivable_minor, m.unapplied_minor, m.base_minor,
       e.source, e.document_id, o.number, e.narrative, e.reason, e.reverses_no
FROM movement m
JOIN journal_entry e ON e.tenant_id = ?1 AND e.entry_no = m.entry_no
LEFT JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = e.document_id
ORDER BY m.effective_on, m.entry_no, m.currency
