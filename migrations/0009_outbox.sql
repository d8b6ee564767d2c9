-- Delivered messages are forgotten after a while.

CREATE INDEX outbox_delivered ON outbox (tenant_id, delivered_at) WHERE delivered_at IS NOT NULL;
