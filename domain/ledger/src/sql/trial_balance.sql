WITH counted AS (
    -- The postings of the day and before, of one account or of all, as known at ?3 where it is given.
    SELECT p.gl_account_id, p.currency,
           CAST(SUM(p.debit_minor) AS BIGINT) AS debit_minor,
           CAST(SUM(p.credit_minor) AS BIGINT) AS credit_minor,
           CAST(SUM(p.base_debit_minor) AS BIGINT) AS base_debit_minor,
           CAST(SUM(p.base_credit_minor) AS BIGINT) AS base_credit_minor
    FROM posting p
    WHERE p.tenant_id = ?1
      AND p.effective_on <= ?2
      AND (?4::uuid IS NULL OR p.gl_account_id = ?4)
      AND (?3::timestamptz IS NULL OR EXISTS (
          SELECT 1 FROM journal_entry e
          WHERE e.tenant_id = p.tenant_id AND e.entry_no = p.entry_no AND e.recorded_at <= ?3))
    GROUP BY p.gl_account_id, p.currency
)
SELECT a.gl_account_id, a.number, a.name, a.kind, c.currency, c.debit_minor, c.credit_minor, c.base_debit_minor, c.base_credit_minor
FROM counted c
JOIN gl_account a ON a.tenant_id = ?1 AND a.gl_account_id = c.gl_account_id
WHERE c.debit_minor <> c.credit_minor OR c.base_debit_minor <> c.base_credit_minor
ORDER BY a.number, c.currency
