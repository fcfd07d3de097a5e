-- The raw samples of a pass may be removed after a while; canary and figures stay.
ALTER TABLE passes ALTER COLUMN samples DROP NOT NULL;
ALTER TABLE passes ALTER COLUMN warm_up DROP NOT NULL;

-- What repeats in the conditions of passes, without its numbers and times; id is the beginning of the SHA-256 of shape.
CREATE TABLE condition_shapes (
    id              BIGINT NOT NULL PRIMARY KEY,
    shape           TEXT COLLATE "C" NOT NULL
);

-- A pass has the shape of its conditions with what stands in its gaps, or, from before, the conditions as JSON.
ALTER TABLE passes ALTER COLUMN conditions DROP NOT NULL;
ALTER TABLE passes ADD COLUMN condition_shape BIGINT;
ALTER TABLE passes ADD COLUMN condition_values BYTEA;

-- One index says that a pass counts once, and finds passes by measurement. That of a lease is found by the measurement and pass of its job, which
-- whoever stores it has locked.
ALTER TABLE passes DROP CONSTRAINT passes_lease_id_key;
DROP INDEX passes_by_measurement;
DROP INDEX passes_counted;
CREATE UNIQUE INDEX passes_by_measurement ON passes (measurement_id, number, (CASE WHEN counted THEN 0 ELSE id END));

-- As with jobs and leases in 0009: whoever writes a pass has its measurement locked.
ALTER TABLE passes DROP CONSTRAINT passes_measurement_id_fkey;
