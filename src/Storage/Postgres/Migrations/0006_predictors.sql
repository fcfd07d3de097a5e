-- A version of the predictor of a target. plan and evaluation are JSON; seed and the like stand in plan.
-- deleted_at keeps the row, so that a version is never given twice.
CREATE TABLE predictors (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id          TEXT COLLATE "C" UNIQUE,
    target              TEXT COLLATE "C" NOT NULL,
    version             INTEGER NOT NULL,
    search_space        TEXT COLLATE "C" NOT NULL,
    dataset             TEXT COLLATE "C" NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT COLLATE "C" NOT NULL,
    graph_variant       TEXT COLLATE "C" NOT NULL,
    plan                TEXT COLLATE "C" NOT NULL,
    state               INTEGER NOT NULL,
    promoted            BOOLEAN NOT NULL DEFAULT FALSE,
    owner               TEXT COLLATE "C",
    lease_expires_at    BIGINT,
    interruptions       INTEGER NOT NULL DEFAULT 0,
    stage               TEXT COLLATE "C",
    fraction            DOUBLE PRECISION,
    labels              INTEGER NOT NULL DEFAULT 0,
    held_out_labels     INTEGER NOT NULL DEFAULT 0,
    evaluation          TEXT COLLATE "C",
    failure             INTEGER,
    failure_message     TEXT COLLATE "C",
    created_at          BIGINT NOT NULL,
    started_at          BIGINT,
    ended_at            BIGINT,
    deleted_at          BIGINT,
    UNIQUE (target, version)
);
-- One serves a target, and one is trained at a time.
CREATE UNIQUE INDEX predictors_promoted ON predictors (target) WHERE promoted;
CREATE UNIQUE INDEX predictors_training ON predictors (state) WHERE state = 2;

CREATE TABLE predictor_files (
    predictor_id        BIGINT NOT NULL REFERENCES predictors (id),
    position            INTEGER NOT NULL,
    path                TEXT COLLATE "C" NOT NULL,
    sha256              TEXT COLLATE "C" NOT NULL,
    size_bytes          BIGINT NOT NULL,
    PRIMARY KEY (predictor_id, position)
);

-- Whoever starts or ends a training, or changes what serves, locks the row first: replicas take turns.
CREATE TABLE turns (
    name                TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
INSERT INTO turns (name) VALUES ('predictors');
