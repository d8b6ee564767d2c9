WITH line AS (
    -- The lines of each reversing entry, and those of the entry that it takes back, apart.
    SELECT r.entry_no, r.reverses_no, p.gl_account_id, p.currency,
           p.debit_minor - p.credit_minor AS mine_minor, 0 AS theirs_minor,
           p.base_debit_minor - p.base_credit_minor AS mine_base, 0 AS theirs_base
    FROM journal_entry r
    JOIN posting p ON p.tenant_id = r.tenant_id AND p.entry_no = r.entry_no
    WHERE r.tenant_id = ?1 AND r.reverses_no IS NOT NULL
    UNION ALL
    SELECT r.entry_no, r.reverses_no, p.gl_account_id, p.currency, 0, p.debit_minor - p.credit_minor,
           0, p.base_debit_minor - p.base_credit_minor
    FROM journal_entry r
    JOIN posting p ON p.tenant_id = r.tenant_id AND p.entry_no = r.reverses_no
    WHERE r.tenant_id = ?1 AND r.reverses_no IS NOT NULL
), summed AS (
    -- Both, by account and currency.
    SELECT entry_no, reverses_no, gl_account_id, currency,
           CAST(SUM(mine_minor) AS BIGINT) AS mine_minor, CAST(SUM(theirs_minor) AS BIGINT) AS theirs_minor,
           CAST(SUM(mine_base) AS BIGINT) AS mine_base, CAST(SUM(theirs_base) AS BIGINT) AS theirs_base
    FROM line
    GROUP BY entry_no, reverses_no, gl_account_id, currency
), wrong AS (
    SELECT entry_no, reverses_no, gl_account_id, ', ' || currency AS unit, -theirs_minor AS expected_minor, mine_minor AS found_minor
    FROM summed
    WHERE mine_minor <> -theirs_minor
    UNION ALL
    SELECT entry_no, reverses_no, gl_account_id, ', ' || currency || ' in base currency', -theirs_base, mine_base
    FROM summed
    WHERE mine_base <> -theirs_base
)
SELECT 'entry ' || w.entry_no || ', which takes back ' || w.reverses_no || ', on account ' || COALESCE(a.number, '?') || w.unit,
       w.expected_minor, w.found_minor, COUNT(*) OVER ()
FROM wrong w
LEFT JOIN gl_account a ON a.tenant_id = ?1 AND a.gl_account_id = w.gl_account_id
ORDER BY w.entry_no, a.number, w.unit
LIMIT ?2
