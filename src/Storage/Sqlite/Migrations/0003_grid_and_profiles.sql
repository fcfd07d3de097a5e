-- What is to be done in a job: 1 a timed pass, 2 a profile, whose pass is 1000000. Whoever means passes says kind = 1.
ALTER TABLE jobs ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;
CREATE INDEX jobs_profiles ON jobs (campaign_id, state) WHERE kind = 2;

-- Of originals only: a measurement that was taken over has the profile of its original.
CREATE TABLE profiles (
    measurement_id      INTEGER NOT NULL PRIMARY KEY REFERENCES measurements (id),
    job_id              INTEGER NOT NULL REFERENCES jobs (id),
    lease_id            TEXT    NOT NULL UNIQUE REFERENCES leases (id),
    runs                INTEGER NOT NULL,
    run_ns              REAL    NOT NULL,
    operators           TEXT    NOT NULL,
    started_at          INTEGER NOT NULL,
    ended_at            INTEGER NOT NULL,
    runtime_version     TEXT    NOT NULL,
    agent_version       TEXT    NOT NULL,
    session_options     TEXT    NOT NULL
) STRICT;
