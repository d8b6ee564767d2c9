WITH entry AS (
    -- The sums of each entry in base currency.
    SELECT entry_no,
           CAST(SUM(base_debit_minor) AS BIGINT) AS debit_minor, CAST(SUM(base_credit_minor) AS BIGINT) AS credit_minor
    FROM posting
    WHERE tenant_id = ?1
    GROUP BY entry_no
)
SELECT 'entry ' || entry_no, debit_minor, credit_minor, COUNT(*) OVER ()
FROM entry
WHERE debit_minor <> credit_minor
ORDER BY entry_no
LIMIT ?2
