-- Payment terms, taxes, invoices and credit notes.

CREATE TABLE payment_term (
    tenant_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    net_days bigint NOT NULL,
    end_of_month boolean NOT NULL,
    discount_days bigint NOT NULL,
    discount_e6 bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT payment_term_pk PRIMARY KEY (tenant_id, code),
    CONSTRAINT payment_term_days CHECK (net_days BETWEEN 0 AND 730 AND discount_days BETWEEN 0 AND 730),
    CONSTRAINT payment_term_discount CHECK (discount_e6 >= 0 AND discount_e6 < 1000000)
);

CREATE TABLE tax_rate (
    tenant_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    category text NOT NULL,
    rate_e6 bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT tax_rate_pk PRIMARY KEY (tenant_id, code),
    CONSTRAINT tax_rate_range CHECK (rate_e6 >= 0 AND rate_e6 <= 1000000)
);

CREATE TABLE invoice (
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    number text NOT NULL,
    client_id uuid NOT NULL,
    currency text NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    payment_term text NOT NULL,
    discount_until date,
    discount_minor bigint NOT NULL,
    purchase_order text,
    credits_id uuid,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    total_minor bigint NOT NULL,
    rate_e12 bigint NOT NULL,
    entry_no bigint,
    disputed_on date,
    dispute_reason text,
    reason text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT invoice_pk PRIMARY KEY (tenant_id, invoice_id),
    CONSTRAINT invoice_kind CHECK (kind IN ('invoice', 'credit_note')),
    CONSTRAINT invoice_status CHECK (status IN ('draft', 'issued', 'void')),
    CONSTRAINT invoice_number_when_issued CHECK (status = 'draft' OR (number <> '' AND entry_no IS NOT NULL)),
    CONSTRAINT invoice_totals CHECK (total_minor = net_minor + tax_minor),
    CONSTRAINT invoice_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id),
    CONSTRAINT invoice_credits_fk FOREIGN KEY (tenant_id, credits_id) REFERENCES invoice (tenant_id, invoice_id),
    CONSTRAINT invoice_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no)
);
CREATE UNIQUE INDEX invoice_number_unique ON invoice (tenant_id, kind, number) WHERE status = 'issued';
CREATE INDEX invoice_by_number ON invoice (tenant_id, number, invoice_id);
CREATE INDEX invoice_by_client ON invoice (tenant_id, client_id, issued_on);
CREATE INDEX invoice_by_day ON invoice (tenant_id, issued_on, invoice_id);
CREATE INDEX invoice_by_credited ON invoice (tenant_id, credits_id) WHERE credits_id IS NOT NULL;

CREATE TABLE invoice_line (
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    line_no bigint NOT NULL,
    description text NOT NULL,
    quantity_e6 bigint NOT NULL,
    unit_price_e6 bigint NOT NULL,
    discount_e6 bigint NOT NULL,
    tax_code text NOT NULL,
    tax_category text NOT NULL,
    tax_rate_e6 bigint NOT NULL,
    net_minor bigint NOT NULL,
    gl_account_id uuid,
    CONSTRAINT invoice_line_pk PRIMARY KEY (tenant_id, invoice_id, line_no),
    CONSTRAINT invoice_line_discount CHECK (discount_e6 BETWEEN 0 AND 1000000),
    CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, invoice_id),
    CONSTRAINT invoice_line_account_fk FOREIGN KEY (tenant_id, gl_account_id) REFERENCES gl_account (tenant_id, gl_account_id)
);

CREATE TABLE invoice_tax (
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    category text NOT NULL,
    rate_e6 bigint NOT NULL,
    taxable_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    CONSTRAINT invoice_tax_pk PRIMARY KEY (tenant_id, invoice_id, category, rate_e6),
    CONSTRAINT invoice_tax_invoice_fk FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, invoice_id)
);
