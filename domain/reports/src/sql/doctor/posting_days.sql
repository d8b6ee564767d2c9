SELECT 'line ' || p.line_no || ' of entry ' || p.entry_no, e.effective_on, p.effective_on, COUNT(*) OVER ()
FROM posting p
JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.entry_no = p.entry_no
WHERE p.tenant_id = ?1 AND p.effective_on <> e.effective_on
ORDER BY p.entry_no, p.line_no
LIMIT ?2
