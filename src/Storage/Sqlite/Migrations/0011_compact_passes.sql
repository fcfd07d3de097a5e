-- What repeats in the conditions of passes, without its numbers and times; id is the beginning of the SHA-256 of shape.
CREATE TABLE condition_shapes (
    id              INTEGER NOT NULL PRIMARY KEY,
    shape           TEXT    NOT NULL
) STRICT;

-- The raw samples of a pass may be removed after a while; canary and figures stay.
-- A pass has the shape of its conditions with what stands in its gaps, or, from before, the conditions as JSON.
CREATE TABLE compact_passes (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    measurement_id          INTEGER NOT NULL REFERENCES measurements (id),
    job_id                  INTEGER NOT NULL REFERENCES jobs (id),
    lease_id                TEXT    NOT NULL REFERENCES leases (id),
    number                  INTEGER NOT NULL,
    counted                 INTEGER NOT NULL,
    samples                 BLOB,
    warm_up                 BLOB,
    canary                  BLOB,
    session_creation_ns     REAL    NOT NULL,
    peak_memory_bytes       INTEGER,
    started_at              INTEGER NOT NULL,
    ended_at                INTEGER NOT NULL,
    conditions              TEXT,
    condition_shape         INTEGER,
    condition_values        BLOB
) STRICT;
INSERT INTO compact_passes (id, measurement_id, job_id, lease_id, number, counted, samples, warm_up, canary, session_creation_ns, peak_memory_bytes, started_at, ended_at, conditions)
    SELECT id, measurement_id, job_id, lease_id, number, counted, samples, warm_up, canary, session_creation_ns, peak_memory_bytes, started_at, ended_at, conditions FROM passes;
DROP TABLE passes;
ALTER TABLE compact_passes RENAME TO passes;

-- One index says that a pass counts once, and finds passes by measurement. That of a lease is found by the measurement and pass of its job.
CREATE UNIQUE INDEX passes_by_measurement ON passes (measurement_id, number, (CASE WHEN counted THEN 0 ELSE id END));
