-- Searches. request and candidates are JSON that only the coordinator reads; all that a search knows stands here, so that any coordinator can go on with it.
CREATE TABLE searches (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id      TEXT COLLATE "C" UNIQUE,
    display_name    TEXT COLLATE "C" NOT NULL,
    request         TEXT COLLATE "C" NOT NULL,
    candidates      TEXT COLLATE "C" NOT NULL,
    candidate_count INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    proof_targets   TEXT COLLATE "C",
    note            TEXT COLLATE "C" NOT NULL DEFAULT '',
    created_at      BIGINT NOT NULL,
    ended_at        BIGINT
);

-- One suggestion and what was reported of it: outcome 1 an accuracy, 2 a failure. report_number is the order of arrival.
CREATE TABLE search_steps (
    search_id       BIGINT NOT NULL REFERENCES searches (id),
    number          INTEGER NOT NULL,
    architecture    TEXT COLLATE "C" NOT NULL,
    request_id      TEXT COLLATE "C",
    suggested_at    BIGINT NOT NULL,
    outcome         INTEGER,
    accuracy        DOUBLE PRECISION,
    report_number   INTEGER,
    reported_at     BIGINT,
    PRIMARY KEY (search_id, number),
    UNIQUE (search_id, architecture),
    UNIQUE (search_id, report_number)
);
CREATE INDEX search_steps_requests ON search_steps (search_id, request_id);

-- Campaigns that measured winners.
CREATE TABLE search_proofs (
    search_id       BIGINT NOT NULL REFERENCES searches (id),
    round           INTEGER NOT NULL,
    campaign_id     BIGINT NOT NULL REFERENCES campaigns (id),
    PRIMARY KEY (search_id, round)
);
