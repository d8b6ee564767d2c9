-- Tenants, users, teams, roles, sign-in, and the audit trail.

CREATE TABLE tenant (
    tenant_id uuid NOT NULL,
    slug text NOT NULL,
    legal_name text NOT NULL,
    base_currency text NOT NULL,
    time_zone text NOT NULL,
    language text NOT NULL,
    working_days bigint NOT NULL,
    write_off_limit_minor bigint NOT NULL,
    small_balance_minor bigint NOT NULL,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT tenant_pk PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_slug_unique UNIQUE (slug),
    CONSTRAINT tenant_limits CHECK (write_off_limit_minor >= 0 AND small_balance_minor >= 0)
);

CREATE TABLE holiday (
    tenant_id uuid NOT NULL,
    on_date date NOT NULL,
    name text NOT NULL,
    CONSTRAINT holiday_pk PRIMARY KEY (tenant_id, on_date),
    CONSTRAINT holiday_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);

CREATE TABLE app_user (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text,
    language text NOT NULL,
    time_zone text NOT NULL,
    status text NOT NULL,
    failed_sign_ins bigint NOT NULL,
    locked_until timestamptz,
    version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT app_user_pk PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT app_user_email_unique UNIQUE (tenant_id, email),
    CONSTRAINT app_user_status CHECK (status IN ('active', 'disabled')),
    CONSTRAINT app_user_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);

CREATE TABLE user_preference (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    locale text,
    density text NOT NULL,
    theme text NOT NULL,
    lists jsonb NOT NULL,
    CONSTRAINT user_preference_pk PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT user_preference_density CHECK (density IN ('compact', 'comfortable')),
    CONSTRAINT user_preference_theme CHECK (theme IN ('system', 'light', 'dark')),
    CONSTRAINT user_preference_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id)
);

CREATE TABLE team (
    tenant_id uuid NOT NULL,
    team_id uuid NOT NULL,
    name text NOT NULL,
    manager_id uuid,
    version bigint NOT NULL,
    CONSTRAINT team_pk PRIMARY KEY (tenant_id, team_id),
    CONSTRAINT team_name_unique UNIQUE (tenant_id, name),
    CONSTRAINT team_manager_fk FOREIGN KEY (tenant_id, manager_id) REFERENCES app_user (tenant_id, user_id)
);

CREATE TABLE team_member (
    tenant_id uuid NOT NULL,
    team_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT team_member_pk PRIMARY KEY (tenant_id, team_id, user_id),
    CONSTRAINT team_member_team_fk FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, team_id),
    CONSTRAINT team_member_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id)
);
CREATE INDEX team_member_user ON team_member (tenant_id, user_id);

CREATE TABLE saved_view (
    tenant_id uuid NOT NULL,
    view_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    list text NOT NULL,
    name text NOT NULL,
    visibility text NOT NULL,
    team_id uuid,
    state jsonb NOT NULL,
    pinned boolean NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT saved_view_pk PRIMARY KEY (tenant_id, view_id),
    CONSTRAINT saved_view_name_unique UNIQUE (tenant_id, owner_id, list, name),
    CONSTRAINT saved_view_visibility CHECK (visibility IN ('private', 'team', 'company')),
    CONSTRAINT saved_view_team CHECK ((visibility = 'team') = (team_id IS NOT NULL)),
    CONSTRAINT saved_view_owner_fk FOREIGN KEY (tenant_id, owner_id) REFERENCES app_user (tenant_id, user_id),
    CONSTRAINT saved_view_team_fk FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, team_id)
);
CREATE INDEX saved_view_list ON saved_view (tenant_id, list, name, view_id);

CREATE TABLE role (
    tenant_id uuid NOT NULL,
    role_id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT role_pk PRIMARY KEY (tenant_id, role_id),
    CONSTRAINT role_name_unique UNIQUE (tenant_id, name)
);

CREATE TABLE role_permission (
    tenant_id uuid NOT NULL,
    role_id uuid NOT NULL,
    permission text NOT NULL,
    scope text NOT NULL,
    CONSTRAINT role_permission_pk PRIMARY KEY (tenant_id, role_id, permission),
    CONSTRAINT role_permission_scope CHECK (scope IN ('own', 'team', 'all')),
    CONSTRAINT role_permission_role_fk FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, role_id)
);

CREATE TABLE user_role (
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role_id uuid NOT NULL,
    CONSTRAINT user_role_pk PRIMARY KEY (tenant_id, user_id, role_id),
    CONSTRAINT user_role_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id),
    CONSTRAINT user_role_role_fk FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, role_id)
);

CREATE TABLE session (
    tenant_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (tenant_id, token_hash),
    CONSTRAINT session_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id)
);
CREATE INDEX session_expiry ON session (tenant_id, expires_at);

CREATE TABLE api_token (
    tenant_id uuid NOT NULL,
    token_id uuid NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT api_token_pk PRIMARY KEY (tenant_id, token_id),
    CONSTRAINT api_token_hash_unique UNIQUE (tenant_id, token_hash),
    CONSTRAINT api_token_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id)
);

CREATE TABLE notification (
    tenant_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    user_id uuid NOT NULL,
    message_id uuid NOT NULL,
    kind text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    args jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    CONSTRAINT notification_pk PRIMARY KEY (tenant_id, notification_id),
    CONSTRAINT notification_message_unique UNIQUE (tenant_id, message_id, user_id),
    CONSTRAINT notification_user_fk FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, user_id)
);
CREATE INDEX notification_of_user ON notification (tenant_id, user_id, created_at, notification_id);
CREATE INDEX notification_unread ON notification (tenant_id, user_id, created_at) WHERE read_at IS NULL;
CREATE INDEX notification_age ON notification (tenant_id, created_at);

CREATE TABLE audit_event (
    tenant_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    detail jsonb NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_event_pk PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_event_subject ON audit_event (tenant_id, subject_kind, subject_id, seq);

CREATE TABLE audit_head (
    tenant_id uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_head_pk PRIMARY KEY (tenant_id)
);
