-- Times are microseconds since 1970-01-01 UTC, durations are nanoseconds, JSON is text; text is ordered by code point.

CREATE TABLE devices (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state           INTEGER NOT NULL,
    hardware        TEXT COLLATE "C" NOT NULL,
    software        TEXT COLLATE "C" NOT NULL,
    enrolled_at     BIGINT NOT NULL,
    last_seen_at    BIGINT
);

-- position is null for a target that the device no longer has.
CREATE TABLE targets (
    slug                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    device_id           TEXT COLLATE "C" NOT NULL REFERENCES devices (id),
    runtime             TEXT COLLATE "C" NOT NULL,
    runtime_version     TEXT COLLATE "C" NOT NULL,
    execution_provider  TEXT COLLATE "C" NOT NULL,
    threads             INTEGER NOT NULL,
    graph_optimization  TEXT COLLATE "C" NOT NULL,
    position            INTEGER
);
CREATE INDEX targets_by_device ON targets (device_id, position);

CREATE TABLE tokens (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash                BYTEA NOT NULL UNIQUE,
    role                INTEGER NOT NULL,
    description         TEXT COLLATE "C" NOT NULL,
    device_id           TEXT COLLATE "C",
    created_at          BIGINT NOT NULL,
    expires_at          BIGINT,
    revoked_at          BIGINT,
    used_at             BIGINT,
    used_by_request     TEXT COLLATE "C",
    used_by_device      TEXT COLLATE "C"
);
CREATE INDEX tokens_by_device ON tokens (device_id);

CREATE TABLE models (
    sha256              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    weights_sha256      TEXT COLLATE "C" NOT NULL,
    weights_file_name   TEXT COLLATE "C" NOT NULL,
    search_space        TEXT COLLATE "C" NOT NULL,
    effective_cell      TEXT COLLATE "C" NOT NULL,
    architecture        TEXT COLLATE "C" NOT NULL,
    dataset             TEXT COLLATE "C" NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT COLLATE "C" NOT NULL,
    graph_variant       TEXT COLLATE "C" NOT NULL
);

CREATE TABLE campaigns (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id      TEXT COLLATE "C" UNIQUE,
    display_name    TEXT COLLATE "C" NOT NULL,
    request         TEXT COLLATE "C" NOT NULL,
    protocol        TEXT COLLATE "C" NOT NULL,
    targets         TEXT COLLATE "C" NOT NULL,
    state           INTEGER NOT NULL,
    created_at      BIGINT NOT NULL,
    ended_at        BIGINT
);

CREATE TABLE campaign_architectures (
    campaign_id     BIGINT NOT NULL REFERENCES campaigns (id),
    position        INTEGER NOT NULL,
    architecture    TEXT COLLATE "C" NOT NULL,
    model_sha256    TEXT COLLATE "C" REFERENCES models (sha256),
    skip_reason     TEXT COLLATE "C",
    PRIMARY KEY (campaign_id, position)
);

-- A measurement is pending while it has neither verdict nor stop reason.
-- passes_counted, samples_taken and inference_ns count what is in passes; the figures are the latest estimate.
CREATE TABLE measurements (
    id                      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id             BIGINT NOT NULL REFERENCES campaigns (id),
    model_sha256            TEXT COLLATE "C" NOT NULL REFERENCES models (sha256),
    target                  TEXT COLLATE "C" NOT NULL REFERENCES targets (slug),
    verdict                 INTEGER,
    stop_reason             INTEGER,
    suspicions              TEXT COLLATE "C",
    failure_reason          INTEGER,
    failure_message         TEXT COLLATE "C",
    reused_from             BIGINT REFERENCES measurements (id),
    measured_at             BIGINT,
    passes_counted          INTEGER NOT NULL DEFAULT 0,
    samples_taken           BIGINT NOT NULL DEFAULT 0,
    inference_ns            BIGINT NOT NULL DEFAULT 0,
    quiet_ns                DOUBLE PRECISION,
    ci95_low_ns             DOUBLE PRECISION,
    ci95_high_ns            DOUBLE PRECISION,
    median_ns               DOUBLE PRECISION,
    mean_ns                 DOUBLE PRECISION,
    min_ns                  DOUBLE PRECISION,
    p90_ns                  DOUBLE PRECISION,
    p99_ns                  DOUBLE PRECISION,
    iqr_mean_ns             DOUBLE PRECISION,
    session_creation_ns     DOUBLE PRECISION,
    samples                 INTEGER,
    passes                  INTEGER,
    peak_memory_bytes       BIGINT,
    UNIQUE (campaign_id, model_sha256, target)
);
CREATE INDEX measurements_by_target ON measurements (target, model_sha256, id);
CREATE INDEX measurements_pending ON measurements (campaign_id) WHERE verdict IS NULL AND stop_reason IS NULL;

CREATE TABLE jobs (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id         BIGINT NOT NULL REFERENCES campaigns (id),
    measurement_id      BIGINT NOT NULL REFERENCES measurements (id),
    device_id           TEXT COLLATE "C" NOT NULL REFERENCES devices (id),
    pass                INTEGER NOT NULL,
    order_key           BIGINT NOT NULL,
    state               INTEGER NOT NULL,
    failures            INTEGER NOT NULL DEFAULT 0,
    expiries            INTEGER NOT NULL DEFAULT 0,
    lease_id            TEXT COLLATE "C",
    lease_expires_at    BIGINT,
    UNIQUE (measurement_id, pass)
);
CREATE INDEX jobs_queued ON jobs (device_id, campaign_id, pass, order_key, id) WHERE state = 1;
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 2;
CREATE INDEX jobs_by_campaign ON jobs (campaign_id, state);

-- Every lease ever given, so that a late delivery is known for what it is.
CREATE TABLE leases (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    job_id          BIGINT NOT NULL REFERENCES jobs (id),
    leased_at       BIGINT NOT NULL
);
CREATE INDEX leases_by_job ON leases (job_id);

CREATE TABLE job_failures (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_id          BIGINT NOT NULL REFERENCES jobs (id),
    lease_id        TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES leases (id),
    reason          INTEGER NOT NULL,
    message         TEXT COLLATE "C" NOT NULL,
    failed_at       BIGINT NOT NULL
);
CREATE INDEX job_failures_by_job ON job_failures (job_id);

CREATE TABLE passes (
    id                      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    measurement_id          BIGINT NOT NULL REFERENCES measurements (id),
    job_id                  BIGINT NOT NULL REFERENCES jobs (id),
    lease_id                TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES leases (id),
    number                  INTEGER NOT NULL,
    counted                 BOOLEAN NOT NULL,
    samples                 BYTEA NOT NULL,
    warm_up                 BYTEA NOT NULL,
    session_creation_ns     DOUBLE PRECISION NOT NULL,
    peak_memory_bytes       BIGINT,
    started_at              BIGINT NOT NULL,
    ended_at                BIGINT NOT NULL,
    conditions              TEXT COLLATE "C" NOT NULL
);
CREATE INDEX passes_by_measurement ON passes (measurement_id, number);
CREATE UNIQUE INDEX passes_counted ON passes (measurement_id, number) WHERE counted;

CREATE TABLE snapshots (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version             TEXT COLLATE "C" NOT NULL UNIQUE,
    directory_name      TEXT COLLATE "C" NOT NULL,
    selection           TEXT COLLATE "C" NOT NULL,
    content_sha256      TEXT COLLATE "C" NOT NULL,
    row_count           BIGINT NOT NULL,
    sha256              TEXT COLLATE "C" NOT NULL,
    size_bytes          BIGINT NOT NULL,
    created_at          BIGINT NOT NULL
);
