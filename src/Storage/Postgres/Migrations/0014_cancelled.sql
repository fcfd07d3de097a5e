-- Verdict 4: the campaign was cancelled before the measurement had enough passes. Such measurements had no verdict before.
UPDATE measurements SET verdict = 4 WHERE verdict IS NULL AND stop_reason = 4;

-- The measurement of a later campaign that took over the passes of a cancelled one.
ALTER TABLE measurements ADD COLUMN continued_in BIGINT REFERENCES measurements (id);

-- Jobs are leased cohort by cohort. Those of campaigns from before are one cohort.
ALTER TABLE jobs ADD COLUMN cohort INTEGER NOT NULL DEFAULT 0;
DROP INDEX jobs_queued;
CREATE INDEX jobs_queued ON jobs (device_id, campaign_id, cohort, pass, order_key, id, not_before) WHERE state = 1;

-- Requests that resumed a campaign, so that a repeat changes nothing.
CREATE TABLE campaign_resumes (
    campaign_id         BIGINT NOT NULL REFERENCES campaigns (id),
    request_id          TEXT COLLATE "C" NOT NULL,
    resumed_at          BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, request_id)
);
