-- What any business program needs: turns of writers, jobs, the outbox, kept answers.

CREATE TABLE write_lock (
    tenant_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT write_lock_pk PRIMARY KEY (tenant_id)
);

CREATE TABLE job (
    tenant_id uuid NOT NULL,
    job_id uuid NOT NULL,
    kind text NOT NULL,
    job_key text NOT NULL,
    payload jsonb NOT NULL,
    status text NOT NULL,
    done bigint NOT NULL,
    total bigint,
    attempts bigint NOT NULL,
    due_at timestamptz NOT NULL,
    lease_id uuid,
    lease_until timestamptz,
    stop_asked_at timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid,
    finished_at timestamptz,
    result jsonb,
    error text,
    CONSTRAINT job_pk PRIMARY KEY (tenant_id, job_id),
    CONSTRAINT job_key_unique UNIQUE (tenant_id, kind, job_key),
    CONSTRAINT job_status CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled'))
);
CREATE INDEX job_open ON job (tenant_id, due_at, job_id) WHERE finished_at IS NULL;
CREATE INDEX job_made ON job (tenant_id, created_at, job_id);

CREATE TABLE outbox (
    tenant_id uuid NOT NULL,
    outbox_id uuid NOT NULL,
    topic text NOT NULL,
    message_key text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    lease_until timestamptz,
    delivered_at timestamptz,
    error text,
    CONSTRAINT outbox_pk PRIMARY KEY (tenant_id, outbox_id),
    CONSTRAINT outbox_message_unique UNIQUE (tenant_id, topic, message_key)
);
CREATE INDEX outbox_due ON outbox (tenant_id, due_at, outbox_id) WHERE delivered_at IS NULL;

CREATE TABLE idempotency_key (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    idempotency_key text NOT NULL,
    request_hash bytea NOT NULL,
    status bigint NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pk PRIMARY KEY (tenant_id, user_id, idempotency_key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (tenant_id, created_at);
