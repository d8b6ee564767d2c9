-- Clients that somebody has changed, and those that a contact, another client, a document, an entry, money or
-- a write-off names.
SELECT client_id FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2) AND version > 1
UNION
SELECT client_id FROM contact WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT parent_id FROM client WHERE tenant_id = ?1 AND parent_id IN LIST(?2)
UNION
SELECT client_id FROM invoice WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT client_id FROM posting WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT client_id FROM open_item WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT client_id FROM receipt WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT client_id FROM refund WHERE tenant_id = ?1 AND client_id IN LIST(?2)
UNION
SELECT client_id FROM write_off WHERE tenant_id = ?1 AND client_id IN LIST(?2)
