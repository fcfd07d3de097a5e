-- Why the agent of a device leases nothing, as it has told, and since when; null where it has told nothing.
ALTER TABLE devices ADD COLUMN pause_reason INTEGER;
ALTER TABLE devices ADD COLUMN pause_message TEXT;
ALTER TABLE devices ADD COLUMN paused_at INTEGER;
