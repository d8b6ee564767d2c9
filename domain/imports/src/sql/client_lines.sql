WITH RECURSIVE up (client_id, number, parent_id, depth) AS (
    -- The clients themselves, and level by level what they belong to. One level more than may be is walked.
    SELECT client_id, number, parent_id, 1
    FROM client
    WHERE tenant_id = ?1 AND number IN LIST(?2)
    UNION ALL
    SELECT c.client_id, c.number, c.parent_id, u.depth + 1
    FROM up u
    JOIN client c ON c.tenant_id = ?1 AND c.client_id = u.parent_id
    WHERE u.depth <= ?3::bigint
)
SELECT DISTINCT u.number, p.number
FROM up u
LEFT JOIN client p ON p.tenant_id = ?1 AND p.client_id = u.parent_id
