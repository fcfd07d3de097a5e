-- Failures that a device has reported one after the other, and since when it gets no work for it; null where it gets some.
ALTER TABLE devices ADD COLUMN failure_streak INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN quarantined_at INTEGER;
