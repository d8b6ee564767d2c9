-- The double-entry journal, and the open items that its control accounts stand for.

CREATE TABLE gl_account (
    tenant_id uuid NOT NULL,
    gl_account_id uuid NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    role text,
    active boolean NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT gl_account_pk PRIMARY KEY (tenant_id, gl_account_id),
    CONSTRAINT gl_account_number_unique UNIQUE (tenant_id, number),
    CONSTRAINT gl_account_kind CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense'))
);
CREATE UNIQUE INDEX gl_account_role_unique ON gl_account (tenant_id, role) WHERE role IS NOT NULL;

CREATE TABLE period (
    tenant_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    lock text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT period_pk PRIMARY KEY (tenant_id, starts_on),
    CONSTRAINT period_lock CHECK (lock IN ('open', 'soft', 'hard', 'sealed')),
    CONSTRAINT period_order CHECK (starts_on <= ends_on)
);

CREATE TABLE exchange_rate (
    tenant_id uuid NOT NULL,
    currency text NOT NULL,
    on_date date NOT NULL,
    rate_e12 bigint NOT NULL,
    source text NOT NULL,
    CONSTRAINT exchange_rate_pk PRIMARY KEY (tenant_id, currency, on_date),
    CONSTRAINT exchange_rate_positive CHECK (rate_e12 > 0)
);

CREATE TABLE number_series (
    tenant_id uuid NOT NULL,
    code text NOT NULL,
    purpose text NOT NULL,
    prefix text NOT NULL,
    digits bigint NOT NULL,
    next_no bigint NOT NULL,
    CONSTRAINT number_series_pk PRIMARY KEY (tenant_id, code),
    CONSTRAINT number_series_next CHECK (next_no >= 1),
    CONSTRAINT number_series_digits CHECK (digits BETWEEN 1 AND 12),
    CONSTRAINT number_series_purpose CHECK (purpose IN ('journal', 'invoice', 'credit_note', 'receipt', 'refund', 'client'))
);

CREATE TABLE journal_entry (
    tenant_id uuid NOT NULL,
    entry_no bigint NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    source text NOT NULL,
    document_id uuid,
    narrative text NOT NULL,
    reason text,
    reverses_no bigint,
    CONSTRAINT journal_entry_pk PRIMARY KEY (tenant_id, entry_no),
    CONSTRAINT journal_entry_reverses_fk FOREIGN KEY (tenant_id, reverses_no) REFERENCES journal_entry (tenant_id, entry_no)
);
CREATE INDEX journal_entry_by_day ON journal_entry (tenant_id, effective_on, entry_no);
CREATE UNIQUE INDEX journal_entry_reversed_once ON journal_entry (tenant_id, reverses_no) WHERE reverses_no IS NOT NULL;

CREATE TABLE posting (
    tenant_id uuid NOT NULL,
    entry_no bigint NOT NULL,
    line_no bigint NOT NULL,
    gl_account_id uuid NOT NULL,
    effective_on date NOT NULL,
    currency text NOT NULL,
    debit_minor bigint NOT NULL,
    credit_minor bigint NOT NULL,
    base_debit_minor bigint NOT NULL,
    base_credit_minor bigint NOT NULL,
    rate_e12 bigint NOT NULL,
    client_id uuid,
    document_id uuid,
    CONSTRAINT posting_pk PRIMARY KEY (tenant_id, entry_no, line_no),
    CONSTRAINT posting_one_side CHECK (debit_minor >= 0 AND credit_minor >= 0 AND base_debit_minor >= 0 AND base_credit_minor >= 0 AND (debit_minor = 0 OR credit_minor = 0) AND (base_debit_minor = 0 OR base_credit_minor = 0)),
    CONSTRAINT posting_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no),
    CONSTRAINT posting_account_fk FOREIGN KEY (tenant_id, gl_account_id) REFERENCES gl_account (tenant_id, gl_account_id),
    CONSTRAINT posting_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);
CREATE INDEX posting_by_account ON posting (tenant_id, gl_account_id, effective_on);
CREATE INDEX posting_by_client ON posting (tenant_id, client_id, effective_on) WHERE client_id IS NOT NULL;

CREATE TABLE open_item (
    tenant_id uuid NOT NULL,
    open_item_id uuid NOT NULL,
    client_id uuid NOT NULL,
    kind text NOT NULL,
    side text NOT NULL,
    number text NOT NULL,
    gl_account_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    base_minor bigint NOT NULL,
    open_minor bigint NOT NULL,
    open_base_minor bigint NOT NULL,
    rate_e12 bigint NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    closed_on date NOT NULL,
    entry_no bigint NOT NULL,
    CONSTRAINT open_item_pk PRIMARY KEY (tenant_id, open_item_id),
    CONSTRAINT open_item_kind CHECK (kind IN ('invoice', 'credit_note', 'receipt')),
    CONSTRAINT open_item_side CHECK (side IN ('debit', 'credit')),
    CONSTRAINT open_item_amount CHECK (amount_minor > 0 AND open_minor >= 0 AND open_minor <= amount_minor),
    CONSTRAINT open_item_base CHECK (base_minor >= 0 AND open_base_minor >= 0 AND open_base_minor <= base_minor),
    CONSTRAINT open_item_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id),
    CONSTRAINT open_item_account_fk FOREIGN KEY (tenant_id, gl_account_id) REFERENCES gl_account (tenant_id, gl_account_id),
    CONSTRAINT open_item_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no)
);
CREATE INDEX open_item_by_client ON open_item (tenant_id, client_id, closed_on);
CREATE INDEX open_item_by_close ON open_item (tenant_id, closed_on, issued_on);
CREATE INDEX open_item_by_due ON open_item (tenant_id, due_on, open_item_id);

CREATE TABLE settlement (
    tenant_id uuid NOT NULL,
    entry_no bigint NOT NULL,
    kind text NOT NULL,
    debit_item_id uuid,
    credit_item_id uuid,
    amount_minor bigint NOT NULL,
    debit_base_minor bigint NOT NULL,
    credit_base_minor bigint NOT NULL,
    applied_on date NOT NULL,
    reverses_no bigint,
    reason text,
    with_credit_id uuid,
    CONSTRAINT settlement_pk PRIMARY KEY (tenant_id, entry_no),
    CONSTRAINT settlement_kind CHECK (kind IN ('application', 'discount', 'small_balance', 'write_off', 'refund', 'bounce', 'void')),
    CONSTRAINT settlement_of_something CHECK (debit_item_id IS NOT NULL OR credit_item_id IS NOT NULL),
    CONSTRAINT settlement_amount CHECK (amount_minor <> 0 AND (amount_minor < 0) = (reverses_no IS NOT NULL)),
    CONSTRAINT settlement_entry_fk FOREIGN KEY (tenant_id, entry_no) REFERENCES journal_entry (tenant_id, entry_no),
    CONSTRAINT settlement_debit_fk FOREIGN KEY (tenant_id, debit_item_id) REFERENCES open_item (tenant_id, open_item_id),
    CONSTRAINT settlement_credit_fk FOREIGN KEY (tenant_id, credit_item_id) REFERENCES open_item (tenant_id, open_item_id)
);
CREATE INDEX settlement_by_debit_item ON settlement (tenant_id, debit_item_id, applied_on) WHERE debit_item_id IS NOT NULL;
CREATE INDEX settlement_by_credit_item ON settlement (tenant_id, credit_item_id, applied_on) WHERE credit_item_id IS NOT NULL;
CREATE INDEX settlement_by_prompting_credit ON settlement (tenant_id, with_credit_id) WHERE with_credit_id IS NOT NULL;
CREATE INDEX settlement_by_day ON settlement (tenant_id, applied_on);
CREATE UNIQUE INDEX settlement_reversed_once ON settlement (tenant_id, reverses_no) WHERE reverses_no IS NOT NULL;
