-- Refunds and write-offs of a client are found without looking through all.

CREATE INDEX refund_by_client ON refund (tenant_id, client_id, refunded_on);
CREATE INDEX refund_by_entry ON refund (tenant_id, entry_no);
CREATE INDEX write_off_by_client ON write_off (tenant_id, client_id, written_off_on);
