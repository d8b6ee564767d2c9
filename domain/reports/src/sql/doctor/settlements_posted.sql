WITH side AS (
    -- What each settlement says it took from an item, and what its entry posted for the item to its account.
    SELECT s.entry_no, s.debit_item_id AS open_item_id, s.amount_minor, s.debit_base_minor AS base_minor, -1 AS sign
    FROM settlement s WHERE s.tenant_id = ?1 AND s.debit_item_id IS NOT NULL
    UNION ALL
    SELECT s.entry_no, s.credit_item_id, s.amount_minor, s.credit_base_minor, 1
    FROM settlement s WHERE s.tenant_id = ?1 AND s.credit_item_id IS NOT NULL
), posted AS (
    SELECT d.entry_no, d.open_item_id, d.amount_minor, d.base_minor, o.kind || ' ' || o.number AS item,
           d.sign * COALESCE(CAST(SUM(p.debit_minor - p.credit_minor) AS BIGINT), 0) AS posted_minor,
           d.sign * COALESCE(CAST(SUM(p.base_debit_minor - p.base_credit_minor) AS BIGINT), 0) AS posted_base
    FROM side d
    JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = d.open_item_id
    LEFT JOIN posting p ON p.tenant_id = ?1 AND p.entry_no = d.entry_no AND p.gl_account_id = o.gl_account_id
         AND p.document_id = o.open_item_id AND p.client_id = o.client_id AND p.currency = o.currency
    GROUP BY d.entry_no, d.open_item_id, d.amount_minor, d.base_minor, d.sign, o.kind, o.number
), wrong AS (
    SELECT entry_no, 'settlement ' || entry_no || ' of ' || item AS what, amount_minor AS expected_minor, posted_minor AS found_minor
    FROM posted
    WHERE amount_minor <> posted_minor
    UNION ALL
    SELECT entry_no, 'settlement ' || entry_no || ' of ' || item || ', in base currency', base_minor, posted_base
    FROM posted
    WHERE base_minor <> posted_base
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
