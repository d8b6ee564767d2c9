WITH RECURSIVE family AS (
    -- The payer, then the clients below it; the depth guards against a circle that no constraint can.
    SELECT c.client_id, c.owner_id, 0 AS depth
    FROM client c
    WHERE c.tenant_id = ?1 AND c.client_id = ?2
    UNION ALL
    SELECT c.client_id, c.owner_id, f.depth + 1
    FROM family f
    JOIN client c ON c.tenant_id = ?1 AND c.parent_id = f.client_id
    WHERE f.depth < 10
)
SELECT o.open_item_id
FROM family f
JOIN open_item o ON o.tenant_id = ?1 AND o.client_id = f.client_id AND o.closed_on = ?4
WHERE o.side = 'debit'
  AND o.currency = ?3
  AND o.issued_on <= ?5
  -- Only clients in the actor's reach: all of them (?6), or those of these owners.
  AND (?6::boolean OR f.owner_id IN LIST(?7))
ORDER BY o.due_on, o.issued_on, o.number
LIMIT ?8
