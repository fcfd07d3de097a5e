-- Where the inputs and outputs of a target lie: 'host' or 'resident' (on the device).
ALTER TABLE targets ADD COLUMN io_mode TEXT NOT NULL DEFAULT 'host';
