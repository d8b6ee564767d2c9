SELECT 'entry ' || e.entry_no || ' in a period that is ' || p.lock, p.changed_at, e.recorded_at, COUNT(*) OVER ()
FROM period p
JOIN journal_entry e ON e.tenant_id = p.tenant_id AND e.effective_on >= p.starts_on AND e.effective_on <= p.ends_on
WHERE p.tenant_id = ?1 AND p.lock IN ('hard', 'sealed') AND e.recorded_at > p.changed_at
ORDER BY e.entry_no
LIMIT ?2
