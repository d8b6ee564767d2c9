WITH piece AS (
    -- What each settlement says it took from an item, less what its entry posted for the item to its account.
    SELECT s.entry_no, s.debit_item_id AS open_item_id, s.amount_minor AS minor, s.debit_base_minor AS base_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
    UNION ALL
    SELECT s.entry_no, s.credit_item_id, s.amount_minor, s.credit_base_minor
    FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
    UNION ALL
    SELECT s.entry_no, o.open_item_id, p.debit_minor - p.credit_minor, p.base_debit_minor - p.base_credit_minor
    FROM settlement s
    JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.debit_item_id
    JOIN posting p ON p.tenant_id = s.tenant_id AND p.entry_no = s.entry_no AND p.gl_account_id = o.gl_account_id
         AND p.document_id = o.open_item_id AND p.client_id = o.client_id AND p.currency = o.currency
    WHERE s.tenant_id = ?1
    UNION ALL
    SELECT s.entry_no, o.open_item_id, p.credit_minor - p.debit_minor, p.base_credit_minor - p.base_debit_minor
    FROM settlement s
    JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.credit_item_id
    JOIN posting p ON p.tenant_id = s.tenant_id AND p.entry_no = s.entry_no AND p.gl_account_id = o.gl_account_id
         AND p.document_id = o.open_item_id AND p.client_id = o.client_id AND p.currency = o.currency
    WHERE s.tenant_id = ?1
), gap AS (
    SELECT entry_no, open_item_id, CAST(SUM(minor) AS BIGINT) AS minor, CAST(SUM(base_minor) AS BIGINT) AS base_minor
    FROM piece
    GROUP BY entry_no, open_item_id
    HAVING SUM(minor) <> 0 OR SUM(base_minor) <> 0
), named AS (
    SELECT g.entry_no, g.minor, g.base_minor, 'settlement ' || g.entry_no || ' of ' || o.kind || ' ' || o.number AS what,
           s.amount_minor, CASE WHEN s.debit_item_id = g.open_item_id THEN s.debit_base_minor ELSE s.credit_base_minor END AS amount_base
    FROM gap g
    JOIN settlement s ON s.tenant_id = ?1 AND s.entry_no = g.entry_no
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = g.open_item_id
), wrong AS (
    SELECT entry_no, what, amount_minor AS expected_minor, amount_minor - minor AS found_minor FROM named WHERE minor <> 0
    UNION ALL
    SELECT entry_no, what || ', in base currency', amount_base, amount_base - base_minor FROM named WHERE base_minor <> 0
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
