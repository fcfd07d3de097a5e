-- Latencies that were not measured here, apart from all that was: no device, no campaign, no samples.
-- label_count and content_sha256 describe the rows of imported_latencies.
CREATE TABLE imported_targets (
    slug                TEXT    NOT NULL PRIMARY KEY,
    request_id          TEXT    UNIQUE,
    outcome             INTEGER NOT NULL,
    dataset             TEXT    NOT NULL,
    batch               INTEGER NOT NULL,
    model_precision     TEXT    NOT NULL,
    graph_variant       TEXT    NOT NULL,
    source              TEXT    NOT NULL,
    licence             TEXT    NOT NULL,
    notes               TEXT    NOT NULL,
    content_sha256      TEXT    NOT NULL,
    label_count         INTEGER NOT NULL,
    imported_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE imported_latencies (
    target              TEXT    NOT NULL REFERENCES imported_targets (slug),
    architecture        TEXT    NOT NULL,
    latency_ns          REAL    NOT NULL,
    PRIMARY KEY (target, architecture)
) STRICT, WITHOUT ROWID;
