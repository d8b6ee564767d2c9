-- What the client owed in each currency by the postings up to a key: (?3, ?4, ?5) is day, entry and currency.
SELECT p.currency,
       CAST(SUM(p.debit_minor) - SUM(p.credit_minor) AS BIGINT),
       CAST(SUM(p.base_debit_minor) - SUM(p.base_credit_minor) AS BIGINT)
FROM posting p
JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
WHERE p.tenant_id = ?1 AND p.client_id = ?2
  AND p.effective_on <= ?3 AND (p.effective_on, p.entry_no, p.currency) <= (?3::date, ?4::bigint, ?5::text)
  AND a.role IN ('receivable', 'unapplied')
  AND (?6::text IS NULL OR p.currency = ?6)
GROUP BY p.currency
ORDER BY p.currency
