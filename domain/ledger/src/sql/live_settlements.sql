WITH touching AS (
    -- What takes from the items, on either side, or came along with their application.
    SELECT entry_no FROM settlement WHERE tenant_id = ?1 AND debit_item_id IN LIST(?2)
    UNION
    SELECT entry_no FROM settlement WHERE tenant_id = ?1 AND credit_item_id IN LIST(?2)
    UNION
    SELECT entry_no FROM settlement WHERE tenant_id = ?1 AND with_credit_id IN LIST(?2)
)
SELECT s.entry_no, s.kind, s.debit_item_id, s.credit_item_id, s.amount_minor, s.debit_base_minor, s.credit_base_minor,
       s.applied_on, s.reverses_no, s.reason, s.with_credit_id
FROM touching t
JOIN settlement s ON s.tenant_id = ?1 AND s.entry_no = t.entry_no
WHERE s.reverses_no IS NULL
  AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
ORDER BY s.entry_no
