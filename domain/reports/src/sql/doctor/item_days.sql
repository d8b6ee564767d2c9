SELECT o.kind || ' ' || o.number, e.effective_on, o.issued_on, COUNT(*) OVER ()
FROM open_item o
JOIN journal_entry e ON e.tenant_id = o.tenant_id AND e.entry_no = o.entry_no
WHERE o.tenant_id = ?1 AND o.issued_on <> e.effective_on
ORDER BY o.entry_no
LIMIT ?2
