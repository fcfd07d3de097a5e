-- not_before at the end: whether a job is due is seen in the index, also where thousands are not.
DROP INDEX jobs_queued;
CREATE INDEX jobs_queued ON jobs (device_id, campaign_id, pass, order_key, id, not_before) WHERE state = 1;

-- Nobody looks leases up by their job, and every lease had to be written there.
DROP INDEX leases_by_job;
