-- Receipts, refunds and write-offs.

CREATE TABLE receipt (
    tenant_id uuid NOT NULL,
    receipt_id uuid NOT NULL,
    number text NOT NULL,
    client_id uuid NOT NULL,
    method text NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    received_on date NOT NULL,
    reference text NOT NULL,
    deposit boolean NOT NULL,
    status text NOT NULL,
    rate_e12 bigint NOT NULL,
    entry_no bigint NOT NULL,
    reason text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT receipt_pk PRIMARY KEY (tenant_id, receipt_id),
    CONSTRAINT receipt_method CHECK (method IN ('cheque', 'cash', 'transfer', 'card', 'direct_debit')),
    CONSTRAINT receipt_status CHECK (status IN ('posted', 'bounced', 'void')),
    CONSTRAINT receipt_amount CHECK (amount_minor > 0),
    CONSTRAINT receipt_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id),
    CONSTRAINT receipt_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no)
);
CREATE UNIQUE INDEX receipt_number_unique ON receipt (tenant_id, number) WHERE status <> 'void';
CREATE INDEX receipt_by_number ON receipt (tenant_id, number, receipt_id);
CREATE INDEX receipt_by_client ON receipt (tenant_id, client_id, received_on);
CREATE INDEX receipt_by_day ON receipt (tenant_id, received_on, receipt_id);

CREATE TABLE refund (
    tenant_id uuid NOT NULL,
    refund_id uuid NOT NULL,
    number text NOT NULL,
    open_item_id uuid NOT NULL,
    client_id uuid NOT NULL,
    method text NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    refunded_on date NOT NULL,
    reason text NOT NULL,
    entry_no bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT refund_pk PRIMARY KEY (tenant_id, refund_id),
    CONSTRAINT refund_number_unique UNIQUE (tenant_id, number),
    CONSTRAINT refund_amount CHECK (amount_minor > 0),
    CONSTRAINT refund_item_fk FOREIGN KEY (tenant_id, open_item_id) REFERENCES open_item (tenant_id, open_item_id),
    CONSTRAINT refund_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no)
);
CREATE INDEX refund_by_item ON refund (tenant_id, open_item_id);

CREATE TABLE write_off (
    tenant_id uuid NOT NULL,
    write_off_id uuid NOT NULL,
    open_item_id uuid NOT NULL,
    client_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    written_off_on date NOT NULL,
    reason text NOT NULL,
    status text NOT NULL,
    requested_by uuid,
    requested_by_name text NOT NULL,
    requested_at timestamptz NOT NULL,
    decided_by_name text,
    decided_at timestamptz,
    entry_no bigint,
    version bigint NOT NULL,
    CONSTRAINT write_off_pk PRIMARY KEY (tenant_id, write_off_id),
    CONSTRAINT write_off_status CHECK (status IN ('proposed', 'booked', 'rejected', 'reversed')),
    CONSTRAINT write_off_amount CHECK (amount_minor > 0),
    CONSTRAINT write_off_item_fk FOREIGN KEY (tenant_id, open_item_id) REFERENCES open_item (tenant_id, open_item_id),
    CONSTRAINT write_off_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);
CREATE INDEX write_off_by_status ON write_off (tenant_id, status, requested_at, write_off_id);
CREATE INDEX write_off_by_item ON write_off (tenant_id, open_item_id);
