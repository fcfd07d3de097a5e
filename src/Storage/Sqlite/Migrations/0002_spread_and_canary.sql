-- When a job may be leased, in microseconds since 1970-01-01 UTC: what spreads the visits of a model over time.
ALTER TABLE jobs ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
CREATE INDEX jobs_due ON jobs (device_id, not_before) WHERE state = 1;

-- The samples of the canary beside a pass; null where none was read.
ALTER TABLE passes ADD COLUMN canary BLOB;

-- Whether the measurement was queued once more because the machine had drifted.
ALTER TABLE measurements ADD COLUMN remeasured INTEGER NOT NULL DEFAULT 0;
