WITH document AS (
    -- Every document that takes its number from a series, unless it was imported with a number of its own.
    SELECT i.kind AS purpose, i.number, i.invoice_id AS document_id
    FROM invoice i WHERE i.tenant_id = ?1 AND i.status <> 'draft'
    UNION ALL
    SELECT 'receipt', r.number, r.receipt_id FROM receipt r WHERE r.tenant_id = ?1
    UNION ALL
    SELECT 'refund', f.number, f.refund_id FROM refund f WHERE f.tenant_id = ?1
), imported AS (
    SELECT DISTINCT object_id FROM import_row WHERE tenant_id = ?1 AND object_kind IN ('invoice', 'receipt')
), rest AS (
    -- What stands behind a series' prefix.
    SELECT s.code, s.prefix, s.digits, s.next_no, SUBSTR(d.number, CAST(LENGTH(s.prefix) + 1 AS INTEGER)) AS digits_text,
           m.object_id IS NOT NULL AS imported
    FROM number_series s
    JOIN document d ON d.purpose = s.purpose AND SUBSTR(d.number, 1, CAST(LENGTH(s.prefix) AS INTEGER)) = s.prefix
    LEFT JOIN imported m ON m.object_id = d.document_id
    WHERE s.tenant_id = ?1
), read AS (
    -- As a number, where it is one that the series could have given.
    SELECT code, prefix, next_no, imported,
           CASE WHEN LTRIM(digits_text, '0123456789') = ''
                 AND (LENGTH(digits_text) = digits OR (LENGTH(digits_text) BETWEEN digits AND 18 AND SUBSTR(digits_text, 1, 1) <> '0'))
                THEN CAST(digits_text AS BIGINT) END AS no
    FROM rest
), begun AS (
    -- The first number that each series gave itself; a number that an import used up does not leave a gap.
    SELECT code, MIN(no) AS first_no
    FROM read
    WHERE no < next_no AND NOT imported
    GROUP BY code
), used AS (
    SELECT DISTINCT r.code, r.prefix, r.next_no, r.no
    FROM read r
    JOIN begun b ON b.code = r.code
    WHERE r.no >= b.first_no AND r.no < r.next_no
), numbered AS (
    SELECT code, prefix, next_no, no, LAG(no) OVER (PARTITION BY code ORDER BY no) + 1 AS expected_no,
           MAX(no) OVER (PARTITION BY code) AS last_no
    FROM used
), wrong AS (
    SELECT code, 'number after ' || (expected_no - 1) AS what, expected_no, no AS found_no
    FROM numbered
    WHERE no <> expected_no
    UNION ALL
    SELECT code, 'next number', last_no + 1, next_no
    FROM numbered
    WHERE no = last_no AND next_no <> last_no + 1
    UNION ALL
    -- A number that the series has yet to give.
    SELECT r.code, 'next number', r.no + 1, r.next_no
    FROM read r
    WHERE r.no >= r.next_no AND NOT r.imported
)
SELECT 'series ' || code || ', ' || what, expected_no, found_no, COUNT(*) OVER ()
FROM wrong
ORDER BY code, expected_no
LIMIT ?2
