WITH RECURSIVE family AS (
    -- The client, then the clients below it; the depth guards against a circle that no constraint can.
    SELECT c.client_id, 0 AS depth
    FROM client c
    WHERE c.tenant_id = ?1 AND c.client_id = ?2
    UNION ALL
    -- Nothing but what the index of parents holds, or SQLite would walk all clients.
    SELECT c.client_id, f.depth + 1
    FROM family f
    CROSS JOIN client c
    WHERE f.depth < ?3::bigint AND c.tenant_id = ?1 AND c.parent_id = f.client_id
)
SELECT c.client_id, c.owner_id
FROM (SELECT DISTINCT client_id FROM family) f
CROSS JOIN client c
WHERE c.tenant_id = ?1 AND c.client_id = f.client_id
