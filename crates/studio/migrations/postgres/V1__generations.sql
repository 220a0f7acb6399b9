-- Pieces of work and the files they made: the same tables as in SQLite's step, which says what each column means. Words are compared by
-- their bytes. What is true or false is 1 or 0, as there.

CREATE TABLE studio_generations (
    -- immutable
    account       UUID   NOT NULL,
    id            UUID   NOT NULL,
    key           TEXT   NOT NULL COLLATE "C",
    fingerprint   BYTEA  NOT NULL CONSTRAINT studio_generations_fingerprint_is_sha256 CHECK (octet_length(fingerprint) = 32),
    kind          TEXT   NOT NULL,
    model         TEXT   NOT NULL,
    prompt        TEXT   NOT NULL,
    aspect_ratio  TEXT   NOT NULL,
    seconds       BIGINT NOT NULL,
    operation     TEXT   NOT NULL,
    cost_credits  BIGINT NOT NULL CONSTRAINT studio_generations_cost_not_negative CHECK (cost_credits >= 0),
    seed          BIGINT NOT NULL,
    created_at_us BIGINT NOT NULL,

    -- mutable
    state          TEXT   NOT NULL COLLATE "C" CONSTRAINT studio_generations_state_known
        CHECK (state IN ('accepted', 'queued', 'running', 'stored', 'succeeded', 'failed', 'cancelled')),
    revision       BIGINT NOT NULL,
    started_at_us  BIGINT,
    lease_until_us BIGINT,
    ended_at_us    BIGINT,
    reason         TEXT,
    hold_return    TEXT COLLATE "C" CONSTRAINT studio_generations_hold_return_known CHECK (hold_return IN ('owed', 'done')),

    -- bookkeeping
    attempt     BIGINT NOT NULL,
    leases_lost BIGINT NOT NULL,
    is_open     BIGINT NOT NULL CONSTRAINT studio_generations_is_open_is_flag CHECK (is_open IN (0, 1)),

    CONSTRAINT studio_generations_pk PRIMARY KEY (account, id),
    CONSTRAINT studio_generations_key_once UNIQUE (account, key),
    CONSTRAINT studio_generations_started CHECK ((started_at_us IS NOT NULL) = (state IN ('running', 'stored'))),
    CONSTRAINT studio_generations_leased CHECK ((lease_until_us IS NOT NULL) = (state = 'running')),
    CONSTRAINT studio_generations_ended CHECK ((ended_at_us IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))),
    CONSTRAINT studio_generations_reasoned CHECK ((reason IS NOT NULL) = (state = 'failed')),
    CONSTRAINT studio_generations_hold_returns CHECK ((hold_return IS NOT NULL) = (state IN ('failed', 'cancelled'))),
    CONSTRAINT studio_generations_open_until_wound_up CHECK (
        (is_open = 1) = (state IN ('accepted', 'queued', 'running', 'stored') OR coalesce(hold_return, '') = 'owed'))
);

-- What a runner claims: the oldest that waits.
CREATE INDEX studio_generations_queue ON studio_generations (id, account) WHERE state = 'queued';

-- What a sweep walks.
CREATE INDEX studio_generations_open ON studio_generations (id, account) WHERE is_open = 1;

CREATE TABLE studio_assets (
    account    UUID   NOT NULL,
    generation UUID   NOT NULL,
    n          BIGINT NOT NULL CONSTRAINT studio_assets_n_not_negative CHECK (n >= 0),
    role       TEXT   NOT NULL COLLATE "C" CONSTRAINT studio_assets_role_known CHECK (role IN ('picture', 'clip', 'poster')),
    media_type TEXT   NOT NULL,
    width_px   BIGINT NOT NULL,
    height_px  BIGINT NOT NULL,
    bytes_len  BIGINT NOT NULL,
    file       TEXT   NOT NULL,

    CONSTRAINT studio_assets_pk PRIMARY KEY (account, generation, n),
    CONSTRAINT studio_assets_generation FOREIGN KEY (account, generation) REFERENCES studio_generations (account, id) ON DELETE CASCADE
);
