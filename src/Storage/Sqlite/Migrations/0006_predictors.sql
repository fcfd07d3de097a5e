-- A version of the predictor of a target. plan and evaluation are JSON; seed and the like stand in plan.
-- deleted_at keeps the row, so that a version is never given twice.
CREATE TABLE predictors (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id          TEXT UNIQUE,
    target              TEXT NOT NULL,
    version             INTEGER NOT NULL,
    search_space        TEXT NOT NULL,
    dataset             TEXT NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT NOT NULL,
    graph_variant       TEXT NOT NULL,
    plan                TEXT NOT NULL,
    state               INTEGER NOT NULL,
    promoted            INTEGER NOT NULL DEFAULT 0,
    owner               TEXT,
    lease_expires_at    INTEGER,
    interruptions       INTEGER NOT NULL DEFAULT 0,
    stage               TEXT,
    fraction            REAL,
    labels              INTEGER NOT NULL DEFAULT 0,
    held_out_labels     INTEGER NOT NULL DEFAULT 0,
    evaluation          TEXT,
    failure             INTEGER,
    failure_message     TEXT,
    created_at          INTEGER NOT NULL,
    started_at          INTEGER,
    ended_at            INTEGER,
    deleted_at          INTEGER,
    UNIQUE (target, version)
) STRICT;
-- One serves a target, and one is trained at a time.
CREATE UNIQUE INDEX predictors_promoted ON predictors (target) WHERE promoted = 1;
CREATE UNIQUE INDEX predictors_training ON predictors (state) WHERE state = 2;

CREATE TABLE predictor_files (
    predictor_id        INTEGER NOT NULL REFERENCES predictors (id),
    position            INTEGER NOT NULL,
    path                TEXT NOT NULL,
    sha256              TEXT NOT NULL,
    size_bytes          INTEGER NOT NULL,
    PRIMARY KEY (predictor_id, position)
) STRICT;

-- Whoever starts or ends a training, or changes what serves, locks the row first: replicas take turns.
CREATE TABLE turns (
    name                TEXT NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO turns (name) VALUES ('predictors');
