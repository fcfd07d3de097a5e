-- Whether snapshots leave a device out, and whether they show it under a made-up name.
ALTER TABLE devices ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN hides_name INTEGER NOT NULL DEFAULT 0;
