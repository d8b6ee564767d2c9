WITH wrong AS (
    -- A settlement counts from its entry's day on.
    SELECT s.entry_no, 'settlement ' || s.entry_no AS what, e.effective_on AS expected_on, s.applied_on AS found_on
    FROM settlement s
    JOIN journal_entry e ON e.tenant_id = s.tenant_id AND e.entry_no = s.entry_no
    WHERE s.tenant_id = ?1 AND s.applied_on <> e.effective_on
    UNION ALL
    -- And not before its items are there.
    SELECT s.entry_no, 'settlement ' || s.entry_no || ' before ' || o.kind || ' ' || o.number, o.issued_on, s.applied_on
    FROM settlement s
    JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.debit_item_id
    WHERE s.tenant_id = ?1 AND s.applied_on < o.issued_on
    UNION ALL
    SELECT s.entry_no, 'settlement ' || s.entry_no || ' before ' || o.kind || ' ' || o.number, o.issued_on, s.applied_on
    FROM settlement s
    JOIN open_item o ON o.tenant_id = s.tenant_id AND o.open_item_id = s.credit_item_id
    WHERE s.tenant_id = ?1 AND s.applied_on < o.issued_on
)
SELECT what, expected_on, found_on, COUNT(*) OVER ()
FROM wrong
ORDER BY entry_no, what
LIMIT ?2
