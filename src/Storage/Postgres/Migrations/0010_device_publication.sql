-- Whether snapshots leave a device out, and whether they show it under a made-up name.
ALTER TABLE devices ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE devices ADD COLUMN hides_name BOOLEAN NOT NULL DEFAULT FALSE;
