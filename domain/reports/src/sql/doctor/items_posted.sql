WITH piece AS (
    -- What each item is for, less what its own entry posted for it to its control account, on its side.
    SELECT o.open_item_id, o.amount_minor AS minor, o.base_minor
    FROM open_item o WHERE o.tenant_id = ?1
    UNION ALL
    SELECT o.open_item_id,
           CASE WHEN o.side = 'debit' THEN p.credit_minor - p.debit_minor ELSE p.debit_minor - p.credit_minor END,
           CASE WHEN o.side = 'debit' THEN p.base_credit_minor - p.base_debit_minor ELSE p.base_debit_minor - p.base_credit_minor END
    FROM open_item o
    JOIN posting p ON p.tenant_id = o.tenant_id AND p.entry_no = o.entry_no AND p.gl_account_id = o.gl_account_id
         AND p.document_id = o.open_item_id AND p.client_id = o.client_id AND p.currency = o.currency
    WHERE o.tenant_id = ?1
), gap AS (
    SELECT open_item_id, CAST(SUM(minor) AS BIGINT) AS minor, CAST(SUM(base_minor) AS BIGINT) AS base_minor
    FROM piece
    GROUP BY open_item_id
    HAVING SUM(minor) <> 0 OR SUM(base_minor) <> 0
), wrong AS (
    SELECT o.entry_no, o.kind || ' ' || o.number || ' in its entry ' || o.entry_no AS what, o.amount_minor AS expected_minor, o.amount_minor - g.minor AS found_minor
    FROM gap g
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = g.open_item_id
    WHERE g.minor <> 0
    UNION ALL
    SELECT o.entry_no, o.kind || ' ' || o.number || ' in its entry ' || o.entry_no || ', in base currency', o.base_minor, o.base_minor - g.base_minor
    FROM gap g
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = g.open_item_id
    WHERE g.base_minor <> 0
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
