WITH piece AS (
    -- What each document says of itself, and what its lines and taxes say.
    SELECT i.invoice_id, i.net_minor, i.tax_minor, 0 AS lines_minor, 0 AS taxable_minor, 0 AS taxes_minor
    FROM invoice i WHERE i.tenant_id = ?1 AND i.status <> 'draft'
    UNION ALL
    SELECT l.invoice_id, 0, 0, l.net_minor, 0, 0
    FROM invoice_line l WHERE l.tenant_id = ?1
    UNION ALL
    SELECT t.invoice_id, 0, 0, 0, t.taxable_minor, t.tax_minor
    FROM invoice_tax t WHERE t.tenant_id = ?1
), summed AS (
    -- Those that differ, and the drafts, which the join below leaves out.
    SELECT invoice_id, CAST(SUM(net_minor) AS BIGINT) AS net_minor, CAST(SUM(tax_minor) AS BIGINT) AS tax_minor,
           CAST(SUM(lines_minor) AS BIGINT) AS lines_minor, CAST(SUM(taxable_minor) AS BIGINT) AS taxable_minor,
           CAST(SUM(taxes_minor) AS BIGINT) AS taxes_minor
    FROM piece
    GROUP BY invoice_id
    HAVING SUM(net_minor) <> SUM(lines_minor) OR SUM(taxable_minor) <> SUM(lines_minor) OR SUM(tax_minor) <> SUM(taxes_minor)
), document AS (
    SELECT i.number, i.kind || ' ' || i.number AS what, s.net_minor, s.tax_minor, s.lines_minor, s.taxable_minor, s.taxes_minor
    FROM summed s
    JOIN invoice i ON i.tenant_id = ?1 AND i.invoice_id = s.invoice_id
    WHERE i.status <> 'draft'
), wrong AS (
    SELECT number, 'net of ' || what AS what, lines_minor AS expected_minor, net_minor AS found_minor FROM document WHERE net_minor <> lines_minor
    UNION ALL
    SELECT number, 'taxable amounts of ' || what, lines_minor, taxable_minor FROM document WHERE taxable_minor <> lines_minor
    UNION ALL
    SELECT number, 'tax of ' || what, taxes_minor, tax_minor FROM document WHERE tax_minor <> taxes_minor
)
SELECT what, expected_minor, found_minor, COUNT(*) OVER ()
FROM wrong
ORDER BY number, what
LIMIT ?2
