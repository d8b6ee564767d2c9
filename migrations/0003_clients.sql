-- Accounts (clients) and their contacts.

CREATE TABLE client (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    legal_name text NOT NULL,
    trading_name text,
    given_name text,
    family_name text,
    sort_name text NOT NULL,
    client_type text NOT NULL,
    status text NOT NULL,
    currency text NOT NULL,
    payment_term text NOT NULL,
    credit_limit_minor bigint,
    owner_id uuid,
    parent_id uuid,
    language text NOT NULL,
    custom jsonb NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT client_pk PRIMARY KEY (tenant_id, client_id),
    CONSTRAINT client_number_unique UNIQUE (tenant_id, number),
    CONSTRAINT client_kind CHECK (kind IN ('organisation', 'person')),
    CONSTRAINT client_status CHECK (status IN ('prospect', 'active', 'on_hold', 'closed', 'archived')),
    CONSTRAINT client_credit_limit CHECK (credit_limit_minor IS NULL OR credit_limit_minor >= 0),
    CONSTRAINT client_not_own_parent CHECK (parent_id IS NULL OR parent_id <> client_id),
    CONSTRAINT client_owner_fk FOREIGN KEY (tenant_id, owner_id) REFERENCES app_user (tenant_id, user_id),
    CONSTRAINT client_parent_fk FOREIGN KEY (tenant_id, parent_id) REFERENCES client (tenant_id, client_id)
);
CREATE INDEX client_by_name ON client (tenant_id, sort_name, client_id, owner_id, status, kind);
CREATE INDEX client_by_owner ON client (tenant_id, owner_id, sort_name, client_id, status, kind);
CREATE INDEX client_by_update ON client (tenant_id, updated_at, client_id);
CREATE INDEX client_by_parent ON client (tenant_id, parent_id, sort_name, client_id) WHERE parent_id IS NOT NULL;

CREATE TABLE client_tally (
    tenant_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    clients bigint NOT NULL,
    CONSTRAINT client_tally_pk PRIMARY KEY (tenant_id, owner_id, status, kind),
    CONSTRAINT client_tally_not_negative CHECK (clients >= 0)
);

CREATE TABLE client_address (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    line_no bigint NOT NULL,
    kind text NOT NULL,
    street text NOT NULL,
    city text NOT NULL,
    region text,
    postal_code text,
    country text NOT NULL,
    CONSTRAINT client_address_pk PRIMARY KEY (tenant_id, client_id, line_no),
    CONSTRAINT client_address_kind CHECK (kind IN ('billing', 'delivery', 'registered', 'home', 'other')),
    CONSTRAINT client_address_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);

CREATE TABLE client_tax_number (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    CONSTRAINT client_tax_number_pk PRIMARY KEY (tenant_id, client_id, kind),
    CONSTRAINT client_tax_number_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);

CREATE TABLE client_tag (
    tenant_id uuid NOT NULL,
    client_id uuid NOT NULL,
    tag text NOT NULL,
    CONSTRAINT client_tag_pk PRIMARY KEY (tenant_id, client_id, tag),
    CONSTRAINT client_tag_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);
CREATE INDEX client_by_tag ON client_tag (tenant_id, tag, client_id);

CREATE TABLE contact (
    tenant_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    client_id uuid NOT NULL,
    given_name text NOT NULL,
    family_name text NOT NULL,
    sort_name text NOT NULL,
    roles jsonb NOT NULL,
    language text,
    time_zone text,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT contact_pk PRIMARY KEY (tenant_id, contact_id),
    CONSTRAINT contact_client_fk FOREIGN KEY (tenant_id, client_id) REFERENCES client (tenant_id, client_id)
);
CREATE INDEX contact_by_client ON contact (tenant_id, client_id, sort_name, contact_id);
CREATE INDEX contact_by_name ON contact (tenant_id, sort_name, contact_id);

CREATE TABLE contact_point (
    tenant_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    line_no bigint NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    CONSTRAINT contact_point_pk PRIMARY KEY (tenant_id, contact_id, line_no),
    CONSTRAINT contact_point_kind CHECK (kind IN ('email', 'phone')),
    CONSTRAINT contact_point_contact_fk FOREIGN KEY (tenant_id, contact_id) REFERENCES contact (tenant_id, contact_id)
);
CREATE INDEX contact_point_value ON contact_point (tenant_id, value, kind, contact_id);

-- Changes of many clients at once, and what each client was before, so that they can be undone.
CREATE TABLE client_bulk (
    tenant_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    done_at timestamptz NOT NULL,
    done_by text NOT NULL,
    CONSTRAINT client_bulk_pk PRIMARY KEY (tenant_id, bulk_id)
);

CREATE TABLE client_bulk_change (
    tenant_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    client_id uuid NOT NULL,
    owner_id uuid,
    status text NOT NULL,
    payment_term text NOT NULL,
    client_type text NOT NULL,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT client_bulk_change_pk PRIMARY KEY (tenant_id, bulk_id, client_id),
    CONSTRAINT client_bulk_change_bulk_fk FOREIGN KEY (tenant_id, bulk_id) REFERENCES client_bulk (tenant_id, bulk_id)
);

CREATE TABLE client_bulk_tag (
    tenant_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    client_id uuid NOT NULL,
    tag text NOT NULL,
    added boolean NOT NULL,
    CONSTRAINT client_bulk_tag_pk PRIMARY KEY (tenant_id, bulk_id, client_id, tag),
    CONSTRAINT client_bulk_tag_change_fk FOREIGN KEY (tenant_id, bulk_id, client_id) REFERENCES client_bulk_change (tenant_id, bulk_id, client_id)
);
