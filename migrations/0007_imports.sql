-- Imports: the company's own profiles, each run, and what each row of the file became.

CREATE TABLE import_profile (
    tenant_id uuid NOT NULL,
    code text NOT NULL,
    toml text NOT NULL,
    version bigint NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT import_profile_pk PRIMARY KEY (tenant_id, code)
);

CREATE TABLE import_run (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    kind text NOT NULL,
    source text NOT NULL,
    profile jsonb NOT NULL,
    file_name text NOT NULL,
    file_hash bytea NOT NULL,
    fingerprint text NOT NULL,
    status text NOT NULL,
    rows_total bigint NOT NULL,
    rows_done bigint NOT NULL,
    summary jsonb NOT NULL,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    undone_at timestamptz,
    CONSTRAINT import_run_pk PRIMARY KEY (tenant_id, import_id),
    CONSTRAINT import_run_kind CHECK (kind IN ('receivables', 'clients', 'contacts')),
    CONSTRAINT import_run_status CHECK (status IN ('applying', 'applied', 'undoing', 'undone'))
);
CREATE INDEX import_run_by_fingerprint ON import_run (tenant_id, fingerprint);
CREATE INDEX import_run_by_start ON import_run (tenant_id, started_at, import_id);

CREATE TABLE import_row (
    tenant_id uuid NOT NULL,
    source text NOT NULL,
    object_kind text NOT NULL,
    row_key text NOT NULL,
    import_id uuid NOT NULL,
    row_no bigint NOT NULL,
    object_id uuid NOT NULL,
    row_hash bytea NOT NULL,
    before jsonb,
    CONSTRAINT import_row_pk PRIMARY KEY (tenant_id, source, object_kind, row_key),
    CONSTRAINT import_row_kind CHECK (object_kind IN ('client', 'contact', 'invoice', 'receipt', 'client_update', 'contact_update')),
    CONSTRAINT import_row_run_fk FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, import_id)
);
CREATE INDEX import_row_by_run ON import_row (tenant_id, import_id, object_kind, row_no);
