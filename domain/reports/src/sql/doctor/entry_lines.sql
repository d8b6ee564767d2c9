WITH entry AS (
    -- How many lines each entry has.
    SELECT e.entry_no, COUNT(p.line_no) AS lines
    FROM journal_entry e
    LEFT JOIN posting p ON p.tenant_id = e.tenant_id AND p.entry_no = e.entry_no
    WHERE e.tenant_id = ?1
    GROUP BY e.entry_no
)
SELECT 'lines of entry ' || entry_no, 2, lines, COUNT(*) OVER ()
FROM entry
WHERE lines < 2
ORDER BY entry_no
LIMIT ?2
