WITH numbered AS (
    -- Each entry's number, and the one after the entry before it.
    SELECT entry_no, COALESCE(LAG(entry_no) OVER (ORDER BY entry_no), 0) + 1 AS expected_no
    FROM journal_entry
    WHERE tenant_id = ?1
), wrong AS (
    SELECT 'entry after ' || (expected_no - 1) AS what, expected_no, entry_no AS found_no
    FROM numbered
    WHERE entry_no <> expected_no
    UNION ALL
    -- The number that the journal's series gives next.
    SELECT 'next number of the journal', h.next_no, s.next_no
    FROM number_series s
    CROSS JOIN (SELECT COALESCE(MAX(entry_no), 0) + 1 AS next_no FROM journal_entry WHERE tenant_id = ?1) h
    WHERE s.tenant_id = ?1 AND s.code = 'journal' AND s.next_no <> h.next_no
)
SELECT what, expected_no, found_no, COUNT(*) OVER ()
FROM wrong
ORDER BY found_no
LIMIT ?2
