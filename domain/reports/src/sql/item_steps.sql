WITH step AS (
    -- What took from the item as the debit side, with the credit side as its counter.
    SELECT s.entry_no, s.kind, s.applied_on, s.amount_minor, s.debit_base_minor AS base_minor,
           s.credit_item_id AS counter_id, s.reverses_no, s.reason
    FROM settlement s
    WHERE s.tenant_id = ?1 AND s.debit_item_id = ?2
    UNION ALL
    -- The same as the credit side.
    SELECT s.entry_no, s.kind, s.applied_on, s.amount_minor, s.credit_base_minor,
           s.debit_item_id, s.reverses_no, s.reason
    FROM settlement s
    WHERE s.tenant_id = ?1 AND s.credit_item_id = ?2
)
SELECT t.entry_no, t.kind, t.applied_on, t.amount_minor, t.base_minor, t.counter_id, o.number, o.kind, t.reverses_no,
       t.reason, e.recorded_at, e.recorded_by
FROM step t
JOIN journal_entry e ON e.tenant_id = ?1 AND e.entry_no = t.entry_no
LEFT JOIN open_item o ON o.tenant_id = ?1 AND o.open_item_id = t.counter_id
ORDER BY t.applied_on, t.entry_no
