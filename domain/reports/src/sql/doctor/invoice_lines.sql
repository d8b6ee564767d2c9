WITH lined AS (
    -- The sum of the lines of each document.
    SELECT invoice_id, CAST(SUM(net_minor) AS BIGINT) AS net_minor
    FROM invoice_line
    WHERE tenant_id = ?1
    GROUP BY invoice_id
), taxed AS (
    -- The sums of its taxes.
    SELECT invoice_id, CAST(SUM(taxable_minor) AS BIGINT) AS taxable_minor, CAST(SUM(tax_minor) AS BIGINT) AS tax_minor
    FROM invoice_tax
    WHERE tenant_id = ?1
    GROUP BY invoice_id
), document AS (
    SELECT i.number, i.kind || ' ' || i.number AS what, i.net_minor, i.tax_minor, i.total_minor,
           COALESCE(l.net_minor, 0) AS lines_minor, COALESCE(t.taxable_minor, 0) AS taxable_minor, COALESCE(t.tax_minor, 0) AS taxes_minor
    FROM invoice i
    LEFT JOIN lined l ON l.invoice_id = i.invoice_id
    LEFT JOIN taxed t ON t.invoice_id = i.invoice_id
    WHERE i.tenant_id = ?1 AND i.status <> 'draft'
), wrong AS (
    SELECT number, 'net of ' || what AS what, lines_minor AS expected_minor, net_minor AS found_minor FROM document WHERE net_minor <> lines_minor
    UNION ALL
    SELECT number, 'taxable amounts of ' || what, lines_minor, taxable_minor FROM document WHERE taxable_minor <> lines_minor
    UNION ALL
    SELECT number, 'tax of ' || what, taxes_minor, tax_minor FROM document WHERE tax_minor <> taxes_minor
    UNION ALL
    SELECT number, 'total of ' || what, net_minor + tax_minor, total_minor FROM document WHERE total_minor <> net_minor + tax_minor
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY number, what
LIMIT ?2
