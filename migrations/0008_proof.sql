-- Runs of the proof of the books, and what each check found.

CREATE TABLE proof_run (
    tenant_id uuid NOT NULL,
    run_id uuid NOT NULL,
    ran_at timestamptz NOT NULL,
    ran_by text NOT NULL,
    ok boolean NOT NULL,
    checks bigint NOT NULL,
    differences bigint NOT NULL,
    result jsonb NOT NULL,
    CONSTRAINT proof_run_pk PRIMARY KEY (tenant_id, run_id)
);
CREATE INDEX proof_run_by_instant ON proof_run (tenant_id, ran_at, run_id);
