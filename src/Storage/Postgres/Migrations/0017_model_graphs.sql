-- The place of a model's graph: compressed, a part of an artefact that holds many. NULL where the version that made the model stored none.
ALTER TABLE models ADD COLUMN graph_artifact TEXT COLLATE "C";
ALTER TABLE models ADD COLUMN graph_offset BIGINT;
ALTER TABLE models ADD COLUMN graph_length BIGINT;
