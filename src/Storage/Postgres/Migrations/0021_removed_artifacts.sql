-- Artefacts of deleted models that are still to be removed from their place, unless something else refers to them: noted in the transaction that deletes the model.
CREATE TABLE removed_artifacts (
    sha256      TEXT COLLATE "C" NOT NULL PRIMARY KEY
);
