-- Why the agent of a device leases nothing, as it has told, and since when; null where it has told nothing.
ALTER TABLE devices ADD COLUMN pause_reason integer;
ALTER TABLE devices ADD COLUMN pause_message text;
ALTER TABLE devices ADD COLUMN paused_at bigint;
