-- Models that users have uploaded. The graph is stored as the large constants were taken out of it, into the weights; the description is opaque to the store.
CREATE TABLE uploaded_models (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256              TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name        TEXT COLLATE "C" NOT NULL,
    size_bytes          BIGINT NOT NULL,
    graph_sha256        TEXT COLLATE "C" NOT NULL,
    weights_sha256      TEXT COLLATE "C" NOT NULL,
    weights_file_name   TEXT COLLATE "C" NOT NULL,
    description         TEXT COLLATE "C" NOT NULL,
    created_at          BIGINT NOT NULL
);
CREATE INDEX uploaded_models_by_name ON uploaded_models (display_name);
