-- Searches. request and candidates are JSON that only the coordinator reads; all that a search knows stands here, so that any coordinator can go on with it.
CREATE TABLE searches (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id      TEXT UNIQUE,
    display_name    TEXT NOT NULL,
    request         TEXT NOT NULL,
    candidates      TEXT NOT NULL,
    candidate_count INTEGER NOT NULL,
    state           INTEGER NOT NULL,
    proof_targets   TEXT,
    note            TEXT NOT NULL DEFAULT '',
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER
) STRICT;

-- One suggestion and what was reported of it: outcome 1 an accuracy, 2 a failure. report_number is the order of arrival.
CREATE TABLE search_steps (
    search_id       INTEGER NOT NULL REFERENCES searches (id),
    number          INTEGER NOT NULL,
    architecture    TEXT NOT NULL,
    request_id      TEXT,
    suggested_at    INTEGER NOT NULL,
    outcome         INTEGER,
    accuracy        REAL,
    report_number   INTEGER,
    reported_at     INTEGER,
    PRIMARY KEY (search_id, number),
    UNIQUE (search_id, architecture),
    UNIQUE (search_id, report_number)
) STRICT;
CREATE INDEX search_steps_requests ON search_steps (search_id, request_id);

-- Campaigns that measured winners.
CREATE TABLE search_proofs (
    search_id       INTEGER NOT NULL REFERENCES searches (id),
    round           INTEGER NOT NULL,
    campaign_id     INTEGER NOT NULL REFERENCES campaigns (id),
    PRIMARY KEY (search_id, round)
) STRICT;
