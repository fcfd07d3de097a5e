-- Times are microseconds since 1970-01-01 UTC, durations are nanoseconds, JSON is text.

CREATE TABLE devices (
    id              TEXT    NOT NULL PRIMARY KEY,
    state           INTEGER NOT NULL,
    hardware        TEXT    NOT NULL,
    software        TEXT    NOT NULL,
    enrolled_at     INTEGER NOT NULL,
    last_seen_at    INTEGER
) STRICT;

-- position is null for a target that the device no longer has.
CREATE TABLE targets (
    slug                TEXT    NOT NULL PRIMARY KEY,
    device_id           TEXT    NOT NULL REFERENCES devices (id),
    runtime             TEXT    NOT NULL,
    runtime_version     TEXT    NOT NULL,
    execution_provider  TEXT    NOT NULL,
    threads             INTEGER NOT NULL,
    graph_optimization  TEXT    NOT NULL,
    position            INTEGER
) STRICT;
CREATE INDEX targets_by_device ON targets (device_id, position);

CREATE TABLE tokens (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    hash                BLOB    NOT NULL UNIQUE,
    role                INTEGER NOT NULL,
    description         TEXT    NOT NULL,
    device_id           TEXT,
    created_at          INTEGER NOT NULL,
    expires_at          INTEGER,
    revoked_at          INTEGER,
    used_at             INTEGER,
    used_by_request     TEXT,
    used_by_device      TEXT
) STRICT;
CREATE INDEX tokens_by_device ON tokens (device_id);

CREATE TABLE models (
    sha256              TEXT    NOT NULL PRIMARY KEY,
    weights_sha256      TEXT    NOT NULL,
    weights_file_name   TEXT    NOT NULL,
    search_space        TEXT    NOT NULL,
    effective_cell      TEXT    NOT NULL,
    architecture        TEXT    NOT NULL,
    dataset             TEXT    NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT    NOT NULL,
    graph_variant       TEXT    NOT NULL
) STRICT;

CREATE TABLE campaigns (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id      TEXT    UNIQUE,
    display_name    TEXT    NOT NULL,
    request         TEXT    NOT NULL,
    protocol        TEXT    NOT NULL,
    targets         TEXT    NOT NULL,
    state           INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER
) STRICT;

CREATE TABLE campaign_architectures (
    campaign_id     INTEGER NOT NULL REFERENCES campaigns (id),
    position        INTEGER NOT NULL,
    architecture    TEXT    NOT NULL,
    model_sha256    TEXT    REFERENCES models (sha256),
    skip_reason     TEXT,
    PRIMARY KEY (campaign_id, position)
) STRICT;

-- A measurement is pending while it has neither verdict nor stop reason.
-- passes_counted, samples_taken and inference_ns count what is in passes; the figures are the latest estimate.
CREATE TABLE measurements (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id             INTEGER NOT NULL REFERENCES campaigns (id),
    model_sha256            TEXT    NOT NULL REFERENCES models (sha256),
    target                  TEXT    NOT NULL REFERENCES targets (slug),
    verdict                 INTEGER,
    stop_reason             INTEGER,
    suspicions              TEXT,
    failure_reason          INTEGER,
    failure_message         TEXT,
    reused_from             INTEGER REFERENCES measurements (id),
    measured_at             INTEGER,
    passes_counted          INTEGER NOT NULL DEFAULT 0,
    samples_taken           INTEGER NOT NULL DEFAULT 0,
    inference_ns            INTEGER NOT NULL DEFAULT 0,
    quiet_ns                REAL,
    ci95_low_ns             REAL,
    ci95_high_ns            REAL,
    median_ns               REAL,
    mean_ns                 REAL,
    min_ns                  REAL,
    p90_ns                  REAL,
    p99_ns                  REAL,
    iqr_mean_ns             REAL,
    session_creation_ns     REAL,
    samples                 INTEGER,
    passes                  INTEGER,
    peak_memory_bytes       INTEGER,
    UNIQUE (campaign_id, model_sha256, target)
) STRICT;
CREATE INDEX measurements_by_target ON measurements (target, model_sha256, id);
CREATE INDEX measurements_pending ON measurements (campaign_id) WHERE verdict IS NULL AND stop_reason IS NULL;

CREATE TABLE jobs (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id         INTEGER NOT NULL REFERENCES campaigns (id),
    measurement_id      INTEGER NOT NULL REFERENCES measurements (id),
    device_id           TEXT    NOT NULL REFERENCES devices (id),
    pass                INTEGER NOT NULL,
    order_key           INTEGER NOT NULL,
    state               INTEGER NOT NULL,
    failures            INTEGER NOT NULL DEFAULT 0,
    expiries            INTEGER NOT NULL DEFAULT 0,
    lease_id            TEXT,
    lease_expires_at    INTEGER,
    UNIQUE (measurement_id, pass)
) STRICT;
CREATE INDEX jobs_queued ON jobs (device_id, campaign_id, pass, order_key, id) WHERE state = 1;
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 2;
CREATE INDEX jobs_by_campaign ON jobs (campaign_id, state);

-- Every lease ever given, so that a late delivery is known for what it is.
CREATE TABLE leases (
    id              TEXT    NOT NULL PRIMARY KEY,
    job_id          INTEGER NOT NULL REFERENCES jobs (id),
    leased_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX leases_by_job ON leases (job_id);

CREATE TABLE job_failures (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id          INTEGER NOT NULL REFERENCES jobs (id),
    lease_id        TEXT    NOT NULL UNIQUE REFERENCES leases (id),
    reason          INTEGER NOT NULL,
    message         TEXT    NOT NULL,
    failed_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX job_failures_by_job ON job_failures (job_id);

CREATE TABLE passes (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    measurement_id          INTEGER NOT NULL REFERENCES measurements (id),
    job_id                  INTEGER NOT NULL REFERENCES jobs (id),
    lease_id                TEXT    NOT NULL UNIQUE REFERENCES leases (id),
    number                  INTEGER NOT NULL,
    counted                 INTEGER NOT NULL,
    samples                 BLOB    NOT NULL,
    warm_up                 BLOB    NOT NULL,
    session_creation_ns     REAL    NOT NULL,
    peak_memory_bytes       INTEGER,
    started_at              INTEGER NOT NULL,
    ended_at                INTEGER NOT NULL,
    conditions              TEXT    NOT NULL
) STRICT;
CREATE INDEX passes_by_measurement ON passes (measurement_id, number);
CREATE UNIQUE INDEX passes_counted ON passes (measurement_id, number) WHERE counted = 1;

CREATE TABLE snapshots (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    version             TEXT    NOT NULL UNIQUE,
    directory_name      TEXT    NOT NULL,
    selection           TEXT    NOT NULL,
    content_sha256      TEXT    NOT NULL,
    row_count           INTEGER NOT NULL,
    sha256              TEXT    NOT NULL,
    size_bytes          INTEGER NOT NULL,
    created_at          INTEGER NOT NULL
) STRICT;
