WITH half AS (
    -- What the journal says of each control account.
    SELECT p.gl_account_id, p.currency,
           SUM(p.debit_minor) - SUM(p.credit_minor) AS posted_minor, SUM(p.base_debit_minor) - SUM(p.base_credit_minor) AS posted_base,
           0 AS open_minor, 0 AS open_base
    FROM posting p
    JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
    WHERE p.tenant_id = ?1 AND a.role IN ('receivable', 'unapplied')
    GROUP BY p.gl_account_id, p.currency
    UNION ALL
    -- What its open items say, those of the credit side below nought.
    SELECT o.gl_account_id, o.currency, 0, 0,
           SUM(CASE WHEN o.side = 'debit' THEN o.open_minor ELSE -o.open_minor END),
           SUM(CASE WHEN o.side = 'debit' THEN o.open_base_minor ELSE -o.open_base_minor END)
    FROM open_item o
    WHERE o.tenant_id = ?1
    GROUP BY o.gl_account_id, o.currency
), whole AS (
    SELECT gl_account_id, currency,
           CAST(SUM(posted_minor) AS BIGINT) AS posted_minor, CAST(SUM(open_minor) AS BIGINT) AS open_minor,
           CAST(SUM(posted_base) AS BIGINT) AS posted_base, CAST(SUM(open_base) AS BIGINT) AS open_base
    FROM half
    GROUP BY gl_account_id, currency
), wrong AS (
    SELECT gl_account_id, currency AS unit, open_minor AS expected_minor, posted_minor AS found_minor
    FROM whole
    WHERE posted_minor <> open_minor
    UNION ALL
    SELECT gl_account_id, currency || ' in base currency', open_base, posted_base
    FROM whole
    WHERE posted_base <> open_base
)
SELECT 'account ' || COALESCE(a.number, '?') || ', ' || w.unit, w.expected_minor, w.found_minor, COUNT(*) OVER ()
FROM wrong w
LEFT JOIN gl_account a ON a.tenant_id = ?1 AND a.gl_account_id = w.gl_account_id
ORDER BY a.number, w.unit
LIMIT ?2
