WITH RECURSIVE down (start_id, client_id, depth) AS (
    -- The clients themselves, and level by level what belongs to them.
    SELECT client_id, client_id, 0
    FROM client
    WHERE tenant_id = ?1 AND client_id IN LIST(?2)
    UNION ALL
    SELECT d.start_id, c.client_id, d.depth + 1
    FROM down d
    JOIN client c ON c.tenant_id = ?1 AND c.parent_id = d.client_id
    WHERE d.depth <= ?3::bigint
)
SELECT start_id, CAST(MAX(depth) AS BIGINT)
FROM down
GROUP BY start_id
