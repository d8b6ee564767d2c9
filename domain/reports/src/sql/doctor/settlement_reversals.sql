WITH pair AS (
    -- Each settlement that takes another back, beside that one.
    SELECT r.entry_no, s.entry_no AS reverses_no, e.reverses_no AS entry_reverses_no, r.kind, s.kind AS their_kind,
           r.debit_item_id, s.debit_item_id AS their_debit_id, r.credit_item_id, s.credit_item_id AS their_credit_id,
           r.amount_minor, s.amount_minor AS their_minor, r.debit_base_minor, s.debit_base_minor AS their_debit_base,
           r.credit_base_minor, s.credit_base_minor AS their_credit_base, r.applied_on, s.applied_on AS their_applied_on
    FROM settlement r
    JOIN journal_entry e ON e.tenant_id = r.tenant_id AND e.entry_no = r.entry_no
    LEFT JOIN settlement s ON s.tenant_id = r.tenant_id AND s.entry_no = r.reverses_no
    WHERE r.tenant_id = ?1 AND r.reverses_no IS NOT NULL
), wrong AS (
    SELECT entry_no, '' AS unit, -COALESCE(their_minor, 0) AS expected_minor, amount_minor AS found_minor
    FROM pair
    WHERE amount_minor <> -COALESCE(their_minor, 0)
    UNION ALL
    SELECT entry_no, ', base amount of the debit item', -COALESCE(their_debit_base, 0), debit_base_minor
    FROM pair
    WHERE debit_base_minor <> -COALESCE(their_debit_base, 0)
    UNION ALL
    SELECT entry_no, ', base amount of the credit item', -COALESCE(their_credit_base, 0), credit_base_minor
    FROM pair
    WHERE credit_base_minor <> -COALESCE(their_credit_base, 0)
    UNION ALL
    SELECT entry_no, ', same kind, items and entry, on no earlier day', 1, 0
    FROM pair
    WHERE kind <> their_kind OR debit_item_id IS DISTINCT FROM their_debit_id OR credit_item_id IS DISTINCT FROM their_credit_id
       OR applied_on < their_applied_on OR entry_reverses_no IS DISTINCT FROM reverses_no
)
SELECT 'settlement ' || entry_no || ', which takes one back' || unit, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, unit
LIMIT ?2
