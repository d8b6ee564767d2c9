WITH taken AS (
    -- What each credit item lost to the settlements from number ?2 on.
    SELECT credit_item_id AS open_item_id,
           CAST(SUM(amount_minor) AS BIGINT) AS amount_minor,
           CAST(SUM(credit_base_minor) AS BIGINT) AS base_minor
    FROM settlement
    WHERE tenant_id = ?1 AND entry_no >= ?2 AND credit_item_id IS NOT NULL
    GROUP BY credit_item_id
), last_moved AS (
    -- The day of each such item's last movement, by all its settlements.
    SELECT t.open_item_id, MAX(s.applied_on) AS moved_on
    FROM taken t
    JOIN settlement s ON s.tenant_id = ?1 AND s.credit_item_id = t.open_item_id
    GROUP BY t.open_item_id
)
UPDATE open_item
SET open_minor = open_item.open_minor - t.amount_minor,
    open_base_minor = open_item.open_base_minor - t.base_minor,
    closed_on = CASE WHEN open_item.open_minor = t.amount_minor THEN m.moved_on ELSE ?3 END
FROM taken t
JOIN last_moved m ON m.open_item_id = t.open_item_id
WHERE open_item.tenant_id = ?1
  AND open_item.open_item_id = t.open_item_id
  -- Items of the same book were written as they end up.
  AND open_item.entry_no < ?2
