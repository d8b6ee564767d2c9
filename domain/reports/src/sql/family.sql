WITH RECURSIVE family AS (
    -- The client, then the clients below it; the depth guards against a circle that no constraint can.
    SELECT c.client_id, c.owner_id, 0 AS depth
    FROM client c
    WHERE c.tenant_id = ?1 AND c.client_id = ?2
    UNION ALL
    SELECT c.client_id, c.owner_id, f.depth + 1
    -- CROSS and IS NOT NULL, so that SQLite goes by the index of parents.
    FROM family f
    CROSS JOIN client c
    WHERE f.depth < ?3::bigint AND c.tenant_id = ?1 AND c.parent_id = f.client_id AND c.parent_id IS NOT NULL
)
SELECT DISTINCT client_id, owner_id FROM family
