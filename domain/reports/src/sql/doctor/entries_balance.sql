WITH entry AS (
    -- The sums of each entry in each currency.
    SELECT entry_no, currency,
           CAST(SUM(debit_minor) AS BIGINT) AS debit_minor, CAST(SUM(credit_minor) AS BIGINT) AS credit_minor
    FROM posting
    WHERE tenant_id = ?1
    GROUP BY entry_no, currency
)
SELECT 'entry ' || entry_no || ', ' || currency, debit_minor, credit_minor, COUNT(*) OVER ()
FROM entry
WHERE debit_minor <> credit_minor
ORDER BY entry_no, currency
LIMIT ?2
