-- Models that users have uploaded. The graph is stored as the large constants were taken out of it, into the weights; the description is opaque to the store.
CREATE TABLE uploaded_models (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256              TEXT    NOT NULL UNIQUE,
    display_name        TEXT    NOT NULL,
    size_bytes          INTEGER NOT NULL,
    graph_sha256        TEXT    NOT NULL,
    weights_sha256      TEXT    NOT NULL,
    weights_file_name   TEXT    NOT NULL,
    description         TEXT    NOT NULL,
    created_at          INTEGER NOT NULL
) STRICT;
CREATE INDEX uploaded_models_by_name ON uploaded_models (display_name);
