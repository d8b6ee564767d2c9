SELECT s.entry_no, s.kind, s.debit_item_id, s.credit_item_id, s.amount_minor, s.debit_base_minor, s.credit_base_minor,
       s.applied_on, s.reverses_no, s.reason, s.with_credit_id
FROM settlement s
WHERE s.tenant_id = ?1
  AND s.entry_no IN (
      -- What takes from the items, on either side, or came along with their application. UNION ALL, since
      -- SQLite would merge what a UNION has, and walk the whole journal for the order.
      SELECT d.entry_no FROM settlement d WHERE d.tenant_id = ?1 AND d.debit_item_id IN LIST(?2)
      UNION ALL
      SELECT c.entry_no FROM settlement c WHERE c.tenant_id = ?1 AND c.credit_item_id IN LIST(?2)
      UNION ALL
      SELECT w.entry_no FROM settlement w WHERE w.tenant_id = ?1 AND w.with_credit_id IN LIST(?2)
  )
  AND s.reverses_no IS NULL
  AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.tenant_id = ?1 AND r.reverses_no = s.entry_no)
ORDER BY s.entry_no
