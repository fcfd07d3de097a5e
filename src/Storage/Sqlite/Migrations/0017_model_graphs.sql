-- The place of a model's graph: compressed, a part of an artefact that holds many. NULL where the version that made the model stored none.
ALTER TABLE models ADD COLUMN graph_artifact TEXT;
ALTER TABLE models ADD COLUMN graph_offset INTEGER;
ALTER TABLE models ADD COLUMN graph_length INTEGER;
