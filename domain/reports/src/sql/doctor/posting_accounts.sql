SELECT 'account of line ' || p.line_no || ' of entry ' || p.entry_no, 1, 0, COUNT(*) OVER ()
FROM posting p
WHERE p.tenant_id = ?1
  AND NOT EXISTS (SELECT 1 FROM gl_account a WHERE a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id)
ORDER BY p.entry_no, p.line_no
LIMIT ?2
