-- Whether somebody else ran on the core beside the block of a pass: 0 or 1, null where that is not known.
ALTER TABLE passes ADD COLUMN contended INTEGER;
-- Durations of the clock loop in nanoseconds: beside the block of a pass, and that for which latencies of the device are stated.
ALTER TABLE passes ADD COLUMN clock_ns INTEGER;
ALTER TABLE passes ADD COLUMN reference_clock_ns INTEGER;
ALTER TABLE devices ADD COLUMN reference_clock_ns INTEGER;
