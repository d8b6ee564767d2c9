WITH posted AS (
    -- What each item's own entry posted for it to its control account, on the item's side.
    SELECT o.open_item_id,
           CAST(SUM(CASE WHEN o.side = 'debit' THEN p.debit_minor - p.credit_minor ELSE p.credit_minor - p.debit_minor END) AS BIGINT) AS minor,
           CAST(SUM(CASE WHEN o.side = 'debit' THEN p.base_debit_minor - p.base_credit_minor ELSE p.base_credit_minor - p.base_debit_minor END) AS BIGINT) AS base_minor
    FROM open_item o
    JOIN posting p ON p.tenant_id = o.tenant_id AND p.entry_no = o.entry_no AND p.gl_account_id = o.gl_account_id
         AND p.document_id = o.open_item_id AND p.client_id = o.client_id AND p.currency = o.currency
    WHERE o.tenant_id = ?1
    GROUP BY o.open_item_id
), wrong AS (
    SELECT o.entry_no, o.kind || ' ' || o.number || ' in its entry ' || o.entry_no AS what, o.amount_minor AS expected_minor, COALESCE(p.minor, 0) AS found_minor
    FROM open_item o
    LEFT JOIN posted p ON p.open_item_id = o.open_item_id
    WHERE o.tenant_id = ?1 AND o.amount_minor <> COALESCE(p.minor, 0)
    UNION ALL
    SELECT o.entry_no, o.kind || ' ' || o.number || ' in its entry ' || o.entry_no || ', in base currency', o.base_minor, COALESCE(p.base_minor, 0)
    FROM open_item o
    LEFT JOIN posted p ON p.open_item_id = o.open_item_id
    WHERE o.tenant_id = ?1 AND o.base_minor <> COALESCE(p.base_minor, 0)
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
