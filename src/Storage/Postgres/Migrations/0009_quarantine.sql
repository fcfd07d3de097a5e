-- Failures that a device has reported one after the other, and since when it gets no work for it; null where it gets some.
ALTER TABLE devices ADD COLUMN failure_streak INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN quarantined_at BIGINT;

-- Room for the changes of a row in its own page.
ALTER TABLE devices SET (fillfactor = 50);
ALTER TABLE measurements SET (fillfactor = 80);
ALTER TABLE jobs SET (fillfactor = 80);

-- Rows of leases and passes are written with the job and the lease locked that they name: another look at each costs more than it could find.
ALTER TABLE leases DROP CONSTRAINT leases_job_id_fkey;
ALTER TABLE passes DROP CONSTRAINT passes_job_id_fkey;
ALTER TABLE passes DROP CONSTRAINT passes_lease_id_fkey;
