-- Latencies that were not measured here, apart from all that was: no device, no campaign, no samples.
-- label_count and content_sha256 describe the rows of imported_latencies.
CREATE TABLE imported_targets (
    slug                TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    request_id          TEXT COLLATE "C" UNIQUE,
    outcome             INTEGER NOT NULL,
    dataset             TEXT COLLATE "C" NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT COLLATE "C" NOT NULL,
    graph_variant       TEXT COLLATE "C" NOT NULL,
    source              TEXT COLLATE "C" NOT NULL,
    licence             TEXT COLLATE "C" NOT NULL,
    notes               TEXT COLLATE "C" NOT NULL,
    content_sha256      TEXT COLLATE "C" NOT NULL,
    label_count         INTEGER NOT NULL,
    imported_at         BIGINT NOT NULL
);

CREATE TABLE imported_latencies (
    target              TEXT COLLATE "C" NOT NULL REFERENCES imported_targets (slug),
    architecture        TEXT COLLATE "C" NOT NULL,
    latency_ns          DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (target, architecture)
);
